import { exact } from '../../base/decimal.ts'
import type { ForeignRequest, KnownQuantity, ReceiveRoute } from '../../port/receive.ts'
import { failure, noSeller, notValid, ok } from './answers.ts'
import { offeredText, wireTime } from './events/wire.ts'
import { guarded } from './guarded.ts'
import { isOpen } from './isOpen.ts'
import { channelOfferIdOf } from './offerNames.ts'
import { instantOf } from './scalars.ts'

/** Quantities that a channel reads instead of being told (`stockUpdateWithoutEventSupported`). */

/** Of one seller, or of all: the client forgets both parameters [V]. */
const ofSeller = quantities('/v1/channel/offer/stock-updates', ({ query }) => query['sellerId'] || undefined)
const ofAll = quantities('/v1/channel/offer/stock-updates/all', () => undefined)

export const stockUpdateRoutes: readonly ReceiveRoute[] = [ofSeller, ofAll]

function quantities(path: string, sellerOf: (request: ForeignRequest) => string | undefined): ReceiveRoute {
  return guarded({
    method: 'GET',
    path,
    limit: 'offer',
    asks: ({ request }) => {
      const place = sellerOf(request)
      const since = sinceOf(request)
      return {
        quantities: {
          ...(place === undefined ? {} : { place }),
          ...(since instanceof Date ? { since } : {}),
        },
      }
    },
    read: ({ request, known }) => {
      const sellerId = sellerOf(request)
      if (sinceOf(request) === 'wrong') return failure(request, 400, wrongTime)
      if (sellerId !== undefined && !isOpen(request, { sellerId })) return failure(request, 404, noSeller())
      const { items = [], until = request.now } = known.quantities ?? {}
      const channel = request.settings['channel'] ?? ''
      return ok(200, {
        stockUpdateList: items
          .filter(({ place }) => isOpen(request, { sellerId: place }))
          .map(one => ({ channel, ...stockOf(one) })),
        // Whole seconds: what changed within the last one is given again, and nothing is left out.
        lastUpdatedAt: wireTime(until),
      })
    },
    answer: () => ok(200),
  })
}

function stockOf({ place, no, theirs, offered, at }: KnownQuantity): object {
  return {
    sellerId: place,
    offerId: no,
    // The field must not be missing.
    channelOfferId: channelOfferIdOf({ no, theirs }) ?? String(no),
    quantity: exact(offeredText(offered)).toNumber(),
    updatedAt: wireTime(at),
  }
}

// A plus that was not escaped arrives as a space.
function sinceOf({ query }: ForeignRequest): Date | 'wrong' | undefined {
  const text = query['updatedAfter']
  if (text === undefined || text === '') return undefined
  const instant = instantOf(text.replace(/ (?=\d\d:?(?:\d\d)?$)/, '+'))
  return instant === undefined ? 'wrong' : new Date(instant)
}

const wrongTime = notValid({
  de: 'updatedAfter: muss ein Zeitpunkt nach ISO 8601 sein',
  en: 'updatedAfter: must be an ISO 8601 date-time',
})
