import type { Tx } from '../base/database.ts'
import { lockOrders } from './orderStore.ts'
import type { TidyPackage } from './packages.ts'
import { nothingCameBack } from './returnedPieces.ts'

/** A delivery note whose order is locked. */
export interface HeldDelivery {
  readonly id: string
  readonly number: string
  readonly orderId: string
  readonly shipped: boolean
  readonly reversed: boolean
  /** Some of its goods came back, or are announced to. */
  readonly returned: boolean
  /** The same of any goods of its order. */
  readonly orderReturned: boolean
  readonly packages: readonly (TidyPackage & { readonly no: number })[]
}

/** Delivery notes by id, with their orders locked. Ids that are none are absent. */
export async function holdDeliveries(
  tx: Tx,
  tenant: string,
  ids: readonly string[],
): Promise<Map<string, HeldDelivery>> {
  await lockOrders(tx, tenant, await ordersOfDeliveries(tx, tenant, ids))
  const rows = await tx.query<HeldDelivery>(
    `select d.id, d.delivery_number as number, d.order_id as "orderId", d.shipped_at is not null as shipped,
       d.reversed_at is not null as reversed, not ${nothingCameBack('d')} as returned,
       exists (select from order_return_line r where r.tenant_id = d.tenant_id and r.order_id = d.order_id
         and r.state not in ('refused', 'missing')) as "orderReturned",
       coalesce((select jsonb_agg(jsonb_build_object('no', k.package_no, 'carrier', k.carrier, 'tracking', k.tracking, 'url', k.url,
           'weight', k.weight::text, 'returnLabel', k.return_label) order by k.package_no)
         from delivery_package k where k.tenant_id = d.tenant_id and k.delivery_id = d.id), '[]') as packages
     from delivery d where d.tenant_id = $1 and d.id = any($2::uuid[]) order by d.id for no key update of d`,
    [tenant, ids],
  )
  return new Map(rows.map(row => [row.id, row]))
}

/** The orders of deliveries, each once, in the order of their ids. Locks nothing: stock is locked before. */
export async function ordersOfDeliveries(tx: Tx, tenant: string, ids: readonly string[]): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select distinct order_id as id from delivery where tenant_id = $1 and id = any($2::uuid[]) order by 1`,
    [tenant, ids],
  )
  return rows.map(row => row.id)
}

/** The ids of delivery notes by id or number, in order; undefined where there is none. */
export async function findDeliveries(
  tx: Tx,
  tenant: string,
  idsOrNumbers: readonly string[],
): Promise<(string | undefined)[]> {
  const rows = await tx.query<{ given: string; id: string }>(
    `select u.given, d.id from unnest($2::text[]) as u (given)
       join delivery d on d.tenant_id = $1 and d.delivery_number = u.given
     union all select d.id::text, d.id from delivery d where d.tenant_id = $1 and d.id = any($3::uuid[])`,
    [tenant, idsOrNumbers, idsOrNumbers.filter(isUuid)],
  )
  const found = new Map(rows.map(row => [row.given, row.id]))
  return idsOrNumbers.map(given => found.get(given) ?? found.get(given.toLowerCase()))
}

const isUuid = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)

/** Deliveries that are held were handed over then. */
export async function markShipped(
  tx: Tx,
  tenant: string,
  shipped: readonly { readonly id: string; readonly at: Date }[],
): Promise<void> {
  await tx.run(
    `update delivery d set shipped_at = r.at from json_to_recordset($2) as r (id uuid, at timestamptz)
     where d.tenant_id = $1 and d.id = r.id`,
    [tenant, JSON.stringify(shipped)],
  )
}

/** The number that a further package of a delivery gets: never one again that was taken away behind others. */
export function nextPackageNo(packages: readonly { readonly no: number }[]): number {
  return 1 + Math.max(0, ...packages.map(box => box.no))
}

/** Takes packages of a delivery that is held away, and puts others, over those of the same number. */
export async function changePackageRows(
  tx: Tx,
  tenant: string,
  deliveryId: string,
  change: {
    readonly remove: readonly number[]
    readonly put: readonly (TidyPackage & { readonly no: number })[]
  },
): Promise<void> {
  await tx.run(
    `with gone as (delete from delivery_package where tenant_id = $1 and delivery_id = $2 and package_no = any($3::int[]))
     insert into delivery_package (tenant_id, delivery_id, package_no, carrier, tracking, url, weight, return_label, order_id)
     select $1, $2, r.no, r.carrier, r.tracking, r.url, r.weight, nullif(r."returnLabel", 'null'),
       (select d.order_id from delivery d where d.tenant_id = $1 and d.id = $2 and d.reversed_at is null)
     from json_to_recordset($4) as r (no int, carrier text, tracking text, url text, weight numeric, "returnLabel" jsonb)
     on conflict (tenant_id, delivery_id, package_no) do update set carrier = excluded.carrier, tracking = excluded.tracking,
       url = excluded.url, weight = excluded.weight, return_label = excluded.return_label, order_id = excluded.order_id`,
    [tenant, deliveryId, change.remove, JSON.stringify(change.put)],
  )
}
