import { searchWords } from '../base/searchWords.ts'
import { inLatin, lost, mended } from './otherLetters.ts'

/** The words of a name or street as they are compared: lower case, umlauts written out, Latin letters where there is a way. */
export function plainWords(text: string | undefined): string[] {
  return searchWords(mended(text ?? '')).map(inLatin)
}

/** Whether umlauts and ß were written out or lost does not count: "moeller", "moller". */
export function loose(word: string): string {
  return word.replace(/([aou])e/g, '$1').replace(/ss/g, 's')
}

/** How a word sounds: "schmidt" and "schmitt", "meyer" and "maier", "stephanie" and "stefanie" are the same. */
export function sound(word: string): string {
  return loose(word)
    .replace(/ph/g, 'f')
    .replace(/th|dt/g, 't')
    .replace(/ck|c(?!h)|q/g, 'k')
    .replace(/[yj]/g, 'i')
    .replace(/ie/g, 'i')
    .replace(/ai/g, 'ei')
    .replace(/tz/g, 'z')
    .replace(/x/g, 'ks')
    .replace(/([aeiou])h(?![aeiou])/g, '$1')
    .replace(/(.)\1+/g, '$1')
}

/** What all ways to write a name in Latin letters share: its consonants. "Щербакова", "Schtscherbakowa": "srbkv". */
export function consonants(word: string): string {
  return sound(word)
    .replace(/schtsch|shch/g, 's')
    .replace(/tsch|tch/g, 'c')
    .replace(/sch|sh|zh/g, 's')
    .replace(/ch/g, 'c')
    .replace(/ts/g, 'z')
    .replace(/w/g, 'v')
    .replace(/[aeiouhj]/g, '')
    .replace(/(.)\1+/g, '$1')
}

/** How near two words are: `same` but for umlauts; `alike` if they sound the same or somebody mistyped. */
export type Nearness = 'same' | 'alike' | 'other'

/**
 * Compares two words. What is at the end of a name makes another one (Paul, Paula; Andrea, Andreas), digits are never a
 * typing error, and of short words one letter makes another (Tina, Nina). Pure.
 */
export function nearness(a: string, b: string): Nearness {
  if (a === b) return 'same'
  const [x, y] = [loose(a), loose(b)]
  if (x === y || fits(x, y) || fits(y, x)) return 'same'
  if (x.replace(/\D/g, '') !== y.replace(/\D/g, '')) return 'other'
  const shorter = Math.min(x.length, y.length)
  if (shorter < 3) return 'other'
  if (sound(a) === sound(b)) return 'alike'
  if (shorter < 5) return 'other'
  const steps = editSteps(x, y)
  if (steps === 1 && x.length === y.length && sorted(x) === sorted(y)) return 'alike'
  const ends = x[0] === y[0] && x.at(-1) === y.at(-1)
  return ends && (steps === 1 || (steps === 2 && shorter >= 8)) ? 'alike' : 'other'
}

const sorted = (word: string) => [...word].sort().join('')

function fits(word: string, pattern: string): boolean {
  if (!pattern.includes(lost)) return false
  return new RegExp(`^${pattern.replaceAll(lost, '[a-z]{1,2}')}$`).test(word)
}

/** How many letters have to be put in, taken out, changed or swapped with the next one to make one word of the other. */
export function editSteps(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > mostSteps) return mostSteps + 1
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let least = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, (before[j - 2] ?? 0) + 1)
      row.push(least)
    }
    before = last
    last = row
  }
  return last[b.length] ?? 0
}
const mostSteps = 3
