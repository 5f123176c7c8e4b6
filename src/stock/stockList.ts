import type { Tx } from '../base/database.ts'
import { type ItemFilter, type ItemPage, type ListedItem, listAndCountItems } from '../catalog/listItems.ts'
import { offersFor, type StockFigures, stockFigures } from './offers.ts'

/** An item with its quantities over all warehouses, and what a channel may offer of it. */
export interface StockRow extends Omit<ListedItem, 'netPrice' | 'grossPrice'>, Omit<StockFigures, 'itemId'> {
  /** What the channel of the filter may offer; null where none is named. */
  readonly offered: string | null
}

/** Items with their quantities, in the order of the page; counting stops at `most`. Costs what the page holds. */
export async function listStock(
  tx: Tx,
  tenant: string,
  filter: ItemFilter,
  page: ItemPage,
  most: number,
): Promise<{ rows: StockRow[]; count: number }> {
  const { rows: items, count } = await listAndCountItems(tx, tenant, filter, page, most)
  const itemIds = items.map(item => item.id)
  const [figures, offers] = await Promise.all([
    stockFigures(tx, tenant, itemIds),
    filter.channelId === undefined ? [] : offersFor(tx, tenant, { channelId: filter.channelId, itemIds }),
  ])
  const rows = items.map(({ netPrice, grossPrice, ...item }, place) => {
    const figure = figures[place]
    if (!figure) throw new TypeError('figures come in the order of the ids')
    const { itemId, ...quantities } = figure
    return { ...item, ...quantities, offered: offers[place]?.offered ?? null }
  })
  return { rows, count }
}

/** A movement, as a person looks it up. */
export interface ListedMovement {
  readonly id: string
  readonly at: Date
  readonly itemId: string
  readonly itemNumber: string
  readonly name: string
  readonly warehouse: string
  readonly quantity: string
  readonly reason: string
  /** What it came of, and its id: movements of one act share it. */
  readonly causeKind: string
  readonly causeId: string
  /** The reason that somebody chose from the list of their own. */
  readonly adjustmentReason: string | null
  readonly actor: string
  readonly note: string | null
}

export interface MovementFilter {
  readonly itemId?: string | undefined
  readonly warehouseId?: string | undefined
  /** What it came of, and of which. */
  readonly causeKind?: string | undefined
  readonly causeId?: string | undefined
}

// Values that are null make their condition `true` before the plan is chosen, so one text uses the index that fits.
const matches = `m.tenant_id = $1 and ($2::uuid is null or m.item_id = $2) and ($3::uuid is null or m.warehouse_id = $3)
  and ($4::text is null or m.cause_kind = $4) and ($5::uuid is null or m.cause_id = $5)`

function filterValues(tenant: string, filter: MovementFilter): unknown[] {
  const { itemId = null, warehouseId = null, causeKind = null, causeId = null } = filter
  return [tenant, itemId, warehouseId, causeKind, causeId]
}

/** Movements, newest first; `after` is the last id of the page before. */
export function listMovements(
  tx: Tx,
  tenant: string,
  filter: MovementFilter,
  page: { readonly after?: string | undefined; readonly limit: number },
): Promise<ListedMovement[]> {
  return tx.query<ListedMovement>(
    `select m.id, m.at, m.item_id as "itemId", i.item_number as "itemNumber", i.name, w.code as warehouse,
       trim_scale(m.quantity)::text as quantity, m.reason, m.cause_kind as "causeKind", m.cause_id as "causeId",
       r.name as "adjustmentReason", m.actor, m.note
     from (select * from stock_movement m where ${matches} and ($6::uuid is null or m.id < $6) order by m.id desc limit $7) as m
     join item i on i.tenant_id = $1 and i.id = m.item_id
     join warehouse w on w.tenant_id = $1 and w.id = m.warehouse_id
     left join adjustment_reason r on r.tenant_id = $1 and r.id = m.adjustment_reason_id
     order by m.id desc`,
    [...filterValues(tenant, filter), page.after ?? null, page.limit],
  )
}

/** How many movements match; counting stops at `most`. */
export async function countMovements(
  tx: Tx,
  tenant: string,
  filter: MovementFilter,
  most: number,
): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    `select count(*)::int as count from (select from stock_movement m where ${matches} limit $6) as counted`,
    [...filterValues(tenant, filter), most],
  )
  return row?.count ?? 0
}
