import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { listingsShape } from '../../../src/operations/itemListings.ts'
import type {
  attributeMapsShape,
  categoryMapsShape,
  theirCategoriesShape,
} from '../../../src/operations/offerMaps.ts'
import type { takenShape } from '../../../src/operations/takeProposals.ts'
import type { Answer } from './asJson.ts'
import { call } from './call.ts'

/** How an item stands at a channel that describes items in its own words. */
export type Listing = Answer<typeof listingsShape>['items'][number]
export type ListingAttribute = Listing['attributes'][number]
export type ListingValue = ListingAttribute['told'][number]
export type CategoryMap = Answer<typeof categoryMapsShape>['items'][number]
export type AttributeMap = Answer<typeof attributeMapsShape>['items'][number]
export type TheirCategory = Answer<typeof theirCategoriesShape>['items'][number]

/** How an item stands at each such channel. */
export function listingsQuery(item: string) {
  return queryOptions({
    queryKey: ['items', 'listing', item],
    queryFn: async ({ signal }) =>
      (await call<Answer<typeof listingsShape>>('GET', `/items/${item}/listing`, { signal })).items,
  })
}

/** Says in which category an item stands and what its attributes are there; what is not named stays. */
export function saveListing(
  item: string,
  channelId: string,
  said: {
    readonly category?: string | null
    readonly attributes?: Readonly<Record<string, readonly ListingValue[] | null>>
  },
): Promise<unknown> {
  return call('PUT', `/items/${item}/channels/${channelId}/listing`, { body: said })
}

/** Our categories, and where each stands at a channel. */
export function categoryMapsQuery(channelId: string) {
  return queryOptions({
    queryKey: ['channels', channelId, 'category-maps'],
    queryFn: ({ signal }) =>
      call<Answer<typeof categoryMapsShape>>('GET', `/channels/${channelId}/category-maps`, { signal }),
    refetchInterval: 30_000, // a system names new things by itself
  })
}

/** Maps categories of ours; an empty text takes a mapping away. */
export function changeCategoryMaps(
  channelId: string,
  map: Readonly<Record<string, string>>,
): Promise<unknown> {
  return call('PUT', `/channels/${channelId}/category-maps`, { body: { map } })
}

/** Categories of a channel by words of their names; without words those right below one, or the roots. */
export function theirCategoriesQuery(channelId: string, search: string, below: string) {
  return queryOptions({
    queryKey: ['channels', channelId, 'their-categories', search, below],
    queryFn: async ({ signal }) =>
      (
        await call<Answer<typeof theirCategoriesShape>>('GET', `/channels/${channelId}/their-categories`, {
          query: { search, below },
          signal,
        })
      ).items,
    placeholderData: keepPreviousData,
  })
}

/** The attributes of a channel, and what each is filled from. */
export function attributeMapsQuery(channelId: string) {
  return queryOptions({
    queryKey: ['channels', channelId, 'attribute-maps'],
    queryFn: ({ signal }) =>
      call<Answer<typeof attributeMapsShape>>('GET', `/channels/${channelId}/attribute-maps`, { signal }),
    refetchInterval: 30_000,
  })
}

/** What became of each proposal. */
export type TakenProposals = Answer<typeof takenShape>

/** Takes over what is proposed for these attributes of a channel, or for these categories of ours. */
export function takeProposals(
  channelId: string,
  list: 'attribute' | 'category',
  names: readonly string[],
): Promise<TakenProposals> {
  return call('POST', `/channels/${channelId}/proposals/${list}`, { body: { names } })
}
