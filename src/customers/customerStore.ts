import { TryAgain, type Tx } from '../base/database.ts'
import { newId } from '../base/ids.ts'
import { type Address, addressHash, isSameAddress } from './address.ts'
import type { CustomerFields } from './customerFields.ts'
import { customerTerms } from './customerTerms.ts'
import { liveCustomer } from './liveCustomer.ts'
import { addMatchKeys } from './matchStore.ts'

export interface KnownCustomer {
  readonly id: string
  readonly number: string
  readonly blocked: boolean
}

export interface NewCustomerRow {
  readonly id: string
  readonly number: string
  readonly name: string
  readonly address: Address
  /** What is said of it; the rest follows from the address. */
  readonly fields: Partial<CustomerFields>
  readonly madeBy: string
}

/** An order's addresses, for the address book of its customer. */
export interface AddressesOf {
  readonly customerId: string
  readonly isNew: boolean
  readonly billing: Address | null
  readonly shipping: Address | null
}

/** What a batch of orders adds to the customers. */
export interface CustomerWrites {
  readonly made: readonly NewCustomerRow[]
  /** Keys that nobody had when we looked, with their customer. */
  readonly keys: ReadonlyMap<string, string>
  /** Keys that a person gave to another customer. */
  readonly moved: ReadonlyMap<string, string>
  readonly addresses: readonly AddressesOf[]
  /** Keys of likeness with their customers. */
  readonly alike: readonly (readonly [key: string, customerId: string])[]
}

/**
 * The customers that these keys point to, by key. Until the end of the transaction none of them becomes a part of another: it
 * is the lock that the foreign key of an order would take, before we trust what we have read.
 */
export async function findByKeys(
  tx: Tx,
  tenant: string,
  keys: readonly string[],
): Promise<Map<string, KnownCustomer>> {
  if (keys.length === 0) return new Map()
  const rows = await tx.query<KnownCustomer & { key: string; mergedInto: string | null }>(
    `select k.key, c.id, c.customer_number as number, c.blocked, c.merged_into as "mergedInto"
     from unnest($2::text[]) as u (key)
       join customer_key k on k.tenant_id = $1 and k.key = u.key
       join customer c on c.tenant_id = k.tenant_id and c.id = k.customer_id
     order by c.id for key share of c`,
    [tenant, keys],
  )
  // Merged between our look at the key and at the customer.
  const moved = rows.flatMap(row => (row.mergedInto === null ? [] : [row.id]))
  const live = await findByIds(tx, tenant, moved)
  return new Map(rows.map(({ key, mergedInto: _, ...customer }) => [key, live.get(customer.id) ?? customer]))
}

/** Customers by id; one that became a part of another is that other one. Held as by `findByKeys`. */
export async function findByIds(
  tx: Tx,
  tenant: string,
  ids: readonly string[],
): Promise<Map<string, KnownCustomer>> {
  const live = await liveCustomer(tx, tenant, ids)
  if (live.size === 0) return new Map()
  const rows = await tx.query<KnownCustomer>(
    `select id, customer_number as number, blocked from customer where tenant_id = $1 and id = any($2::uuid[])`,
    [tenant, [...live.values()]],
  )
  const byId = new Map(rows.map(row => [row.id, row]))
  return new Map(
    [...live].flatMap(([asked, id]) => {
      const customer = byId.get(id)
      return customer ? [[asked, customer] as const] : []
    }),
  )
}

/**
 * Writes new customers with their keys, addresses and search terms. Throws `TryAgain` where somebody else took one of the
 * keys since we looked. Everything in the order of its key: two batches that meet wait for each other in one direction.
 */
export async function writeCustomers(tx: Tx, tenant: string, writes: CustomerWrites): Promise<void> {
  const keys = [...writes.keys].sort(byKey)
  const results = await Promise.allSettled([
    insertCustomers(tx, tenant, writes.made),
    insertKeys(tx, tenant, keys),
    moveKeys(tx, tenant, [...writes.moved].sort(byKey)),
    insertAddresses(tx, tenant, writes.addresses),
    insertTerms(tx, tenant, termsOf(writes)),
    addMatchKeys(tx, tenant, writes.alike),
  ])
  for (const result of results) if (result.status === 'rejected') throw result.reason
  const [, inserted] = results
  if (inserted.status === 'fulfilled' && inserted.value < keys.length)
    throw new TryAgain('a customer was made meanwhile')
}

// New customers by all that is known of them; who was here before besides by what is written of them now.
function termsOf({ made, addresses }: CustomerWrites): [term: string, id: string][] {
  const books = new Map<string, Address[]>()
  for (const { customerId, billing, shipping } of addresses) {
    const book = books.get(customerId) ?? []
    books.set(customerId, book)
    for (const address of [billing, shipping]) if (address) book.push(address)
  }
  const fresh = made.map(({ id, number, name, address, fields }) => {
    const {
      company,
      firstName,
      lastName,
      email,
      phone,
      mobile = address.mobile,
      vatId = address.vatId,
    } = fields
    const terms = customerTerms({
      numbers: [number],
      names: [name, company ?? '', firstName ?? '', lastName ?? ''],
      emails: [email ?? ''],
      phones: [phone ?? '', mobile ?? ''],
      marks: [vatId, fields.debtorNumber],
      addresses: [address, ...(books.get(id) ?? [])],
    })
    books.delete(id)
    return terms.map((term): [string, string] => [term, id])
  })
  const known = [...books].map(([id, book]) =>
    customerTerms({ numbers: [], names: [], addresses: book }).map((term): [string, string] => [term, id]),
  )
  return [...fresh, ...known].flat()
}

type Pair = readonly [key: string, customerId: string]
const byKey = (a: Pair, b: Pair) => (a[0] < b[0] ? -1 : 1)

async function insertCustomers(tx: Tx, tenant: string, made: readonly NewCustomerRow[]): Promise<void> {
  if (made.length === 0) return
  const rows = made.map(({ address, fields, ...row }) => ({ ...ownOf(address), ...fields, ...row }))
  await tx.run(
    `insert into customer (tenant_id, id, customer_number, name, company, salutation, title, first_name, last_name, email, phone, mobile,
       fax, website, birthday, language, business, vat_id, tax_number, debtor_number, customer_since, note, blocked, block_reason,
       made_by, group_id)
     select $1, r.id, r.number, r.name, coalesce(r.company, ''), coalesce(r.salutation, ''), coalesce(r.title, ''),
       coalesce(r."firstName", ''), coalesce(r."lastName", ''), coalesce(r.email, ''), coalesce(r.phone, ''), coalesce(r.mobile, ''),
       coalesce(r.fax, ''), coalesce(r.website, ''), r.birthday, r.language, coalesce(r.business, coalesce(r.company, '') <> ''),
       nullif(r."vatId", ''), coalesce(r."taxNumber", ''), r."debtorNumber", r."customerSince", coalesce(r.note, ''),
       coalesce(r.blocked, false), coalesce(r."blockReason", ''), r."madeBy",
       coalesce(r."groupId", (select id from customer_group where tenant_id = $1 and is_default))
     from json_to_recordset($2) as r (id uuid, number text, name text, company text, salutation text, title text, "firstName" text,
       "lastName" text, email text, phone text, mobile text, fax text, website text, birthday date, language text, business boolean,
       "vatId" text, "taxNumber" text, "debtorNumber" text, "customerSince" date, note text, blocked boolean, "blockReason" text,
       "madeBy" text, "groupId" uuid)`,
    [tenant, JSON.stringify(rows)],
  )
}

function ownOf({ company, salutation, title, firstName, lastName, email, phone, mobile, vatId }: Address) {
  return { company, salutation, title, firstName, lastName, email, phone, mobile, vatId }
}

async function insertKeys(tx: Tx, tenant: string, keys: readonly Pair[]): Promise<number> {
  if (keys.length === 0) return 0
  return tx.run(
    `insert into customer_key (tenant_id, key, customer_id)
     select $1, u.key, u.customer_id from unnest($2::text[], $3::uuid[]) with ordinality as u (key, customer_id, at) order by u.at
     on conflict (tenant_id, key) do nothing`,
    [tenant, keys.map(([key]) => key), keys.map(([, id]) => id)],
  )
}

async function moveKeys(tx: Tx, tenant: string, keys: readonly Pair[]): Promise<void> {
  if (keys.length === 0) return
  await tx.run(
    `insert into customer_key (tenant_id, key, customer_id)
     select $1, u.key, u.customer_id from unnest($2::text[], $3::uuid[]) with ordinality as u (key, customer_id, at) order by u.at
     on conflict (tenant_id, key) do update set customer_id = excluded.customer_id`,
    [tenant, keys.map(([key]) => key), keys.map(([, id]) => id)],
  )
}

/** Adds addresses to the books of their customers; one that is there already stays as it is. */
export async function insertAddresses(tx: Tx, tenant: string, all: readonly AddressesOf[]): Promise<void> {
  const rows = new Map<string, object>()
  const put = (customerId: string, address: Address, hash: string, is: Uses) => {
    const key = `${customerId} ${hash}`
    const before = rows.get(key)
    // The same for both: one row with both uses.
    if (!before) rows.set(key, rowOf(customerId, hash, address, is))
    else if (is.shipping) rows.set(key, { ...before, shipping: true })
  }
  for (const { customerId, isNew, billing, shipping } of all) {
    const hash = billing ? addressHash(billing) : ''
    if (billing) put(customerId, billing, hash, { billing: isNew, shipping: isNew && !shipping })
    if (!shipping) continue
    const same = billing !== null && isSameAddress(billing, shipping)
    put(customerId, shipping, same ? hash : addressHash(shipping), { billing: false, shipping: isNew })
  }
  if (rows.size === 0) return
  const sorted = [...rows].sort((a, b) => (a[0] < b[0] ? -1 : 1)).map(([, row]) => row)
  await tx.run(
    `insert into customer_address (tenant_id, id, customer_id, address_hash, is_billing, is_shipping, salutation, title, first_name,
       last_name, company, street, extra, postcode, city, state, country, phone, email)
     select $1, r.id, r.customer, r.hash, r.billing, r.shipping, coalesce(r.salutation, ''), coalesce(r.title, ''),
       coalesce(r."firstName", ''), coalesce(r."lastName", ''), coalesce(r.company, ''), coalesce(r.street, ''), coalesce(r.extra, ''),
       coalesce(r.postcode, ''), coalesce(r.city, ''), coalesce(r.state, ''), nullif(r.country, ''), coalesce(r.phone, ''), coalesce(r.email, '')
     from json_to_recordset($2) as r (id uuid, customer uuid, hash uuid, billing boolean, shipping boolean, salutation text, title text,
       "firstName" text, "lastName" text, company text, street text, extra text, postcode text, city text, state text, country text,
       phone text, email text)
     on conflict (tenant_id, customer_id, address_hash) do nothing`,
    [tenant, JSON.stringify(sorted)],
  )
}

interface Uses {
  readonly billing: boolean
  readonly shipping: boolean
}

function rowOf(customer: string, hash: string, address: Address, is: Uses): object {
  return { ...address, id: newId(), customer, hash, ...is }
}

/** Makes customers findable by these words. */
export async function insertTerms(
  tx: Tx,
  tenant: string,
  terms: readonly (readonly string[])[],
): Promise<void> {
  if (terms.length === 0) return
  await tx.run(
    `insert into search_term (tenant_id, kind, term, object_id)
     select $1, 'customer', u.term, u.id from unnest($2::text[], $3::uuid[]) as u (term, id) order by u.term collate "C", u.id
     on conflict do nothing`,
    [tenant, terms.map(([term]) => term), terms.map(([, id]) => id)],
  )
}
