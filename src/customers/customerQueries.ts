import type { Tx } from '../base/database.ts'
import { searchTerm, searchWords } from '../base/searchWords.ts'

export interface ListedCustomer {
  readonly id: string
  readonly number: string
  readonly name: string
  readonly email: string
  readonly place: string | null
  readonly country: string | null
  readonly blocked: boolean
}

const columns = `c.id, c.customer_number as number, c.name, c.email, a.city as place, a.country, c.blocked`
const address = `left join lateral (
    select x.city, x.country from customer_address x where x.tenant_id = c.tenant_id and x.customer_id = c.id
    order by x.is_billing desc, x.id limit 1) as a on true`

/** Customers that every word of a text finds by its beginning, newest first; `after` is the last id of the page before. */
export function listCustomers(
  tx: Tx,
  tenant: string,
  page: { readonly search?: string | undefined; readonly after?: string | undefined; readonly limit: number },
): Promise<ListedCustomer[]> {
  const { froms, tos } = rangesOf(page.search)
  return tx.query<ListedCustomer>(
    `select ${columns} from customer c ${address}
     where c.tenant_id = $1 and ($2::uuid is null or c.id < $2) and ${found} order by c.id desc limit $3`,
    [tenant, page.after ?? null, page.limit, froms, tos],
  )
}

/** How many customers a text finds; counting stops at `limit`. */
export async function countCustomers(
  tx: Tx,
  tenant: string,
  search: string | undefined,
  limit: number,
): Promise<number> {
  const { froms, tos } = rangesOf(search)
  const [row] = await tx.query<{ count: number }>(
    `select count(*)::int as count from (
       select 1 from customer c where c.tenant_id = $1 and ($2::uuid is null) and ${found} limit $3) as counted`,
    [tenant, null, limit, froms, tos],
  )
  return row?.count ?? 0
}

// The longest word chooses, the others check: each is a range of the index, also under row-level security.
const found = `(cardinality($4::text[]) = 0 or c.id in (
    select s.object_id from search_term s where s.tenant_id = $1 and s.kind = 'customer' and s.term >= ($4::text[])[1] and s.term < ($5::text[])[1])
  and not exists (select from unnest(($4::text[])[2:], ($5::text[])[2:]) as w (low, high) where not exists (
    select from search_term s where s.tenant_id = $1 and s.kind = 'customer' and s.object_id = c.id and s.term >= w.low and s.term < w.high)))`

// A number or an e-mail address is one word.
function rangesOf(search: string | undefined): { froms: string[]; tos: string[] } {
  const parts = (search ?? '').split(/\s+/).filter(part => part !== '')
  const words = parts.flatMap(part => (/[@\d]/.test(part) ? [searchTerm(part)] : searchWords(part)))
  const froms = words.sort((a, b) => b.length - a.length).slice(0, 8)
  return { froms, tos: froms.map(word => `${word}\u{10FFFF}`) }
}

export interface CustomerDetail extends Omit<ListedCustomer, 'place' | 'country'> {
  readonly company: string
  readonly firstName: string
  readonly lastName: string
  readonly phone: string
  readonly language: string | null
  readonly vatId: string | null
  readonly group: string | null
  readonly note: string
  readonly version: number
  readonly createdAt: Date
  readonly madeBy: string
  readonly addresses: readonly Readonly<Record<string, unknown>>[]
  /** By what it is recognised. */
  readonly keys: readonly string[]
}

/** A customer by id or number, with addresses; undefined if there is none. */
export async function readCustomer(
  tx: Tx,
  tenant: string,
  idOrNumber: string,
): Promise<CustomerDetail | undefined> {
  const [row] = await tx.query<CustomerDetail>(
    `select c.id, c.customer_number as number, c.name, c.email, c.blocked, c.company, c.first_name as "firstName",
       c.last_name as "lastName", c.phone, c.language, c.vat_id as "vatId", g.name as "group", c.note, c.version,
       c.created_at as "createdAt", c.made_by as "madeBy",
       coalesce((select jsonb_agg(jsonb_build_object('id', x.id, 'billing', x.is_billing, 'shipping', x.is_shipping,
          'salutation', x.salutation, 'title', x.title, 'firstName', x.first_name, 'lastName', x.last_name, 'company', x.company,
          'street', x.street, 'extra', x.extra, 'postcode', x.postcode, 'city', x.city, 'state', x.state, 'country', x.country,
          'phone', x.phone, 'email', x.email) order by x.id)
        from customer_address x where x.tenant_id = c.tenant_id and x.customer_id = c.id), '[]') as addresses,
       array(select k.key from customer_key k where k.tenant_id = c.tenant_id and k.customer_id = c.id order by k.key limit 50) as keys
     from customer c left join customer_group g on g.tenant_id = c.tenant_id and g.id = c.group_id
     where c.tenant_id = $1 and (c.customer_number = $2 or c.id = $3)`,
    [tenant, idOrNumber, idOf(idOrNumber)],
  )
  return row
}

/** The id of a customer by id or number; undefined if there is none. */
export async function findCustomer(tx: Tx, tenant: string, idOrNumber: string): Promise<string | undefined> {
  const [row] = await tx.query<{ id: string }>(
    `select id from customer where tenant_id = $1 and (customer_number = $2 or id = $3)`,
    [tenant, idOrNumber, idOf(idOrNumber)],
  )
  return row?.id
}

function idOf(text: string): string | null {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text) ? text : null
}
