import { z } from 'zod'
import type { Tx } from '../base/database.ts'
import { drawInside } from '../company/numberRanges.ts'
import { createCustomers } from '../customers/changeCustomers.ts'
import { bookFields } from '../customers/customerAddresses.ts'
import { type AlikeCustomer, alikeCustomers, alikeShape, mostAlike } from './alikeCustomers.ts'
import { addressInput, customerInput, groupOf } from './customerShapes.ts'
import { described } from './described.ts'
import { type Context, inTransaction } from './operation.ts'

/** A customer who is made by hand. */
export const newCustomer = z.object({ ...addressInput, ...customerInput })
type NewCustomer = z.infer<typeof newCustomer>

/** What becomes of a customer who looks like one that there is. */
export const ifAlike = z
  .enum(['make', 'ask'])
  .default('make')
  .meta(
    described(
      'Who looks like a customer that exists is made all the same (make), or is not, and the answer names those (ask).',
      'Wer einem vorhandenen Kunden gleicht, wird trotzdem angelegt (make), oder nicht, und die Antwort nennt diese (ask).',
    ),
  )

/** `alike`: nothing was made, since somebody looks like the new one; they are named also beside one that was made. */
export const madeCustomer = z.object({
  did: z.enum(['made', 'alike']),
  id: z.uuid().nullable(),
  number: z.string().nullable(),
  /** At most ten, the likeliest first; none for who may not see customers. */
  alike: z.array(alikeShape).readonly(),
})
type MadeCustomer = z.infer<typeof madeCustomer>

/**
 * Makes customers, one result each, in order. Also those of the same list that come before are named as alike. Throws what
 * `createCustomers` throws, and CUSTOMER_GROUP_UNKNOWN.
 */
export function makeCustomers(
  context: Context,
  customers: readonly NewCustomer[],
  alikes: z.infer<typeof ifAlike>,
): Promise<MadeCustomer[]> {
  return inTransaction(context, async tx => {
    const before = alikes === 'ask' ? await alikeCustomers(tx, context, customers) : []
    const wanted = customers.filter((_, index) => (before[index] ?? []).length === 0)
    const made = await create(tx, context, wanted)
    const found = await alikeCustomers(tx, context, wanted)
    const places = new Map(made.map(({ id }, index) => [id, index]))
    let next = 0
    return customers.map((_, index): MadeCustomer => {
      const known = before[index] ?? []
      if (known.length > 0) return { did: 'alike', id: null, number: null, alike: shown(context, known) }
      const own = next++
      const { id = null, number = null } = made[own] ?? {}
      const others = (found[own] ?? []).filter(one => (places.get(one.id) ?? -1) < own)
      return { did: 'made', id, number, alike: shown(context, others) }
    })
  })
}

function shown({ actor }: Context, alike: readonly AlikeCustomer[]): readonly AlikeCustomer[] {
  return actor.rights.has('customers.read') ? alike.slice(0, mostAlike) : []
}

async function create(tx: Tx, { tenant, actor }: Context, customers: readonly NewCustomer[]) {
  if (customers.length === 0) return []
  const groups = new Map<string, { groupId?: string | null }>()
  for (const { group } of customers)
    if (group !== undefined && !groups.has(group)) groups.set(group, await groupOf(tx, tenant, group))
  const rows = customers.map(({ group, country, street, extra, postcode, city, state, ...fields }) => {
    const place = { country: country?.toUpperCase(), street, extra, postcode, city, state }
    const own = Object.fromEntries(
      bookFields.flatMap(key => (key in fields ? [[key, Reflect.get(fields, key)]] : [])),
    )
    return { ...fields, ...groups.get(group ?? ''), address: { ...own, ...place } }
  })
  const numbers = await drawInside(tx, tenant, 'customer', customers.length)
  return createCustomers(tx, tenant, rows, { name: actor.name, numbers })
}
