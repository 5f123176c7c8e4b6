import type { Tx } from '../base/database.ts'
import { allocateWaiting } from './allocate.ts'
import type { Doing } from './orderStore.ts'
import { isDecided, type ReturnCondition, type ReturnLineState, returnState } from './returnState.ts'

/** A return whose order is locked. */
export interface HeldReturn {
  readonly id: string
  readonly number: string
  readonly orderId: string
  /** Its shop reported it, and knows. */
  readonly fromShop: boolean
  readonly warehouseId: string | null
  readonly exchangeOrderId: string | null
  readonly decided: boolean
  readonly closed: boolean
  readonly version: number
  readonly lines: readonly HeldReturnLine[]
}

export interface HeldReturnLine {
  readonly line: number
  /** Announced. */
  readonly quantity: string
  readonly received: string | null
  readonly restocked: string
  readonly state: ReturnLineState
  readonly condition: ReturnCondition | null
  readonly warehouseId: string | null
  readonly credit: boolean
  /** Of the order's line: delivered and, besides this return, neither here again nor announced to come. */
  readonly outside: string
  /** Where its goods were sent from last. */
  readonly sentFrom: string | null
}

/** The ids of returns by id or number, in order; undefined where there is none. */
export async function findReturns(
  tx: Tx,
  tenant: string,
  idsOrNumbers: readonly string[],
): Promise<(string | undefined)[]> {
  const rows = await tx.query<{ given: string; id: string }>(
    `select u.given, r.id from unnest($2::text[]) as u (given)
       join order_return r on r.tenant_id = $1 and r.return_number = u.given
     union all select r.id::text, r.id from order_return r where r.tenant_id = $1 and r.id::text = any($3::text[])`,
    [tenant, idsOrNumbers, idsOrNumbers.map(given => given.toLowerCase())],
  )
  const found = new Map(rows.map(row => [row.given, row.id]))
  return idsOrNumbers.map(given => found.get(given) ?? found.get(given.toLowerCase()))
}

/** The orders of these returns, sorted, and the warehouses in which they are expected. Locks nothing. */
export async function ordersOfReturns(
  tx: Tx,
  tenant: string,
  ids: readonly string[],
): Promise<{ readonly orderIds: string[]; readonly warehouseIds: string[] }> {
  const rows = await tx.query<{ id: string; warehouse: string | null }>(
    `select order_id as id, warehouse_id as warehouse from order_return where tenant_id = $1 and id = any($2::uuid[]) order by 1`,
    [tenant, ids],
  )
  return {
    orderIds: [...new Set(rows.map(row => row.id))],
    warehouseIds: [...new Set(rows.flatMap(row => row.warehouse ?? []))],
  }
}

/** Returns by id; their orders are locked. */
export async function readReturns(
  tx: Tx,
  tenant: string,
  ids: readonly string[],
): Promise<Map<string, HeldReturn>> {
  if (ids.length === 0) return new Map()
  const rows = await tx.query<HeldReturn>(
    `select r.id, r.return_number as number, r.order_id as "orderId", r.from_ledger_id is not null as "fromShop",
       r.warehouse_id as "warehouseId", r.exchange_order_id as "exchangeOrderId", r.decided_at is not null as decided,
       r.closed_at is not null as closed, r.version,
       (select jsonb_agg(jsonb_build_object('line', x.line_no, 'quantity', x.quantity::text, 'received', x.received::text,
          'restocked', x.restocked::text, 'state', x.state, 'condition', x.condition, 'warehouseId', x.warehouse_id, 'credit', x.credit,
          'outside', (select (n.delivered - coalesce(sum(coalesce(o.received, o.quantity)) filter (
              where o.state not in ('refused', 'missing') and o.return_id <> r.id), 0))::text
            from order_return_line o where o.tenant_id = x.tenant_id and o.order_id = x.order_id and o.line_no = x.line_no),
          'sentFrom', (select d.warehouse_id from delivery_line l join delivery d on d.tenant_id = l.tenant_id and d.id = l.delivery_id
            where l.tenant_id = x.tenant_id and l.order_id = x.order_id and l.line_no = x.line_no and d.reversed_at is null
            order by d.made_at desc, d.id desc limit 1)) order by x.line_no)
        from order_return_line x
          join sales_order_line n on n.tenant_id = x.tenant_id and n.order_id = x.order_id and n.line_no = x.line_no
        where x.tenant_id = r.tenant_id and x.return_id = r.id) as lines
     from order_return r where r.tenant_id = $1 and r.id = any($2::uuid[])`,
    [tenant, ids],
  )
  return new Map(rows.map(row => [row.id, row]))
}

/** A line of a return as it is from now on. Absent: it stays. */
export interface LineUpdate {
  readonly returnId: string
  readonly line: number
  readonly state?: ReturnLineState | undefined
  readonly quantity?: string | undefined
  readonly received?: string | undefined
  readonly condition?: ReturnCondition | undefined
  readonly conditionNote?: string | undefined
  readonly warehouseId?: string | undefined
  readonly credit?: boolean | undefined
  readonly reasonId?: string | null | undefined
  readonly comment?: string | undefined
}

/**
 * Writes lines of returns that are held, and puts the returns in accordance with them. Answers the returns of which nothing has to
 * be decided any more by it: their shops are told.
 */
export async function writeReturnLines(
  tx: Tx,
  tenant: string,
  held: ReadonlyMap<string, HeldReturn>,
  updates: readonly LineUpdate[],
  by: Doing,
): Promise<string[]> {
  if (updates.length === 0) return []
  await tx.run(
    `update order_return_line n set state = coalesce(r.state, n.state), quantity = coalesce(r.quantity, n.quantity),
       received = coalesce(r.received, n.received),
       received_at = case when r.received is null then n.received_at else $3 end,
       received_by = case when r.received is null then n.received_by else $4 end,
       condition = coalesce(r.condition, n.condition), condition_note = coalesce(r."conditionNote", n.condition_note),
       warehouse_id = coalesce(r."warehouseId", n.warehouse_id), credit = coalesce(r.credit, n.credit),
       reason_id = coalesce(r."reasonId", n.reason_id), comment = coalesce(r.comment, n.comment)
     from json_to_recordset($2) as r ("returnId" uuid, line int, state text, quantity numeric, received numeric, condition text,
       "conditionNote" text, "warehouseId" uuid, credit boolean, "reasonId" uuid, comment text)
     where n.tenant_id = $1 and n.return_id = r."returnId" and n.line_no = r.line`,
    [tenant, JSON.stringify(updates), by.now, by.name],
  )
  const now = [...new Set(updates.map(one => one.returnId))].map(id => {
    const lines = (held.get(id)?.lines ?? []).map(line => {
      const change = updates.findLast(
        one => one.returnId === id && one.line === line.line && one.state !== undefined,
      )
      return change?.state ?? line.state
    })
    return { id, state: returnState(lines), decided: isDecided(lines) }
  })
  await tx.run(
    `update order_return r set state = u.state, decided_at = case when u.decided then coalesce(r.decided_at, $3) end,
       version = r.version + 1, changed_at = $3
     from json_to_recordset($2) as u (id uuid, state text, decided boolean) where r.tenant_id = $1 and r.id = u.id`,
    [tenant, JSON.stringify(now), by.now],
  )
  return now.flatMap(({ id, decided }) => (decided && !held.get(id)?.decided ? [id] : []))
}

/** Stock that goods of a return's line go back to: items that lie in warehouses, of a kit its parts, for one piece of the line. */
export interface ReturnPiece {
  readonly orderId: string
  readonly line: number
  readonly itemId: string
  readonly per: string
}

/** What lines of these orders put back into stock; nothing for what no stock is kept of. Reads only. */
export function readPieces(tx: Tx, tenant: string, orderIds: readonly string[]): Promise<ReturnPiece[]> {
  return tx.query<ReturnPiece>(
    `select n.order_id as "orderId", n.line_no as line, x.item_id as "itemId", trim_scale(x.per)::text as per
     from sales_order_line n cross join lateral (
         select p.item_id, p.per_kit as per from sales_order_part p
         where p.tenant_id = n.tenant_id and p.order_id = n.order_id and p.line_no = n.line_no
         union all
         select n.item_id, 1 where not exists (select from sales_order_part p
           where p.tenant_id = n.tenant_id and p.order_id = n.order_id and p.line_no = n.line_no)) as x
       join item i on i.tenant_id = n.tenant_id and i.id = x.item_id and i.stock_managed and i.rank = 0
     where n.tenant_id = $1 and n.order_id = any($2::uuid[]) and n.kind = 'item' order by n.order_id, n.line_no, x.item_id`,
    [tenant, orderIds],
  )
}

/** Warehouses that goods may be put into, the one of highest priority first. */
export function readPlaces(tx: Tx, tenant: string): Promise<{ id: string; code: string; active: boolean }[]> {
  return tx.query(
    `select id, code, active from warehouse where tenant_id = $1 order by active desc, priority, id`,
    [tenant],
  )
}

/** Makes balances where there are none yet, before anything is locked: those that are there are locked with their orders. */
export async function makeLevels(
  tx: Tx,
  tenant: string,
  places: readonly { readonly itemId: string; readonly warehouseId: string }[],
): Promise<void> {
  if (places.length === 0) return
  await tx.run(
    `insert into stock_level (tenant_id, item_id, warehouse_id)
     select distinct $1::uuid, i.id, w.id from unnest($2::uuid[], $3::uuid[]) as u (item, warehouse)
       join item i on i.tenant_id = $1 and i.id = u.item and i.rank = 0
       join warehouse w on w.tenant_id = $1 and w.id = u.warehouse
     order by i.id, w.id on conflict do nothing`,
    [tenant, places.map(one => one.itemId), places.map(one => one.warehouseId)],
  )
}

/** Notes how much of lines lies in a warehouse again, and gives it to the orders that wait for it. Stock is locked. */
export async function noteRestocked(
  tx: Tx,
  tenant: string,
  lines: readonly {
    readonly returnId: string
    readonly line: number
    readonly restocked: string
    readonly warehouseId: string
  }[],
  items: readonly string[],
  by: Doing,
): Promise<void> {
  await tx.run(
    `update order_return_line n set restocked = r.restocked, warehouse_id = r."warehouseId"
     from json_to_recordset($2) as r ("returnId" uuid, line int, restocked numeric, "warehouseId" uuid)
     where n.tenant_id = $1 and n.return_id = r."returnId" and n.line_no = r.line`,
    [tenant, JSON.stringify(lines)],
  )
  await allocateWaiting(tx, tenant, [...new Set(items)].sort(), by.now)
}
