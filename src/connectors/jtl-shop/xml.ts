/**
 * The XML of the interface, as far as it goes: elements, attributes, text. No document types, so no entities but the five of
 * XML and numbers: nothing expands.
 */

/** An element that is read: its text, null for `<x />`, or its attributes and children under their names; what is there several times is a list. */
export type XmlValue = string | null | XmlElement | readonly XmlValue[]
export interface XmlElement {
  readonly [name: string]: XmlValue
}

/** The root of a document and its name. Throws SyntaxError with the position for what is not well-formed. */
export function readXml(text: string): { readonly name: string; readonly value: XmlValue } {
  const open: Open[] = []
  let root: { name: string; value: XmlValue } | undefined
  let at = 0
  const close = ({ name, fields, text, empty }: Open) => {
    const hasFields = fields && Object.keys(fields).length > 0
    const value: XmlValue = hasFields ? fields : empty ? null : text
    const parent = open.at(-1)
    if (parent) addTo(parent, name, value)
    else if (root) throw new SyntaxError('a second root')
    else root = { name, value }
  }
  while (at < text.length) {
    const tag = text.indexOf('<', at)
    const between = text.slice(at, tag < 0 ? text.length : tag)
    const inside = open.at(-1)
    if (inside) inside.text += decoded(between)
    else if (between.replace(/^\ufeff/, '').trim() !== '')
      throw new SyntaxError(`text outside of the root at ${at}`)
    if (tag < 0) break
    if (text.startsWith('<!--', tag)) at = after(text, '-->', tag)
    else if (text.startsWith('<?', tag)) at = after(text, '?>', tag)
    else if (text.startsWith('<![CDATA[', tag)) {
      at = after(text, ']]>', tag)
      if (!inside) throw new SyntaxError(`text outside of the root at ${tag}`)
      inside.text += text.slice(tag + 9, at - 3)
    } else if (text[tag + 1] === '/') {
      at = after(text, '>', tag)
      const ended = open.pop()
      if (ended?.name !== text.slice(tag + 2, at - 1).trim())
        throw new SyntaxError(`another element ends at ${tag}`)
      close(ended)
    } else {
      tagPattern.lastIndex = tag
      const [whole, name = '', attributes = '', slash = ''] = tagPattern.exec(text) ?? []
      if (whole === undefined) throw new SyntaxError(`no element at ${tag}`)
      at = tag + whole.length
      if (open.length >= deepest) throw new SyntaxError(`elements inside each other at ${tag}`)
      const fields = attributes === '' ? undefined : attributesOf(attributes)
      const begun: Open = { name, text: '', empty: slash !== '', ...(fields ? { fields } : {}) }
      if (slash) close(begun)
      else open.push(begun)
    }
  }
  if (open.length > 0 || !root) throw new SyntaxError('the document is cut off')
  return root
}

interface Open {
  readonly name: string
  fields?: Record<string, XmlValue>
  text: string
  readonly empty: boolean
}

const deepest = 32
// The name, its attributes, and whether it is empty. What stands in quotes may hold a ">".
const tagPattern = /<([A-Za-z_][\w.:-]*)((?:\s+[\w.:-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/y

function attributesOf(text: string): Record<string, XmlValue> {
  const fields: Record<string, XmlValue> = {}
  for (const [, name = '', double, single] of text.matchAll(/([\w.:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g))
    if (name !== '__proto__') fields[name] = decoded(double ?? single ?? '')
  return fields
}

function addTo(parent: Open, name: string, value: XmlValue): void {
  if (name === '__proto__') return
  parent.fields ??= {}
  const { fields } = parent
  const before = Object.hasOwn(fields, name) ? fields[name] : undefined
  if (before === undefined) fields[name] = value
  else if (Array.isArray(before)) before.push(value)
  else fields[name] = [before, value]
}

function after(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from)
  if (found < 0) throw new SyntaxError('the document is cut off')
  return found + mark.length
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

// What is no entity of XML stays as it was written: it is somebody's text.
function decoded(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&(#\d{1,7}|#[xX][\da-fA-F]{1,6}|amp|lt|gt|quot|apos);/g, (whole, entity: string) => {
    if (!entity.startsWith('#')) return named[entity] ?? whole
    const code = /^#x/i.test(entity) ? Number.parseInt(entity.slice(2), 16) : Number(entity.slice(1))
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
}

/** What an element that is written says: undefined leaves a field out, null and '' write it empty. */
export type Fields = Readonly<Record<string, string | number | null | undefined>>

/**
 * An element with its attributes, its fields and what stands in it. Of attributes only columns of the shop's table may be named:
 * it drops the whole row for any other, and still answers 0.
 */
export function element(
  name: string,
  attributes: Fields,
  fields: Fields = {},
  inside: readonly string[] = [],
): string {
  const said = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [` ${key}="${escaped(value)}"`],
  )
  const texts = Object.entries(fields).flatMap(([key, value]) =>
    value === undefined ? [] : [`<${key}>${escaped(value)}</${key}>`],
  )
  return `<${name}${said.join('')}>${texts.join('')}${inside.join('')}</${name}>`
}

/** A whole document. */
export function xmlDocument(root: string): Uint8Array {
  return Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n${root}`)
}

// A character that XML does not allow would make the whole archive fail.
function escaped(value: string | number | null): string {
  return String(value ?? '')
    .toWellFormed()
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replace(/[&<>"]/g, sign => escapes[sign] ?? sign)
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
