import type { Changed } from '../base/changed.ts'
import { sqlState, type Tx } from '../base/database.ts'
import { isId, newId } from '../base/ids.ts'
import { stockProblem } from './problems.ts'

export interface Warehouse {
  readonly id: string
  readonly code: string
  readonly name: string
  /** The lowest is taken from first. */
  readonly priority: number
  /** Nothing leaves it. */
  readonly lockShipment: boolean
  /** What lies in it is not offered. */
  readonly lockAvailability: boolean
  readonly active: boolean
}

export type NewWarehouse = Pick<Warehouse, 'code' | 'name'> & {
  readonly [K in 'priority' | 'lockShipment' | 'lockAvailability']?: Warehouse[K] | undefined
}

const columns = `id, code, name, priority, lock_shipment as "lockShipment", lock_availability as "lockAvailability", active`

/** Makes warehouses. A code that is taken keeps its warehouse: `exists`. One result per element. */
export async function createWarehouses(
  tx: Tx,
  tenant: string,
  warehouses: readonly NewWarehouse[],
): Promise<{ id: string; code: string; did: 'new' | 'exists' }[]> {
  const rows = [...new Map(warehouses.map(one => [one.code, { ...one, id: newId() }])).values()]
  rows.sort((a, b) => (a.code < b.code ? -1 : 1))
  await tx.run(
    `insert into warehouse (tenant_id, id, code, name, priority, lock_shipment, lock_availability)
     select $1, r.id, r.code, r.name, coalesce(r.priority, 0), coalesce(r."lockShipment", false), coalesce(r."lockAvailability", false)
     from json_to_recordset($2) as r (id uuid, code text, name text, priority integer, "lockShipment" boolean, "lockAvailability" boolean)
     on conflict (tenant_id, code) do nothing`,
    [tenant, JSON.stringify(rows)],
  )
  const stored = await tx.query<{ id: string; code: string }>(
    `select id, code from warehouse where tenant_id = $1 and code = any($2::text[])`,
    [tenant, rows.map(row => row.code)],
  )
  const ids = new Map(stored.map(row => [row.code, row.id]))
  const made = new Set(rows.map(row => row.id))
  return warehouses.map(({ code }) => {
    const id = ids.get(code) ?? ''
    return { id, code, did: made.has(id) ? 'new' : 'exists' }
  })
}

/** All warehouses, those that are taken from first at the top. A tenant has tens of them. */
export function listWarehouses(tx: Tx, tenant: string): Promise<Warehouse[]> {
  return tx.query<Warehouse>(
    `select ${columns} from warehouse where tenant_id = $1 order by priority, code`,
    [tenant],
  )
}

export type WarehouseChange = {
  readonly [K in Exclude<keyof Warehouse, 'id'>]?: Warehouse[K] | undefined
}

/**
 * Changes a warehouse. Locked for availability, or no longer: what lies in it is offered no more, or again. Throws
 * WAREHOUSE_UNKNOWN, WAREHOUSE_CODE_TAKEN.
 */
export async function changeWarehouse(
  tx: Tx,
  tenant: string,
  id: string,
  change: WarehouseChange,
): Promise<{ warehouse: Warehouse; changed: Changed }> {
  const [before] = await tx.query<Warehouse>(
    `select ${columns} from warehouse where tenant_id = $1 and id = $2 for no key update`,
    [tenant, id],
  )
  if (!before) throw stockProblem('WAREHOUSE_UNKNOWN', { warehouse: id })
  const { code = '' } = change
  const [warehouse = before] = await tx
    .query<Warehouse>(
      `update warehouse set code = coalesce($3, code), name = coalesce($4, name), priority = coalesce($5, priority),
         lock_shipment = coalesce($6, lock_shipment), lock_availability = coalesce($7, lock_availability), active = coalesce($8, active)
       where tenant_id = $1 and id = $2 returning ${columns}`,
      [
        tenant,
        id,
        change.code ?? null,
        change.name ?? null,
        change.priority ?? null,
        change.lockShipment ?? null,
        change.lockAvailability ?? null,
        change.active ?? null,
      ],
    )
    .catch(error => {
      throw sqlState(error) === '23505' ? stockProblem('WAREHOUSE_CODE_TAKEN', { code }) : error
    })
  if (before.lockAvailability === warehouse.lockAvailability) return { warehouse, changed: {} }
  const items = await tx.query<{ id: string }>(
    `select item_id as id from stock_level where tenant_id = $1 and warehouse_id = $2 and on_hand > 0 order by item_id`,
    [tenant, id],
  )
  return { warehouse, changed: items.length > 0 ? { stock: items.map(item => item.id) } : {} }
}

/** A warehouse by id or code; without a word the only one there is. Throws WAREHOUSE_UNKNOWN, WAREHOUSE_NEEDED. */
export async function warehouseOf(tx: Tx, tenant: string, idOrCode?: string): Promise<Warehouse> {
  const all = (await listWarehouses(tx, tenant)).filter(one => one.active || idOrCode !== undefined)
  const [only, another] =
    idOrCode === undefined
      ? all
      : all.filter(one => (isId(idOrCode) && one.id === idOrCode) || one.code === idOrCode)
  if (!only) throw stockProblem('WAREHOUSE_UNKNOWN', { warehouse: idOrCode ?? '' })
  if (another && idOrCode === undefined)
    throw stockProblem('WAREHOUSE_NEEDED', { known: all.map(one => one.code) })
  return only
}
