import type { Tx } from '../base/database.ts'
import { type CustomerField, type CustomerRow, customerFields, rowColumns } from './customerFields.ts'
import { customerProblem } from './problems.ts'

/** Which customers become parts of which other one. */
export interface MergeWish {
  readonly into: string
  readonly from: readonly string[]
}

/** A field of the customer that comes out of it: what each of them has there, the survivor first, and what it will be. */
export interface MergedField {
  readonly field: CustomerField
  readonly values: readonly { readonly customerId: string; readonly value: string | boolean | null }[]
  /** Of whom the value is taken unless somebody chooses otherwise. */
  readonly from: string
  readonly value: string | boolean | null
  /** Two of them say something different. */
  readonly conflict: boolean
}

/** What moves from one of the customers. */
export interface MergedCounts {
  readonly customerId: string
  readonly number: string
  readonly name: string
  readonly orders: number
  readonly quotations: number
  readonly webOrders: number
  readonly webCustomers: number
  readonly keys: number
  readonly notes: number
  readonly addresses: number
  /** Of the addresses, those that the survivor has already. */
  readonly sameAddresses: number
  /** Customers that became parts of this one before. */
  readonly parts: number
}

export interface MergePreview {
  readonly into: string
  readonly fields: readonly MergedField[]
  readonly moved: readonly MergedCounts[]
  /** What a person should know before. */
  readonly conflicts: readonly MergeConflict[]
}

export const mergeConflicts = [
  'SAID_TO_BE_TWO',
  'BLOCKED_AND_NOT',
  'VAT_IDS_DIFFER',
  'BUSINESS_AND_NOT',
  'NAMES_DIFFER',
  'BIRTHDAYS_DIFFER',
  'DEBTOR_NUMBERS_DIFFER',
] as const
export type MergeConflict = (typeof mergeConflicts)[number]

/**
 * What merging would make of customers; changes nothing. The survivor keeps what it says, and takes from the others, in their
 * order, what it does not say. Blocked is who is blocked in one of them, unless somebody chooses otherwise. Throws
 * CUSTOMER_UNKNOWN, CUSTOMER_ANONYMISED, MERGE_SAME, MERGE_INTO_MERGED.
 */
export async function previewMerge(tx: Tx, tenant: string, wish: MergeWish): Promise<MergePreview> {
  const ids = [wish.into, ...wish.from]
  const rows = await tx.query<CustomerRow>(
    `select ${rowColumns} from customer c where c.tenant_id = $1 and c.id = any($2::uuid[])`,
    [tenant, ids],
  )
  const customers = await checkMerge(tx, tenant, wish, new Map(rows.map(row => [row.id, row])))
  return {
    into: wish.into,
    fields: customerFields.map(field => mergedField(field, customers)),
    moved: await countMoved(tx, tenant, wish),
    conflicts: [
      ...((await saidToBeTwo(tx, tenant, ids)) ? (['SAID_TO_BE_TWO'] as const) : []),
      ...conflictsOf(customers),
    ],
  }
}

/** The customers of a wish, the survivor first. Throws what `previewMerge` throws. */
export async function checkMerge(
  tx: Tx,
  tenant: string,
  { into, from }: MergeWish,
  known: ReadonlyMap<string, CustomerRow>,
): Promise<readonly [CustomerRow, ...CustomerRow[]]> {
  const one = (id: string) => {
    const row = known.get(id)
    if (!row) throw customerProblem('CUSTOMER_UNKNOWN', { customer: id })
    if (row.anonymised) throw customerProblem('CUSTOMER_ANONYMISED', { customer: row.number })
    return row
  }
  const survivor = one(into)
  const others = from.map(one)
  if (others.length === 0 || new Set([into, ...from]).size < 1 + from.length)
    throw customerProblem('MERGE_SAME', { customer: survivor.number })
  const merged = [survivor, ...others].find(row => row.mergedInto !== null)
  if (merged) {
    const [row] = await tx.query<{ number: string }>(
      `select customer_number as number from customer where tenant_id = $1 and id = $2`,
      [tenant, merged.mergedInto],
    )
    throw customerProblem('MERGE_INTO_MERGED', { customer: merged.number, survivor: row?.number ?? '' })
  }
  return [survivor, ...others]
}

/** What becomes of one field. */
export function mergedField(
  field: CustomerField,
  customers: readonly [CustomerRow, ...CustomerRow[]],
): MergedField {
  const [survivor] = customers
  const values = customers.map(row => ({ customerId: row.id, value: row[field] }))
  const said = values.filter(({ value }) => value !== '' && value !== null && value !== false)
  const [first] = said
  const distinct = new Set(said.map(({ value }) => value))
  const conflict =
    typeof survivor[field] === 'boolean' ? said.length % values.length !== 0 : distinct.size > 1
  const keeps = first === undefined || said.some(one => one.customerId === survivor.id)
  const from = keeps ? survivor.id : first.customerId
  const value = values.find(one => one.customerId === from)?.value ?? null
  return { field, values, from, value, conflict }
}

function conflictsOf(customers: readonly [CustomerRow, ...CustomerRow[]]): MergeConflict[] {
  const differs = (of: (row: CustomerRow) => string | null) =>
    new Set(customers.map(of).filter(value => value !== null && value !== '')).size > 1
  const split = (of: (row: CustomerRow) => boolean) => new Set(customers.map(of)).size > 1
  const found: Readonly<Record<Exclude<MergeConflict, 'SAID_TO_BE_TWO'>, boolean>> = {
    BLOCKED_AND_NOT: split(row => row.blocked),
    VAT_IDS_DIFFER: differs(row => row.vatId),
    BUSINESS_AND_NOT: split(row => row.business),
    NAMES_DIFFER: differs(row => row.name.toLowerCase()),
    BIRTHDAYS_DIFFER: differs(row => row.birthday),
    DEBTOR_NUMBERS_DIFFER: differs(row => row.debtorNumber),
  }
  return mergeConflicts.filter(code => code !== 'SAID_TO_BE_TWO' && found[code])
}

// Somebody looked at two of them before, and said that they are two.
async function saidToBeTwo(tx: Tx, tenant: string, ids: readonly string[]): Promise<boolean> {
  const rows = await tx.query(
    `select from customer_not_same where tenant_id = $1 and customer_id = any($2::uuid[]) and other_id = any($2::uuid[]) limit 1`,
    [tenant, ids],
  )
  return rows.length > 0
}

function countMoved(tx: Tx, tenant: string, { into, from }: MergeWish): Promise<MergedCounts[]> {
  return tx.query<MergedCounts>(
    `select c.id as "customerId", c.customer_number as number, c.name,
       (select count(*)::int from sales_order o where o.tenant_id = $1 and o.customer_id = c.id) as orders,
       (select count(*)::int from quotation q where q.tenant_id = $1 and q.customer_id = c.id) as quotations,
       (select count(*)::int from web_order w where w.tenant_id = $1 and w.assigned_customer_id = c.id) as "webOrders",
       (select count(*)::int from web_customer w where w.tenant_id = $1 and w.customer_id = c.id) as "webCustomers",
       (select count(*)::int from customer_key k where k.tenant_id = $1 and k.customer_id = c.id) as keys,
       (select count(*)::int from customer_note n where n.tenant_id = $1 and n.customer_id = c.id) as notes,
       (select count(*)::int from customer_address a where a.tenant_id = $1 and a.customer_id = c.id) as addresses,
       (select count(*)::int from customer_address a join customer_address b on b.tenant_id = a.tenant_id and b.customer_id = $3
          and b.address_hash = a.address_hash where a.tenant_id = $1 and a.customer_id = c.id) as "sameAddresses",
       (select count(*)::int from customer p where p.tenant_id = $1 and p.merged_into = c.id) as parts
     from unnest($2::uuid[]) with ordinality as u (id, at) join customer c on c.tenant_id = $1 and c.id = u.id order by u.at`,
    [tenant, from, into],
  )
}
