/** Every script of the shop: who may call it, and what becomes of each file that it is sent. */

import { deletedCustomers, openCustomers } from './give/customers.ts'
import { openOrders, openPayments } from './give/orders.ts'
import { invoice, mediaFiles, netSync, openReturns, queuedData } from './give/others.ts'
import { finish, test } from './give/special.ts'
import type { ShopState } from './state.ts'
import { deleteCategories, writeCategory, writeCustomerDiscounts } from './sync/categories.ts'
import {
  ackCustomers,
  ackDeletedCustomers,
  activateCustomers,
  addVouchers,
  deleteCustomers,
  resetPasswords,
} from './sync/customers.ts'
import { deleteDeliveries, writeDeliveries } from './sync/deliveryNotes.ts'
import {
  deleteCharacteristics,
  deleteManufacturers,
  writeCharacteristics,
  writeManufacturers,
} from './sync/describing.ts'
import { deleteGlobals, writeGlobals } from './sync/globals.ts'
import { deleteItems, writeItem } from './sync/items.ts'
import { changeOrder, insertOrder } from './sync/orderEdits.ts'
import { ackOrders, ackPayments, deleteOrders, setOrders, setStatus } from './sync/orderFiles.ts'
import {
  ackData,
  deleteConfigurators,
  deleteDownloads,
  takeReturns,
  writeConfigurators,
  writeDownloads,
} from './sync/others.ts'
import { deletePictures, pictureLists, writeItemPictures, writePictures } from './sync/pictures.ts'
import { checkImages, linkImages, unlinkImages, uploadImages } from './sync/productImages.ts'
import { quickSync } from './sync/quickSync.ts'
import { setCustomer } from './sync/setCustomer.ts'
import type { XmlNode } from './wire/readXml.ts'
import type { Entry } from './wire/zip.ts'

/** A text in ISO-8859-1; or XML in the charset of the caller, in an archive or after its code. */
export type Said = string | { readonly archive: string } | { readonly inline: string }

type Since = 'hasReturns' | 'hasDeletedCustomers' | 'itemPicturesByZip' | 'oneFilePerScript'

/** What a file of a zip does. */
export interface FileRule {
  /** Versions with one file per script want this very name, all others want it in the name; '' is any other name. */
  readonly name: string
  readonly since?: Since
  /** The name without its folder has to be this, in every version. */
  readonly exact?: true
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
  readonly since?: Since
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

  // Shop to ERP
  GetBestellungen_xml: { answer: state => archived(openOrders(state)) },
  GetZahlungen_xml: { answer: state => archived(openPayments(state)) },
  GetKunden_xml: { answer: state => archived(openCustomers(state)) },
  GetDeletedCustomers_xml: {
    since: 'hasDeletedCustomers',
    answer: state => archived(deletedCustomers(state)),
  },
  GetData_xml: { answer: queuedData },
  GetReturns_xml: { since: 'hasReturns', answer: openReturns },
  GetMediendateien_xml: { answer: mediaFiles },
  Invoice_xml: { answer: invoice },
  Cronjob_xml: { json: true, answer: netSync, refusal: () => '{"nCode":1}' },
  GetDownloadStruct_xml: { json: true, answer: netSync, refusal: () => '{"nCode":1}' },
  Upload_xml: { json: true, answer: netSync, refusal: () => '{"nCode":1}' },
  Brocken_xml: { answer: () => '0' },

  // ERP to shop
  Globals_xml: {
    files: [
      { name: 'del_globals.xml', run: deleteGlobals },
      { name: 'globals.xml', run: writeGlobals },
    ],
  },
  Hersteller_xml: {
    files: [
      { name: 'del_hersteller.xml', run: deleteManufacturers },
      { name: 'hersteller.xml', run: writeManufacturers },
    ],
  },
  Merkmal_xml: {
    files: [
      { name: 'del_merkmal.xml', run: deleteCharacteristics },
      { name: 'del_merkmalwert.xml', since: 'oneFilePerScript', run: deleteCharacteristics },
      { name: 'merkmal.xml', run: writeCharacteristics },
    ],
  },
  Kategorien_xml: {
    transactional: true,
    files: [
      { name: 'katdel.xml', run: deleteCategories },
      { name: 'customer_discount.xml', since: 'hasReturns', run: writeCustomerDiscounts },
      { name: '', run: writeCategory },
    ],
  },
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
  Konfig_xml: {
    files: [
      { name: 'del_konfig.xml', run: deleteConfigurators },
      { name: 'konfig.xml', run: writeConfigurators },
    ],
  },
  Download_xml: {
    files: [
      { name: 'del_download.xml', run: deleteDownloads },
      { name: '', run: writeDownloads },
    ],
  },
  Bilder_xml: {
    transactional: true,
    files: [
      {
        name: 'bilder_a.xml',
        since: 'itemPicturesByZip',
        run: (state, root, { entries }) => writeItemPictures(state, root, entries),
      },
      ...Object.keys(pictureLists).map(name => ({ name: `del_${name}`, run: deletePictures })),
      ...Object.entries(pictureLists).map(([name, owner]) => ({
        name,
        run: (state: ShopState, root: XmlNode, { entries }: Beside) =>
          writePictures(state, root, owner, entries),
      })),
    ],
  },
  img_check: { files: [{ name: 'bildercheck.xml', say: checkImages }] },
  img_upload: {
    files: [{ name: 'images.xml', run: (state, root, { entries }) => uploadImages(state, root, entries) }],
  },
  img_link: {
    files: [
      { name: 'del_bildartikellink.xml', run: unlinkImages },
      { name: 'bildartikellink.xml', run: linkImages },
    ],
  },
  Bestellungen_xml: {
    files: [
      { name: 'ack_bestellung.xml', run: ackOrders },
      { name: 'ack_zahlungseingang.xml', run: ackPayments },
      { name: 'set_bestellung.xml', run: setOrders },
      { name: 'upd_bestellung.xml', say: changeOrder },
      { name: 'ins_bestellung.xml', since: 'hasReturns', say: insertOrder },
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
  Lieferschein_xml: {
    files: [
      { name: 'del_lief.xml', exact: true, run: deleteDeliveries },
      { name: 'lief.xml', exact: true, run: writeDeliveries },
    ],
  },
  Kunden_xml: {
    files: [
      { name: 'ack_deleted_customers.xml', since: 'hasDeletedCustomers', run: ackDeletedCustomers },
      { name: 'ack_kunden.xml', run: ackCustomers },
      { name: 'del_kunden.xml', run: deleteCustomers },
      { name: 'aktiviere_kunden.xml', run: activateCustomers },
      { name: 'passwort_kunden.xml', run: resetPasswords },
      { name: 'gutscheine.xml', run: addVouchers },
    ],
  },
  SetKunde_xml: { refusal: () => '3;', files: [{ name: '', say: setCustomer }] },
  Data_xml: {
    files: [
      { name: 'ack_verfuegbarkeitsbenachrichtigungen.xml', run: ackData },
      { name: 'ack_uploadqueue.xml', run: ackData },
    ],
  },
  Returns_xml: {
    since: 'hasReturns',
    files: [
      { name: 'upd_return.xml', run: takeReturns },
      { name: 'rma_reasons.xml', since: 'hasDeletedCustomers', run: takeReturns },
    ],
  },
}

function archived(document: string | undefined): Said {
  return document === undefined ? '0' : { archive: document }
}
