import type { Tx } from '../base/database.ts'
import { newId } from '../base/ids.ts'
import { salesProblem } from './problems.ts'

export const methodKinds = ['payment_method', 'shipping_method'] as const
export type MethodKind = (typeof methodKinds)[number]

/** How is paid, or sent: a name of our own that those of the channels are mapped to. */
export interface Method {
  readonly id: string
  readonly code: string
  readonly name: string
  readonly active: boolean
  /** Only of payment methods: whether an order may be shipped before it is paid. */
  readonly shipBeforePayment?: boolean
}

// The two tables are alike; which one is chosen here and nowhere by what somebody typed.
const tableOf: Readonly<Record<MethodKind, string>> = {
  payment_method: 'payment_method',
  shipping_method: 'shipping_method',
}
const columnsOf: Readonly<Record<MethodKind, string>> = {
  payment_method: 'id, code, name, active, ship_before_payment as "shipBeforePayment"',
  shipping_method: 'id, code, name, active',
}

/** All methods of a kind by name. A tenant has tens of them. */
export function listMethods(tx: Tx, tenant: string, kind: MethodKind): Promise<Method[]> {
  return tx.query<Method>(
    `select ${columnsOf[kind]} from ${tableOf[kind]} where tenant_id = $1 order by name, code`,
    [tenant],
  )
}

/**
 * Makes methods, or renames and (de)activates those whose code is there; one result per element, in order. Whether it ships before
 * payment stays as it is where nothing is said; a new one does.
 */
export async function putMethods(
  tx: Tx,
  tenant: string,
  kind: MethodKind,
  methods: readonly {
    readonly code: string
    readonly name: string
    readonly active: boolean
    readonly shipBeforePayment?: boolean | undefined
  }[],
): Promise<Method[]> {
  const rows = [...new Map(methods.map(one => [one.code, { id: newId(), ...one }])).values()]
  await tx.run(
    `insert into ${tableOf[kind]} (tenant_id, id, code, name, active)
     select $1, r.id, r.code, r.name, r.active from json_to_recordset($2) as r (id uuid, code text, name text, active boolean) order by r.code
     on conflict (tenant_id, code) do update set name = excluded.name, active = excluded.active`,
    [tenant, JSON.stringify(rows)],
  )
  if (kind === 'payment_method')
    await tx.run(
      `update payment_method p set ship_before_payment = r."shipBeforePayment"
       from json_to_recordset($2) as r (code text, "shipBeforePayment" boolean)
       where p.tenant_id = $1 and p.code = r.code and r."shipBeforePayment" is not null`,
      [tenant, JSON.stringify(rows)],
    )
  const stored = await tx.query<Method>(
    `select ${columnsOf[kind]} from ${tableOf[kind]} where tenant_id = $1 and code = any($2::text[])`,
    [tenant, rows.map(row => row.code)],
  )
  const byCode = new Map(stored.map(one => [one.code, one]))
  return methods.map(({ code }) => {
    const one = byCode.get(code)
    if (!one) throw new TypeError(`no row for ${code}`)
    return one
  })
}

/** The methods that were named, by what they were named with: id, code, or name. Throws METHOD_UNKNOWN. */
export async function methodsNamed(
  tx: Tx,
  tenant: string,
  kind: MethodKind,
  names: readonly string[],
): Promise<Map<string, Method>> {
  const all = names.length === 0 ? [] : await listMethods(tx, tenant, kind)
  return new Map(
    names.map(name => {
      const one = all.find(method => method.id === name || method.code === name || method.name === name)
      if (!one) throw salesProblem('METHOD_UNKNOWN', { name, known: all.map(method => method.code) })
      return [name, one]
    }),
  )
}

/** How orders of a channel were paid, or are to be sent, in the shop's words: those of its newest 2,000. */
export function methodsSeen(tx: Tx, tenant: string, channelId: string, kind: MethodKind): Promise<string[]> {
  const field = kind === 'payment_method' ? `'payment'` : `'delivery'`
  return tx
    .query<{ method: string }>(
      `select distinct method from (select record -> ${field} ->> 'method' as method from web_order
         where tenant_id = $1 and channel_id = $2 order by id desc limit 2000) o where method <> '' order by method`,
      [tenant, channelId],
    )
    .then(rows => rows.map(row => row.method))
}

/**
 * SQL: whether an order (alias `order`) may be shipped before it is paid. Its payment method is what its channel's word is mapped
 * to, else the method of that code or name; where that is none of ours, it may.
 */
export function shipsBeforePayment(order: string): string {
  return `coalesce(
    (select p.ship_before_payment from channel_map m join payment_method p on p.tenant_id = m.tenant_id and p.id::text = m.ours
     where m.tenant_id = ${order}.tenant_id and m.channel_id = ${order}.channel_id and m.list = 'payment_method'
       and (m.their_id = ${order}.payment_method or exists (
         select from web_term t where t.tenant_id = m.tenant_id and t.connection_id = ${order}.connection_id and t.list = m.list
           and t.their_id = m.their_id and t.name = ${order}.payment_method))
     order by m.their_id = ${order}.payment_method desc limit 1),
    (select bool_and(p.ship_before_payment) from payment_method p
     where p.tenant_id = ${order}.tenant_id and (p.code = ${order}.payment_method or p.name = ${order}.payment_method)), true)`
}
