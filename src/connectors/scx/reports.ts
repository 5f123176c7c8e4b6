import { z } from 'zod'
import type { ReportedRow } from '../../port/posted.ts'
import type { ForeignRequest, Known, ReceiveRoute } from '../../port/receive.ts'
import { failure, notFound, ok } from './answers.ts'
import { inventoryAsk } from './asks.ts'
import { guarded, objectOf } from './guarded.ts'
import { offerOfSku, unnamedOffer } from './offerNames.ts'
import { decimal, int, list, optional, optionalText } from './scalars.ts'

/** Answers to `Seller:Report.Request`: the offers that a seller has at the marketplace. */

/** What the deprecated route takes in its one call. */
const mostAtOnce = 25_000
const mostInData = 250_000
const largestNo = 2_147_483_647

// Prices, categories and attributes are left out: they are told, not read.
const item = objectOf({
  offerId: optional(int(0)),
  channelOfferId: optionalText(100),
  sku: optionalText(150),
  ean: optionalText(250),
  quantity: z.preprocess(value => (value === '' ? undefined : value), optional(decimal)).optional(),
  title: optionalText(5000),
}).refine(({ offerId, channelOfferId, sku }) => offerId || channelOfferId || sku, 'missing')

const isUuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Rows for one report; with `isWhole` there are no more. */
function dataRoute(path: string, most: number, isWhole: boolean): ReceiveRoute {
  return guarded({
    method: 'POST',
    path,
    limit: 'channel',
    told: { noun: { de: 'Angebote eines Verkäufers', en: 'offers of a seller' } },
    bodyBytes: 256 * 1024 * 1024,
    schema: list(item, 0, most),
    asks: ({ request }) => ({ asks: reportIn(request) }),
    read: ({ request, body, known }) => {
      const report = reportOf(request, known)
      if (!report) return failure(request, 404, notFound)
      // Posted again because our answer was lost.
      if (report.done) return {}
      return { rows: { ask: report.id, rows: rowsOf(body), done: isWhole } }
    },
    answer: () => ok(201),
  })
}

const complete = guarded({
  method: 'POST',
  path: '/v1/channel/report/:reportId/completed',
  limit: 'channel',
  asks: ({ request }) => ({ asks: reportIn(request) }),
  read: ({ request, known }) => {
    const report = reportOf(request, known)
    if (!report) return failure(request, 404, notFound)
    return report.done ? {} : { rows: { ask: report.id, rows: [], done: true } }
  },
  answer: () => ok(201),
})

export const reportRoutes: readonly ReceiveRoute[] = [
  dataRoute('/v1/channel/report/:reportId', mostAtOnce, true),
  dataRoute('/v1/channel/report/:reportId/data', mostInData, false),
  complete,
]

function reportIn({ parts }: ForeignRequest): readonly string[] {
  const { reportId = '' } = parts
  return isUuid.test(reportId) ? [reportId.toLowerCase()] : []
}

function reportOf(request: ForeignRequest, { asks }: Known) {
  const [id] = reportIn(request)
  return asks.find(one => one.id === id && one.name === inventoryAsk)
}

// Of one that is named twice the last one counts.
function rowsOf(items: readonly z.infer<typeof item>[]): readonly ReportedRow[] {
  const rows = new Map<string, ReportedRow>()
  for (const { offerId = 0, channelOfferId, sku, ean, quantity, title } of items) {
    const no = offerId > 0 && offerId <= largestNo ? offerId : undefined
    const theirs =
      channelOfferId ?? (no === undefined ? offerOfSku(sku ?? String(offerId)) : unnamedOffer(no))
    rows.set(theirs, {
      theirs,
      ...(no === undefined ? {} : { no }),
      ...(sku === undefined ? {} : { number: sku }),
      ...(ean === undefined ? {} : { gtin: ean }),
      name: title ?? sku ?? theirs,
      ...(quantity === undefined ? {} : { quantity }),
    })
  }
  return [...rows.values()]
}
