import { dayOf, dayPlus } from '../base/days.ts'

/** What stands before and behind a number, with placeholders. */
export interface NumberFrame {
  readonly prefix: string
  readonly suffix: string
}

/** The placeholders of prefix and suffix, how long each is, and what it stands for on a day (YYYY-MM-DD). */
const placeholders: Readonly<Record<string, { readonly digits: number; of(day: string): string }>> = {
  J: { digits: 4, of: day => day.slice(0, 4) },
  M: { digits: 2, of: day => day.slice(5, 7) },
  T: { digits: 2, of: day => day.slice(8, 10) },
  K: { digits: 2, of: weekOf },
}

/** The text of a number that is given at a moment: placeholders are filled by the day in this time zone. Pure. */
export function numberText(no: bigint, frame: NumberFrame, at: Date, timeZone: string): string {
  const filled = (text: string) =>
    /<[JMTK]>/.test(text)
      ? text.replace(
          /<([JMTK])>/g,
          (_, letter: string) => placeholders[letter]?.of(dayOf(at, timeZone)) ?? '',
        )
      : text
  return `${filled(frame.prefix)}${no}${filled(frame.suffix)}`
}

/** A placeholder that there is not, or a lone angle bracket; undefined if the text is in order. Pure. */
export function wrongPlaceholder(text: string): string | undefined {
  return text.replace(/<[JMTK]>/g, '').match(/<[^>]*>?|>/)?.[0]
}

/** The texts that numbers of a frame can have, as a regular expression with the number itself in brackets. Pure. */
export function numberPattern({ prefix, suffix }: NumberFrame): string {
  const part = (text: string) =>
    text
      .split(/(<[JMTK]>)/)
      .map(piece => {
        const { digits } = placeholders[piece.slice(1, -1)] ?? {}
        return piece.startsWith('<') && digits
          ? `[0-9]{${digits}}`
          : piece.replace(/[^\p{L}\p{N} ]/gu, sign => `\\${sign}`)
      })
      .join('')
  return `^${part(prefix)}([0-9]{1,18})${part(suffix)}$`
}

// ISO 8601: weeks begin on Monday, the first is the one with the year's first Thursday.
function weekOf(day: string): string {
  const weekday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7
  const thursday = dayPlus(day, 3 - weekday)
  const days = (Date.parse(thursday) - Date.parse(`${thursday.slice(0, 4)}-01-01`)) / 86_400_000
  return String(Math.floor(days / 7) + 1).padStart(2, '0')
}
