import type { NamedSet } from '../../port/posted.ts'
import type { ReceiveRoute } from '../../port/receive.ts'
import { ok } from './answers.ts'
import { guarded, objectOf } from './guarded.ts'
import { id, list, optional, optionalText } from './scalars.ts'

/** What a channel knows of payment methods and carriers; each call replaces all of them. */

const most = 10_000

/** `PUT /v1/channel/payment-rules`. */
const payment = guarded({
  method: 'PUT',
  path: '/v1/channel/payment-rules',
  limit: 'channel',
  told: { noun: { de: 'Zahlungsarten', en: 'payment methods' } },
  schema: objectOf({
    supportedPaymentMethodList: list(
      objectOf({ paymentMethodId: id(100), displayName: optionalText(150) }),
      0,
      most,
    ),
  }),
  read: ({ body }) => ({
    named: [
      setOf(
        'payment_method',
        body.supportedPaymentMethodList.map(one => [one.paymentMethodId, one.displayName]),
      ),
    ],
  }),
  answer: () => ok(201),
})

/** `PUT /v1/channel/shipping-rules`. */
const shipping = guarded({
  method: 'PUT',
  path: '/v1/channel/shipping-rules',
  limit: 'channel',
  told: { noun: { de: 'Versanddienste', en: 'carriers' } },
  schema: objectOf({
    supportedCarrierList: optional(
      list(objectOf({ carrierId: id(100), displayName: optionalText(150) }), 0, most),
    ),
  }),
  read: ({ body }) => ({
    named: [
      setOf(
        'carrier',
        (body.supportedCarrierList ?? []).map(one => [one.carrierId, one.displayName]),
      ),
    ],
  }),
  answer: () => ok(201),
})

export const ruleRoutes: readonly ReceiveRoute[] = [payment, shipping]

// Of one that is named twice the last one counts.
function setOf(list: NamedSet['list'], named: readonly (readonly [string, string | undefined])[]): NamedSet {
  const entries = new Map(named.map(([theirs, name]) => [theirs, { theirs, name: name ?? theirs }]))
  return { list, replaces: true, entries: [...entries.values()] }
}
