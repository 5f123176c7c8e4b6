import type { Tx } from '../base/database.ts'

/** What was cancelled of an order in one go. */
export interface OrderCancellation {
  readonly id: string
  readonly whole: boolean
  readonly madeAt: Date
  readonly madeBy: string
  /** As it was said; '' : a reason of the list alone. */
  readonly reason: string
  readonly names: { readonly de: string; readonly en: string } | null
  /** Its channel cancelled it itself. */
  readonly fromChannel: boolean
  /** It accepted what its channel had asked for. */
  readonly isAnswer: boolean
  readonly undone: boolean
  /** What its channel said to it last; null: nothing yet. */
  readonly answer: 'accepted' | 'refused' | null
}

/** The cancellations of an order, oldest first. One statement on indexes. */
export function readCancellations(tx: Tx, tenant: string, orderId: string): Promise<OrderCancellation[]> {
  return tx.query<OrderCancellation>(
    `select c.id, c.whole, c.made_at as "madeAt", c.made_by as "madeBy", c.reason,
       case when w.id is not null then json_build_object('de', w.name_de, 'en', w.name_en) end as names,
       c.from_ledger_id is not null as "fromChannel", c.undone_at is not null as undone,
       exists (select from cancellation_request q where q.tenant_id = c.tenant_id and q.order_id = c.order_id
         and q.cancellation_id = c.id and q.answer = 'accepted') as "isAnswer",
       (select case e.kind when 'cancellation_accepted' then 'accepted' else 'refused' end
        from web_event e where e.tenant_id = o.tenant_id and e.connection_id = o.connection_id and e.order_external_id = l.external_id
          and e.kind in ('cancellation_accepted', 'cancellation_refused') and e.record -> 'answers' ->> 'what' = 'cancellation'
          and e.record -> 'answers' ->> 'id' = c.id::text
        order by e.at desc, e.id desc limit 1) as answer
     from order_cancellation c join sales_order o on o.tenant_id = c.tenant_id and o.id = c.order_id
       left join ledger l on l.tenant_id = o.tenant_id and l.id = o.web_order_id
       left join cancellation_reason w on w.tenant_id = c.tenant_id and w.id = c.reason_id
     where c.tenant_id = $1 and c.order_id = $2 order by c.id`,
    [tenant, orderId],
  )
}
