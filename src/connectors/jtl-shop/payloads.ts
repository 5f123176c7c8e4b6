import { wallTime } from '../../base/wallTime.ts'
import { cleanText } from '../../port/canonical.ts'
import { Rejected } from '../../port/errors.ts'
import { decimalText } from '../../port/exactJson.ts'
import type { Setup } from './setup.ts'

/**
 * The rows of the shop as far as they are read here, and the readers of their fields: attributes (`k…`) and children alike, all
 * of them text. Every field may be missing, null or of another form; the readers say what that means. Unknown fields are left alone.
 */
type Fields<Name extends string> = { readonly [K in Name]?: unknown }

/** An address of an order, and that of a customer. */
// biome-ignore format: a list of names
export type Person = Fields<
  'cAnrede' | 'cTitel' | 'cVorname' | 'cNachname' | 'cFirma' | 'cStrasse' | 'cAdressZusatz' | 'cZusatz' | 'cPLZ' | 'cOrt' |
  'cBundesland' | 'cLand' | 'cISO' | 'cTel' | 'cMobil' | 'cMail' | 'cUSTID'
>

// biome-ignore format: a list of names
export type Customer = Person & Fields<
  'kKunde' | 'kKundengruppe' | 'kSprache' | 'cKundenNr' | 'dGeburtstag' | 'dErstellt' | 'nRegistriert' | 'tkundenattribut' |
  'cFax' | 'cWWW' | 'fRabatt'
>

// biome-ignore format: a list of names
export type Order = Fields<
  'kBestellung' | 'kKunde' | 'kLieferadresse' | 'kSprache' | 'cBestellNr' | 'cZahlungsartName' | 'cModulId' | 'cKommentar' |
  'cStatus' | 'cVersandInfo' | 'dErstellt' | 'fGuthaben' | 'twarenkorbpos' | 'trechnungsadresse' | 'tlieferadresse' |
  'tbestellattribut'
>

// biome-ignore format: a list of names
export type Position = Fields<
  'kWarenkorbPos' | 'kArtikel' | 'cName' | 'cArtNr' | 'fPreis' | 'fMwSt' | 'nAnzahl' | 'nPosTyp' | 'cHinweis' | 'cUnique' |
  'twarenkorbposeigenschaft'
>

export type Chosen = Fields<'cEigenschaftName' | 'cEigenschaftWertName' | 'cFreifeldWert' | 'fAufpreis'>

// biome-ignore format: a list of names
export type Payment = Fields<
  'kZahlungseingang' | 'kBestellung' | 'cZahlungsanbieter' | 'fBetrag' | 'cISO' | 'dZeit' | 'cHinweis'
>

/** True for an element with fields: no list, no null. */
export function isRow(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The row under `path`. Throws PAYLOAD_INVALID for anything else. */
export function rowOf(value: unknown, path: string): Readonly<Record<string, unknown>> {
  if (!isRow(value)) throw invalid(path, 'no element with fields')
  return value
}

/** Elements of one name, which stand there none, once or several times; an empty list holds white space. */
export function listOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return []
  if (Array.isArray(value)) return Array.from(value)
  return typeof value === 'string' && value.trim() === '' ? [] : [value]
}

/** Text without space around it; '' for none. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return cleanText(value).trim()
  return typeof value === 'number' ? String(value) : ''
}

/** A key of the shop as exact text; '' for 0 and for none. */
export function keyOf(value: unknown): string {
  const text = textOf(value)
  return /^0*$/.test(text) ? '' : text
}

/** A column of the shop has 20 digits at most; with three of these a total is still exact. */
const longestNumber = 25

/** A decimal number as text, digit by digit. Throws PAYLOAD_INVALID for none, what is no number, and what is longer than any. */
export function decimalOf(value: unknown, path: string): string {
  if (value === undefined || value === null || textOf(value) === '') throw invalid(path, 'missing')
  const text = decimalText(value)
  if (text === undefined) throw invalid(path, 'no decimal number')
  if (text.length > longestNumber) throw invalid(path, 'more digits than any amount has')
  return text
}

/** The same for an amount that may be missing: none is 0. */
export function amountOrNothing(value: unknown, path: string): string {
  const isNone = value === undefined || value === null || (typeof value === 'string' && textOf(value) === '')
  return isNone ? '0' : decimalOf(value, path)
}

/** The error of a field that cannot be read: its path, and what is wrong; never its value, which may be personal. */
export function invalid(path: string, problem: string): Rejected {
  return new Rejected('PAYLOAD_INVALID', path, problem)
}

/** True for 0 in any spelling. */
export function isZero(text: string): boolean {
  return !/[1-9]/.test(text)
}

/** The language (ISO 639-1) of a key of the shop. */
export function languageOf(key: unknown, { languages }: Setup): string | undefined {
  const wanted = keyOf(key)
  return languages.find(one => one.key === wanted)?.name
}

/**
 * An instant as ISO 8601 with an offset, of a time on the shop's wall (`2026-11-02 10:00:00`, or the day alone). None: null, ''
 * and MySQL's zero date. Throws PAYLOAD_INVALID for what is no time.
 */
export function instantOf(value: unknown, path: string, timeZone: string): string | undefined {
  const text = textOf(value)
  if (text === '' || /^000\d-/.test(text)) return undefined
  const instant = readInstant(text, timeZone)
  if (instant === undefined) throw invalid(path, 'no time')
  return instant
}

/** The same for a time that nothing depends on: what is no time is none. */
export function instantOrNone(value: unknown, timeZone: string): string | undefined {
  const text = textOf(value)
  return text === '' || /^000\d-/.test(text) ? undefined : readInstant(text, timeZone)
}

/** The day that an instant falls on at the shop, as it writes days. '' for none. Throws RangeError for what is no instant. */
export function dayOf(instant: string | undefined, timeZone: string): string {
  if (instant === undefined) return ''
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' })
  return parts.format(new Date(instant))
}

const timePattern = /^(\d{4}-\d\d)-(\d\d)(?:[T ]((?:[01]\d|2[0-3]):[0-5]\d)(?::([0-5]\d)(?:\.\d+)?)?)?$/

function readInstant(text: string, timeZone: string): string | undefined {
  const [, month = '', day = '', minute = '00:00', second = '00'] = timePattern.exec(text) ?? []
  return wallTime(`${month}-${day}T${minute}:${second}`, timeZone)
}
