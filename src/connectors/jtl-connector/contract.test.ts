import { readFileSync } from 'node:fs'
import { contractSuite } from '../../../testkit/contract/contractSuite.ts'
import { usualKinds } from '../../../testkit/contract/sending.ts'
import { shopSubject } from '../../../testkit/jtlConnector/contractSubject.ts'
import type { IncomingKind } from '../../port/records.ts'
import { connector } from './index.ts'

const context = { timeZone: 'Europe/Berlin', facts: {}, settings: {} }

// Some endpoints forget what they have given; the shop of these tests does not, so the suite may ask for more.
const subject = { connector, keepsWhatItGives: true } as const
const fives = [
  ...payloads('order', 'v5-order'),
  ...payloads('customer', 'v5-customer'),
  ...payloads('payment', 'v5-payment'),
]
const threes = [
  ...payloads('order', 'v3-order'),
  ...payloads('customer', 'v3-customer'),
  ...payloads('payment', 'v3-payment'),
]

contractSuite({
  ...shopSubject(5),
  ...subject,
  payloads: [...fives, ...payloads('order', 'woocommerce-order')],
})
// Hundreds of shops that change while they are read: once in each generation, in the other one with payments that come twice.
const still = (topic: string) => topic !== 'reading while it changes'
contractSuite({ ...shopSubject(3), ...subject, payloads: threes }, still)
contractSuite(
  {
    ...shopSubject(5, {
      htmlBeforeJson: true,
      stringIds: true,
      extraUnknownFields: true,
      htmlEntities: true,
      finishRejected: true,
    }),
    ...subject,
    sends: usualKinds,
  },
  still,
)
contractSuite({
  ...shopSubject(3, { camelCaseOnly: true, serverInfoNull: true, duplicatePayments: true }),
  ...subject,
  sends: usualKinds,
})

// What shops do with what they are sent, in both generations.
const habits = [
  { batchFailure: 'linkedUntilFailing', answersReversed: true, nullIds: true, omitsSkipped: true },
  {
    batchFailure: 'rollback',
    adoptsSameSku: true,
    skipsWithoutShopLanguage: true,
    stockLevelMustBeObject: true,
  },
  { batchFailure: 'lastErrorOnly', pricesAnswerProducts: false, htmlBeforeJson: true, stringIds: true },
  { batchFailure: 'storedNotLinked', answersReversed: true, stringIds: true, camelCaseOnly: true },
] as const
for (const generation of [5, 3] as const)
  for (const [at, quirks] of habits.entries()) {
    // What describes items goes the way of items: one habit that fails midway and one that answers oddly are enough for it.
    const sends = at === 0 || (at === 3 && generation === 3) ? {} : { sends: usualKinds }
    contractSuite({ ...shopSubject(generation, quirks), ...subject, ...sends }, topic => topic === 'sending')
  }

function payloads(kind: IncomingKind, file: string) {
  const body = readFileSync(new URL(`fixtures/${file}.json`, import.meta.url))
  return connector.pull?.read(kind, { body }, context).records ?? []
}
