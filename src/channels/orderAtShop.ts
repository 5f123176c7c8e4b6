import type { Tx } from '../base/database.ts'

/** What a channel knows of an order: accepted, waiting to be told, on its way, refused, or never told anything. */
export interface OrderAtShop {
  readonly state: 'accepted' | 'waiting' | 'sending' | 'refused' | 'nothing'
  /** Accepted or refused then; waiting since then. */
  readonly at: Date | null
  readonly code: string | null
  /** In the words of the other side. */
  readonly text: string | null
  /** The order's fields as they were last accepted. */
  readonly sent: Readonly<Record<string, unknown>> | null
  readonly deliveries: readonly ObjectAtShop[]
  readonly cancellations: readonly ObjectAtShop[]
}

/** Something of an order that its channel is told apart from it. */
export interface ObjectAtShop extends Pick<OrderAtShop, 'state' | 'at' | 'code' | 'text'> {
  readonly id: string
}

/** What the channel of an order knows of it, of these deliveries and of these cancellations. A channel that was told nothing yet: `nothing`. */
export async function orderAtShop(
  tx: Tx,
  tenant: string,
  channelId: string,
  orderId: string,
  deliveryIds: readonly string[],
  cancellationIds: readonly string[],
): Promise<OrderAtShop> {
  const rows = await tx.query<ObjectAtShop & Pick<OrderAtShop, 'sent'> & { kind: string }>(
    `select u.kind, u.id, c.data_sent as sent, c.rejected_code as code, c.rejected_text as text,
       case when c.in_flight_run is not null or c.ticket is not null then 'sending' when d.object_id is not null then 'waiting'
         when c.rejected_code is not null then 'refused' when c.accepted_at is not null then 'accepted' else 'nothing' end as state,
       case when c.in_flight_run is not null then null when d.object_id is not null then d.since_at
         when c.rejected_code is not null then c.rejected_at else c.accepted_at end as at
     from unnest($3::uuid[], $4::text[]) as u (id, kind)
       left join channel_object c on c.tenant_id = $1 and c.channel_id = $2 and c.kind = u.kind and c.object_id = u.id
       left join due d on d.tenant_id = $1 and d.channel_id = $2 and d.object_id = u.id
         and d.kind = case u.kind when 'order' then 'order_status' else u.kind end`,
    [
      tenant,
      channelId,
      [orderId, ...deliveryIds, ...cancellationIds],
      ['order', ...deliveryIds.map(() => 'delivery'), ...cancellationIds.map(() => 'cancellation')],
    ],
  )
  const ofKind = (kind: string) =>
    rows
      .filter(row => row.kind === kind)
      .map(({ id, state, at, code, text }) => ({ id, state, at, code, text }))
  const order = rows.find(row => row.kind === 'order')
  return {
    state: order?.state ?? 'nothing',
    at: order?.at ?? null,
    code: order?.code ?? null,
    text: order?.text ?? null,
    sent: order?.sent ?? null,
    deliveries: ofKind('delivery'),
    cancellations: ofKind('cancellation'),
  }
}
