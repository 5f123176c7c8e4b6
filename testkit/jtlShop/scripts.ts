/** Every script of the shop: who may call it, and what becomes of each file that it is sent. */

import { openOrders, openPayments } from './give/orders.ts'
import { finish, test } from './give/special.ts'
import type { ShopState } from './state.ts'
import { deleteItems, writeItem } from './sync/items.ts'
import { ackOrders, ackPayments, deleteOrders, setOrders, setStatus } from './sync/orderFiles.ts'
import { quickSync } from './sync/quickSync.ts'
import type { Habits } from './version.ts'
import type { XmlNode } from './wire/readXml.ts'
import type { Entry } from './wire/zip.ts'

/** A text in ISO-8859-1; or XML in the charset of the caller, in an archive or after its code. */
export type Said = string | { readonly archive: string } | { readonly inline: string }

type Since = 'hasReturns' | 'hasDeletedCustomers' | 'itemPicturesByZip'

/** What a file of a zip does. */
export interface FileRule {
  /** Versions with one file per script want this very name, all others want it in the name; '' is any other name. */
  readonly name: string
  readonly since?: Since & keyof Habits
  readonly run?: (state: ShopState, root: XmlNode, beside: Beside) => void
  /** As `run`, where there is something to say: it ends the call. */
  readonly say?: (state: ShopState, root: XmlNode, beside: Beside) => Said | undefined
}

export interface Beside {
  readonly entries: readonly Entry[]
  /** Whether the caller is new enough for `tpreis`. */
  readonly readsPrices: boolean
}

export interface Script {
  readonly since?: Since & keyof Habits
  readonly files?: readonly FileRule[]
  /** All files of a zip, or none. */
  readonly transactional?: true
  /** Answers without an upload. */
  readonly answer?: (state: ShopState, fields: ReadonlyMap<string, string>) => Said
  /** What is said to a wrong login; default 3. */
  readonly refusal?: (version: string) => string
  readonly test?: true
  readonly json?: true
}

/** Scripts by their names, without .php. */
export const scripts: Readonly<Record<string, Script>> = {
  mytest: { test: true, answer: test, refusal: version => `3\n${version}` },
  lastjobs: { answer: finish },
  GetBestellungen_xml: { answer: state => archived(openOrders(state)) },
  GetZahlungen_xml: { answer: state => archived(openPayments(state)) },
  Artikel_xml: {
    transactional: true,
    files: [
      { name: 'artdel.xml', run: deleteItems },
      { name: '', run: (state, root, { readsPrices }) => writeItem(state, root, readsPrices) },
    ],
  },
  QuickSync_xml: {
    transactional: true,
    files: [
      { name: 'quicksync.xml', run: (state, root, { readsPrices }) => quickSync(state, root, readsPrices) },
    ],
  },
  Bestellungen_xml: {
    files: [
      { name: 'ack_bestellung.xml', run: ackOrders },
      { name: 'ack_zahlungseingang.xml', run: ackPayments },
      { name: 'set_bestellung.xml', run: setOrders },
      {
        name: 'storno_bestellung.xml',
        run: (state, root) => setStatus(state, root, 'storno_bestellungen', '-1'),
      },
      {
        name: 'reaktiviere_bestellung.xml',
        run: (state, root) => setStatus(state, root, 'reaktiviere_bestellungen', '2'),
      },
      { name: 'delonly_bestellung.xml', run: (state, root) => deleteOrders(state, root, false) },
      { name: 'del_bestellung.xml', run: (state, root) => deleteOrders(state, root, true) },
    ],
  },
}

function archived(document: string | undefined): Said {
  return document === undefined ? '0' : { archive: document }
}
