import { add, closed, deepest, type OpenElement, type XmlValue } from './xmlValue.ts'

/**
 * Reads what shops write all day: elements, attributes and text in the simplest spelling that XML has. Undefined for a document with anything
 * else in it, well-formed or not: that is left to a reader of the whole language. Where this one answers, that one would say the same, and
 * take several times as long.
 */
export function readPlain(source: string): { readonly name: string; readonly value: XmlValue } | undefined {
  // Line ends become one before anything else is done (XML 1.0, 2.11).
  const text = source.includes('\r') ? source.replace(/\r\n?/g, '\n') : source
  const begin = beginning.exec(text)
  if (!begin || text.includes(']]>') || !text.isWellFormed()) return undefined
  const nextAmpersand = (from: number) => {
    const found = text.indexOf('&', from)
    return found < 0 ? text.length : found
  }
  let ampersand = nextAmpersand(0)
  // The text up to a position; undefined where an ampersand means anything but one of the five entities of XML.
  const textTo = (end: number): string | undefined => {
    const said = text.slice(at, end)
    if (ampersand >= end) return said
    ampersand = nextAmpersand(end)
    return isPlain.test(said)
      ? said.replace(entity, (whole, name: string) => entities[name] ?? whole)
      : undefined
  }
  const above: OpenElement[] = []
  let inside: OpenElement | undefined
  let before: Tag | undefined
  let at = begin[0].length
  // `at` is where a tag begins.
  for (;;) {
    const tag = tagAt(text, at, before)
    if (!tag) return undefined
    if (!tag.isEnd && inside && above.length + 1 >= deepest) return undefined
    at += tag.length
    before = tag
    let value: XmlValue | undefined
    if (tag.isEnd) {
      if (inside?.name !== tag.name) return undefined
      value = closed(inside)
      inside = above.pop()
    } else if (tag.isEmpty) {
      value = closed(opened(tag))
    } else if (inside && tag.attributes.length === 0) {
      // Mostly there is text and nothing else in it.
      const next = text.indexOf('<', at)
      if (text.startsWith(tag.end, next)) {
        value = textTo(next)
        if (value === undefined) return undefined
        at = next + tag.end.length
      }
    }
    if (value !== undefined) {
      if (!inside) return /^[\t\n ]*$/.test(text.slice(at)) ? { name: tag.name, value } : undefined
      add(inside, tag.name, value)
    } else {
      if (inside) above.push(inside)
      inside = opened(tag)
    }
    const next = text.indexOf('<', at)
    if (next < 0) return undefined
    if (inside.names.length === 0 || ampersand < next) {
      const said = textTo(next)
      if (said === undefined) return undefined
      inside.text += said
    }
    at = next
  }
}

const beginning = /^(?:<\?xml version="1\.0"(?: encoding="utf-8")? ?\?>)?[\t\n ]*(?=<)/i

interface Tag {
  readonly name: string
  /** As it is spelled. */
  readonly text: string
  readonly length: number
  /** `</x>` */
  readonly isEnd: boolean
  /** `<x />` */
  readonly isEmpty: boolean
  readonly attributes: readonly (readonly [name: string, value: string])[]
  /** What ends the element. */
  readonly end: string
  /** What stood behind it last. */
  next: Tag | undefined
}

const tags = new Map<string, Tag>()

// Records are alike: mostly the next tag is the one that stood there last time, and to compare is cheaper than to look up.
function tagAt(text: string, at: number, before: Tag | undefined): Tag | undefined {
  const guess = before?.next
  if (guess && text.startsWith(guess.text, at)) return guess
  const end = text.indexOf('>', at) + 1
  if (end === 0) return undefined
  const tag = readTag(text.slice(at, end))
  if (tag && before && tag.attributes.length === 0) before.next = tag
  return tag
}

// Those without attributes are kept; not many, because a shop chooses them.
function readTag(text: string): Tag | undefined {
  const known = text.endsWith('">') ? undefined : tags.get(text)
  if (known) return known
  const [, slash, name, list = '', empty] = tagPattern.exec(text) ?? []
  if (name === undefined || (slash && (list || empty))) return undefined
  const attributes = list === '' ? [] : attributesIn(list)
  if (!attributes) return undefined
  const tag: Tag = {
    name: ownText(name),
    text: attributes.length > 0 ? text : ownText(text),
    length: text.length,
    isEnd: slash === '/',
    isEmpty: empty !== undefined,
    attributes,
    end: `</${name}>`,
    next: undefined,
  }
  if (attributes.length > 0) return tag
  if (tags.size >= 1000) tags.clear()
  tags.set(tag.text, tag)
  return tag
}

const tagPattern = /^<(\/?)([A-Za-z_][\w.-]*)((?: [A-Za-z_][\w.-]*="[^"<&\p{Cc}]*")*)( ?\/)?>$/u

const owned = new Map<string, string>()

// Part of a text keeps the whole of it in memory; the name of a field never does.
function ownText(part: string): string {
  const known = owned.get(part)
  if (known !== undefined) return known
  const own = Object.keys({ [part]: part })[0] ?? part
  if (owned.size >= 1000) owned.clear()
  owned.set(own, own)
  return own
}

// Undefined where one is there twice.
function attributesIn(list: string): [name: string, value: string][] | undefined {
  const found: [string, string][] = []
  for (let at = 1; at < list.length; ) {
    const equals = list.indexOf('=', at)
    const quote = list.indexOf('"', equals + 2)
    const name = list.slice(at, equals)
    if (found.some(([other]) => other === name)) return undefined
    found.push([name, list.slice(equals + 2, quote)])
    at = quote + 2
  }
  return found
}

function opened({ name, attributes, isEmpty }: Tag): OpenElement {
  const element: OpenElement = { name, names: [], values: [], text: '', isEmpty }
  for (const [key, value] of attributes) add(element, key, value)
  return element
}

const entity = /&(amp|lt|gt|quot|apos);/g
const isPlain = /^(?:[^&]|&(?:amp|lt|gt|quot|apos);)*$/
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
