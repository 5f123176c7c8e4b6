import type { Facts } from '../../port/connector.ts'
import type { ReceiveRoute } from '../../port/receive.ts'
import { ok } from './answers.ts'
import { guarded, objectOf } from './guarded.ts'
import { id, optionalText, text } from './scalars.ts'

// One fact for each type: two that are posted at once do not undo each other.
const start = 'priceType/'

/** The price types that the channel posted, by id. Pure. */
export function priceTypesIn(facts: Facts): readonly string[] {
  return Object.keys(facts)
    .filter(name => name.startsWith(start))
    .map(name => name.slice(start.length))
    .sort()
}

/** Whether the channel has a price type; before it posted any it takes whatever is mapped. Pure. */
export function isPriceType(facts: Facts, type: string): boolean {
  return Object.hasOwn(facts, start + type) || priceTypesIn(facts).length === 0
}

const priceType = objectOf({
  priceTypeId: id(250),
  displayName: text(1, 250),
  description: optionalText(5000),
})

/** `POST /v1/channel/price`: a type is made, or named anew. */
export const priceTypeRoute: ReceiveRoute = guarded({
  method: 'POST',
  path: '/v1/channel/price',
  limit: 'channel',
  told: { noun: { de: 'Preisart', en: 'price type' } },
  schema: priceType,
  read: ({ body: { priceTypeId, displayName } }) => ({
    named: [{ list: 'price_type', replaces: false, entries: [{ theirs: priceTypeId, name: displayName }] }],
    remember: { [start + priceTypeId]: displayName },
  }),
  answer: () => ok(201),
})
