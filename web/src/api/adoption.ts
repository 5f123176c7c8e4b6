import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { offerAdoptionShape } from '../../../src/operations/channelAdoption.ts'
import type { foundShape } from '../../../src/operations/channelOffers.ts'
import type { Answer } from './asJson.ts'
import { call } from './call.ts'
import type { Page } from './page.ts'

/** How far it is that the existing offers of a channel are read and linked. */
export type OfferAdoption = Answer<typeof offerAdoptionShape>
/** An offer that a person may have to look at. */
export type FoundOffer = Answer<typeof foundShape>

/** While something goes on by itself, it is looked for again. */
const lookMs = 10_000
const goesOn: ReadonlySet<OfferAdoption['state']> = new Set(['waiting', 'begins', 'reading', 'linking'])

/** How far it is; asked again while it goes on. */
export function adoptionQuery(channelId: string) {
  return queryOptions({
    queryKey: ['channels', channelId, 'adoption'],
    queryFn: ({ signal }) => call<OfferAdoption>('GET', `/channels/${channelId}/offers`, { signal }),
    refetchInterval: query => (query.state.data && goesOn.has(query.state.data.state) ? lookMs : false),
  })
}

/** Offers that are linked to nothing, or to something else, page by page. */
export function foundOffersQuery(channelId: string) {
  return infiniteQueryOptions({
    queryKey: ['channels', channelId, 'adoption', 'found'],
    queryFn: ({ pageParam, signal }) =>
      call<Page<FoundOffer>>('GET', `/channels/${channelId}/offers/found`, {
        query: { limit: 100, after: pageParam },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: last => last.next,
  })
}

/** Reads which offers exist there, and links those that are clear. */
export function adoptOffers(channelId: string, leads: 'kontor' | 'shop'): Promise<OfferAdoption> {
  return call('POST', `/channels/${channelId}/offers/adopt`, { body: { leads } })
}

/** Waits no longer for the list of offers; one that comes all the same is not read. */
export function giveUpOffers(channelId: string): Promise<OfferAdoption> {
  return call('POST', `/channels/${channelId}/offers/give-up`)
}

/** Links offers to items by hand, or leaves them alone. */
export function linkOffers(
  channelId: string,
  wish: { readonly pair?: Readonly<Record<string, string>>; readonly leave?: readonly string[] },
): Promise<object> {
  return call('POST', `/channels/${channelId}/offers/link`, { body: wish })
}
