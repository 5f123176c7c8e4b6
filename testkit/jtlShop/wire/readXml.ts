/**
 * Reads what an ERP sends, as strictly as the parser of PHP: anything that is not well-formed is refused as a whole. Entities
 * besides the five of XML are not known, and a DOCTYPE is refused.
 */

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
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML 1.0 forbids
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/
const opening = /([A-Za-z_][\w.:-]*)((?:\s+[A-Za-z_][\w.:-]*\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/y
const attribute = /([A-Za-z_][\w.:-]*)\s*=\s*(?:"([^"]*)"|'([^']*)')/g

function parse(text: string): XmlNode {
  if (forbidden.test(text)) throw new MalformedXml('a control character')
  const open: XmlNode[] = []
  let root: XmlNode | undefined
  let at = 0
  while (at < text.length) {
    const next = text.indexOf('<', at)
    const between = text.slice(at, next < 0 ? text.length : next)
    const inner = open.at(-1)
    if (inner) inner.text += unescaped(between)
    else if (between.trim() !== '') throw new MalformedXml('text outside of the root')
    if (next < 0) break
    const read = readMarkup(text, next, open, root)
    root = read.root
    at = read.end
  }
  if (!root || open.length > 0) throw new MalformedXml(`ends inside of <${open.at(-1)?.name ?? 'nothing'}>`)
  return root
}

interface Read {
  readonly end: number
  readonly root: XmlNode | undefined
}

function readMarkup(text: string, at: number, open: XmlNode[], root: XmlNode | undefined): Read {
  if (text.startsWith('<?', at)) return { end: behind(text, '?>', at + 2), root }
  if (text.startsWith('<!--', at)) return { end: behind(text, '-->', at + 4), root }
  const inner = open.at(-1)
  if (text.startsWith('<![CDATA[', at) && inner) {
    const end = behind(text, ']]>', at + 9)
    inner.text += text.slice(at + 9, end - 3)
    return { end, root }
  }
  if (text.startsWith('</', at)) {
    const end = behind(text, '>', at)
    if (inner?.name !== text.slice(at + 2, end - 1).trimEnd()) throw new MalformedXml('tags do not match')
    open.pop()
    return { end, root }
  }
  opening.lastIndex = at + 1
  const match = opening.exec(text)
  if (!match || (root && !inner)) throw new MalformedXml(`no element at ${at}`)
  const [, name = '', attributes = '', closed] = match
  const node: XmlNode = { name, attributes: readAttributes(attributes), children: [], text: '' }
  inner?.children.push(node)
  if (closed === '') open.push(node)
  return { end: opening.lastIndex, root: root ?? node }
}

function readAttributes(text: string): Record<string, string> {
  const found: Record<string, string> = {}
  for (const [, name = '', double, single] of text.matchAll(attribute)) {
    if (Object.hasOwn(found, name)) throw new MalformedXml(`attribute ${name} twice`)
    found[name] = unescaped(double ?? single ?? '')
  }
  return found
}

function behind(text: string, end: string, from: number): number {
  const at = text.indexOf(end, from)
  if (at < 0) throw new MalformedXml(`${end} is missing`)
  return at + end.length
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function unescaped(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&([^;&\s]*)(;?)/g, (_all, name: string, end: string) => {
    const number = /^#(?:x([0-9a-fA-F]{1,6})|(\d{1,7}))$/.exec(name)
    const code = number ? Number.parseInt(number[1] ?? number[2] ?? '', number[1] ? 16 : 10) : 0
    const known = number && code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : named[name]
    if (known === undefined || end === '' || forbidden.test(known)) throw new MalformedXml(`entity &${name};`)
    return known
  })
}
