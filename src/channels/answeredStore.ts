import type { Tx } from '../base/database.ts'

/** A request that an event names: by our key number, or by their id. */
export interface NamedRequest {
  readonly no: number | null
  readonly theirs: string
}

/** What it is: a request of theirs by its ledger id, or a cancellation of ours; and the order of both, by their id. */
export interface Answered {
  readonly what: 'request' | 'cancellation'
  readonly id: string
  readonly orderExternalId: string | null
}

/** What events answer, in the order of the list; undefined where nothing is named, or it is not here. Two statements at most. */
export async function findAnswered(
  tx: Tx,
  of: { readonly tenant: string; readonly connectionId: string },
  named: readonly (NamedRequest | undefined)[],
): Promise<readonly (Answered | undefined)[]> {
  if (named.every(one => one === undefined)) return named.map(() => undefined)
  const rows = await tx.query<Answered & { at: number }>(
    `select u.at::int - 1 as at, case when k.kind = 'cancellation' then 'cancellation' else 'request' end as what, k.object_id as id,
       coalesce(e.order_external_id, l.external_id) as "orderExternalId"
     from rows from (json_to_recordset($3) as (no int, theirs text)) with ordinality as u (no, theirs, at)
       join link k on k.tenant_id = $1 and k.connection_id = $2 and k.kind in ('cancellation', 'cancellation_request')
         and (k.key_no = u.no or (u.no is null and u.theirs <> '' and k.their_id = u.theirs))
       left join web_event e on e.tenant_id = k.tenant_id and e.id = k.object_id
       left join order_cancellation c on c.tenant_id = k.tenant_id and c.id = k.object_id
       left join sales_order o on o.tenant_id = c.tenant_id and o.id = c.order_id
       left join ledger l on l.tenant_id = o.tenant_id and l.id = o.web_order_id
     order by u.at, k.kind desc`,
    [of.tenant, of.connectionId, JSON.stringify(named.map(one => one ?? { no: null, theirs: '' }))],
  )
  const found = new Map(rows.map(({ at, ...row }) => [at, row]))
  return named.map((_, at) => found.get(at))
}
