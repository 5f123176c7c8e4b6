/** What goes over the wire: JSON as PHP reads and writes it, and queries with brackets. */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/** A record as it is answered; what PHP calls an array with names. */
export type Row = { [key: string]: Json }

/** An object's fields; of anything else none. */
export function rowOf(value: Json | undefined): Row {
  return typeof value === 'object' && value !== null && !isList(value) ? value : {}
}

/** Elements of a list, or of an object that PHP takes for one. */
export function listOf(value: Json | undefined): readonly Json[] {
  if (typeof value !== 'object' || value === null) return []
  return isList(value) ? value : Object.values(value)
}

/** The objects of a list. */
export function rowsOf(value: Json | undefined): readonly Row[] {
  return listOf(value).map(rowOf)
}

/** As PHP casts to a text. */
export function textOf(value: Json | undefined): string {
  if (value === null || value === undefined || typeof value === 'object' || value === false) return ''
  return value === true ? '1' : String(value)
}

/** As PHP casts to a number: 0 for what is none. */
export function numberOf(value: Json | undefined): number {
  const number = Number.parseFloat(value === true ? '1' : textOf(value))
  return Number.isFinite(number) ? number : 0
}

/** As PHP casts to a truth: '' , '0' and 0 are none. */
export function truthOf(value: Json | undefined): boolean {
  if (typeof value === 'object' && value !== null) return listOf(value).length > 0
  return !['', '0'].includes(textOf(value))
}

/** Whether a body names a field. */
export function names(body: Row, key: string): boolean {
  return Object.hasOwn(body, key)
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value)
}

/** JSON as PHP writes it: slashes and every letter beyond ASCII escaped. */
export function phpJson(value: Json): string {
  return JSON.stringify(value)
    .replaceAll('/', '\\/')
    .replace(/[\u0080-\uffff]/g, letter => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** `filter[0][property]=status` as PHP nests it. */
export function readQuery(params: URLSearchParams): Row {
  const query: Row = {}
  for (const [name, value] of params) {
    const [head = '', ...rest] = [
      name.split('[')[0] ?? '',
      ...[...name.matchAll(/\[([^\]]*)\]/g)].map(([, key = '']) => key),
    ]
    let place = query
    let key = head
    for (const next of rest) {
      const inside = rowOf(place[key])
      place[key] = inside
      place = inside
      key = next === '' ? String(Object.keys(inside).length) : next
    }
    place[key] = value
  }
  return query
}
