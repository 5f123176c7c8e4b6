import i18next, { type TFunction } from 'i18next'
import { language } from './i18n.ts'

const locales = { de: 'de-DE', en: 'en-GB' } as const
const made = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>()

/** An amount with its currency: 1.284,60 € / €1,284.60. Decimals come as text and stay exact. */
export function money(amount: string | null | undefined, currency: string): string {
  return isDecimal(amount) ? numberFormat({ style: 'currency', currency }).format(amount) : '–'
}

/** An amount whose currency stands in the head of its column. */
export function amount(value: string | null | undefined): string {
  return isDecimal(value)
    ? numberFormat({ minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(value)
    : '–'
}

/** An amount without its cents, for axes and large figures. */
export function roundMoney(value: string): string {
  return isDecimal(value) ? numberFormat({ maximumFractionDigits: 0 }).format(value) : '–'
}

/** A quantity: no more places than it has. */
export function quantity(value: string | number | null | undefined): string {
  const text = value === undefined || value === null ? undefined : String(value)
  return isDecimal(text) ? numberFormat({ maximumFractionDigits: 4 }).format(text) : '–'
}

/** Somebody's own words, between the marks of the language. */
export function quoted(words: string): string {
  return language() === 'de' ? `„${words}“` : `“${words}”`
}

/** A count, with the sign that there are more than were counted. */
export function count(value: number, capped = false): string {
  return numberFormat({}).format(value) + (capped ? '+' : '')
}

/** Adds decimals exactly. */
export function addDecimals(values: readonly string[]): string {
  const places = 6
  const sum = values.filter(isDecimal).reduce((total, value) => {
    const [whole = '0', part = ''] = value.replace('-', '').split('.')
    const units = BigInt(whole + part.padEnd(places, '0').slice(0, places))
    return total + (value.startsWith('-') ? -units : units)
  }, 0n)
  const digits = (sum < 0n ? -sum : sum).toString().padStart(places + 1, '0')
  return `${sum < 0n ? '-' : ''}${digits.slice(0, -places)}.${digits.slice(-places)}`
}

/** Time of day, with seconds where they matter. */
export function clock(at: string | Date, seconds = false): string {
  return dateFormat({ hour: '2-digit', minute: '2-digit', ...(seconds ? { second: '2-digit' } : {}) }).format(
    new Date(at),
  )
}

/** A date as short as it can be: only the time today, the day this year, else with the year. */
export function shortDate(at: string | null | undefined, now = new Date()): string {
  if (!at) return '–'
  const date = new Date(at)
  if (date.toDateString() === now.toDateString()) return clock(date)
  const year = date.getFullYear() === now.getFullYear()
  return year
    ? `${dateFormat({ day: '2-digit', month: '2-digit' }).format(date)} ${clock(date)}`
    : dateFormat({ day: '2-digit', month: '2-digit', year: '2-digit' }).format(date)
}

/** Date and time in full. */
export function fullDate(at: string | null | undefined): string {
  if (!at) return '–'
  const date = new Date(at)
  return `${dateFormat({ day: '2-digit', month: '2-digit', year: 'numeric' }).format(date)} ${clock(date)}`
}

/** A day that was said as YYYY-MM-DD, as people write it. */
export function plainDay(day: string): string {
  return dateFormat({ day: '2-digit', month: '2-digit', year: 'numeric' }).format(new Date(`${day}T12:00:00`))
}

/** Weekday and date, for heads. */
export function longDay(at: Date): string {
  return dateFormat({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }).format(at)
}

/** The weekday alone. */
export function weekday(at: Date): string {
  return dateFormat({ weekday: 'long' }).format(at)
}

/** "vor 2 min". */
export function ago(at: string, now: number): string {
  const [unit, n] = inUnit(now - Date.parse(at))
  return text()(`common.ago${unit}`, { n })
}

/** "seit 33 min". */
export function since(at: string, now: number): string {
  const [unit, n] = inUnit(now - Date.parse(at))
  return text()(`common.since${unit}`, { n })
}

/** A span of time: 0,6 s · 41 s · 3 min 12 s. */
export function duration(ms: number | null | undefined): string {
  if (ms === null || ms === undefined) return '–'
  const seconds = Math.max(0, ms) / 1000
  if (seconds < 10)
    return `${numberFormat({ minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(seconds)} s`
  if (seconds < 60) return `${Math.round(seconds)} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes} min ${Math.round(seconds % 60)} s`
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

/** Points for or against something, with their sign. */
export function signedPoints(points: number): string {
  return points > 0 ? `+${count(points)}` : points < 0 ? `−${count(-points)}` : '0'
}

/** A share as a percentage without places. */
export function percent(share: number): string {
  return numberFormat({ style: 'percent', maximumFractionDigits: 0 }).format(share)
}

function inUnit(ms: number): ['Seconds' | 'Minutes' | 'Hours' | 'Days', number] {
  const seconds = Math.max(0, Math.round(ms / 1000))
  if (seconds < 90) return ['Seconds', seconds]
  if (seconds < 5400) return ['Minutes', Math.round(seconds / 60)]
  if (seconds < 172_800) return ['Hours', Math.round(seconds / 3600)]
  return ['Days', Math.round(seconds / 86_400)]
}

function text(): TFunction {
  return i18next.t
}

function isDecimal(value: string | null | undefined): value is `${number}` {
  return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value)
}

function numberFormat(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  return kept(`n${JSON.stringify(options)}`, () => new Intl.NumberFormat(locales[language()], options))
}

function dateFormat(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return kept(`d${JSON.stringify(options)}`, () => new Intl.DateTimeFormat(locales[language()], options))
}

function kept<T extends Intl.NumberFormat | Intl.DateTimeFormat>(key: string, make: () => T): T {
  const name = language() + key
  const before = made.get(name)
  const format = before ?? make()
  made.set(name, format)
  return format as T
}
