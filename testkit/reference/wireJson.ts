/**
 * JSON as the reference system writes it: decimals digit by digit as it holds them, however long, never rounded by
 * a double on the way.
 */

/** A decimal text that is written as a JSON number with exactly its digits. */
export interface WireNumber {
  readonly rawJSON: string
}

export type Wire = string | number | boolean | null | undefined | WireNumber | readonly Wire[] | WireObject

export interface WireObject {
  readonly [name: string]: Wire
}

// The language library of TypeScript does not know JSON.rawJSON yet; the runtime does.
const exactJson = JSON as unknown as { rawJSON(text: string): WireNumber }

/** A decimal text as a JSON number. Throws a SyntaxError for anything that is no number. */
export function wireNumber(text: string): WireNumber {
  return exactJson.rawJSON(text)
}

/** The JSON text of an answer. */
export function encode(value: Wire): string {
  return JSON.stringify(value)
}

/** The fields of a parsed JSON object, {} for anything else: the system takes what it understands. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {}
}

/** The elements of a parsed JSON list, [] for anything else. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** The text of a parsed JSON value, '' for anything that is no text and no number. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
}
