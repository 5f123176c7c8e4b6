/**
 * What a verb of the trade changed, by what a channel would have to be told. Areas do not know channels: each verb
 * answers these, and `markDue` (src/sync/markDue.ts) writes them down in the same transaction.
 */
export const changedKinds = [
  'category',
  'manufacturer',
  'characteristic',
  'item',
  'price',
  'stock',
  'image',
  'cross_selling',
  'customer',
  'order_status',
  'delivery',
  'payment',
  'refund',
  'cancellation',
  'cancellation_answer',
  'return',
  'confirmation',
  'document',
] as const
export type ChangedKind = (typeof changedKinds)[number]

/**
 * Objects by kind. `price`, `stock` and `cross_selling` name items, `order_status` orders, `refund` payments that went back,
 * `customer` customers, each of them with all accounts that it has at shops, `cancellation_answer` the request that is answered,
 * `confirmation` the web order that was answered; the
 * others name objects of their kind.
 */
export type Changed = { readonly [K in ChangedKind]?: readonly string[] }

/** All of several changes, each object once. */
export function changedTogether(...changes: readonly Changed[]): Changed {
  const all: { [K in ChangedKind]?: string[] } = {}
  for (const kind of changedKinds) {
    const ids = new Set(changes.flatMap(change => change[kind] ?? []))
    if (ids.size > 0) all[kind] = [...ids].sort()
  }
  return all
}
