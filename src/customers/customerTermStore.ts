import type { Tx } from '../base/database.ts'
import type { Address } from './address.ts'
import { customerTerms } from './customerTerms.ts'
import { matchKeys } from './matchKeys.ts'
import { refreshMatchKeys } from './matchStore.ts'

/**
 * After every change of names, addresses and marks: customers are found as `refreshTerms` says, and recognised by what stands
 * of them now, unless somebody else has that key.
 */
export async function refreshSearch(tx: Tx, tenant: string, ids: readonly string[]): Promise<void> {
  await learnKeys(tx, tenant, await refreshTerms(tx, tenant, ids))
}

/**
 * Makes customers findable by what stands of them now and by nothing else. One that became a part of another is found by that
 * one. Answers what it has read of them.
 */
export async function refreshTerms(tx: Tx, tenant: string, ids: readonly string[]): Promise<Searched[]> {
  if (ids.length === 0) return []
  const rows = await readSearched(tx, tenant, [...new Set(ids)])
  const terms = rows.flatMap(row =>
    row.mergedInto === null ? termsOf(row).map(term => ({ id: row.id, term })) : [],
  )
  await tx.run(
    `with wanted as (select r.id, r.term collate "C" as term from json_to_recordset($3) as r (id uuid, term text)),
     gone as (
       delete from search_term t where t.tenant_id = $1 and t.kind = 'customer' and t.object_id = any($2::uuid[])
         and not exists (select from wanted w where w.id = t.object_id and w.term = t.term))
     insert into search_term (tenant_id, kind, term, object_id) select $1, 'customer', w.term, w.id from wanted w order by w.term, w.id
     on conflict do nothing`,
    [tenant, ids, JSON.stringify(terms)],
  )
  await refreshMatchKeys(tx, tenant, [...new Set(ids)])
  return rows
}

/** A customer with its address book, as far as searching needs it. */
export interface Searched {
  readonly id: string
  readonly number: string
  readonly name: string
  readonly mergedInto: string | null
  readonly anonymised: boolean
  readonly company: string
  readonly firstName: string
  readonly lastName: string
  readonly email: string
  readonly phones: readonly string[]
  readonly debtorNumber: string | null
  readonly vatId: string | null
  readonly merged: readonly string[]
  readonly addresses: readonly (Address & { readonly billing: boolean })[]
}

function readSearched(tx: Tx, tenant: string, ids: readonly string[]): Promise<Searched[]> {
  return tx.query<Searched>(
    `select c.id, c.customer_number as number, c.name, c.merged_into as "mergedInto", c.anonymised_at is not null as anonymised, c.company,
       c.first_name as "firstName", c.last_name as "lastName", c.email, array[c.phone, c.mobile] as phones,
       c.debtor_number as "debtorNumber", c.vat_id as "vatId",
       array(select m.customer_number from customer m where m.tenant_id = c.tenant_id and m.merged_into = c.id) as merged,
       coalesce((select json_agg(json_build_object('billing', a.is_billing, 'company', a.company, 'firstName', a.first_name,
           'lastName', a.last_name, 'street', a.street, 'postcode', a.postcode, 'city', a.city, 'phone', a.phone, 'email', a.email) order by a.id)
         from customer_address a where a.tenant_id = c.tenant_id and a.customer_id = c.id), '[]') as addresses
     from customer c where c.tenant_id = $1 and c.id = any($2::uuid[])`,
    [tenant, ids],
  )
}

function termsOf(row: Searched): string[] {
  return customerTerms({
    numbers: [row.number, ...row.merged],
    names: [row.name, row.company, row.firstName, row.lastName],
    emails: [row.email],
    phones: row.phones,
    marks: [row.debtorNumber, row.vatId],
    addresses: row.addresses,
  })
}

// What was learnt from orders stays: somebody who moved still orders with the old address now and then.
async function learnKeys(tx: Tx, tenant: string, rows: readonly Searched[]): Promise<void> {
  const keys = new Map<string, string>()
  for (const row of rows) {
    if (row.mergedInto !== null || row.anonymised) continue
    const place = row.addresses.find(address => address.billing) ?? row.addresses[0]
    const { company, firstName, lastName } = row
    const address = { ...place, company, firstName, lastName, email: row.email }
    for (const { key } of matchKeys({ connectionId: '', address })) if (!keys.has(key)) keys.set(key, row.id)
  }
  if (keys.size === 0) return
  const sorted = [...keys].sort(([a], [b]) => (a < b ? -1 : 1))
  await tx.run(
    `insert into customer_key (tenant_id, key, customer_id)
     select $1, u.key, u.customer_id from unnest($2::text[], $3::uuid[]) with ordinality as u (key, customer_id, at) order by u.at
     on conflict (tenant_id, key) do nothing`,
    [tenant, sorted.map(([key]) => key), sorted.map(([, id]) => id)],
  )
}
