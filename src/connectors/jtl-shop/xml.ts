import { SaxesParser } from 'saxes'
import { add, closed, deepest, type OpenElement, type XmlValue } from './xmlValue.ts'

/**
 * The root of a document and its name. Throws SyntaxError with the position for what is not well-formed, has a document type (so
 * nothing ever expands but the five entities of XML and numbers), or is nested deeper than anything of the interface.
 */
export function readXml(text: string): { readonly name: string; readonly value: XmlValue } {
  const open: OpenElement[] = []
  let root: { name: string; value: XmlValue } | undefined
  const parser = new SaxesParser()
  parser.on('error', error => {
    if (!isHarmless.test(error.message)) throw new SyntaxError(error.message)
  })
  parser.on('doctype', () => {
    throw new SyntaxError(`a document type at ${parser.position}`)
  })
  parser.on('opentag', ({ name, attributes, isSelfClosing }) => {
    if (open.length >= deepest) throw new SyntaxError(`elements inside each other at ${parser.position}`)
    const element: OpenElement = { name, names: [], values: [], text: '', isEmpty: isSelfClosing }
    for (const [key, value] of Object.entries(attributes)) add(element, key, value)
    open.push(element)
  })
  const read = (text: string) => {
    const inside = open.at(-1)
    if (inside) inside.text += text
  }
  parser.on('text', read)
  parser.on('cdata', read)
  parser.on('closetag', () => {
    const element = open.pop()
    if (!element) return
    const value = closed(element)
    const parent = open.at(-1)
    if (parent) add(parent, element.name, value)
    else root = { name: element.name, value }
  })
  parser.write(text).close()
  if (!root) throw new SyntaxError('the document is cut off')
  return root
}

// The shop writes control characters as people typed them, and one of them must not hold up a whole page; what is no entity of XML is
// somebody's text too. Both stay as they were written.
const isHarmless = /(^|: )(disallowed character|undefined entity|malformed character entity)\.$/

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
  let text = `<${name}`
  for (const key in attributes) {
    const value = attributes[key]
    if (value !== undefined) text += ` ${key}="${escaped(value)}"`
  }
  text += '>'
  for (const key in fields) {
    const value = fields[key]
    if (value !== undefined) text += `<${key}>${escaped(value)}</${key}>`
  }
  for (const one of inside) text += one
  return `${text}</${name}>`
}

/** A whole document. */
export function xmlDocument(root: string): Uint8Array {
  return Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n${root}`)
}

// A character that XML does not allow would make the whole archive fail.
function escaped(value: string | number | null): string {
  const text = String(value ?? '')
  if (!mayEscape.test(text)) return text
  return text
    .toWellFormed()
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replace(/[&<>"]/g, sign => escapes[sign] ?? sign)
}

// Whatever is replaced, and halves of pairs that are none.
const mayEscape = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd]|[&<>"]/
const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
