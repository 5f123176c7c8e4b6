/**
 * What the shop says, in the hand of its own writer: no encoding in the first line, tabs, columns that begin with `k` as attributes,
 * all others as elements, only four characters escaped, NUL taken out and every other control character left as it is.
 */

/** A value of a column: null is written as `<x />`, '' as `<x></x>`. */
export type Value = string | null

/** An element with its attributes and what is inside, in order. */
export interface Written {
  readonly name: string
  readonly attributes?: Readonly<Record<string, Value>>
  readonly inner: readonly (Written | readonly [name: string, value: Value])[]
}

/** A row as an element: keys become attributes, unless they are named in `asElements`. Hidden columns are left out. */
export function rowElement(
  name: string,
  row: Readonly<Record<string, Value>>,
  { inner = [], asElements, hidden }: RowOptions = {},
): Written {
  const attributes: Record<string, Value> = {}
  const parts: Written['inner'][number][] = []
  for (const column in row) {
    if (hidden?.has(column)) continue
    const value = row[column] ?? null
    if (column.startsWith('k') && !asElements?.has(column)) attributes[column] = value
    else parts.push([column, value])
  }
  parts.push(...inner)
  return { name, attributes, inner: parts }
}

interface RowOptions {
  readonly inner?: Written['inner']
  readonly asElements?: ReadonlySet<string>
  readonly hidden?: ReadonlySet<string>
}

/** The whole document. */
export function document(root: Written): string {
  return `<?xml version="1.0" ?>\n${element(root, '')}`
}

/** An element and what is inside, each line after that margin. */
export function element(written: Written, margin: string): string {
  let attributes = ''
  for (const name in written.attributes) attributes += ` ${name}="${escaped(written.attributes[name] ?? '')}"`
  let text = `${margin}<${written.name}${attributes}>\n`
  for (const part of written.inner) {
    if ('inner' in part) text += element(part, `${margin}\t`)
    else if (part[1] === null) text += `${margin}\t<${part[0]} />\n`
    else text += `${margin}\t<${part[0]}>${escaped(part[1])}</${part[0]}>\n`
  }
  return `${text}${margin}</${written.name}>\n`
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: NUL is what the writer takes out
const special = /[\u0000&<>"]/g
const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

function escaped(text: string): string {
  return text.replace(special, found => escapes[found] ?? '')
}
