import type { Language } from '../base/errors.ts'
import type { LaneWindow } from '../sync/nextRun.ts'

const dayWords = [
  ['mo', 'mon'],
  ['tu', 'tue', 'di'],
  ['we', 'wed', 'mi'],
  ['th', 'thu', 'do'],
  ['fr', 'fri'],
  ['sa', 'sat'],
  ['su', 'sun', 'so'],
] as const
const germanDays = ['Mo', 'Di', 'Mi', 'Do', 'Fr', 'Sa', 'So']
const time = '([01]?\\d|2[0-3]):([0-5]\\d)'
const part = new RegExp(`^(?:([a-z]{2,3})(?:-([a-z]{2,3}))?\\s+)?(${time})-(${time}|24:00)$`)

/**
 * Reads windows as a person writes them: `08:00-20:00`, `mon-fri 08:15-18:00, sat 09:00-12:00`, German days too; `always` and
 * a window of the whole week are null. Undefined where it cannot be read.
 */
export function readWindows(text: string): readonly LaneWindow[] | null | undefined {
  const clean = text.trim().toLowerCase()
  if (clean === 'always' || clean === 'immer') return null
  const windows = clean.split(',').map(one => readWindow(one.trim()))
  if (windows.some(one => one === undefined)) return undefined
  const read = windows.filter(one => one !== undefined)
  return read.some(({ days, from, to }) => !days && isWholeDay(from, to)) ? null : read
}

/** Windows as a person would write them. */
export function writeWindows(windows: readonly LaneWindow[] | null, language: Language): string {
  if (!windows) return language === 'de' ? 'immer' : 'always'
  return windows
    .map(({ days, from, to }) => [daysText(days, language), `${from}-${to}`].filter(Boolean).join(' '))
    .join(', ')
}

function readWindow(text: string): LaneWindow | undefined {
  const match = part.exec(text)
  if (!match) return undefined
  const [, first, last] = match
  const from = padded(match[3] ?? '')
  const to = padded(match[6] ?? '')
  const days = first === undefined ? undefined : daysFrom(dayOf(first), dayOf(last ?? first))
  if (first !== undefined && !days) return undefined
  const ends = from === to ? { from: '00:00', to: '24:00' } : { from, to }
  return { ...(days && days.length < 7 ? { days } : {}), ...ends }
}

// From Saturday to Monday goes over the end of the week.
function daysFrom(first: number, last: number): number[] | undefined {
  if (first === 0 || last === 0) return undefined
  return Array.from({ length: ((last - first + 7) % 7) + 1 }, (_, at) => ((first - 1 + at) % 7) + 1)
}

function dayOf(word: string): number {
  return dayWords.findIndex(words => words.some(one => one === word)) + 1
}

function daysText(days: readonly number[] | undefined, language: Language): string {
  if (!days) return ''
  const name = (day: number | undefined) => {
    const words = dayWords[(day ?? 1) - 1]
    return (language === 'de' ? germanDays[(day ?? 1) - 1] : words?.[1]) ?? ''
  }
  return days.length === 1 ? name(days[0]) : `${name(days[0])}-${name(days.at(-1))}`
}

function isWholeDay(from: string, to: string): boolean {
  return from === '00:00' && to === '24:00'
}

function padded(text: string): string {
  return text.padStart(5, '0')
}
