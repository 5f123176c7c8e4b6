import type { Changed } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import { newId } from '../base/ids.ts'
import { type SaidBefore, saidBefore, toldAnew } from './accounts.ts'
import { type Address, addressHash, nameOf } from './address.ts'
import { checkCountries, checkOpen } from './changeCustomers.ts'
import { holdCustomers } from './customerFields.ts'
import { type Doing, type FieldChange, rememberCustomers } from './customerHistory.ts'
import { refreshSearch } from './customerTermStore.ts'
import { customerProblem } from './problems.ts'

/** The fields of an address in a customer's book. */
export const bookFields = [
  'salutation',
  'title',
  'firstName',
  'lastName',
  'company',
  'street',
  'extra',
  'postcode',
  'city',
  'state',
  'country',
  'phone',
  'email',
] as const
type BookField = (typeof bookFields)[number]

/** Whether new orders take an address; absent: as before. */
export interface AddressUse {
  readonly billing?: boolean | undefined
  readonly shipping?: boolean | undefined
}

export interface NewAddress extends AddressUse {
  readonly customerId: string
  readonly address: Address
}

/** `exists`: the customer had it already, written alike; then it is used as was asked. */
export interface AddedAddress {
  readonly id: string
  readonly did: 'added' | 'exists'
}

/**
 * Adds addresses to the books of customers. One that becomes the default for bills or goods takes the place of the one before.
 * Throws CUSTOMER_UNKNOWN, CUSTOMER_MERGED, CUSTOMER_ANONYMISED, COUNTRY_UNKNOWN, ADDRESS_EMPTY, and then none is added.
 */
export async function addAddresses(
  tx: Tx,
  tenant: string,
  added: readonly NewAddress[],
  by: Doing,
): Promise<{ results: AddedAddress[]; changed: Changed }> {
  const before = await holdOpen(
    tx,
    tenant,
    added.map(one => one.customerId),
  )
  await checkAddresses(
    tx,
    added.map(one => one.address),
  )
  const rows = added.map(({ customerId, address }) => ({
    ...bookRow(address),
    id: newId(),
    customerId,
    hash: addressHash(address),
  }))
  const stored = await tx.query<{ id: string; customerId: string; hash: string; isNew: boolean }>(
    `with given as (
       select distinct on (r."customerId", r.hash) r.* from json_to_recordset($2) as r (id uuid, "customerId" uuid, hash uuid, salutation text,
         title text, "firstName" text, "lastName" text, company text, street text, extra text, postcode text, city text, state text,
         country text, phone text, email text) order by r."customerId", r.hash, r.id
     ), made as (
       insert into customer_address (tenant_id, id, customer_id, address_hash, salutation, title, first_name, last_name, company, street,
         extra, postcode, city, state, country, phone, email)
       select $1, g.id, g."customerId", g.hash, g.salutation, g.title, g."firstName", g."lastName", g.company, g.street, g.extra,
         g.postcode, g.city, g.state, nullif(g.country, ''), g.phone, g.email from given g
       on conflict (tenant_id, customer_id, address_hash) do nothing returning id, customer_id, address_hash
     )
     select m.id, m.customer_id as "customerId", m.address_hash as hash, true as "isNew" from made m
     union all select a.id, a.customer_id, a.address_hash, false from customer_address a join given g
       on a.customer_id = g."customerId" and a.address_hash = g.hash where a.tenant_id = $1`,
    [tenant, JSON.stringify(rows)],
  )
  const places = rows.map(row =>
    stored.find(one => one.customerId === row.customerId && one.hash === row.hash),
  )
  await setUses(
    tx,
    tenant,
    added.map((one, index) => ({ ...one, id: places[index]?.id ?? '' })),
  )
  const fresh = new Set(stored.flatMap(one => (one.isNew ? [one.id] : [])))
  await rememberCustomers(
    tx,
    tenant,
    rows.flatMap((row, index) => {
      const id = places[index]?.id ?? ''
      return fresh.has(id) && id === row.id
        ? [
            {
              customerId: row.customerId,
              event: 'address_added',
              data: { address: id },
              changes: differences({}, row),
            },
          ]
        : []
    }),
    by,
  )
  await refreshSearch(
    tx,
    tenant,
    added.map(one => one.customerId),
  )
  const results = places.map(
    (place): AddedAddress => ({
      id: place?.id ?? '',
      did: place?.isNew ? 'added' : 'exists',
    }),
  )
  return { results, changed: await toldAnew(tx, tenant, before) }
}

export interface AddressChange extends AddressUse {
  readonly id: string
  /** What is absent stays, '' empties. */
  readonly address: Address
}

/**
 * Changes addresses of customers' books; orders keep what they were placed with. Throws ADDRESS_UNKNOWN, ADDRESS_EXISTS,
 * ADDRESS_EMPTY, COUNTRY_UNKNOWN, CUSTOMER_ANONYMISED, and then none is changed.
 */
export async function changeAddresses(
  tx: Tx,
  tenant: string,
  changes: readonly AddressChange[],
  by: Doing,
): Promise<{ results: { id: string; customerId: string }[]; changed: Changed }> {
  const { held, before } = await holdBook(
    tx,
    tenant,
    changes.map(one => one.id),
  )
  const after = changes.map(({ id, address }) => {
    const { customerId, fields } = of(held, id)
    const given = Object.fromEntries(Object.entries(address).filter(([, value]) => value !== undefined))
    const now = bookRow({ ...fields, ...given })
    return { ...now, id, customerId, hash: addressHash(now), changes: differences(fields, now) }
  })
  await checkAddresses(tx, after)
  const taken = await tx.query(
    `select from json_to_recordset($2) as r (id uuid, "customerId" uuid, hash uuid) join customer_address a
       on a.tenant_id = $1 and a.customer_id = r."customerId" and a.address_hash = r.hash and a.id <> r.id limit 1`,
    [tenant, JSON.stringify(after)],
  )
  if (taken.length > 0) throw customerProblem('ADDRESS_EXISTS')
  await tx.run(
    `update customer_address a set address_hash = r.hash, salutation = r.salutation, title = r.title, first_name = r."firstName",
       last_name = r."lastName", company = r.company, street = r.street, extra = r.extra, postcode = r.postcode, city = r.city,
       state = r.state, country = nullif(r.country, ''), phone = r.phone, email = r.email
     from json_to_recordset($2) as r (id uuid, hash uuid, salutation text, title text, "firstName" text, "lastName" text, company text,
       street text, extra text, postcode text, city text, state text, country text, phone text, email text)
     where a.tenant_id = $1 and a.id = r.id`,
    [tenant, JSON.stringify(after)],
  )
  await setUses(
    tx,
    tenant,
    changes.map(one => ({ ...one, customerId: of(held, one.id).customerId })),
  )
  await rememberCustomers(
    tx,
    tenant,
    after.flatMap(({ id, customerId, changes: differing }) =>
      differing.length > 0
        ? [{ customerId, event: 'address_changed', data: { address: id }, changes: differing }]
        : [],
    ),
    by,
  )
  await refreshSearch(
    tx,
    tenant,
    after.map(one => one.customerId),
  )
  const results = after.map(({ id, customerId }) => ({ id, customerId }))
  return { results, changed: await toldAnew(tx, tenant, before) }
}

/** Takes addresses out of customers' books; orders keep theirs. Throws ADDRESS_UNKNOWN, CUSTOMER_ANONYMISED. */
export async function removeAddresses(
  tx: Tx,
  tenant: string,
  ids: readonly string[],
  by: Doing,
): Promise<{ results: { id: string; customerId: string }[]; changed: Changed }> {
  const { held, before } = await holdBook(tx, tenant, ids)
  const gone = ids.map(id => ({ id, ...of(held, id) }))
  await tx.run(`delete from customer_address where tenant_id = $1 and id = any($2::uuid[])`, [tenant, ids])
  await rememberCustomers(
    tx,
    tenant,
    gone.map(({ id, customerId, fields }) => ({
      customerId,
      event: 'address_removed',
      data: { address: id },
      changes: differences(fields, {}),
    })),
    by,
  )
  await refreshSearch(
    tx,
    tenant,
    gone.map(one => one.customerId),
  )
  const results = gone.map(({ id, customerId }) => ({ id, customerId }))
  return { results, changed: await toldAnew(tx, tenant, before) }
}

type BookRow = Readonly<Record<BookField, string>> & { readonly id: string; readonly customerId: string }

const bookColumns = `a.id, a.customer_id as "customerId", a.salutation, a.title, a.first_name as "firstName", a.last_name as "lastName",
  a.company, a.street, a.extra, a.postcode, a.city, a.state, coalesce(a.country, '') as country, a.phone, a.email`

interface HeldAddress {
  readonly customerId: string
  readonly fields: Address
}

// Customers first, then their addresses: as everybody else who changes both.
async function holdBook(tx: Tx, tenant: string, ids: readonly string[]) {
  const rows = await tx.query<BookRow>(
    `select ${bookColumns} from customer_address a where a.tenant_id = $1 and a.id = any($2::uuid[])`,
    [tenant, ids],
  )
  const before = await holdOpen(
    tx,
    tenant,
    rows.map(row => row.customerId),
  )
  const held = await tx.query<BookRow>(
    `select ${bookColumns} from customer_address a where a.tenant_id = $1 and a.id = any($2::uuid[]) order by a.id for no key update`,
    [tenant, ids],
  )
  const book = held.map(({ id, customerId, ...fields }): [string, HeldAddress] => [
    id,
    { customerId, fields },
  ])
  return { held: new Map(book), before }
}

function of(held: ReadonlyMap<string, HeldAddress>, id: string): HeldAddress {
  const address = held.get(id)
  if (!address) throw customerProblem('ADDRESS_UNKNOWN', { address: id })
  return address
}

async function holdOpen(tx: Tx, tenant: string, ids: readonly string[]): Promise<SaidBefore> {
  const held = await holdCustomers(tx, tenant, [...new Set(ids)])
  for (const id of ids) checkOpen(id, held.get(id))
  return saidBefore(tx, tenant, [...held.keys()])
}

async function checkAddresses(tx: Tx, addresses: readonly Address[]): Promise<void> {
  if (addresses.some(one => !nameOf(one) && !one.street && !one.city)) throw customerProblem('ADDRESS_EMPTY')
  await checkCountries(tx, addresses)
}

function bookRow(address: Address): Readonly<Record<BookField, string>> {
  return Object.fromEntries(bookFields.map(field => [field, address[field] ?? ''])) as Record<
    BookField,
    string
  >
}

function differences(before: Address, after: Address): FieldChange[] {
  return bookFields.flatMap(field => {
    const [was, is] = [before[field] || null, after[field] || null]
    return was === is ? [] : [{ field, before: was, after: is }]
  })
}

// One address at most is the default: the last one that is named.
async function setUses(
  tx: Tx,
  tenant: string,
  uses: readonly (AddressUse & { readonly id: string; readonly customerId: string })[],
): Promise<void> {
  for (const [use, column] of [
    ['billing', 'is_billing'],
    ['shipping', 'is_shipping'],
  ] as const) {
    const said = uses.filter(one => one[use] !== undefined)
    if (said.length === 0) continue
    const taken = new Map(said.flatMap(one => (one[use] ? [[one.customerId, one.id]] : [])))
    const off = said.flatMap(one => (one[use] ? [] : [one.id]))
    await tx.run(
      `update customer_address a set ${column} = a.id = any($3::uuid[])
       where a.tenant_id = $1 and (a.customer_id = any($2::uuid[]) and a.${column} <> (a.id = any($3::uuid[])) or a.id = any($4::uuid[]))`,
      [tenant, [...taken.keys()], [...taken.values()], off.filter(id => ![...taken.values()].includes(id))],
    )
  }
}
