import { fullDate } from '../words/format.ts'
import { writtenDay } from './localDay.ts'

/** A moment as two fields show it: 2026-11-01, and 13:45:00 or nothing for the whole day. */
export interface DayTime {
  readonly day: string
  readonly time: string
}

/** A begin by the clock of who looks; midnight is the whole day. Nothing: two empty fields. */
export function beginShown(at: string | null): DayTime {
  return at === null ? { day: '', time: '' } : shown(new Date(at))
}

/** An end as people say it: what ends at midnight, ends with the day before. */
export function endShown(at: string | null): DayTime {
  if (at === null) return { day: '', time: '' }
  const date = new Date(at)
  if (!isMidnight(date)) return shown(date)
  return { day: dayOf(new Date(date.getFullYear(), date.getMonth(), date.getDate() - 1)), time: '' }
}

/** The instant of a begin; undefined: none was given. */
export function beginOf({ day, time }: DayTime): string | undefined {
  return instantOf(day, time, 0)
}

/** The instant of an end: without a time of day the day is still part of it, whatever its length. */
export function endOf({ day, time }: DayTime): string | undefined {
  return instantOf(day, time, time === '' ? 1 : 0)
}

/** A begin in a list: the day alone where it is midnight. */
export function beginWords(at: string): string {
  return words(at, beginShown(at))
}

/** An end in a list, in the same way. */
export function endWords(at: string): string {
  return words(at, endShown(at))
}

function words(at: string, { day, time }: DayTime): string {
  return time === '' ? writtenDay(day) : fullDate(at)
}

function instantOf(day: string, time: string, more: number): string | undefined {
  if (day === '') return undefined
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const [hour = 0, minute = 0, second = 0] = time === '' ? [] : time.split(':').map(Number)
  return new Date(year, month - 1, date + more, hour, minute, second).toISOString()
}

function shown(date: Date): DayTime {
  const two = (n: number) => String(n).padStart(2, '0')
  const time = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':')
  return { day: dayOf(date), time: isMidnight(date) ? '' : time }
}

function dayOf(date: Date): string {
  const two = (n: number) => String(n).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

function isMidnight(date: Date): boolean {
  return date.getHours() + date.getMinutes() + date.getSeconds() + date.getMilliseconds() === 0
}
