import type { Facts } from '../../port/connector.ts'
import { Rejected } from '../../port/errors.ts'
import type { IncomingKind } from '../../port/records.ts'
import type { Relinks } from '../../port/relinks.ts'
import { sendAcks } from './acks.ts'
import { type Session, wireNames } from './handshake.ts'

// Of everything that gets a number of ours, under the names that acknowledgements have.
const kinds = [
  'customer',
  'customerOrder',
  'payment',
  'category',
  'manufacturer',
  'specific',
  'specificValue',
  'product',
  'productImage',
  'customerGroup',
  'crossSelling',
  'crossSellingGroup',
] as const

/** Core 2 and 3 ignore what they are asked to forget, and forget everything. */
export function forgetsSafely(facts: Facts): boolean {
  return facts['generation'] === 5
}

/**
 * Takes the links of our numbers `first` to `last` out of the shop's table: what bore one is delivered again. Throws `Rejected`
 * where the shop is not known to be of core 4 or 5.
 */
export async function forgetNumbers(session: Session, first: number, last: number): Promise<void> {
  // The endpoint may be another one than when it was asked whether this is safe.
  if (session.shop.generation !== 5)
    throw new Rejected('NOT_SUPPORTED', '', 'this endpoint forgets everything, whatever it is asked for')
  const pairs = Array.from({ length: last - first + 1 }, (_, at) => ['', first + at])
  const { error } = await session.api.ask('core.linker.clear', {
    identities: Object.fromEntries(kinds.map(kind => [kind, pairs])),
  })
  if (error) throw session.api.errorOf(error)
}

/**
 * Takes the links of these records out of the shop's table: the next pull delivers them, and acknowledged again under the same
 * number they are as before. Throws `Rejected` as `forgetNumbers`.
 */
export async function requestAgain(
  { api, shop }: Session,
  kind: IncomingKind,
  list: readonly { readonly theirs: string }[] | 'all',
): Promise<void> {
  const key = wireNames[kind]?.ackKey
  if (shop.generation !== 5 || list === 'all' || key === undefined)
    throw new Rejected('NOT_SUPPORTED', '', 'this endpoint gives only single records again, if any')
  if (list.length === 0) return // without a list all would be forgotten
  const { error } = await api.ask('core.linker.clear', {
    identities: { [key]: list.map(({ theirs }) => [theirs, 0]) },
  })
  if (error) throw api.errorOf(error)
}

// By the names of our links. Payments that we told the shop of are among them; those of its own are told with their reading as well.
const linkKeys = {
  category: 'category',
  manufacturer: 'manufacturer',
  characteristic: 'specific',
  characteristic_value: 'specificValue',
  item: 'product',
  variation: 'productVariation',
  variation_value: 'productVariationValue',
  image: 'image',
  customer_group: 'customerGroup',
  delivery: 'deliveryNote',
  payment: 'payment',
} as const
const keyOf: Readonly<Record<string, string>> = linkKeys

/**
 * All links anew. Without params the call means the same to every generation; a whole type alone is never cleared, because
 * WooCommerce then clears everything.
 */
export const relinks: Relinks<Session> = {
  clear: async ({ api }) => {
    const { error } = await api.ask('core.linker.clear')
    if (error) throw api.errorOf(error)
  },
  kinds: Object.keys(linkKeys),
  link: ({ api }, kind, list) => sendAcks(api, keyOf[kind] ?? kind, list),
}
