import type { Tx } from '../base/database.ts'

export interface InboxRow {
  readonly id: string
  readonly connection: string
  readonly channel: string
  readonly externalNumber: string
  readonly placedAt: Date
  readonly customer: string
  readonly country: string | null
  readonly currency: string
  /** Null only while pending. */
  readonly totalGross: string | null
  readonly lines: number
  readonly paymentState: string
  readonly pending: boolean
  readonly openChecks: readonly string[]
}

/** Staged web orders, newest first; `after` is the id of the last row of the page before. */
export function listInbox(
  tx: Tx,
  tenant: string,
  page: { after?: string | undefined; limit: number; connectionId?: string | undefined },
): Promise<InboxRow[]> {
  return tx.query<InboxRow>(
    `select w.id, c.name as connection, h.name as channel, w.external_number as "externalNumber", w.placed_at as "placedAt",
       w.customer_name as customer, w.country, w.currency, w.total_gross as "totalGross",
       (select count(*)::int from web_order_line n where n.tenant_id = w.tenant_id and n.web_order_id = w.id) as lines,
       w.payment_state as "paymentState", w.pending, w.open_checks as "openChecks"
     from web_order w
       join connection c on c.tenant_id = w.tenant_id and c.id = w.connection_id
       join channel h on h.tenant_id = w.tenant_id and h.id = w.channel_id
     where w.tenant_id = $1 and w.state = 'staged' and ($2::uuid is null or (w.placed_at, w.id) < (
         select o.placed_at, o.id from web_order o where o.tenant_id = $1 and o.id = $2))
       and ($4::uuid is null or w.connection_id = $4)
     order by w.placed_at desc, w.id desc limit $3`,
    [tenant, page.after ?? null, page.limit, page.connectionId ?? null],
  )
}

/** Staged orders: how many; counting stops at `limit`. */
export async function countInbox(
  tx: Tx,
  tenant: string,
  limit: number,
  connectionId?: string,
): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    `select count(*)::int as count from (select 1 from web_order where tenant_id = $1 and state = 'staged' and ($3::uuid is null or connection_id = $3) limit $2) as counted`,
    [tenant, limit, connectionId ?? null],
  )
  return row?.count ?? 0
}

export interface InboxDetail {
  readonly id: string
  readonly externalNumber: string
  readonly record: Readonly<Record<string, unknown>>
  readonly checks: readonly {
    readonly code: string
    readonly data: Readonly<Record<string, string | number>>
  }[]
  readonly lines: readonly {
    readonly line: number
    readonly kind: string
    readonly itemNumber: string | null
    readonly sku: string | null
    readonly name: string
    readonly quantity: string
    readonly unitGross: string | null
    readonly taxRate: string | null
  }[]
}

/** One staged web order with its lines; undefined if there is none of that id. */
export async function readInbox(tx: Tx, tenant: string, id: string): Promise<InboxDetail | undefined> {
  const [order] = await tx.query<Omit<InboxDetail, 'lines'>>(
    `select id, external_number as "externalNumber", record, coalesce(check_data, '[]') as checks from web_order where tenant_id = $1 and id = $2`,
    [tenant, id],
  )
  if (!order) return undefined
  const lines = await tx.query<InboxDetail['lines'][number]>(
    `select n.line_no as line, n.kind, i.item_number as "itemNumber", n.sku, n.name, n.quantity, n.unit_gross as "unitGross", n.tax_rate as "taxRate"
     from web_order_line n left join item i on i.tenant_id = n.tenant_id and i.id = n.item_id
     where n.tenant_id = $1 and n.web_order_id = $2 order by n.line_no`,
    [tenant, id],
  )
  return { ...order, lines }
}
