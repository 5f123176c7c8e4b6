import type { Tx } from '../base/database.ts'
import { isId, newId } from '../base/ids.ts'
import type { Doing } from './orderStore.ts'
import { salesProblem } from './problems.ts'
import { rememberOrders } from './takeOverStore.ts'

/** A colour that orders are marked with, and what it means here. */
export interface OrderColour {
  readonly id: string
  readonly name: string
  /** As #rrggbb. */
  readonly colour: string
  readonly sort: number
}

/** All colours in their order; a tenant has a handful. */
export function listColours(tx: Tx, tenant: string): Promise<OrderColour[]> {
  return tx.query<OrderColour>(
    `select id, name, colour, sort from order_colour where tenant_id = $1 order by sort, name`,
    [tenant],
  )
}

/** Makes colours, or changes those that have the name; one result per element, in order. */
export async function putColours(
  tx: Tx,
  tenant: string,
  colours: readonly { readonly name: string; readonly colour: string; readonly sort: number }[],
): Promise<OrderColour[]> {
  const rows = [...new Map(colours.map(one => [one.name, { id: newId(), ...one }])).values()]
  const stored = await tx.query<OrderColour>(
    `insert into order_colour (tenant_id, id, name, colour, sort)
     select $1, r.id, r.name, r.colour, r.sort from json_to_recordset($2) as r (id uuid, name text, colour text, sort int) order by r.name
     on conflict (tenant_id, name) do update set colour = excluded.colour, sort = excluded.sort returning id, name, colour, sort`,
    [tenant, JSON.stringify(rows)],
  )
  const byName = new Map(stored.map(one => [one.name, one]))
  return colours.flatMap(({ name }) => byName.get(name) ?? [])
}

/** Takes colours away, from the orders too that have one. Answers which there were. */
export async function removeColours(
  tx: Tx,
  tenant: string,
  ids: readonly string[],
  by: Doing,
): Promise<string[]> {
  const marked = await tx.query<{ id: string }>(
    `select id from sales_order where tenant_id = $1 and colour_id = any($2::uuid[])`,
    [tenant, ids],
  )
  await colourOrders(
    tx,
    tenant,
    marked.map(row => ({ orderId: row.id, colourId: null })),
    by,
  )
  const gone = await tx.query<{ id: string }>(
    `delete from order_colour where tenant_id = $1 and id = any($2::uuid[]) returning id`,
    [tenant, ids],
  )
  return gone.map(row => row.id)
}

export interface ColourResult {
  readonly orderId: string
  readonly did: 'coloured' | 'unchanged' | 'refused'
  readonly code?: string
  readonly data?: { readonly id: string }
}

/**
 * Marks orders with colours, or with none (null). One result per element, in order; ORDER_UNKNOWN. No channel is told: a colour is
 * ours. The version of the order stays: nobody who edits it is disturbed.
 */
export async function colourOrders(
  tx: Tx,
  tenant: string,
  wishes: readonly { readonly orderId: string; readonly colourId: string | null }[],
  by: Doing,
): Promise<ColourResult[]> {
  const last = [...new Map(wishes.map(wish => [wish.orderId, wish])).values()]
  const known = await tx.query<{ id: string; before: string | null }>(
    `select id, colour_id as before from sales_order where tenant_id = $1 and id = any($2::uuid[]) order by id for no key update`,
    [tenant, last.map(wish => wish.orderId)],
  )
  const before = new Map(known.map(row => [row.id, row.before]))
  const changed = last.filter(
    ({ orderId, colourId }) => before.has(orderId) && before.get(orderId) !== colourId,
  )
  if (changed.length > 0) {
    await tx.run(
      `update sales_order o set colour_id = r."colourId", changed_at = $3 from json_to_recordset($2) as r ("orderId" uuid, "colourId" uuid)
       where o.tenant_id = $1 and o.id = r."orderId"`,
      [tenant, JSON.stringify(changed), by.now],
    )
    const events = changed.map(({ orderId, colourId }) => ({
      orderId,
      event: 'coloured',
      data: { changes: { colour: { from: before.get(orderId) ?? null, to: colourId } } },
    }))
    await rememberOrders(tx, tenant, events, by)
  }
  const moved = new Set(changed.map(one => one.orderId))
  return wishes.map(({ orderId }) =>
    before.has(orderId)
      ? { orderId, did: moved.has(orderId) ? 'coloured' : 'unchanged' }
      : { orderId, did: 'refused', code: 'ORDER_UNKNOWN', data: { id: orderId } },
  )
}

/** The ids of colours by id or name. Throws COLOUR_UNKNOWN. */
export async function colourIdsOf(tx: Tx, tenant: string, idsOrNames: readonly string[]): Promise<string[]> {
  const all = await listColours(tx, tenant)
  return idsOrNames.map(asked => {
    const found = all.find(one => one.name === asked || (isId(asked) && one.id === asked.toLowerCase()))
    if (!found) throw salesProblem('COLOUR_UNKNOWN', { colour: asked, known: all.map(one => one.name) })
    return found.id
  })
}
