import type { Tx } from '../base/database.ts'

export const lineStates = ['uncounted', 'equal', 'different', 'booked'] as const
export type LineState = (typeof lineStates)[number]

/** A line of a stocktaking, as a person looks at it. */
export interface StocktakingLine {
  /** The item. */
  readonly id: string
  readonly itemNumber: string
  readonly name: string
  readonly gtin: string | null
  readonly state: LineState
  readonly counted: string | null
  /** What the books said when it was counted. */
  readonly booked: string | null
  /** counted − booked. */
  readonly difference: string | null
  readonly countedAt: Date | null
  readonly countedBy: string | null
  /** What the books say now, and what of it is set aside for orders. */
  readonly onHand: string
  readonly allocated: string
}

const stateOf = `case when l.counted is null then 'uncounted' when l.movement_id is not null then 'booked'
  when l.counted = l.book_quantity then 'equal' else 'different' end`

/** Lines in the order of their items' ids; `after` is the last id of the page before. */
export function listLines(
  tx: Tx,
  tenant: string,
  id: string,
  filter: { readonly state?: LineState | undefined },
  page: { readonly after?: string | undefined; readonly limit: number },
): Promise<StocktakingLine[]> {
  return tx.query<StocktakingLine>(
    `select l.item_id as id, i.item_number as "itemNumber", i.name, i.gtin, l.state, trim_scale(l.counted)::text as counted,
       trim_scale(l.book_quantity)::text as booked, trim_scale(l.counted - l.book_quantity)::text as difference,
       l.counted_at as "countedAt", l.counted_by as "countedBy", trim_scale(coalesce(s.on_hand, 0))::text as "onHand",
       trim_scale(coalesce(s.allocated, 0))::text as allocated
     from (select l.*, ${stateOf} as state from stocktaking_line l
       where l.tenant_id = $1 and l.stocktaking_id = $2 and ($3::text is null or ${stateOf} = $3)
         and ($4::uuid is null or l.item_id > $4) order by l.item_id limit $5) as l
     join item i on i.tenant_id = $1 and i.id = l.item_id
     join stocktaking t on t.tenant_id = $1 and t.id = l.stocktaking_id
     left join stock_level s on s.tenant_id = $1 and s.item_id = l.item_id and s.warehouse_id = t.warehouse_id
     order by l.item_id`,
    [tenant, id, filter.state ?? null, page.after ?? null, page.limit],
  )
}

/** How many lines of each state these stocktakings have. */
export async function countLines(
  tx: Tx,
  tenant: string,
  ids: readonly string[],
): Promise<Map<string, Readonly<Record<LineState, number>>>> {
  const rows = await tx.query<Record<LineState, number> & { id: string }>(
    `select u.id, coalesce(c.uncounted, 0)::int as uncounted, coalesce(c.equal, 0)::int as equal, coalesce(c.different, 0)::int as different,
       coalesce(c.booked, 0)::int as booked
     from unnest($2::uuid[]) as u (id) left join (
       select l.stocktaking_id as id, ${lineStates.map(state => `count(*) filter (where ${stateOf} = '${state}') as ${state}`).join(', ')}
       from stocktaking_line l where l.tenant_id = $1 and l.stocktaking_id = any($2::uuid[]) group by 1) as c on c.id = u.id`,
    [tenant, ids],
  )
  return new Map(rows.map(({ id, ...counts }) => [id, counts]))
}
