import type { Tx } from '../../src/base/database.ts'
import { itemsForChannel } from '../../src/catalog/itemsForChannel.ts'
import { verify } from '../../src/sync/verify.ts'
import { canonical } from '../../testkit/jtlConnector/decimals.ts'
import { parcelsDiffer, reckonItems } from '../kills/reckoned.ts'
import type { ChaosWorld, Stall } from './chaosWorld.ts'
import type { Merchant } from './merchant.ts'
import type { OrderThere } from './outlets.ts'

/**
 * What must hold at every moment, whatever was killed: what a shop was told to be stored is stored, under the number that it was
 * told; nothing is there twice; every promise that data can show. Returns what is wrong.
 */
export async function brokenPromises(world: ChaosWorld): Promise<string[]> {
  // First what the shops were told, then the database: what is told later may be stored later.
  const told = world.stalls.map(stall => ({ stall, said: stall.outlet.saidStored() }))
  const doubled = world.stalls.flatMap(stall => stall.outlet.doubled())
  return await world.look(async tx => {
    const wrong = [...doubled, ...(await twice(tx, world.tenant))]
    for (const { stall, said } of told) {
      const rows = await tx.query<{ what: string }>(
        `select a.kind || ' ' || a.theirs || ' ' || a.no as what from unnest($3::text[], $4::text[], $5::int[]) as a (kind, theirs, no)
         where not exists (select from ledger l join link k on k.tenant_id = l.tenant_id and k.connection_id = l.connection_id
           and k.kind = l.kind and k.object_id = l.id
           where l.tenant_id = $1 and l.connection_id = $2 and l.kind = a.kind and l.external_id = a.theirs and k.key_no = a.no)`,
        [
          world.tenant,
          stall.connectionId,
          said.map(one => one.kind),
          said.map(one => one.theirs),
          said.map(one => one.no),
        ],
      )
      wrong.push(...rows.map(row => `${stall.name} was told that ${row.what} is stored, and it is not`))
    }
    const findings = await verify(tx, world.tenant)
    for (const { ok, promise, count, wrong: such } of findings)
      if (!ok) wrong.push(`verify: ${promise}: ${count}, such as ${such.slice(0, 3).join('; ')}`)
    return wrong
  })
}

async function twice(tx: Tx, tenant: string): Promise<string[]> {
  const rows = await tx.query<{ what: string }>(
    `select 'web order ' || external_number as what from web_order where tenant_id = $1 group by connection_id, external_number having count(*) > 1
     union all
     select 'sales order ' || external_number from sales_order where tenant_id = $1 group by connection_id, external_number having count(*) > 1
     union all
     select 'parcel ' || tracking from delivery_package where tenant_id = $1 group by tracking having count(*) > 1`,
    [tenant],
  )
  return rows.map(row => `${row.what} is there twice`)
}

/** What is still to be done: due, in flight, not acknowledged, not taken over. Empty when everything has settled. */
export async function openWork(world: ChaosWorld): Promise<string[]> {
  const rows = await world.look(tx =>
    tx.query<{ what: string }>(
      `select 'due ' || d.kind || ' at ' || c.name as what from due d join channel c on c.tenant_id = $1 and c.id = d.channel_id where d.tenant_id = $1
       union all select 'sweep ' || kind from sweep where tenant_id = $1
       union all select 'in flight ' || kind || ' ' || coalesce(ticket, '') from channel_object
         where tenant_id = $1 and (in_flight_run is not null or ticket is not null)
       union all select 'acknowledgement ' || kind from ack_outbox where tenant_id = $1 and gone_at is null
       union all select 'page' from inbound_page where tenant_id = $1 and state = 'received'
       union all select 'lane ' || kind from sync_lane where tenant_id = $1 and (holder is not null or wanted > served)
       union all select 'staged ' || external_number || ' ' || array_to_string(open_checks, ',') from web_order
         where tenant_id = $1 and state = 'staged' and open_checks = '{}'
       union all select 'waiting ' || kind || ' ' || external_id from ledger where tenant_id = $1 and outcome = 'waiting'`,
      [world.tenant],
    ),
  )
  return [
    ...rows.map(row => row.what),
    ...world.stalls.flatMap(({ name, outlet }) =>
      outlet.waiting() > 0 ? [`${outlet.waiting()} records wait at ${name}`] : [],
    ),
  ]
}

/** How the last runs of each connection ended, for whoever looks for the cause. */
export function lastRuns(world: ChaosWorld): Promise<string[]> {
  return world.look(async tx => {
    const rows = await tx.query<{ what: string }>(
      `select c.name || ' ' || r.what as what from connection c cross join lateral (
         select concat_ws(' ', r.lane, r.state, r.started_at::time, r.error::text, r.figures::text, r.notes::text) as what
         from sync_run r where r.tenant_id = $1 and r.connection_id = c.id order by r.started_at desc limit 8) r
       where c.tenant_id = $1
       union all select 'lane ' || c.name || ' ' || to_jsonb(l)::text from sync_lane l join connection c on c.tenant_id = $1 and c.id = l.connection_id where l.tenant_id = $1
       union all select 'page ' || concat_ws(' ', c.name, p.kind, p.stored_at, p.sealed is not null, p.code, r.lane, r.state)
         from inbound_page p join connection c on c.tenant_id = $1 and c.id = p.connection_id
         left join sync_run r on r.tenant_id = $1 and r.id = p.run_id where p.tenant_id = $1 and p.state = 'received'
       union all select 'health ' || to_jsonb(h)::text from connection_health h where h.tenant_id = $1
       union all select 'connection ' || to_jsonb(c)::text from connection c where c.tenant_id = $1`,
      [world.tenant],
    )
    return rows.map(row => row.what)
  })
}

/** Equal texts counted: `due item at Nord (12)`. */
export function counted(list: readonly string[]): string {
  return [...Map.groupBy(list, one => one)].map(([what, { length }]) => `${what} (${length})`).join(', ')
}

/**
 * What must hold in the end, when all has settled: exactly the orders of each shop, once, with its newest content; stock,
 * prices, texts and states at every shop as we have them; every booking of the merchant once. Returns what is wrong.
 */
export async function differences(world: ChaosWorld, merchant: Merchant): Promise<string[]> {
  return await world.look(async tx => {
    const wrong = await bookedWrong(tx, world, merchant)
    const free = new Map((await reckonItems(tx, world.tenant)).map(item => [item.id, item.free]))
    for (const stall of world.stalls) {
      const found = [
        ...(await ordersDiffer(tx, world.tenant, stall)),
        ...(await itemsDiffer(tx, world.tenant, stall, free)),
        ...(await statesDiffer(tx, world.tenant, stall)),
        ...(await parcelsDiffer(tx, world.tenant, stall.outlet.parcels(), stall.connectionId)),
        ...(await refusals(tx, world.tenant, stall)),
      ]
      wrong.push(...found.map(text => `${stall.name}: ${text}`))
    }
    return wrong
  })
}

async function bookedWrong(tx: Tx, { tenant }: ChaosWorld, { booked }: Merchant): Promise<string[]> {
  const rows = await tx.query<{ id: string; sum: number }>(
    `select item_id as id, sum(quantity)::int as sum from stock_movement where tenant_id = $1 and note = 'chaos' group by 1`,
    [tenant],
  )
  const here = new Map(rows.map(row => [row.id, row.sum]))
  return [...new Set([...booked.keys(), ...here.keys()])].flatMap(id =>
    differs(`pieces of ${id} that were booked`, here.get(id) ?? 0, booked.get(id) ?? 0),
  )
}

interface OrderHere {
  readonly id: string
  readonly number: string | null
  readonly outcome: string
  readonly code: string | null
  readonly changed: boolean
  readonly cancelled: boolean
  readonly total: string | null
  readonly lines: readonly (readonly [sku: string, quantity: string, gross: string])[] | null
}

async function ordersDiffer(tx: Tx, tenant: string, { connectionId, outlet }: Stall): Promise<string[]> {
  const here = await tx.query<OrderHere>(
    `select l.external_id as id, w.external_number as number, l.outcome, l.code, w.total_gross::text as total,
       coalesce(l.code = 'CHANGED_AT_CHANNEL', false) as changed,
       (w.state = 'cancelled' or o.cancelled_at is not null) as cancelled,
       (select jsonb_agg(jsonb_build_array(coalesce(n.sku, ''), n.quantity::text, n.unit_gross::text) order by n.line_no)
        from web_order_line n where n.tenant_id = $1 and n.web_order_id = w.id) as lines
     from ledger l left join web_order w on w.tenant_id = $1 and w.id = l.id
       left join sales_order o on o.tenant_id = $1 and o.web_order_id = w.id
     where l.tenant_id = $1 and l.connection_id = $2 and l.kind = 'order'`,
    [tenant, connectionId],
  )
  const there = new Map(outlet.orders().map(order => [order.id, order]))
  const known = new Set(here.map(order => order.id))
  const lost = [...there.keys()].filter(id => !known.has(id)).map(id => `order ${id} is lost`)
  return lost.concat(here.flatMap(order => orderDiffers(order, there.get(order.id))))
}

function orderDiffers(order: OrderHere, own: OrderThere | undefined): string[] {
  const at = `order ${order.id}`
  if (!own) return [`${at} is not the shop's`]
  if (order.outcome !== 'taken_over' && !(own.cancelled && order.outcome === 'ignored'))
    return [`${at} is ${order.outcome} (${order.code})`]
  const number = differs(`number of ${at}`, order.number, own.number)
  // Changed or cancelled there after we took it over: a person decides, ours stays as it was.
  if (order.changed || own.cancelled || order.cancelled) return number
  const lines = (list: OrderHere['lines']) => (list ?? []).map(line => line.map(exact).join(' ')).join(' | ')
  return [
    ...number,
    ...differs(`total of ${at}`, exact(order.total ?? ''), exact(own.total)),
    ...differs(`lines of ${at}`, lines(order.lines), lines(own.lines)),
  ]
}

async function itemsDiffer(
  tx: Tx,
  tenant: string,
  { channelId, outlet }: Stall,
  free: ReadonlyMap<string, string>,
): Promise<string[]> {
  const wanted = await itemsForChannel(tx, tenant, { channelId, itemIds: [...free.keys()], now: new Date() })
  const there = outlet.items()
  const told = await everTold(tx, tenant, channelId, 'item')
  return wanted.flatMap(item => {
    if (!item) return []
    const { itemNumber, texts, prices, active } = item
    const shown = there.get(itemNumber)
    // What was never sent there, the shop sells on its own account.
    if (!active)
      return shown?.active && exact(shown.pieces ?? '0') !== '0' && told.has(item.id)
        ? [`${itemNumber} is offered all the same: ${told.get(item.id)}`]
        : []
    if (!shown) return [`${itemNumber} is not shown`]
    return [
      ...differs(`pieces of ${itemNumber}`, exact(shown.pieces ?? ''), exact(free.get(item.id) ?? '')),
      ...differs(`price of ${itemNumber}`, exact(shown.net ?? ''), exact(prices[0]?.scales[0]?.net ?? '')),
      ...differs(`name of ${itemNumber}`, shown.name, texts['de']?.name),
      ...(shown.active ? [] : [`${itemNumber} is not active there`]),
    ]
  })
}

/** What a channel was told of objects of a kind, and what it answered, by object. */
async function everTold(
  tx: Tx,
  tenant: string,
  channelId: string,
  object: 'item' | 'order',
): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.query<{ id: string; what: string }>(
    `select object_id as id, string_agg(concat_ws(' ', at::time(3), operation, kind, result, code, case when kind = 'order_status' then fields end), ', ' order by id) as what
     from journal where tenant_id = $1 and channel_id = $2 and object = $3 group by 1`,
    [tenant, channelId, object],
  )
  return new Map(rows.map(row => [row.id, row.what]))
}

async function statesDiffer(
  tx: Tx,
  tenant: string,
  { connectionId, channelId, outlet }: Stall,
): Promise<string[]> {
  const journal = await everTold(tx, tenant, channelId, 'order')
  const orders = await tx.query<{
    id: string
    own: string
    delivery: string
    payment: string
    cancelled: boolean
  }>(
    `select l.external_id as id, o.id as own, o.delivery_state as delivery, o.payment_state as payment, o.cancelled_at is not null as cancelled
     from sales_order o join ledger l on l.tenant_id = $1 and l.id = o.web_order_id
     where o.tenant_id = $1 and l.connection_id = $2`,
    [tenant, connectionId],
  )
  const byShop = new Set(outlet.orders().flatMap(order => (order.cancelled ? [order.id] : [])))
  return orders.flatMap(({ id, own, delivery, payment, cancelled }) => {
    // What a shop has cancelled by itself it is told nothing of any more.
    if (byShop.has(id)) return []
    const told = outlet.statusOf(id)
    if (!told) return delivery === 'open' && !cancelled ? [] : [`order ${id}: ${delivery} was not told`]
    return [
      ...differs(`delivery of order ${id}`, told.delivery, cancelled ? 'cancelled' : delivery),
      ...differs(`payment of order ${id}`, told.payment, payment),
    ].map(text => `${text}: ${journal.get(own)}`)
  })
}

async function refusals(tx: Tx, tenant: string, { channelId }: Stall): Promise<string[]> {
  const rows = await tx.query<{ what: string }>(
    `select 'refused: ' || rejected_kind || ' ' || object_id || ': ' || rejected_code || ': ' || coalesce(rejected_text, '') as what
     from channel_object where tenant_id = $1 and channel_id = $2 and rejected_code is not null`,
    [tenant, channelId],
  )
  return rows.map(row => row.what)
}

/** Decimal texts in one form; other texts as they are. */
function exact(text: string): string {
  return /^-?\d+(\.\d+)?$/.test(text) ? canonical(text) : text
}

function differs(what: string, got: unknown, expected: unknown): string[] {
  return got === expected ? [] : [`${what}: ${String(got)} instead of ${String(expected)}`]
}
