/** The habits of wire models that differ between generations, in one place for all models. */
import type { DecimalText } from '../decimals.ts'
import { languageThree } from '../globals.ts'
import type { Link, RelationType } from '../mapping.ts'
import type { Quirks } from '../quirks.ts'
import type { ShopAttribute } from '../shopData.ts'
import { printTime } from '../shopTime.ts'
import type { ShopState } from '../state.ts'
import { hostMark } from '../template.ts'
import { decimal, type Wire, type WireModel } from '../wire.ts'

export interface ModelWriter {
  readonly state: ShopState
  readonly quirks: Quirks
  /** The links of the host ids written so far; each stands as a mark in the model (see template.ts). */
  shows: Link[]
  /** The identity of an object of a linked type; none for null. */
  id(type: RelationType, endpoint: string | null | undefined): Wire
  /** The identity of something that is never linked (order line, address, price). */
  own(endpoint: string | null | undefined): Wire
  number(text: DecimalText | undefined): Wire
  time(text: string | null | undefined): Wire
  /** A name, with HTML entities where the shop has that habit. */
  name(text: string): string
  /** `fields` with the language in the form of the generation. */
  inLanguage(language: string, fields: WireModel): WireModel
  /** The identity of the parent, only where the generation repeats it. */
  parent(name: string, type: RelationType, endpoint: string): WireModel
  /** Key and value pairs of orders, customers and groups; `parent` as made by `parent()`. */
  attributes(attributes: readonly ShopAttribute[] | undefined, parent: WireModel): Wire
  /** Fields that no page mentions, where the shop has that habit. */
  extras(): WireModel
}

/** A writer that always follows the switches of the moment. */
export function createWriter(state: ShopState): ModelWriter {
  const writer: ModelWriter = {
    state,
    get quirks() {
      return state.quirks
    },
    shows: [],
    id(type, endpoint) {
      if (!endpoint) return noId(state.quirks)
      const link = state.links.link(type, endpoint)
      return [imageId(state, type, endpoint), hostMark(writer.shows.push(link) - 1)]
    },
    own: endpoint => (endpoint ? pair(state.quirks, endpoint, 0) : noId(state.quirks)),
    number: text => decimal(text ?? '0'),
    time: text => (text ? printTime(text, state.quirks.datesWithoutColon) : null),
    name: text => (state.quirks.htmlEntities ? withEntities(text) : text),
    inLanguage: (language, fields) =>
      state.quirks.languageIsoBoth
        ? { languageIso: language, ...fields, languageISO: languageThree(language) }
        : { ...fields, languageISO: languageThree(language) },
    parent: (name, type, endpoint) =>
      state.quirks.backReferences ? { [name]: writer.id(type, endpoint) } : {},
    attributes: (attributes, parent) =>
      (attributes ?? []).map(({ key, value }) => ({ ...parent, key, value })),
    extras: () =>
      state.quirks.extraUnknownFields
        ? { pluginVersion: '1.2.3', xCustom: { tags: ['a', 'b'], none: null, ratio: 0.5 } }
        : {},
  }
  return writer
}

/** How a missing identity is answered. */
export function noId(quirks: Quirks): Wire {
  return quirks.nullIds ? null : ['', quirks.stringIds ? '0' : 0]
}

/** An identity as it is answered. */
export function pair(quirks: Quirks, endpoint: string, host: number): Wire {
  return [endpoint, quirks.stringIds ? String(host) : host]
}

function imageId(state: ShopState, type: RelationType, endpoint: string): string {
  if (type !== 'Image' || !state.quirks.imageIdsWithRelation) return endpoint
  return `${state.store.images.get(endpoint)?.data.relation ?? 'product'}#=#${endpoint}`
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#039;',
  '€': '&euro;',
}

function withEntities(text: string): string {
  return text.replace(/[&<>"'€]/g, character => entities[character] ?? character)
}
