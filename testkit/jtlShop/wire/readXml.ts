/**
 * Reads what an ERP sends, as strictly as the parser of PHP: anything that is not well-formed is refused as a whole. Entities
 * besides the five of XML are not known, and a DOCTYPE is refused.
 */

import { SaxesParser } from 'saxes'

/** An element. `text` is all of its own text; a reader ignores it where there are children. */
export interface XmlNode {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: XmlNode[]
  text: string
}

/** The bytes are no XML. */
export class MalformedXml extends Error {}

/** The root element. ISO-8859-1 is read only where it is declared. Throws MalformedXml. */
export function readXml(bytes: Uint8Array): XmlNode {
  return parse(decode(bytes))
}

/** The children of that name. */
export function listOf(node: XmlNode, name: string): readonly XmlNode[] {
  return node.children.filter(child => child.name === name)
}

/** The text of the first child of that name; undefined if there is none, '' if it has children of its own. */
export function textOf(node: XmlNode, name: string): string | undefined {
  for (const child of node.children)
    if (child.name === name) return child.children.length > 0 ? '' : child.text
  return undefined
}

/** The texts of all children of that name. */
export function textsOf(node: XmlNode, name: string): readonly string[] {
  return listOf(node, name).map(child => child.text.trim())
}

function decode(bytes: Uint8Array): string {
  const start = Buffer.from(bytes.subarray(0, 200)).toString('latin1')
  const declared =
    /^(?:\u00ef\u00bb\u00bf)?<\?xml[^>]*\sencoding=["']([^"']+)["']/.exec(start)?.[1] ?? 'utf-8'
  if (/^iso-8859-1$/i.test(declared)) return Buffer.from(bytes).toString('latin1')
  if (!/^(utf-8|us-ascii)$/i.test(declared)) throw new MalformedXml(`unknown encoding ${declared}`)
  try {
    return utf8.decode(bytes)
  } catch {
    throw new MalformedXml('not UTF-8, and no other encoding is declared')
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

function parse(text: string): XmlNode {
  const open: XmlNode[] = []
  let root: XmlNode | undefined
  const parser = new SaxesParser()
  parser.on('error', error => {
    throw new MalformedXml(error.message)
  })
  parser.on('doctype', () => {
    throw new MalformedXml('a document type')
  })
  parser.on('opentag', ({ name, attributes }) => {
    const node: XmlNode = { name, attributes: { ...attributes }, children: [], text: '' }
    open.at(-1)?.children.push(node)
    root ??= node
    open.push(node)
  })
  const read = (text: string) => {
    const inner = open.at(-1)
    if (inner) inner.text += text
  }
  parser.on('text', read)
  parser.on('cdata', read)
  parser.on('closetag', () => void open.pop())
  parser.write(text).close()
  if (!root) throw new MalformedXml('no root')
  return root
}
