import type { z } from 'zod'
import type { SendResult } from '../../port/outgoing.ts'
import type { Asked, ForeignRequest, Known, Received, ReceiveRoute } from '../../port/receive.ts'
import { failure, noSeller, ok, type ScxError } from './answers.ts'
import { cut } from './events/wire.ts'
import { type GuardedRoute, guarded, objectOf } from './guarded.ts'
import { isOpen } from './isOpen.ts'
import { offerTicket, unnamedOffer } from './offerNames.ts'
import { instant, int, list, optionalText, sellerId, text } from './scalars.ts'

/** What became of offers: in progress, listed, failed (section 8, point 10). */

const offer = { sellerId, offerId: int(1) }
type Offer = { readonly sellerId: string; readonly offerId: number }

const bodyBytes = 64 * 1024 * 1024
const mostOffers = 1000
/** What is shown of a refusal; the errors of one offer may hold a hundred times of it. */
const mostText = 2000

const inProgressList = objectOf({
  offerList: list(objectOf({ ...offer, startedAt: instant }), 1, mostOffers),
})

const listedList = objectOf({
  offerList: list(
    objectOf({
      ...offer,
      channelOfferId: optionalText(100),
      listedAt: instant,
      listingUrl: optionalText(10_000),
    }),
    1,
    mostOffers,
  ),
})

const listingError = objectOf({
  code: text(1, 255),
  message: text(1, 250),
  longMessage: optionalText(10_000),
  relatedAttributeId: optionalText(512),
  recommendedValue: optionalText(1000),
})

const failedList = objectOf({
  offerList: list(
    objectOf({ ...offer, errorList: list(listingError, 1, 250), failedAt: instant }),
    1,
    mostOffers,
  ),
})

type ListingError = z.infer<typeof listingError>

/** What each offer means; `undefined`: nothing is noted. Of one that is named twice the last one counts. */
function offerRoute<O extends Offer>(
  path: string,
  schema: z.ZodType<{ readonly offerList: readonly O[] }>,
  resultOf: (one: O) => SendResult | undefined,
): ReceiveRoute {
  const route: GuardedRoute<{ readonly offerList: readonly O[] }, readonly ScxError[]> = {
    method: 'POST',
    path,
    limit: 'offer',
    told: { noun: { de: 'Stand des Angebots', en: 'state of the offer' }, about: 'item' },
    bodyBytes,
    schema,
    asks: ({ body }) => sentOffers(body.offerList),
    read: ({ request, body, known }) => {
      const places = placesOf(known)
      const errors: ScxError[] = []
      const results = new Map<string, NonNullable<Received['results']>[number]>()
      for (const one of body.offerList) {
        const problem = problemOf(one, request, places)
        if (problem) errors.push({ ...problem, place: one.sellerId })
        const result = problem ? undefined : resultOf(one)
        const { offerId: no } = one
        if (result)
          results.set(offerTicket(no), { ticket: offerTicket(no), result, late: { kind: 'item', no } })
      }
      return { received: results.size > 0 ? { results: [...results.values()] } : {}, judged: errors }
    },
    answer: ({ request, judged = [] }) => (judged.length > 0 ? failure(request, 201, ...judged) : ok(201)),
  }
  return guarded(route)
}

export const offerRoutes: readonly ReceiveRoute[] = [
  // That it takes longer changes nothing: its ticket is open.
  offerRoute('/v1/channel/offer/in-progress', inProgressList, () => undefined),
  offerRoute('/v1/channel/offer/listed', listedList, ({ offerId, channelOfferId }) => ({
    result: 'accepted',
    theirs: channelOfferId ?? unnamedOffer(offerId),
    proof: 'stored',
  })),
  offerRoute('/v1/channel/offer/listing-failed', failedList, ({ errorList }) => failed(errorList)),
]

function failed(errors: readonly ListingError[]): SendResult {
  const field = errors.find(({ relatedAttributeId }) => relatedAttributeId !== undefined)?.relatedAttributeId
  return {
    result: 'rejected',
    code: 'REMOTE_VALIDATION',
    ...(field === undefined ? {} : { field }),
    text: cut(errors.map(sentence).join('; '), mostText),
  }
}

function sentence({
  code,
  message,
  longMessage,
  relatedAttributeId,
  recommendedValue,
}: ListingError): string {
  return [
    `${code}: ${message}`,
    ...(longMessage === undefined || longMessage === message ? [] : [longMessage]),
    ...(relatedAttributeId === undefined ? [] : [`(${relatedAttributeId})`]),
    ...(recommendedValue === undefined ? [] : [`→ ${recommendedValue}`]),
  ].join(' ')
}

/** Our numbers fit into 32 bits: a larger one is of nothing of ours. */
const largestNo = 2_147_483_647

function sentOffers(offers: readonly Offer[]): Asked {
  const numbers = new Set(offers.map(({ offerId }) => offerId).filter(no => no <= largestNo))
  return { sent: [...numbers].map(no => ({ kind: 'item', no })) }
}

function placesOf({ sent }: Known): ReadonlyMap<number, ReadonlySet<string>> {
  const groups = Map.groupBy(sent, ({ no }) => no)
  return new Map([...groups].map(([no, of]) => [no, new Set(of.map(({ place }) => place))]))
}

// An offer of another seller is none of this one's.
function problemOf(
  one: Offer,
  request: ForeignRequest,
  places: ReadonlyMap<number, ReadonlySet<string>>,
): ScxError | undefined {
  const hint = String(one.offerId)
  if (!isOpen(request, one)) return noSeller(hint)
  return places.get(one.offerId)?.has(one.sellerId) ? undefined : { ...noOffer, hint }
}

const noOffer: ScxError = {
  code: 'GEN404',
  message: {
    de: 'Dieses Angebot gibt es für diesen Verkäufer nicht.',
    en: 'This offer does not exist for this seller.',
  },
}
