import { onlyFile } from '../../base/zipFiles.ts'
import type { Answer, Page, RawRecord } from '../../port/connector.ts'
import { Unreachable } from '../../port/errors.ts'
import type { IncomingKind } from '../../port/records.ts'
import { isRow, keyOf, listOf, textOf } from './payloads.ts'
import { decodeText, isArchive, readReply } from './reply.ts'
import { readXml } from './xml.ts'
import type { XmlValue } from './xmlValue.ts'

/** Where the records of a kind are fetched, how they are called there, and where they are acknowledged. */
export const ways = {
  customer: {
    script: 'GetKunden_xml',
    root: 'kunden',
    row: 'tkunde',
    key: 'kKunde',
    number: 'cKundenNr',
    ack: { script: 'Kunden_xml', file: 'ack_kunden.xml', root: 'ack_kunden' },
  },
  order: {
    script: 'GetBestellungen_xml',
    root: 'bestellungen',
    row: 'tbestellung',
    key: 'kBestellung',
    number: 'cBestellNr',
    ack: { script: 'Bestellungen_xml', file: 'ack_bestellung.xml', root: 'ack_bestellungen' },
  },
  payment: {
    script: 'GetZahlungen_xml',
    root: 'zahlungseingaenge',
    row: 'tzahlungseingang',
    key: 'kZahlungseingang',
    number: 'cHinweis',
    ack: { script: 'Bestellungen_xml', file: 'ack_zahlungseingang.xml', root: 'ack_zahlungseingang' },
  },
} as const

/** The kinds that come in. */
export type PulledKind = keyof typeof ways

/** True for a kind that comes in. */
export function isPulled(kind: IncomingKind): kind is PulledKind {
  return Object.hasOwn(ways, kind)
}

/** An archive may unpack to so much; 100 orders take less than 1 MiB. */
const mostBytes = 64 * 1024 * 1024

/**
 * Reads a page: what was not acknowledged comes again with the next, so only the text 0 is the last one. Throws `Unreachable` for
 * bytes that are no page.
 */
export function readPage(kind: IncomingKind, answer: Answer): Page {
  if (!isPulled(kind)) return { records: [], last: true }
  const { body, note } = answer
  if (!isArchive(body)) {
    if (readReply(body)?.code === 0) return { records: [], last: true }
    throw new Unreachable('the shop answered neither an archive nor that there is nothing')
  }
  const { root, row, key, number } = ways[kind]
  const { name, value } = documentIn(body, note?.['encoding'] === 'latin1' ? 'latin1' : undefined)
  if (name !== root) throw new Unreachable(`the shop answered <${name.slice(0, 40)}> instead of <${root}>`)
  const list = isRow(value) ? listOf(value[row]) : []
  const records = list.map((raw): RawRecord => {
    const fields = isRow(raw) ? raw : {}
    const said = textOf(fields[number])
    return { kind, externalId: keyOf(fields[key]), ...(said ? { externalNumber: said } : {}), place: '', raw }
  })
  return { records, last: records.length === 0 }
}

/**
 * Ids of orders in a page with those of their delivery addresses. The elements of orders are looked at alone, so that a page is not read
 * twice; nothing where it cannot be read, which `readPage` says.
 */
export function addressesIn(body: Uint8Array): readonly (readonly [order: string, address: string])[] {
  if (!isArchive(body)) return []
  try {
    const text = Buffer.from(unpacked(body)).toString('latin1')
    return [...text.matchAll(/<tbestellung ([^<>]*)>/g)].flatMap(([, said = '']) => {
      const order = /\bkBestellung="(\d+)"/.exec(said)?.[1]
      const address = /\bkLieferadresse="([1-9]\d*)"/.exec(said)?.[1]
      return order && address ? [[order, address] as const] : []
    })
  } catch (error) {
    if (error instanceof RangeError) return []
    throw error
  }
}

function documentIn(body: Uint8Array, encoding: 'latin1' | undefined): { name: string; value: XmlValue } {
  try {
    return readXml(decodeText(unpacked(body), encoding))
  } catch (error) {
    if (error instanceof RangeError || error instanceof SyntaxError)
      throw new Unreachable(`the shop's archive cannot be read: ${error.message}`)
    throw error
  }
}

const opened = new WeakMap<Uint8Array, Uint8Array>()

// A page is looked at twice: for its addresses, and to be read.
function unpacked(body: Uint8Array): Uint8Array {
  const content = opened.get(body) ?? onlyFile(body, mostBytes)
  opened.set(body, content)
  return content
}
