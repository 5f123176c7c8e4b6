import type { Changed } from '../base/changed.ts'
import { sqlState, type Tx } from '../base/database.ts'
import { newId } from '../base/ids.ts'
import { companyProblem } from '../company/problems.ts'
import { checkVatId } from '../company/vatId.ts'
import { saidBefore, toldAnew } from './accounts.ts'
import { type Address, nameOf } from './address.ts'
import {
  type CustomerFields,
  type CustomerRow,
  emptyFields,
  holdCustomers,
  writeFields,
} from './customerFields.ts'
import { changesOf, type Doing, rememberCustomers } from './customerHistory.ts'
import { findByKeys, type NewCustomerRow, writeCustomers } from './customerStore.ts'
import { refreshSearch } from './customerTermStore.ts'
import { likenessKeys } from './likenessKeys.ts'
import { matchKeys } from './matchKeys.ts'
import { factsOfCustomer } from './matchStore.ts'
import { customerProblem } from './problems.ts'

/** What may be said of a customer besides the address; absent: nothing is said. */
export type GivenFields = { readonly [K in keyof CustomerFields]?: CustomerFields[K] | undefined }

export interface NewCustomer extends GivenFields {
  /** Where invoices go; names, e-mail and telephone of the customer are taken from it where they are not given. */
  readonly address: Address
  /** Where goods go, if elsewhere. */
  readonly shipping?: Address | undefined
}

export interface CreatedCustomer {
  readonly id: string
  readonly number: string
}

/**
 * Makes customers by hand, each with one or two addresses. One that looks like another is made all the same; orders are
 * recognised as the earlier one. `numbers` are as many as customers. Throws CUSTOMER_NAME_MISSING, COUNTRY_UNKNOWN,
 * VAT_ID_INVALID, DEBTOR_NUMBER_TAKEN.
 */
export async function createCustomers(
  tx: Tx,
  tenant: string,
  customers: readonly NewCustomer[],
  by: { readonly name: string; readonly numbers: readonly string[] },
): Promise<CreatedCustomer[]> {
  await checkCountries(
    tx,
    customers.flatMap(one => [one.address, one.shipping ?? {}]),
  )
  const keyed = customers.map(one => matchKeys({ connectionId: '', address: one.address }))
  const known = await findByKeys(tx, tenant, [...new Set(keyed.flat().map(key => key.key))])
  const keys = new Map<string, string>()
  const made: NewCustomerRow[] = []
  const results = customers.map(({ address, shipping: _, ...given }, index): CreatedCustomer => {
    const { company = address.company, lastName = address.lastName, firstName = address.firstName } = given
    if (!company && !lastName) throw customerProblem('CUSTOMER_NAME_MISSING')
    const id = newId()
    const number = by.numbers[index] ?? ''
    const fields = checked({ ...given, company, lastName, firstName })
    made.push({
      id,
      number,
      name: nameOf({ company, lastName, firstName }),
      address,
      fields,
      madeBy: by.name,
    })
    for (const { key } of keyed[index] ?? []) {
      if (known.has(key)) continue
      known.set(key, { id, number, blocked: false })
      keys.set(key, id)
    }
    return { id, number }
  })
  const addresses = made.map((one, index) => ({
    customerId: one.id,
    isNew: true,
    billing: one.address,
    shipping: customers[index]?.shipping ?? null,
  }))
  const alike = made.flatMap(({ id, fields, address }, index) =>
    factsOfCustomer(fields, fields.mobile, [address, customers[index]?.shipping ?? {}])
      .flatMap(likenessKeys)
      .map(key => [key, id] as const),
  )
  await telling(made, () => writeCustomers(tx, tenant, { made, keys, moved: new Map(), addresses, alike }))
  return results
}

/** Throws COUNTRY_UNKNOWN where one of the addresses names a country that there is not. */
export async function checkCountries(tx: Tx, addresses: readonly Address[]): Promise<void> {
  const given = [...new Set(addresses.flatMap(one => one.country || []))]
  if (given.length === 0) return
  const rows = await tx.query<{ code: string }>(`select code from country where code = any($1::text[])`, [
    given,
  ])
  const unknown = given.find(country => !rows.some(row => row.code === country))
  if (unknown !== undefined) throw companyProblem('COUNTRY_UNKNOWN', { country: unknown })
}

export interface CustomerChange extends GivenFields {
  readonly id: string
  /** That the change is based on; refused if it is another one by now. */
  readonly version?: number | undefined
}

/**
 * Changes customers; what is absent stays, '' empties. Throws CUSTOMER_UNKNOWN, CUSTOMER_CHANGED, CUSTOMER_MERGED,
 * CUSTOMER_ANONYMISED, CUSTOMER_NAME_MISSING, VAT_ID_INVALID, DEBTOR_NUMBER_TAKEN, and then none is changed. Orders keep the
 * names and addresses that they were placed with; what was changed stands in the history.
 */
export async function changeCustomers(
  tx: Tx,
  tenant: string,
  changes: readonly CustomerChange[],
  by: Doing,
): Promise<{ results: { id: string; version: number }[]; changed: Changed }> {
  const held = await holdCustomers(
    tx,
    tenant,
    changes.map(one => one.id),
  )
  const after = new Map<string, CustomerRow>()
  for (const { id, version, ...given } of changes) {
    const now = after.get(id) ?? held.get(id)
    checkOpen(id, now)
    if (version !== undefined && version !== now.version)
      throw customerProblem('CUSTOMER_CHANGED', { customer: now.number })
    after.set(id, changed(now, given))
  }
  const rows = [...after.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
  const events = rows.map(row => {
    const before = held.get(row.id)
    return { customerId: row.id, event: 'changed', changes: before ? changesOf(before, row) : [] }
  })
  const isChanged = new Set(events.flatMap(one => (one.changes.length > 0 ? [one.customerId] : [])))
  const differing = rows.filter(row => isChanged.has(row.id))
  const before = await saidBefore(tx, tenant, [...isChanged])
  await telling(
    differing.map(row => ({ fields: row })),
    () => writeFields(tx, tenant, differing),
  )
  await rememberCustomers(
    tx,
    tenant,
    events.filter(one => isChanged.has(one.customerId)),
    by,
  )
  await refreshSearch(tx, tenant, [...isChanged])
  const results = changes.map(({ id }) => {
    const version = held.get(id)?.version ?? 0
    return { id, version: isChanged.has(id) ? version + 1 : version }
  })
  return { results, changed: await toldAnew(tx, tenant, before) }
}

/** Throws CUSTOMER_UNKNOWN, CUSTOMER_MERGED, CUSTOMER_ANONYMISED for what is not to be changed any more. */
export function checkOpen(id: string, now: CustomerRow | undefined): asserts now is CustomerRow {
  if (!now) throw customerProblem('CUSTOMER_UNKNOWN', { customer: id })
  if (now.mergedInto !== null) throw customerProblem('CUSTOMER_MERGED', { customer: now.number })
  if (now.anonymised) throw customerProblem('CUSTOMER_ANONYMISED', { customer: now.number })
}

function changed(now: CustomerRow, given: GivenFields): CustomerRow {
  const after: CustomerRow = { ...now, ...checked(given) }
  if (!after.company && !after.lastName && (now.company || now.lastName))
    throw customerProblem('CUSTOMER_NAME_MISSING')
  // Why somebody is blocked says nothing once they are not.
  const blockReason = after.blocked ? after.blockReason : ''
  return { ...after, blockReason, name: nameOf(after) || now.name }
}

const nullable = ['birthday', 'language', 'debtorNumber', 'groupId', 'customerSince'] as const

// What is given, as it is kept: '' is nothing where nothing is null, and a VAT id is checked.
function checked(given: GivenFields): Partial<CustomerFields> {
  const said = Object.fromEntries(
    Object.entries(given).filter(([key, value]) => key in emptyFields && value !== undefined),
  ) as Partial<CustomerFields>
  const nothing = Object.fromEntries(nullable.flatMap(field => (said[field] === '' ? [[field, null]] : [])))
  const vatId = said.vatId === undefined ? {} : { vatId: keptVatId(said.vatId ?? '') }
  return { ...said, ...nothing, ...vatId }
}

// A VAT id as documents write it; that of a state whose digits nobody here can check is kept as it was said.
function keptVatId(written: string): string | null {
  const said = written.toUpperCase().replace(/[\s.\-/]/g, '')
  if (said === '') return null
  const checked = checkVatId(said)
  if (checked.valid) return checked.vatId
  if (checked.fault === 'state' && /^[A-Z]{2}/.test(said)) return said
  throw customerProblem('VAT_ID_INVALID', { vatId: said })
}

// The index on debtor numbers has the last word on which are free.
async function telling(
  rows: readonly { readonly fields: Partial<CustomerFields> }[],
  write: () => Promise<void>,
): Promise<void> {
  try {
    await write()
  } catch (error) {
    if (sqlState(error) !== '23505') throw error
    const numbers = rows.flatMap(({ fields }) => fields.debtorNumber ?? [])
    if (numbers.length === 0) throw error
    throw customerProblem('DEBTOR_NUMBER_TAKEN', { numbers }, { cause: error })
  }
}
