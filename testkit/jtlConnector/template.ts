/**
 * A prepared JSON text with holes where host ids stand: linking a customer or an item then costs nothing but filling
 * the hole, and the texts of tens of thousands of orders stay as they are.
 */
import type { Link } from './mapping.ts'
import type { ModelWriter } from './models/writer.ts'
import type { Quirks } from './quirks.ts'
import { encode, type WireModel } from './wire.ts'

/** Stands for the host id of the `index`-th link while a text is prepared; no shop text looks like it. */
export function hostMark(index: number): string {
  return `\u0001host ${index}\u0001`
}

/** The text between the host ids, and the links that give them. */
export interface Template {
  readonly parts: readonly string[]
  readonly links: readonly Link[]
  readonly characters: number
}

/** Prepares the text of the model that `build` makes with this writer. */
export function prepare(writer: ModelWriter, build: () => WireModel): Template {
  writer.shows = []
  const text = encode(build())
  // Text and index of a link in turns: a part of a model may stand in the text more than once.
  const pieces = text.split(/"\\u0001host (\d+)\\u0001"/)
  const parts: string[] = []
  const links: Link[] = []
  for (const [position, piece] of pieces.entries()) {
    const link = writer.shows[Number(piece)]
    if (position % 2 === 0) parts.push(piece)
    else if (link) links.push(link)
    else throw new TypeError('a shop text looks like the mark of a host id')
  }
  return { parts, links, characters: text.length }
}

/** The text with the host ids of this moment, 0 for what is not linked. */
export function fill({ parts, links }: Template, quirks: Quirks): string {
  let text = parts[0] ?? ''
  for (let index = 0; index < links.length; index++) {
    const host = links[index]?.host ?? 0
    text += (quirks.stringIds ? `"${host}"` : host) + (parts[index + 1] ?? '')
  }
  return text
}
