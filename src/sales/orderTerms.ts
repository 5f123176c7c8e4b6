import { allOf, type Tx } from '../base/database.ts'
import { type CustomerRecord, type OrderToken, type OrderWords, orderWords, tokensIn } from './orderTokens.ts'

interface OrderTerm extends OrderToken {
  readonly orderId: string
}

/** Orders that are looked at at once. */
const portion = 1000

/**
 * Works out anew what orders are found by, and writes what differs: to be called in the transaction that made orders or changed
 * their addresses, notes, lines that are no item, or customer. Locks the orders, in the order of their ids. Answers how many differed.
 */
export async function refreshOrderTerms(
  tx: Tx,
  tenant: string,
  orderIds: readonly string[],
): Promise<number> {
  const ids = [...new Set(orderIds)].sort()
  let changed = 0
  for (let at = 0; at < ids.length; at += portion)
    changed += await refresh(tx, tenant, ids.slice(at, at + portion))
  return changed
}

/** The same for all orders of customers whose number, names, e-mail address or telephone number changed. */
export async function refreshTermsOfCustomers(
  tx: Tx,
  tenant: string,
  customerIds: readonly string[],
): Promise<number> {
  if (customerIds.length === 0) return 0
  const rows = await tx.query<{ id: string }>(
    `select id from sales_order where tenant_id = $1 and customer_id = any($2::uuid[])`,
    [tenant, customerIds],
  )
  return refreshOrderTerms(
    tx,
    tenant,
    rows.map(row => row.id),
  )
}

/**
 * The same for the newest orders that have no words at all, because they are of before there were any: at most so many, and only
 * those that come before `before` in the list. Answers the last one; undefined: none is left. Who is anonymised stays unfound.
 */
export async function refreshUnworded(
  tx: Tx,
  tenant: string,
  before: string | undefined,
  most: number,
): Promise<string | undefined> {
  const rows = await tx.query<{ id: string }>(
    `select o.id from sales_order o join customer c on c.tenant_id = o.tenant_id and c.id = o.customer_id and c.anonymised_at is null
     where o.tenant_id = $1 and o.words = '' and ($2::uuid is null or o.id < $2) order by o.id desc limit $3`,
    [tenant, before ?? null, most],
  )
  await refreshOrderTerms(
    tx,
    tenant,
    rows.map(row => row.id),
  )
  return rows.at(-1)?.id
}

/** What the records of customers say, by id. */
export async function readRecords(
  tx: Tx,
  tenant: string,
  customerIds: readonly string[],
): Promise<Map<string, CustomerRecord>> {
  if (customerIds.length === 0) return new Map()
  const rows = await tx.query<CustomerRecord & { id: string }>(
    `select c.id, ${recordColumns} from customer c where c.tenant_id = $1 and c.id = any($2::uuid[])`,
    [tenant, [...new Set(customerIds)]],
  )
  return new Map(rows.map(({ id, ...record }) => [id, record]))
}

const recordColumns = `c.customer_number as number, coalesce(c.debtor_number, '') as debtor, c.name, c.company,
  c.first_name as "firstName", c.last_name as "lastName", c.email, c.phone`

interface StoredWords extends OrderWords {
  readonly id: string
  readonly words: string
}

async function readWords(
  tx: Tx,
  tenant: string,
  which: string,
  values: readonly unknown[],
): Promise<StoredWords[]> {
  const rows = await tx.query<Omit<StoredWords, 'customer'> & CustomerRecord>(
    `select o.id, o.words, o.billing, o.shipping, o.note, o.customer_note as "customerNote", ${recordColumns},
       array(select l.name from sales_order_line l where l.tenant_id = $1 and l.order_id = o.id
         and l.kind not in ('item', 'shipping', 'payment') order by l.line_no) as texts
     from sales_order o join customer c on c.tenant_id = o.tenant_id and c.id = o.customer_id
     where o.tenant_id = $1 and ${which}`,
    [tenant, ...values],
  )
  return rows.map(({ number, debtor, name, company, firstName, lastName, email, phone, ...order }) => ({
    ...order,
    customer: { number, debtor, name, company, firstName, lastName, email, phone },
  }))
}

async function refresh(tx: Tx, tenant: string, ids: readonly string[]): Promise<number> {
  const orders = await readWords(tx, tenant, `o.id = any($2::uuid[]) order by o.id for no key update of o`, [
    ids,
  ])
  const gone: OrderTerm[] = []
  const come: OrderTerm[] = []
  const changed: { id: string; words: string }[] = []
  for (const order of orders) {
    const words = orderWords(order)
    if (words === order.words) continue
    const tokens = tokensIn(words)
    changed.push({ id: order.id, words })
    const before = tokensIn(order.words)
    gone.push(...missing(before, tokens).map(token => ({ ...token, orderId: order.id })))
    come.push(...missing(tokens, before).map(token => ({ ...token, orderId: order.id })))
  }
  if (changed.length === 0) return 0
  await allOf([
    tx.run(
      `delete from order_term t using unnest($2::text[], $3::text[], $4::uuid[]) as u (field, term, id)
       where t.tenant_id = $1 and t.field = u.field and t.term = u.term and t.order_id = u.id`,
      [tenant, gone.map(one => one.field), gone.map(one => one.term), gone.map(one => one.orderId)],
    ),
    // The country for the reason that `touch` has in mergedTables.ts.
    tx.run(
      `update sales_order o set words = u.words, country = o.country from unnest($2::uuid[], $3::text[]) as u (id, words)
       where o.tenant_id = $1 and o.id = u.id`,
      [tenant, changed.map(one => one.id), changed.map(one => one.words)],
    ),
    tx.run(
      `insert into order_term (tenant_id, field, term, order_id)
       select $1, u.field, u.term, u.id from unnest($2::text[], $3::text[], $4::uuid[]) as u (field, term, id)
       order by u.field collate "C", u.term collate "C", u.id`,
      [tenant, come.map(one => one.field), come.map(one => one.term), come.map(one => one.orderId)],
    ),
  ])
  return changed.length
}

function missing(tokens: readonly OrderToken[], among: readonly OrderToken[]): OrderToken[] {
  const there = new Set(among.map(({ field, term }) => `${field}:${term}`))
  return tokens.filter(({ field, term }) => !there.has(`${field}:${term}`))
}
