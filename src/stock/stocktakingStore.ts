import { sqlState, type Tx } from '../base/database.ts'
import { stockProblem } from './problems.ts'

export const stocktakingStates = ['open', 'closed', 'cancelled'] as const

/** Counting what really lies in a warehouse. */
export interface Stocktaking {
  readonly id: string
  readonly name: string
  readonly warehouseId: string
  readonly warehouse: string
  readonly state: (typeof stocktakingStates)[number]
  readonly startedAt: Date
  readonly startedBy: string
  readonly endedAt: Date | null
  readonly endedBy: string | null
  readonly note: string
  /** Counted up by every count: who closes has seen the last one. */
  readonly version: number
}

const columns = `t.id, t.name, t.warehouse_id as "warehouseId", w.code as warehouse, t.state, t.started_at as "startedAt",
  t.started_by as "startedBy", t.ended_at as "endedAt", t.ended_by as "endedBy", t.note, t.version`

/** A stocktaking. Throws STOCKTAKING_UNKNOWN. */
export async function readStocktaking(tx: Tx, tenant: string, id: string): Promise<Stocktaking> {
  const [row] = await tx.query<Stocktaking>(
    `select ${columns} from stocktaking t join warehouse w on w.tenant_id = t.tenant_id and w.id = t.warehouse_id
     where t.tenant_id = $1 and t.id = $2`,
    [tenant, id],
  )
  if (!row) throw stockProblem('STOCKTAKING_UNKNOWN', { id })
  return row
}

/** An open stocktaking, locked before any balance is. Throws STOCKTAKING_UNKNOWN, STOCKTAKING_CLOSED. */
export async function holdStocktaking(tx: Tx, tenant: string, id: string): Promise<Stocktaking> {
  const [row] = await tx.query<Stocktaking>(
    `select ${columns} from stocktaking t join warehouse w on w.tenant_id = t.tenant_id and w.id = t.warehouse_id
     where t.tenant_id = $1 and t.id = $2 for no key update of t`,
    [tenant, id],
  )
  if (!row) throw stockProblem('STOCKTAKING_UNKNOWN', { id })
  if (row.state !== 'open') throw stockProblem('STOCKTAKING_CLOSED', { name: row.name })
  return row
}

/** Stocktakings, newest first; `after` is the last id of the page before. */
export function listStocktakings(
  tx: Tx,
  tenant: string,
  filter: { readonly state?: string | undefined; readonly warehouseId?: string | undefined },
  page: { readonly after?: string | undefined; readonly limit: number },
): Promise<Stocktaking[]> {
  return tx.query<Stocktaking>(
    `select ${columns} from stocktaking t join warehouse w on w.tenant_id = t.tenant_id and w.id = t.warehouse_id
     where t.tenant_id = $1 and ($2::text is null or t.state = $2) and ($3::uuid is null or t.warehouse_id = $3)
       and ($4::uuid is null or t.id < $4) order by t.id desc limit $5`,
    [tenant, filter.state ?? null, filter.warehouseId ?? null, page.after ?? null, page.limit],
  )
}

/** How many there are; counting stops at `most`. */
export async function countStocktakings(
  tx: Tx,
  tenant: string,
  filter: { readonly state?: string | undefined; readonly warehouseId?: string | undefined },
  most: number,
): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    `select count(*)::int as count from (select from stocktaking t where t.tenant_id = $1
       and ($2::text is null or t.state = $2) and ($3::uuid is null or t.warehouse_id = $3) limit $4) as counted`,
    [tenant, filter.state ?? null, filter.warehouseId ?? null, most],
  )
  return row?.count ?? 0
}

/** Begins one. Throws STOCKTAKING_OPEN where the warehouse is being counted. */
export async function insertStocktaking(
  tx: Tx,
  tenant: string,
  row: { readonly id: string; readonly warehouseId: string; readonly name: string; readonly note: string },
  actor: string,
): Promise<void> {
  const [other] = await tx.query<{ name: string; warehouse: string }>(
    `select t.name, w.code as warehouse from stocktaking t join warehouse w on w.tenant_id = t.tenant_id and w.id = t.warehouse_id
     where t.tenant_id = $1 and t.warehouse_id = $2 and t.state = 'open'`,
    [tenant, row.warehouseId],
  )
  if (other) throw stockProblem('STOCKTAKING_OPEN', { ...other })
  await tx
    .run(
      `insert into stocktaking (tenant_id, id, warehouse_id, name, note, started_by) values ($1, $2, $3, $4, $5, $6)`,
      [tenant, row.id, row.warehouseId, row.name, row.note, actor],
    )
    .catch(error => {
      // Somebody else was quicker by a moment; the index decides.
      throw sqlState(error) === '23505'
        ? stockProblem('STOCKTAKING_OPEN', { warehouse: row.warehouseId, name: row.name })
        : error
    })
}

/** Puts into it what has a balance in its warehouse, or these items; answers how many lines it has. */
export async function insertLines(
  tx: Tx,
  tenant: string,
  stocktaking: { readonly id: string; readonly warehouseId: string },
  itemIds: readonly string[] | undefined,
): Promise<number> {
  return tx.run(
    `insert into stocktaking_line (tenant_id, stocktaking_id, item_id)
     select $1, $2, u.id from (
       select s.item_id from stock_level s where $4::uuid[] is null and s.tenant_id = $1 and s.warehouse_id = $3
       union select id from unnest($4::uuid[]) as w (id)) as u (id)
     order by u.id`,
    [tenant, stocktaking.id, stocktaking.warehouseId, itemIds ?? null],
  )
}

/** What was counted of these items, beside what the books say at this moment; an item that had no line gets one. */
export async function storeCounts(
  tx: Tx,
  tenant: string,
  id: string,
  lines: readonly { readonly itemId: string; readonly counted: string; readonly booked: string }[],
  by: { readonly actor: string; readonly now: Date },
): Promise<void> {
  if (lines.length === 0) return
  await tx.run(
    `insert into stocktaking_line (tenant_id, stocktaking_id, item_id, counted, book_quantity, counted_at, counted_by)
     select $1, $2, u.item, u.counted::numeric, u.booked::numeric, $6, $7
     from unnest($3::uuid[], $4::text[], $5::text[]) as u (item, counted, booked) order by u.item
     on conflict (tenant_id, stocktaking_id, item_id) do update set counted = excluded.counted, book_quantity = excluded.book_quantity,
       counted_at = excluded.counted_at, counted_by = excluded.counted_by, movement_id = null`,
    [
      tenant,
      id,
      lines.map(line => line.itemId),
      lines.map(line => line.counted),
      lines.map(line => line.booked),
      by.now,
      by.actor,
    ],
  )
}

/** What was counted of these items before, and beside which quantity of the books; what is booked has none any more. */
export async function countedBefore(
  tx: Tx,
  tenant: string,
  id: string,
  itemIds: readonly string[],
): Promise<Map<string, { readonly counted: string; readonly booked: string | null }>> {
  if (itemIds.length === 0) return new Map()
  const rows = await tx.query<{ itemId: string; counted: string; booked: string | null }>(
    `select item_id as "itemId", counted, case when movement_id is null then book_quantity end as booked from stocktaking_line
     where tenant_id = $1 and stocktaking_id = $2 and item_id = any($3::uuid[]) and counted is not null`,
    [tenant, id, itemIds],
  )
  return new Map(rows.map(({ itemId, ...row }) => [itemId, row]))
}

/** Says that it was counted on. */
export async function countUp(tx: Tx, tenant: string, id: string): Promise<number> {
  const [row] = await tx.query<{ version: number }>(
    `update stocktaking set version = version + 1 where tenant_id = $1 and id = $2 returning version`,
    [tenant, id],
  )
  return row?.version ?? 0
}

/** A line whose difference is not booked; not counted yet: `counted` is null. */
export interface OpenLine {
  readonly itemId: string
  readonly counted: string | null
  readonly booked: string | null
}

/** The lines that closing has to do something about: with a difference that is not booked, and those not counted. */
export function openLines(tx: Tx, tenant: string, id: string): Promise<OpenLine[]> {
  return tx.query<OpenLine>(
    `select item_id as "itemId", counted, book_quantity as booked from stocktaking_line
     where tenant_id = $1 and stocktaking_id = $2 and (counted is null or counted <> book_quantity and movement_id is null)
     order by item_id`,
    [tenant, id],
  )
}

/** Which movement booked the difference of these lines. */
export async function noteMovements(
  tx: Tx,
  tenant: string,
  id: string,
  lines: readonly { readonly itemId: string; readonly movementId: string }[],
): Promise<void> {
  if (lines.length === 0) return
  await tx.run(
    `update stocktaking_line l set movement_id = u.movement from unnest($3::uuid[], $4::uuid[]) as u (item, movement)
     where l.tenant_id = $1 and l.stocktaking_id = $2 and l.item_id = u.item`,
    [tenant, id, lines.map(line => line.itemId), lines.map(line => line.movementId)],
  )
}

/** Ends it. */
export async function endStocktaking(
  tx: Tx,
  tenant: string,
  id: string,
  state: 'closed' | 'cancelled',
  by: { readonly actor: string; readonly now: Date },
): Promise<void> {
  await tx.run(
    `update stocktaking set state = $3, ended_at = $4, ended_by = $5, version = version + 1 where tenant_id = $1 and id = $2`,
    [tenant, id, state, by.now, by.actor],
  )
}
