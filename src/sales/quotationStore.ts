import type { Tx } from '../base/database.ts'
import type { Address } from '../customers/address.ts'
import type { Doing } from './orderStore.ts'

export const quotationStates = ['open', 'ordered', 'declined', 'expired'] as const
export type QuotationState = (typeof quotationStates)[number]

/** SQL: where a quotation `q` of a company `f` stands at the moment `$now`; the day is the company's. */
function stateAt(now: string): string {
  return `case when q.order_id is not null then 'ordered' when q.declined_at is not null then 'declined'
    when q.valid_until < (${now}::timestamptz at time zone f.time_zone)::date then 'expired' else 'open' end`
}

/** A quotation with all of it. */
export interface StoredQuotation {
  readonly id: string
  readonly number: string
  readonly state: QuotationState
  readonly version: number
  readonly companyId: string
  readonly customerId: string
  readonly customerNumber: string
  readonly customer: string
  readonly placedAt: Date
  /** The last day, YYYY-MM-DD; null: without end. */
  readonly validUntil: string | null
  readonly currency: string
  readonly pricesGross: boolean
  readonly totalGross: string
  readonly totalNet: string | null
  readonly taxSums: readonly Readonly<Record<string, string>>[] | null
  readonly taxTreatment: string | null
  readonly country: string | null
  readonly billing: Address | null
  readonly shipping: Address | null
  readonly paymentMethod: string
  readonly shippingMethod: string
  readonly customerNote: string
  readonly note: string
  readonly orderId: string | null
  readonly orderNumber: string | null
  readonly orderedAt: Date | null
  readonly declinedAt: Date | null
  readonly declineReason: string
  readonly madeAt: Date
  readonly madeBy: string
}

export interface QuotationLine {
  readonly quotationId: string
  readonly line: number
  readonly kind:
    | 'item'
    | 'shipping'
    | 'payment'
    | 'discount'
    | 'voucher'
    | 'surcharge'
    | 'custom'
    | 'difference'
  readonly itemId: string | null
  readonly sku: string | null
  readonly name: string
  readonly quantity: string
  readonly unitNet: string | null
  readonly unitGross: string | null
  readonly discountPercent: string | null
  readonly taxClassId: string | null
  readonly taxRate: string | null
  readonly net: string | null
  readonly gross: string | null
  readonly note: string
}

const columns = `q.id, q.quotation_number as number, q.version, q.company_id as "companyId", q.customer_id as "customerId",
  k.customer_number as "customerNumber", q.customer_name as customer, q.placed_at as "placedAt",
  to_char(q.valid_until, 'YYYY-MM-DD') as "validUntil", q.currency, q.prices_gross as "pricesGross", q.total_gross::text as "totalGross",
  q.total_net::text as "totalNet", q.tax_sums as "taxSums", q.tax_treatment as "taxTreatment", q.country, q.billing, q.shipping,
  q.payment_method as "paymentMethod", q.shipping_method as "shippingMethod", q.customer_note as "customerNote", q.note,
  q.order_id as "orderId", o.order_number as "orderNumber", q.ordered_at as "orderedAt", q.declined_at as "declinedAt",
  q.decline_reason as "declineReason", q.made_at as "madeAt", q.made_by as "madeBy"`
const joined = `quotation q join company f on f.tenant_id = q.tenant_id and f.id = q.company_id
  join customer k on k.tenant_id = q.tenant_id and k.id = q.customer_id
  left join sales_order o on o.tenant_id = q.tenant_id and o.id = q.order_id`

/** Locks quotations until the end of the transaction, in the order of their ids. */
export async function lockQuotations(tx: Tx, tenant: string, ids: readonly string[]): Promise<void> {
  await tx.query(
    `select id from quotation where tenant_id = $1 and id = any($2::uuid[]) order by id for no key update`,
    [tenant, ids],
  )
}

/** Quotations by id, as they stand at that moment; ids of none are absent. */
export async function readQuotations(
  tx: Tx,
  tenant: string,
  ids: readonly string[],
  now: Date,
): Promise<Map<string, { readonly quotation: StoredQuotation; readonly lines: readonly QuotationLine[] }>> {
  if (ids.length === 0) return new Map()
  const [quotations, lines] = await Promise.all([
    tx.query<StoredQuotation>(
      `select ${columns}, ${stateAt('$3')} as state from ${joined} where q.tenant_id = $1 and q.id = any($2::uuid[])`,
      [tenant, ids, now],
    ),
    tx.query<QuotationLine>(
      `select n.quotation_id as "quotationId", n.line_no as line, n.kind, n.item_id as "itemId", n.sku, n.name,
         trim_scale(n.quantity)::text as quantity, trim_scale(n.unit_net)::text as "unitNet", trim_scale(n.unit_gross)::text as "unitGross",
         trim_scale(n.discount_percent)::text as "discountPercent", n.tax_class_id as "taxClassId", trim_scale(n.tax_rate)::text as "taxRate",
         n.net::text as net, n.gross::text as gross, n.note
       from quotation_line n where n.tenant_id = $1 and n.quotation_id = any($2::uuid[]) order by n.quotation_id, n.line_no`,
      [tenant, ids],
    ),
  ])
  const byQuotation = Map.groupBy(lines, line => line.quotationId)
  return new Map(
    quotations.map(quotation => [quotation.id, { quotation, lines: byQuotation.get(quotation.id) ?? [] }]),
  )
}

/** Which quotations a list shows. */
export interface QuotationFilter {
  readonly state?: QuotationState | undefined
  readonly customerId?: string | undefined
  /** Beginning of the number. */
  readonly number?: string | undefined
  readonly now: Date
}

const chosen = `q.tenant_id = $1 and ($2::uuid is null or q.customer_id = $2)
  and ($3::text is null or q.quotation_number >= $3 and q.quotation_number < $3 || chr(1114111)) and ($4::text is null or ${stateAt('$5')} = $4)`

function valuesOf(tenant: string, { state, customerId, number, now }: QuotationFilter): unknown[] {
  return [tenant, customerId ?? null, number ?? null, state ?? null, now]
}

/** Quotations, newest first; `after` is the last id of the page before. */
export function listQuotations(
  tx: Tx,
  tenant: string,
  filter: QuotationFilter,
  page: { readonly after?: string | undefined; readonly limit: number },
): Promise<StoredQuotation[]> {
  return tx.query<StoredQuotation>(
    `select ${columns}, ${stateAt('$5')} as state from ${joined} where ${chosen} and ($6::uuid is null or q.id < $6)
     order by q.id desc limit $7`,
    [...valuesOf(tenant, filter), page.after ?? null, page.limit],
  )
}

/** How many a filter finds; counting stops at `limit`. */
export async function countQuotations(
  tx: Tx,
  tenant: string,
  filter: QuotationFilter,
  limit: number,
): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    `select count(*)::int as count from (select 1 from ${joined} where ${chosen} limit $6) as counted`,
    [...valuesOf(tenant, filter), limit],
  )
  return row?.count ?? 0
}

/** The ids of quotations by id or number, in order; undefined where there is none. */
export async function findQuotations(
  tx: Tx,
  tenant: string,
  idsOrNumbers: readonly string[],
): Promise<(string | undefined)[]> {
  const rows = await tx.query<{ id: string; number: string }>(
    `select id, quotation_number as number from quotation where tenant_id = $1 and (quotation_number = any($2::text[]) or id::text = any($2::text[]))`,
    [tenant, idsOrNumbers],
  )
  return idsOrNumbers.map(
    given => rows.find(row => row.number === given || row.id === given.toLowerCase())?.id,
  )
}

/** Writes quotations, new or anew, with their lines; rows by the names of their columns. */
export async function writeQuotations(
  tx: Tx,
  tenant: string,
  quotations: { readonly heads: readonly object[]; readonly lines: readonly object[] },
  by: Doing,
): Promise<void> {
  const { heads, lines } = quotations
  await tx.run(
    `insert into quotation (tenant_id, id, quotation_number, company_id, customer_id, customer_name, placed_at, valid_until, currency,
       prices_gross, total_gross, total_minor, total_net, tax_sums, tax_treatment, tax_country, customer_vat_id, country, billing, shipping,
       payment_method, shipping_method, language, customer_note, note, made_at, made_by, changed_at)
     select $1, r.id, r.number, r.company_id, r.customer_id, r.customer_name, r.placed_at, r.valid_until, r.currency, r.prices_gross,
       r.total_gross, r.total_minor, r.total_net, r.tax_sums, r.tax_treatment, r.tax_country, r.customer_vat_id, r.country, r.billing,
       r.shipping, r.payment_method, r.shipping_method, r.language, r.customer_note, r.note, $3, $4, $3
     from json_to_recordset($2) as r (id uuid, number text, company_id uuid, customer_id uuid, customer_name text, placed_at timestamptz,
       valid_until date, currency text, prices_gross boolean, total_gross numeric, total_minor bigint, total_net numeric, tax_sums jsonb,
       tax_treatment text, tax_country text, customer_vat_id text, country text, billing jsonb, shipping jsonb, payment_method text,
       shipping_method text, language text, customer_note text, note text)
     on conflict (tenant_id, id) do update set company_id = excluded.company_id, customer_id = excluded.customer_id,
       customer_name = excluded.customer_name, placed_at = excluded.placed_at, valid_until = excluded.valid_until,
       currency = excluded.currency, prices_gross = excluded.prices_gross, total_gross = excluded.total_gross,
       total_minor = excluded.total_minor, total_net = excluded.total_net, tax_sums = excluded.tax_sums,
       tax_treatment = excluded.tax_treatment, tax_country = excluded.tax_country, customer_vat_id = excluded.customer_vat_id,
       country = excluded.country, billing = excluded.billing, shipping = excluded.shipping, payment_method = excluded.payment_method,
       shipping_method = excluded.shipping_method, language = excluded.language, customer_note = excluded.customer_note,
       note = excluded.note, version = quotation.version + 1, changed_at = $3`,
    [tenant, JSON.stringify(heads), by.now, by.name],
  )
  await tx.run(
    `delete from quotation_line n using json_to_recordset($2) as r (id uuid) where n.tenant_id = $1 and n.quotation_id = r.id`,
    [tenant, JSON.stringify(heads)],
  )
  await tx.run(
    `insert into quotation_line (tenant_id, quotation_id, line_no, kind, item_id, sku, name, quantity, unit_net, unit_gross,
       discount_percent, tax_class_id, tax_rate, net, gross, note)
     select $1, r.quotation_id, r.line_no, r.kind, r.item_id, r.sku, r.name, r.quantity, r.unit_net, r.unit_gross, r.discount_percent,
       r.tax_class_id, r.tax_rate, r.net, r.gross, r.note
     from json_to_recordset($2) as r (quotation_id uuid, line_no int, kind text, item_id uuid, sku text, name text, quantity numeric,
       unit_net numeric, unit_gross numeric, discount_percent numeric, tax_class_id uuid, tax_rate numeric, net numeric, gross numeric, note text)`,
    [tenant, JSON.stringify(lines)],
  )
}

/** Notes what became of quotations that are held. */
export async function endQuotations(
  tx: Tx,
  tenant: string,
  ends: readonly { readonly id: string; readonly orderId: string | null; readonly reason: string }[],
  by: Doing,
): Promise<void> {
  if (ends.length === 0) return
  await tx.run(
    `update quotation q set order_id = r."orderId", ordered_at = case when r."orderId" is null then null else $3::timestamptz end,
       declined_at = case when r."orderId" is null then $3::timestamptz end, decline_reason = r.reason, version = q.version + 1, changed_at = $3
     from json_to_recordset($2) as r (id uuid, "orderId" uuid, reason text) where q.tenant_id = $1 and q.id = r.id`,
    [tenant, JSON.stringify(ends), by.now],
  )
}
