import type { Tx } from '../base/database.ts'

/** What was cancelled of an order in one go, as the shop of the order is told it. */
export interface CancellationForChannel {
  readonly id: string
  /** Key number and their id of the order. */
  readonly keyNo: number
  readonly theirOrderId: string
  /** What the shop calls the reason, else the words that were given with it, else its name. */
  readonly reason: string
  readonly whole: boolean
  /** It accepted a request of the shop, and cancels no more than that asked for: the answer says the same. */
  readonly isAnswer: boolean
  /** Only lines that the shop knows. */
  readonly lines: readonly { readonly theirLine: string; readonly quantity: string }[]
}

/**
 * Cancellations for the shops that the orders came from, in the order of the ids; undefined for what the shop cancelled
 * itself, for what was undone, for what concerns none of its lines, and for orders that came from no shop. One statement.
 */
export async function cancellationsForChannel(
  tx: Tx,
  tenant: string,
  cancellationIds: readonly string[],
): Promise<(CancellationForChannel | undefined)[]> {
  if (cancellationIds.length === 0) return []
  const rows = await tx.query<CancellationForChannel>(
    `select c.id, l.key_no as "keyNo", l.external_id as "theirOrderId", c.whole,
       coalesce(w.channel_values ->> o.connection_id::text, nullif(c.reason, ''),
         case o.language when 'de' then w.name_de else w.name_en end, '') as reason,
       exists (select from cancellation_request q where q.tenant_id = c.tenant_id and q.order_id = c.order_id
         and q.cancellation_id = c.id and q.answer = 'accepted') as "isAnswer",
       coalesce((select jsonb_agg(jsonb_build_object('theirLine', n.external_id, 'quantity', trim_scale(x.quantity)::text) order by x.line_no)
        from order_cancellation_line x
          join sales_order_line n on n.tenant_id = x.tenant_id and n.order_id = x.order_id and n.line_no = x.line_no
            and n.external_id is not null
        where x.tenant_id = c.tenant_id and x.cancellation_id = c.id), '[]') as lines
     from unnest($2::uuid[]) as u (id)
       join order_cancellation c on c.tenant_id = $1 and c.id = u.id and c.from_ledger_id is null and c.undone_at is null
       join sales_order o on o.tenant_id = c.tenant_id and o.id = c.order_id and o.channel_id is not null
       join ledger l on l.tenant_id = o.tenant_id and l.id = o.web_order_id
       left join cancellation_reason w on w.tenant_id = c.tenant_id and w.id = c.reason_id`,
    [tenant, cancellationIds],
  )
  const byId = new Map(rows.filter(row => row.whole || row.lines.length > 0).map(row => [row.id, row]))
  return cancellationIds.map(id => byId.get(id))
}

/** Our answer to a cancellation that was asked for. */
export interface CancellationAnswerForChannel {
  readonly id: string
  /** Key number and their id of the request. */
  readonly keyNo: number
  readonly theirRequestId: string
  readonly accepted: boolean
  readonly reason: string | null
}

/**
 * Answers for the shops that asked, in the order of the requests' ids; undefined for what is not answered, and for what was
 * withdrawn: then nobody waits for an answer. One statement.
 */
export async function cancellationAnswersForChannel(
  tx: Tx,
  tenant: string,
  requestIds: readonly string[],
): Promise<(CancellationAnswerForChannel | undefined)[]> {
  if (requestIds.length === 0) return []
  const rows = await tx.query<CancellationAnswerForChannel>(
    `select r.id, l.key_no as "keyNo", l.external_id as "theirRequestId", r.answer = 'accepted' as accepted,
       nullif(r.answer_reason, '') as reason
     from unnest($2::uuid[]) as u (id)
       join cancellation_request r on r.tenant_id = $1 and r.id = u.id and r.answer in ('accepted', 'refused')
       join ledger l on l.tenant_id = r.tenant_id and l.id = r.id`,
    [tenant, requestIds],
  )
  const byId = new Map(rows.map(row => [row.id, row]))
  return requestIds.map(id => byId.get(id))
}
