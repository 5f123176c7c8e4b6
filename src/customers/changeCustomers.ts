import type { Tx } from '../base/database.ts'
import { newId } from '../base/ids.ts'
import { type Address, nameOf } from './address.ts'
import { findByKeys, insertTerms, type NewCustomerRow, writeCustomers } from './customerStore.ts'
import { customerTerms } from './customerTerms.ts'
import { matchKeys } from './matchKeys.ts'
import { customerProblem } from './problems.ts'

export interface NewCustomer {
  readonly address: Address
  readonly language?: string | undefined
}

export interface CreatedCustomer {
  readonly id: string
  readonly number: string
  /** Numbers of customers that look like the same person or firm. */
  readonly alike: readonly string[]
}

/**
 * Makes customers by hand, each with one address. One that looks like another is made all the same and says so; orders
 * are recognised as the earlier one. `numbers` are as many as customers. Throws CUSTOMER_NAME_MISSING, COUNTRY_NOT_KNOWN.
 */
export async function createCustomers(
  tx: Tx,
  tenant: string,
  customers: readonly NewCustomer[],
  by: { readonly name: string; readonly numbers: readonly string[] },
): Promise<CreatedCustomer[]> {
  await checkCountries(tx, customers)
  const keyed = customers.map(one => matchKeys({ connectionId: '', address: one.address }))
  const known = await findByKeys(tx, tenant, [...new Set(keyed.flat().map(key => key.key))])
  const keys = new Map<string, string>()
  const made: NewCustomerRow[] = []
  const results = customers.map(({ address, language }, index): CreatedCustomer => {
    const name = nameOf(address)
    if (!address.company && !address.lastName) throw customerProblem('CUSTOMER_NAME_MISSING')
    const id = newId()
    const number = by.numbers[index] ?? ''
    made.push({ id, number, name, address, language: language ?? null, madeBy: by.name })
    const alike = new Set<string>()
    for (const { key } of keyed[index] ?? []) {
      const before = known.get(key)
      if (before && before.id !== id) alike.add(before.number)
      else {
        known.set(key, { id, number, blocked: false })
        keys.set(key, id)
      }
    }
    return { id, number, alike: [...alike] }
  })
  const addresses = made.map(one => ({
    customerId: one.id,
    isNew: true,
    billing: one.address,
    shipping: null,
  }))
  await writeCustomers(tx, tenant, { made, keys, moved: new Map(), addresses })
  return results
}

async function checkCountries(tx: Tx, customers: readonly NewCustomer[]): Promise<void> {
  const given = [...new Set(customers.flatMap(one => one.address.country || []))]
  if (given.length === 0) return
  const rows = await tx.query<{ code: string }>(`select code from country where code = any($1::text[])`, [
    given,
  ])
  const unknown = given.find(country => !rows.some(row => row.code === country))
  if (unknown !== undefined) throw customerProblem('COUNTRY_NOT_KNOWN', { country: unknown })
}

export interface CustomerChange {
  readonly id: string
  /** That the change is based on; refused if it is another one by now. */
  readonly version?: number | undefined
  readonly company?: string | undefined
  readonly firstName?: string | undefined
  readonly lastName?: string | undefined
  readonly email?: string | undefined
  readonly phone?: string | undefined
  readonly note?: string | undefined
  readonly blocked?: boolean | undefined
}

/**
 * Changes customers; what is absent stays. Throws CUSTOMER_NOT_FOUND, CUSTOMER_CHANGED, and then none is changed. Orders
 * keep the names and addresses that they were placed with.
 */
export async function changeCustomers(
  tx: Tx,
  tenant: string,
  changes: readonly CustomerChange[],
): Promise<{ id: string; version: number }[]> {
  const held = await tx.query<{ id: string; version: number }>(
    `select id, version from customer where tenant_id = $1 and id = any($2::uuid[]) order by id for no key update`,
    [tenant, changes.map(one => one.id)],
  )
  for (const { id, version } of changes) {
    const now = held.find(row => row.id === id)
    if (!now) throw customerProblem('CUSTOMER_NOT_FOUND', { customer: id })
    if (version !== undefined && version !== now.version)
      throw customerProblem('CUSTOMER_CHANGED', { customer: id })
  }
  const rows = await tx.query<Changed>(
    `update customer c set company = coalesce(r.company, c.company), first_name = coalesce(r."firstName", c.first_name),
       last_name = coalesce(r."lastName", c.last_name), email = coalesce(r.email, c.email), phone = coalesce(r.phone, c.phone),
       note = coalesce(r.note, c.note), blocked = coalesce(r.blocked, c.blocked), version = c.version + 1,
       name = coalesce(nullif(coalesce(r.company, c.company), ''),
         nullif(concat_ws(' ', nullif(coalesce(r."firstName", c.first_name), ''), nullif(coalesce(r."lastName", c.last_name), '')), ''), c.name)
     from json_to_recordset($2) as r (id uuid, company text, "firstName" text, "lastName" text, email text, phone text, note text, blocked boolean)
     where c.tenant_id = $1 and c.id = r.id
     returning c.id, c.version, c.customer_number as number, c.name, c.company, c.first_name as "firstName", c.last_name as "lastName", c.email`,
    [tenant, JSON.stringify(changes)],
  )
  const terms = rows.flatMap(row =>
    customerTerms({ number: row.number, name: row.name, address: row }).map(term => [term, row.id]),
  )
  await insertTerms(tx, tenant, terms)
  return rows.map(({ id, version }) => ({ id, version }))
}

interface Changed {
  readonly id: string
  readonly version: number
  readonly number: string
  readonly name: string
  readonly company: string
  readonly firstName: string
  readonly lastName: string
  readonly email: string
}
