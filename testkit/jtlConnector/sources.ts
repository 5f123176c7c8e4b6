/** What can be pulled: each kind of object with its collection, its wire model and its prepared texts. */
import type { Collection, Entry } from './collection.ts'
import type { RelationType } from './mapping.ts'
import {
  writeCategory,
  writeCrossSelling,
  writeImage,
  writeManufacturer,
  writeSpecific,
} from './models/catalogue.ts'
import { writeCustomer, writePayment } from './models/customer.ts'
import { writeOrder } from './models/order.ts'
import { writeProduct } from './models/product.ts'
import { createWriter, type ModelWriter } from './models/writer.ts'
import type { ShopPayment } from './shopData.ts'
import type { ShopState } from './state.ts'
import { fill, prepare, type Template } from './template.ts'
import type { WireModel } from './wire.ts'

/** The kinds of objects that a pull delivers, as in the method names. */
export const shopKinds = [
  'category',
  'cross_selling',
  'customer',
  'customer_order',
  'image',
  'manufacturer',
  'payment',
  'product',
  'specific',
] as const
export type ShopKind = (typeof shopKinds)[number]

/** Objects of one page: their ids and their JSON texts. */
export interface Page {
  readonly ids: readonly string[]
  readonly texts: readonly string[]
}

export interface Source {
  readonly type: RelationType
  /** The oldest objects without link. `relation` restricts images to one relation. */
  page(limit: number, relation: string | undefined): Page
  /** What `statistic` reports. */
  available(relation: string | undefined): number
  /** Ids without link, whether a pull would deliver them or not. */
  remaining(): string[]
  /** The JSON text of an object as a pull would deliver it now. */
  text(id: string): string | undefined
  /** Marks objects as done by the pull itself. */
  consume(ids: readonly string[]): void
  /** Takes back what `consume` did. */
  restore(ids?: readonly string[]): void
  /** How often pulls have delivered the object. */
  deliveries(id: string): number
  /** Builds all texts now, so that serving costs only joining them. */
  prepare(): void
  /** How many there are. */
  count(): number
  /** Deletes the object as if it never was. False if there is none. */
  remove(id: string): boolean
  /** Puts it right behind that one in the order in which pulls deliver; in front where there is none. */
  move(id: string, behind: string): boolean
}

export type Sources = Readonly<Record<ShopKind, Source>>

/** The sources of a shop. */
export function createSources(state: ShopState): Sources {
  const writer = createWriter(state)
  const { store } = state
  const source = <T extends { readonly id: string }>(
    collection: Collection<T>,
    build: (data: T, writer: ModelWriter) => WireModel,
    rules: Rules<T> = {},
  ): Source => createSource(state, writer, collection, build, rules)
  return {
    category: source(store.categories, writeCategory),
    cross_selling: source(store.crossSellings, writeCrossSelling),
    customer: source(store.customers, writeCustomer),
    customer_order: source(store.orders, writeOrder),
    image: source(store.images, writeImage, { relation: image => image.relation }),
    manufacturer: source(store.manufacturers, writeManufacturer),
    payment: source(store.payments, writePayment, {
      // Only payments of orders that were fetched: the caller could not place the others.
      deliverable: (payment: ShopPayment) => state.links.link('CustomerOrder', payment.orderId).host !== null,
      countsAll: () => state.quirks.paymentStatisticCountsUnlinked,
    }),
    product: source(store.items, writeProduct),
    specific: source(store.specifics, writeSpecific),
  }
}

interface Rules<T> {
  readonly relation?: (data: T) => string
  readonly deliverable?: (data: T) => boolean
  readonly countsAll?: () => boolean
}

function createSource<T extends { readonly id: string }>(
  state: ShopState,
  writer: ModelWriter,
  collection: Collection<T>,
  build: (data: T, writer: ModelWriter) => WireModel,
  rules: Rules<T>,
): Source {
  const everything = Number.POSITIVE_INFINITY
  const accepts = (relation: string | undefined, all: boolean) => (entry: Entry<T>) => {
    if (relation !== undefined && rules.relation && rules.relation(entry.data) !== relation) return false
    return all || !rules.deliverable || rules.deliverable(entry.data)
  }

  /** The prepared text, built again only if the object or a switch has changed. */
  const template = (entry: Entry<T>): Template => {
    if (entry.prepared !== null && entry.epoch === state.epoch) return entry.prepared
    const made = prepare(writer, () => build(entry.data, writer))
    if (entry.prepared !== null) state.preparedLeft += entry.prepared.characters
    entry.prepared = null
    if (state.preparedLeft < made.characters) return made
    state.preparedLeft -= made.characters
    entry.prepared = made
    entry.epoch = state.epoch
    return made
  }
  const render = (entry: Entry<T>): string => fill(template(entry), state.quirks)

  return {
    type: collection.type,
    page(limit, relation) {
      const entries = collection.waiting(limit, accepts(relation, false))
      const texts = entries.map(render)
      for (const entry of entries) entry.delivered++
      return { ids: entries.map(entry => entry.id), texts }
    },
    available: relation =>
      collection.waiting(everything, accepts(relation, rules.countsAll?.() ?? false)).length,
    remaining: () => collection.all().flatMap(entry => (entry.link.host === null ? entry.id : [])),
    text(id) {
      const entry = collection.get(id)
      return entry && render(entry)
    },
    consume(ids) {
      for (const id of ids) {
        const entry = collection.get(id)
        if (entry) entry.consumed = true
      }
    },
    restore: ids => collection.restore(ids),
    deliveries: id => collection.get(id)?.delivered ?? 0,
    prepare() {
      for (const entry of collection.all()) template(entry)
    },
    count: () => collection.all().length,
    remove: id => collection.remove(id),
    move: (id, behind) => collection.move(id, behind),
  }
}
