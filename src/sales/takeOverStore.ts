import type { Tx } from '../base/database.ts'
import type { ProblemData } from '../base/errors.ts'
import { newId } from '../base/ids.ts'
import { type Matching, usualRule } from '../customers/matchRule.ts'
import type { PersonalValue } from './editedValues.ts'
import type { WebAddress } from './webOrder.ts'

/** A web order as taking over needs it. It stays locked until the end of the transaction. */
export interface HeldWebOrder {
  readonly id: string
  readonly connectionId: string
  readonly state: 'staged' | 'taken_over' | 'cancelled'
  readonly pending: boolean
  readonly openChecks: readonly string[]
  readonly checkData: readonly { readonly code: string; readonly data: ProblemData }[] | null
  readonly remoteState: string
  readonly paymentState: string
  readonly fulfilledBy: 'channel' | null
  readonly currency: string
  readonly totalGross: string | null
  /** Its total and the prices of all its lines are known. */
  readonly priced: boolean
  readonly placedAt: Date
  readonly customerExternalId: string | null
  readonly assignedCustomerId: string | null
  readonly assignedBy: string | null
  /** A person said that it is of nobody who is known. */
  readonly assignedNew: boolean
  readonly channelId: string
  readonly channelName: string
  /** How its customer is found. */
  readonly matching: Matching
  readonly billing: WebAddress | null
  readonly shipping: WebAddress | null
  readonly paymentMethod: string | null
  /** What it gets of its channel: null where it names one itself, or there is no usual one. */
  readonly usualPaymentMethod: string | null
  readonly usualShippingMethod: string | null
  readonly paymentReference: string | null
  readonly paidAt: string | null
  readonly language: string | null
  readonly customerNote: string | null
  readonly ledgerCode: string | null
  readonly ledgerData: ProblemData | null
}

/**
 * Locks web orders with their ledger rows, in the order of their ids as the import does, and reads them. Ids that are no
 * web order are left out; with `others: 'skip'` so are those that somebody else is working on.
 */
export function holdWebOrders(
  tx: Tx,
  tenant: string,
  ids: readonly string[],
  others: 'wait' | 'skip',
): Promise<HeldWebOrder[]> {
  return tx.query<HeldWebOrder>(
    `select w.id, w.connection_id as "connectionId", w.state, w.pending, w.open_checks as "openChecks", w.check_data as "checkData",
       w.remote_state as "remoteState", w.payment_state as "paymentState", w.fulfilled_by as "fulfilledBy", w.currency,
       w.total_gross as "totalGross", w.total_gross is not null and (not w.pending or not exists (
         select from web_order_line n where n.tenant_id = w.tenant_id and n.web_order_id = w.id
           and n.unit_net is null and n.unit_gross is null)) as priced, w.placed_at as "placedAt", w.customer_external_id as "customerExternalId",
       w.assigned_customer_id as "assignedCustomerId", w.assigned_by as "assignedBy", w.record -> 'billing' as billing,
       w.record -> 'shipping' as shipping, w.record -> 'payment' ->> 'method' as "paymentMethod",
       w.record -> 'payment' ->> 'reference' as "paymentReference", w.record -> 'payment' ->> 'paidAt' as "paidAt",
       w.record ->> 'language' as language, w.record ->> 'customerNote' as "customerNote", l.code as "ledgerCode", l.data as "ledgerData", w.assigned_new as "assignedNew",
       (select m.name from payment_method m where m.tenant_id = w.tenant_id and m.id = h.usual_payment_method_id and m.active
          and not ${isSaid(`w.record -> 'payment' ->> 'method'`)}) as "usualPaymentMethod",
       (select m.name from shipping_method m where m.tenant_id = w.tenant_id and m.id = h.usual_shipping_method_id and m.active
          and w.fulfilled_by is null and not ${isSaid(`w.record -> 'delivery' ->> 'method'`)}
          and not ${isSaid(`w.record -> 'delivery' ->> 'carrier'`)}) as "usualShippingMethod",
       h.id as "channelId", h.name as "channelName", json_build_object('guests', h.guests, 'unsure', h.unsure,
         'automaticFrom', coalesce(m.automatic_from, $3), 'askFrom', coalesce(m.ask_from, $4)) as matching
     from ledger l join web_order w on w.tenant_id = l.tenant_id and w.id = l.id
       join channel h on h.tenant_id = w.tenant_id and h.id = w.channel_id left join match_rule m on m.tenant_id = l.tenant_id
     where l.tenant_id = $1 and l.id = any($2::uuid[])
     order by l.id for no key update of l, w ${others === 'skip' ? 'skip locked' : ''}`,
    [tenant, ids, usualRule.automaticFrom, usualRule.askFrom],
  )
}

// SQL: whether a text says anything.
function isSaid(text: string): string {
  return `coalesce(${text} ~ '\\S', false)`
}

/** Ids of web orders that nothing keeps from being taken over, of these channels; oldest id first. */
export async function readyWebOrders(
  tx: Tx,
  tenant: string,
  of: { readonly connectionId: string; readonly channelIds: readonly string[]; readonly limit: number },
): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select id from web_order where tenant_id = $1 and connection_id = $2 and channel_id = any($3::uuid[])
       and state = 'staged' and open_checks = '{}' order by id limit $4`,
    [tenant, of.connectionId, of.channelIds, of.limit],
  )
  return rows.map(row => row.id)
}

/** Web orders leave the inbox: taken over. Their quantities do not count as staged any more. */
export async function leaveInbox(
  tx: Tx,
  tenant: string,
  ids: readonly string[],
  to: { readonly state: 'taken_over' | 'cancelled'; readonly now: Date },
): Promise<void> {
  if (ids.length === 0) return
  await Promise.all([
    tx.run(
      `update web_order set state = $3, version = version + 1, changed_at = $4,
         open_checks = case $3 when 'taken_over' then '{}' else open_checks end, check_data = case $3 when 'taken_over' then null else check_data end
       where tenant_id = $1 and id = any($2::uuid[])`,
      [tenant, ids, to.state, to.now],
    ),
    tx.run(
      `update web_order_line set staged = false where tenant_id = $1 and web_order_id = any($2::uuid[]) and staged`,
      [tenant, ids],
    ),
  ])
}

/** Web orders stay in the inbox and say why. Answers nothing; a code that stands there already stays once. */
export async function addChecks(
  tx: Tx,
  tenant: string,
  checks: readonly { readonly id: string; readonly code: string; readonly data: ProblemData }[],
  now: Date,
): Promise<void> {
  if (checks.length === 0) return
  await tx.run(
    `update web_order w set open_checks = w.open_checks || r.code, version = w.version + 1, changed_at = $3,
       check_data = coalesce(w.check_data, '[]') || jsonb_build_array(jsonb_build_object('code', r.code, 'data', r.data))
     from json_to_recordset($2) as r (id uuid, code text, data jsonb)
     where w.tenant_id = $1 and w.id = r.id and w.state = 'staged' and not w.open_checks @> array[r.code]`,
    [tenant, JSON.stringify(checks), now],
  )
}

/** Takes checks of these codes away from web orders that are held: they are looked at anew. */
export async function clearChecks(
  tx: Tx,
  tenant: string,
  ids: readonly string[],
  codes: readonly string[],
): Promise<void> {
  if (ids.length === 0) return
  await tx.run(
    `update web_order w set version = w.version + 1,
       open_checks = array(select code from unnest(w.open_checks) as code where not code = any($3::text[])),
       check_data = (select nullif(coalesce(jsonb_agg(one), '[]'), '[]') from jsonb_array_elements(w.check_data) as one
         where not one ->> 'code' = any($3::text[]))
     where w.tenant_id = $1 and w.id = any($2::uuid[]) and w.state = 'staged' and w.open_checks && $3::text[]`,
    [tenant, ids, codes],
  )
}

/**
 * What happened to orders, one line each: event and figures, with the version that the order has by then. History stays for good: what
 * tells of a person, and what people write in their own words, goes into `personal`, which is kept apart and can be forgotten. The version
 * is looked up where nobody says it.
 */
export async function rememberOrders(
  tx: Tx,
  tenant: string,
  events: readonly {
    readonly id?: string
    readonly orderId: string
    readonly event: string
    readonly data: object
    readonly version?: number
    readonly personal?: readonly PersonalValue[]
  }[],
  by: { readonly name: string; readonly now: Date },
): Promise<void> {
  if (events.length === 0) return
  const list = events.map(({ personal = [], ...event }) => ({ id: newId(), ...event, personal }))
  const rows = list.map(({ personal: _, ...row }) => row)
  await tx.run(
    `insert into sales_order_history (tenant_id, order_id, id, at, actor, event, data, version)
     select $1, r."orderId", r.id, $3, $4, r.event, r.data,
       coalesce(r.version, (select o.version from sales_order o where o.tenant_id = $1 and o.id = r."orderId"))
     from json_to_recordset($2) as r ("orderId" uuid, id uuid, event text, data jsonb, version int)`,
    [tenant, JSON.stringify(rows), by.now, by.name],
  )
  const values = list.flatMap(({ id, orderId, personal }) =>
    personal.map(value => ({ eventId: id, orderId, ...value })),
  )
  if (values.length === 0) return
  await tx.run(
    `insert into sales_order_edit_value (tenant_id, order_id, event_id, field, before, after)
     select $1, r."orderId", r."eventId", r.field, r.before, r.after
     from json_to_recordset($2) as r ("orderId" uuid, "eventId" uuid, field text, before jsonb, after jsonb)`,
    [tenant, JSON.stringify(values)],
  )
}

/** Words of a person, as an event keeps them apart; none where nothing was said. */
export function ownWords(reason: string | null | undefined): PersonalValue[] {
  return reason ? [{ field: 'reason', before: null, after: reason }] : []
}

/** The sales orders that were made of web orders, by the id of the web order. */
export async function ordersOf(
  tx: Tx,
  tenant: string,
  webOrderIds: readonly string[],
): Promise<Map<string, { readonly id: string; readonly number: string }>> {
  if (webOrderIds.length === 0) return new Map()
  const rows = await tx.query<{ web: string; id: string; number: string }>(
    `select web_order_id as web, id, order_number as number from sales_order where tenant_id = $1 and web_order_id = any($2::uuid[])`,
    [tenant, webOrderIds],
  )
  return new Map(rows.map(({ web, ...order }) => [web, order]))
}

/** Web customers that came as records of their own belong to the customer that their first order found. */
export async function matchWebCustomers(
  tx: Tx,
  tenant: string,
  matches: readonly {
    readonly connectionId: string
    readonly externalId: string
    readonly customerId: string
  }[],
): Promise<void> {
  if (matches.length === 0) return
  await tx.run(
    `update web_customer c set customer_id = r."customerId", version = c.version + 1
     from json_to_recordset($2) as r ("connectionId" uuid, "externalId" text, "customerId" uuid)
       join ledger l on l.tenant_id = $1 and l.connection_id = r."connectionId" and l.kind = 'customer' and l.external_id = r."externalId"
     where c.tenant_id = $1 and c.id = l.id and c.customer_id is null`,
    [tenant, JSON.stringify(matches)],
  )
}

/** Notes which customer a person chose for web orders that are held, or that it is a new one; null: none any more. */
export async function storeAssignments(
  tx: Tx,
  tenant: string,
  ids: readonly string[],
  to: { readonly customerId: string | null; readonly isNew: boolean; readonly by: string },
): Promise<void> {
  if (ids.length === 0) return
  await tx.run(
    `update web_order set assigned_customer_id = $3, assigned_new = $5, version = version + 1,
       assigned_by = case when $3::uuid is null and not $5 then null else $4 end
     where tenant_id = $1 and id = any($2::uuid[])`,
    [tenant, ids, to.customerId, to.by, to.isNew],
  )
}

/** Ids of all web orders that may be taken over now, besides those that only a choice of customer or another try needs. */
export async function openWebOrders(
  tx: Tx,
  tenant: string,
  besides: readonly string[],
  after: string | null,
  limit: number,
): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select id from web_order where tenant_id = $1 and state = 'staged' and open_checks <@ $2::text[] and ($3::uuid is null or id > $3)
     order by id limit $4`,
    [tenant, besides, after, limit],
  )
  return rows.map(row => row.id)
}
