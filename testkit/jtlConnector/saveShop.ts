/** A shop that outlives its process: what it holds and what it is linked with, as plain data. */
import { type RelationType, relationTypes } from './mapping.ts'
import type { ShopDeliveryNote } from './shopData.ts'
import type { ShopState } from './state.ts'
import type { ShopContents } from './store.ts'

/** Everything of a shop that a restart must not lose; goes through JSON. */
export interface SavedShop {
  readonly contents: ShopContents
  readonly deliveryNotes: readonly ShopDeliveryNote[]
  readonly links: readonly (readonly [type: RelationType, endpoint: string, host: number])[]
}

/** The shop as it is now, between two calls. */
export function saveShop({ store, links }: ShopState): SavedShop {
  return {
    contents: {
      catalog: store.items.all().map(entry => entry.data),
      categories: store.categories.all().map(entry => entry.data),
      manufacturers: store.manufacturers.all().map(entry => entry.data),
      specifics: store.specifics.all().map(entry => entry.data),
      crossSellings: store.crossSellings.all().map(entry => entry.data),
      images: store.images.all().map(entry => entry.data),
      customers: store.customers.all().map(entry => entry.data),
      orders: store.orders.all().map(entry => entry.data),
      payments: store.payments.all().map(entry => entry.data),
    },
    deliveryNotes: store.deliveryNotes.all().map(entry => entry.data),
    links: relationTypes.flatMap(type =>
      links.linked(type).map(link => [type, link.endpoint, link.host ?? 0] as const),
    ),
  }
}

/** Gives a shop that was filled with the saved contents what lies beside them: notes and links. */
export function restoreShop({ store, links }: ShopState, saved: SavedShop): void {
  for (const note of saved.deliveryNotes) store.deliveryNotes.put(note)
  for (const [type, endpoint, host] of saved.links) links.save(type, endpoint, host)
}
