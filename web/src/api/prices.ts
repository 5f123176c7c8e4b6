import { queryOptions } from '@tanstack/react-query'
import type { explainedPrice } from '../../../src/operations/explainPrice.ts'
import type { priceListShape } from '../../../src/operations/priceLists.ts'
import type { itemPricesShape, listedSpecialShape } from '../../../src/operations/priceLooks.ts'
import type { Answer } from './asJson.ts'
import { call, onceKey, type Query } from './call.ts'
import { listQuery } from './lists.ts'

/** A special price in the list over all items. Decimals as text, instants as ISO 8601. */
export type SpecialPrice = Answer<typeof listedSpecialShape>
export type PriceList = Answer<typeof priceListShape>
export type ItemPrices = Answer<typeof itemPricesShape>
export type Explained = Answer<typeof explainedPrice>
/** A price with the other one of net and gross beside it, and which was said. */
export type BothPrice = ItemPrices['everywhere'][number]['scales'][number]

export const specialTimes = ['running', 'coming', 'over'] as const
export type SpecialTime = (typeof specialTimes)[number]

/** A price as it is said: one of both; neither takes it away. */
export interface SaidPrice {
  readonly net?: string
  readonly gross?: string
}

/** Special prices of all items. */
export function specialPricesQuery(filter: Query) {
  return listQuery<SpecialPrice>(['prices', 'special'], '/special-prices', filter)
}

/** How many there are, by whether they hold. */
export function specialCountQuery(when: SpecialTime) {
  return queryOptions({
    queryKey: ['prices', 'special-count', when],
    queryFn: ({ signal }) =>
      call<{ readonly count: number; readonly countCapped: boolean }>('GET', '/special-prices', {
        query: { when, limit: 1 },
        signal,
      }),
  })
}

/** A special price as it is saved; item, channel, group and begin name it. */
export interface SpecialWish extends SaidPrice {
  readonly itemId: string
  readonly channelId: string | null
  readonly customerGroupId: string | null
  readonly from: string
  readonly to?: string | null
  readonly untilStock?: string | null
  readonly active?: boolean
}

export interface PriceResults {
  readonly items: readonly { readonly id: string; readonly did: string; readonly code?: string }[]
}

/** Sets special prices; without a price they are taken away. */
export function setSpecialPrices(items: readonly SpecialWish[]): Promise<PriceResults> {
  return call('PUT', '/items/special-prices', { body: { items } })
}

/** The prices of an item by group, channel and quantity. */
export function itemPricesQuery(item: string) {
  return queryOptions({
    queryKey: ['prices', 'item', item],
    queryFn: ({ signal }) => call<ItemPrices>('GET', `/items/${encodeURIComponent(item)}/prices`, { signal }),
    retry: false,
  })
}

/** Why an item costs what it costs at a channel. */
export function explainQuery(item: string, channel: string, quantity: string, group: string | undefined) {
  return queryOptions({
    queryKey: ['prices', 'explain', item, channel, quantity, group],
    queryFn: ({ signal }) =>
      call<{ readonly prices: readonly Explained[] }>('GET', `/items/${item}/channels/${channel}/prices`, {
        query: { quantity, group },
        signal,
      }),
  })
}

export type Scale = SaidPrice & { readonly from: string }

/** Sets what an item costs: for everyone everywhere (one price), a group everywhere, or at a channel; no scale takes it away. */
export function setPrices(
  itemId: string,
  cell: { readonly channelId: string | null; readonly groupId: string | null },
  scales: readonly Scale[],
): Promise<unknown> {
  const { channelId, groupId } = cell
  if (channelId !== null) {
    const items = [{ itemId, channelId, customerGroupId: groupId, scales }]
    return call('PUT', '/items/channel-prices', { body: { items } })
  }
  if (groupId !== null)
    return call('PUT', '/items/prices', { body: { items: [{ itemId, customerGroupId: groupId, scales }] } })
  const [{ net, gross } = {}] = scales
  const remove = net === undefined && gross === undefined
  return call('PUT', `/items/${itemId}/price`, {
    body: { ...(net === undefined ? {} : { net }), ...(gross === undefined ? {} : { gross }), remove },
  })
}

/** All price lists. */
export const priceListsQuery = queryOptions({
  queryKey: ['prices', 'lists'],
  queryFn: async ({ signal }) =>
    (await call<{ items: readonly PriceList[] }>('GET', '/price-lists', { signal })).items,
})

/** What a list says; texts that are empty mean "none". */
export interface ListWish {
  readonly name: string
  readonly factor: string
  readonly from: string
  readonly to: string
  readonly channel: readonly string[]
  readonly group: readonly string[]
}

/** Makes a price list, or changes one. */
export function savePriceList(
  id: string | undefined,
  wish: ListWish & { readonly active?: boolean },
): Promise<PriceList> {
  const some = (ids: readonly string[]) => (ids.length === 0 ? [''] : ids)
  const { active, ...rest } = wish
  const body = { ...rest, channel: some(wish.channel), group: some(wish.group) }
  return id === undefined
    ? call('POST', '/price-lists', { body, idempotencyKey: onceKey() })
    : call('PATCH', `/price-lists/${id}`, { body: { ...body, ...(active === undefined ? {} : { active }) } })
}

/** An item with a price of its own in a list. */
export interface ListedPrice {
  readonly id: string
  readonly itemNumber: string
  readonly name: string
  readonly net: string | null
  readonly gross: string | null
}

/** The items that have a price of their own in a list. */
export function listPricesQuery(list: string) {
  return listQuery<ListedPrice>(['prices', 'list', list], `/price-lists/${list}/items`, {})
}

/** Sets the price of an item in a list, or takes it out. */
export function setListPrice(list: string, item: string, price: SaidPrice): Promise<unknown> {
  const remove = price.net === undefined && price.gross === undefined
  return call('PUT', `/price-lists/${list}/items/${encodeURIComponent(item)}`, { body: { ...price, remove } })
}

export interface Group {
  readonly id: string
  readonly name: string
  readonly isDefault: boolean
}

/** Customer groups. */
export const groupsQuery = queryOptions({
  queryKey: ['prices', 'groups'],
  queryFn: async ({ signal }) =>
    (await call<{ items: readonly Group[] }>('GET', '/customer-groups', { signal })).items,
})
