import { queryOptions } from '@tanstack/react-query'
import type { mapsShape } from '../../../src/operations/channelMaps.ts'
import type { offerShape } from '../../../src/operations/channelOffer.ts'
import type { channelShape } from '../../../src/operations/channels.ts'
import type { Answer } from './asJson.ts'
import { call } from './call.ts'

/** A place where we sell through a connection. */
export type Channel = Answer<typeof channelShape>
export type Offer = Answer<typeof offerShape>
export type Maps = Answer<typeof mapsShape>
export type MapRow = Maps['items'][number]

/** Something of ours that can be chosen. */
export interface Named {
  readonly id: string
  readonly name: string
}

/** A channel with its lock and its switches. */
export function channelQuery(id: string) {
  return queryOptions({
    queryKey: ['channels', id],
    queryFn: ({ signal }) => call<Channel>('GET', `/channels/${id}`, { signal }),
  })
}

export type ChannelChange = Partial<
  Pick<
    Channel,
    | 'name'
    | 'active'
    | 'takeOverByItself'
    | 'checksPayment'
    | 'checksShipping'
    | 'confirmsByItself'
    | 'guests'
    | 'unsure'
    | 'sendsCustomers'
  >
> & {
  /** The usual one, by its id; empty: none. */
  readonly shippingMethod?: string
  readonly paymentMethod?: string
  /** Where returns are expected, by its id; empty: where the goods were sent from. */
  readonly returnWarehouse?: string
}

/** Changes a channel. */
export function changeChannel(id: string, change: ChannelChange): Promise<Channel> {
  return call('PATCH', `/channels/${id}`, { body: change })
}

/** Locks a channel: nothing is sent, what comes in is only stored. */
export function lockChannel(id: string, reason: string): Promise<Channel> {
  return call('POST', `/channels/${id}/lock`, { body: { reason } })
}

/** Unlocks a channel; what waited goes on. */
export function unlockChannel(id: string): Promise<Channel> {
  return call('POST', `/channels/${id}/unlock`, { body: {} })
}

/** Which part of catalogue and stock a channel gets. */
export function offerQuery(id: string) {
  return queryOptions({
    queryKey: ['channels', id, 'offer'],
    queryFn: ({ signal }) => call<Offer>('GET', `/channels/${id}/offer`, { signal }),
  })
}

/** Changes it; what follows is sent with the next runs. */
export function changeOffer(
  id: string,
  change: { readonly share?: string; readonly rootCategory?: string },
): Promise<Offer> {
  return call('PATCH', `/channels/${id}/offer`, { body: change })
}

/** What of the shop is what of ours. */
export function mapsQuery(id: string) {
  return queryOptions({
    queryKey: ['channels', id, 'maps'],
    queryFn: ({ signal }) => call<Maps>('GET', `/channels/${id}/maps`, { signal }),
    refetchInterval: 30_000, // a system names new things by itself
  })
}

/** Maps things of one list; an empty text takes a mapping away. */
export function changeMaps(id: string, list: string, map: Readonly<Record<string, string>>): Promise<Maps> {
  return call('PUT', `/channels/${id}/maps/${list}`, { body: { map } })
}

/** Applies the proposals of equal names in these lists. */
export function proposeMaps(id: string, list: readonly MappedList[]): Promise<Maps> {
  return call('POST', `/channels/${id}/maps/propose`, { body: { list } })
}

const lists = {
  customer_group: '/customer-groups',
  price_type: '/customer-groups',
  payment_method: '/payment-methods',
  shipping_method: '/shipping-methods',
  carrier: '/carriers',
} as const
export type MappedList = keyof typeof lists
export const mappedLists = Object.keys(lists) as readonly MappedList[]

/** What of ours can be chosen in a list. */
export function oursQuery(list: MappedList) {
  return queryOptions({
    queryKey: ['ours', list],
    queryFn: async ({ signal }) => {
      const { items } = await call<{
        items: readonly { readonly id?: string; readonly code?: string; readonly name: string }[]
      }>('GET', lists[list], { signal })
      // A carrier has no id but its code.
      return items.map((one): Named => ({ id: one.id ?? one.code ?? '', name: one.name }))
    },
  })
}
