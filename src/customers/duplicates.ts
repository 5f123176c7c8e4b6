import type { Tx } from '../base/database.ts'
import { type MatchAddress, type MatchHow, matchKeys, matchScores } from './matchKeys.ts'

/** Customers that what is written of them now recognises as one. */
export interface DuplicateGroup {
  readonly how: MatchHow
  /** In percent. */
  readonly score: number
  readonly customers: readonly { readonly id: string; readonly number: string; readonly name: string }[]
}

/** So many of the newest customers are compared in one look. */
export const compared = 20_000

/**
 * Customers that look like one: same e-mail and last name, or same name, postcode and street, however written, among the
 * newest; the largest group first, `limit` at most. Nothing is decided here.
 */
export async function listDuplicates(tx: Tx, tenant: string, limit: number): Promise<DuplicateGroup[]> {
  const rows = await tx.query<
    MatchAddress & { id: string; number: string; name: string; places: MatchAddress[] }
  >(
    `select c.id, c.customer_number as number, c.name, c.company, c.first_name as "firstName", c.last_name as "lastName", c.email,
       coalesce((select json_agg(json_build_object('company', a.company, 'firstName', a.first_name, 'lastName', a.last_name,
           'street', a.street, 'postcode', a.postcode, 'email', a.email))
         from customer_address a where a.tenant_id = c.tenant_id and a.customer_id = c.id), '[]') as places
     from (select * from customer where tenant_id = $1 and merged_into is null and anonymised_at is null order by id desc limit $2) c`,
    [tenant, compared],
  )
  const groups = new Map<
    string,
    { how: MatchHow; customers: Map<string, DuplicateGroup['customers'][number]> }
  >()
  for (const { id, number, name, places, ...own } of rows)
    for (const place of places.length > 0 ? places : [{}])
      for (const { how, key } of matchKeys({ connectionId: '', address: { ...own, ...said(place) } })) {
        const group = groups.get(key) ?? { how, customers: new Map() }
        group.customers.set(id, { id, number, name })
        groups.set(key, group)
      }
  const found = new Map<string, DuplicateGroup>()
  for (const { how, customers } of groups.values()) {
    if (customers.size < 2) continue
    const group = [...customers.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
    const same = group.map(one => one.id).join()
    const before = found.get(same)
    if (!before || before.score < matchScores[how])
      found.set(same, { how, score: matchScores[how], customers: group })
  }
  return [...found.values()]
    .sort((a, b) => b.score - a.score || b.customers.length - a.customers.length)
    .slice(0, limit)
}

function said(place: MatchAddress): MatchAddress {
  return Object.fromEntries(Object.entries(place).filter(([, value]) => value))
}
