import { sqlState, type Tx } from '../base/database.ts'
import type { Facts } from '../port/connector.ts'
import { channelProblem } from './problems.ts'

/** Something of ours that orders of a channel get where they name none: a method, or a warehouse for what comes back. */
export interface Usual {
  readonly id: string
  readonly name: string
  /** What is out of use is given to no order. */
  readonly active: boolean
}

export interface ListedChannel {
  readonly id: string
  readonly name: string
  readonly connection: string
  readonly system: string
  readonly place: string
  readonly active: boolean
  readonly takeOverByItself: boolean
  readonly connectionId: string
  /** Of the channel alone, or of its connection. */
  readonly lockedAt: Date | null
  readonly lockedBy: string | null
  readonly lockReason: string | null
  readonly checksPayment: boolean
  readonly checksShipping: boolean
  /** Null: an order that names none has none. */
  readonly shippingMethod: Usual | null
  readonly paymentMethod: Usual | null
  /** Where returns of its orders are expected. Null: where they were sent from. */
  readonly returnWarehouse: Usual | null
  /** Pending orders that our stock covers are confirmed when they come in. */
  readonly confirmsByItself: boolean
  /** Whose orders those of guests are. */
  readonly guests: string
  /** What is done with an order whose customer is not sure. */
  readonly unsure: string
  /** Customers whom the shop knows and who are changed here are told to it. */
  readonly sendsCustomers: boolean
  /** What the last check of its connection found of the system. */
  readonly facts: Facts
}

/** All sales channels of connections that are not archived, by name. A tenant has tens of them, not thousands. */
export function listChannels(tx: Tx, tenant: string): Promise<ListedChannel[]> {
  return tx.query<ListedChannel>(
    `select h.id, h.name, c.name as connection, c.system, c.facts, h.place, h.active, h.take_over_by_itself as "takeOverByItself",
       c.id as "connectionId", coalesce(c.locked_at, h.locked_at) as "lockedAt",
       case when c.locked_at is null then h.locked_by else c.locked_by end as "lockedBy",
       case when c.locked_at is null then h.lock_reason else c.lock_reason end as "lockReason",
       coalesce((h.settings ->> 'checksPayment')::boolean, false) as "checksPayment",
       coalesce((h.settings ->> 'checksShipping')::boolean, false) as "checksShipping",
       coalesce((h.settings ->> 'confirmsByItself')::boolean, false) as "confirmsByItself", h.guests, h.unsure, h.sends_customers as "sendsCustomers",
       (select json_build_object('id', m.id, 'name', m.name, 'active', m.active) from shipping_method m
        where m.tenant_id = h.tenant_id and m.id = h.usual_shipping_method_id) as "shippingMethod",
       (select json_build_object('id', m.id, 'name', m.name, 'active', m.active) from payment_method m
        where m.tenant_id = h.tenant_id and m.id = h.usual_payment_method_id) as "paymentMethod",
       (select json_build_object('id', w.id, 'name', w.name, 'active', w.active) from warehouse w
        where w.tenant_id = h.tenant_id and w.id = h.return_warehouse_id) as "returnWarehouse"
     from channel h join connection c on c.tenant_id = h.tenant_id and c.id = h.connection_id
     where h.tenant_id = $1 and c.archived_at is null order by h.name`,
    [tenant],
  )
}

/** Changes what is given of a channel; ids of what is usual, empty: none any more. Throws NAME_TAKEN. */
export async function setChannel(
  tx: Tx,
  tenant: string,
  id: string,
  change: {
    name?: string | undefined
    active?: boolean | undefined
    takeOverByItself?: boolean | undefined
    checksPayment?: boolean | undefined
    checksShipping?: boolean | undefined
    confirmsByItself?: boolean | undefined
    guests?: string | undefined
    unsure?: string | undefined
    sendsCustomers?: boolean | undefined
    shippingMethodId?: string | undefined
    paymentMethodId?: string | undefined
    returnWarehouseId?: string | undefined
  },
): Promise<void> {
  if (change.active === false) await staysOff(tx, tenant, id)
  await tx
    .run(
      `update channel set name = coalesce($3, name), active = coalesce($4, active),
         take_over_by_itself = coalesce($5, take_over_by_itself),
         guests = coalesce($8, guests), unsure = coalesce($9, unsure), sends_customers = coalesce($10, sends_customers),
         settings = settings || jsonb_strip_nulls(jsonb_build_object('checksPayment', $6::boolean, 'checksShipping', $7::boolean,
           'confirmsByItself', $11::boolean)),
         usual_shipping_method_id = case when $12::text is null then usual_shipping_method_id else nullif($12, '')::uuid end,
         usual_payment_method_id = case when $13::text is null then usual_payment_method_id else nullif($13, '')::uuid end,
         return_warehouse_id = case when $14::text is null then return_warehouse_id else nullif($14, '')::uuid end
       where tenant_id = $1 and id = $2`,
      [
        tenant,
        id,
        change.name ?? null,
        change.active ?? null,
        change.takeOverByItself ?? null,
        change.checksPayment ?? null,
        change.checksShipping ?? null,
        change.guests ?? null,
        change.unsure ?? null,
        change.sendsCustomers ?? null,
        change.confirmsByItself ?? null,
        change.shippingMethodId ?? null,
        change.paymentMethodId ?? null,
        change.returnWarehouseId ?? null,
      ],
    )
    .catch(error => {
      throw sqlState(error) === '23505' ? channelProblem('NAME_TAKEN', { name: change.name ?? '' }) : error
    })
}

// Should its place be closed, or be closed at this moment, it is not on again with its place. First: who closes or opens a place locks it
// before the channel.
async function staysOff(tx: Tx, tenant: string, id: string): Promise<void> {
  await tx.run(
    `update web_place w set rests = false from channel h
     where h.tenant_id = $1 and h.id = $2 and w.tenant_id = $1 and w.connection_id = h.connection_id and w.place = h.place`,
    [tenant, id],
  )
}

/** The id of the channel of that id or name, archived or not. Throws CONNECTION_UNKNOWN. */
export async function channelIdOf(tx: Tx, tenant: string, idOrName: string): Promise<string> {
  const [row] = await tx.query<{ id: string }>(
    `select id from channel where tenant_id = $1 and (id::text = $2 or name = $2) limit 1`,
    [tenant, idOrName],
  )
  if (!row) throw channelProblem('CONNECTION_UNKNOWN', { name: idOrName })
  return row.id
}
