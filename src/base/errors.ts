/**
 * One kind of error for everything that a person or a program may have to act on.
 *
 * A room declares its problems once, as a table of code → HTTP status and one sentence in German and
 * English (what, where, what to do); `{name}` is filled from `data`. Codes are stable, UPPER_SNAKE.
 * Whatever is not a `KontorError` is a bug or an outage and flies to the loop that decides.
 */

/** The languages that everything a person reads exists in. */
export const languages = ['de', 'en'] as const
export type Language = (typeof languages)[number]

/** The two sentences of one code. */
export interface Texts {
  readonly de: string
  readonly en: string
}

export interface Problem extends Texts {
  /** HTTP status under which the API answers it. */
  readonly status: number
}

/** Values for the placeholders of the sentences; never a secret, an address or a mail. */
export type ProblemData = Readonly<Record<string, string | number | boolean | null | readonly string[]>>

/** An error with a stable code, an HTTP status and one sentence per language. `message` is the English one. */
export class KontorError extends Error {
  readonly code: string
  readonly status: number
  readonly data: ProblemData
  readonly texts: Texts

  constructor(code: string, problem: Problem, data: ProblemData = {}, options?: { cause?: unknown }) {
    super(fill(problem.en, data), options)
    this.name = 'KontorError'
    this.code = code
    this.status = problem.status
    this.data = data
    this.texts = { de: fill(problem.de, data), en: fill(problem.en, data) }
  }
}

/** Declares the problems of a room and returns the function that makes their errors. */
export function problems<const T extends Record<string, Problem>>(table: T) {
  return (code: keyof T & string, data: ProblemData = {}, options?: { cause?: unknown }): KontorError => {
    const problem = table[code]
    if (!problem) throw new TypeError(`unknown problem ${code}`)
    return new KontorError(code, problem, data, options)
  }
}

/** Puts the values of `data` into the `{placeholders}` of a sentence. */
export function fill(sentence: string, data: ProblemData): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = data[name]
    return value === undefined || value === null
      ? whole
      : Array.isArray(value)
        ? value.join(', ')
        : String(value)
  })
}

/** True for an error of that code. */
export function hasCode(error: unknown, code: string): boolean {
  return error instanceof KontorError && error.code === code
}
