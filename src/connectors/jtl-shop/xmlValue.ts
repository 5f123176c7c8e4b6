import { byKeys, formOf } from '../../base/byKeys.ts'

/** An element that is read: its text, null for `<x />`, or its attributes and children under their names; what is there several times is a list. */
export type XmlValue = string | null | XmlElement | readonly XmlValue[]
export interface XmlElement {
  readonly [name: string]: XmlValue
}

/** Elements may stand so deep inside each other: deeper than anything of the interface. */
export const deepest = 32

/** An element while it is read. */
export interface OpenElement {
  readonly name: string
  /** Of attributes and children; of the same name one behind the other once, with a list of values. */
  readonly names: string[]
  readonly values: XmlValue[]
  text: string
  readonly isEmpty: boolean
}

/** Puts a child, or an attribute, into an element. */
export function add({ names, values }: OpenElement, name: string, value: XmlValue): void {
  const last = names.length - 1
  if (names[last] !== name) {
    names.push(name)
    values.push(value)
    return
  }
  const before = values[last] ?? null
  if (isList(before)) before.push(value)
  else values[last] = [before, value]
}

/** What an element says, once it has ended. */
export function closed({ names, values, text, isEmpty }: OpenElement): XmlValue {
  if (names.length === 0) return isEmpty ? null : text
  const shape = shapes(names)
  if (!shape) return joined(names, values)
  const { keys, form } = shape
  const result: Record<string, XmlValue> = { ...form }
  for (let at = 0; at < keys.length; at++) result[keys[at] ?? ''] = values[at] ?? null
  return result
}

const shapes = byKeys(names => {
  if (new Set(names).size < names.length || names.includes('__proto__')) return undefined
  const form = formOf(names) as XmlElement
  return { form, keys: Object.keys(form) }
})

// The same name in several places, with others between them.
function joined(names: readonly string[], values: readonly XmlValue[]): XmlElement {
  const fields = new Map<string, XmlValue[]>()
  for (const [at, name] of names.entries()) {
    const value = values[at] ?? null
    const said = isList(value) ? value : [value]
    const known = fields.get(name)
    if (known) known.push(...said)
    else if (name !== '__proto__') fields.set(name, [...said])
  }
  return Object.fromEntries(
    [...fields].map(([name, said]) => [name, said.length === 1 ? (said[0] ?? null) : said]),
  )
}

// Within an element that is still read a list is always its own.
function isList(value: XmlValue): value is XmlValue[] {
  return Array.isArray(value)
}
