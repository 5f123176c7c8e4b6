import type { Tx } from '../base/database.ts'
import type { OrderAtShop } from './orderAtShop.ts'

/** What a channel knows of what was changed of a customer here: accepted, waiting to be told, on its way, or refused. */
export interface CustomerAtShop extends Pick<OrderAtShop, 'at' | 'code' | 'text'> {
  readonly channelId: string
  readonly channel: string
  /** The customer has several accounts at some shops; each is told by itself. */
  readonly accountId: string
  readonly state: Exclude<OrderAtShop['state'], 'nothing'>
}

/** By account, in the order of the channels' names; accounts that were told nothing, and shall be told nothing, are absent. One statement. */
export function customerAtShops(tx: Tx, tenant: string, customerId: string): Promise<CustomerAtShop[]> {
  return tx.query<CustomerAtShop>(
    `select s."channelId", s.channel, s."accountId", s.state,
       case s.state when 'waiting' then s.since_at when 'refused' then s.rejected_at when 'accepted' then s.accepted_at end as at,
       case s.state when 'refused' then s.rejected_code end as code, case s.state when 'refused' then s.rejected_text end as text
     from (
       select h.id as "channelId", h.name as channel, w.id as "accountId", d.since_at, c.rejected_at, c.accepted_at, c.rejected_code,
         c.rejected_text, case when c.in_flight_run is not null or c.ticket is not null then 'sending' when d.object_id is not null then 'waiting'
           when c.rejected_code is not null then 'refused' when c.accepted_at is not null then 'accepted' end as state
       from web_customer w
         join ledger l on l.tenant_id = w.tenant_id and l.id = w.id
         join channel h on h.tenant_id = l.tenant_id and h.id = l.channel_id
         left join channel_object c on c.tenant_id = h.tenant_id and c.channel_id = h.id and c.kind = 'customer' and c.object_id = w.id
         left join due d on d.tenant_id = h.tenant_id and d.channel_id = h.id and d.kind = 'customer' and d.object_id = w.id
       where w.tenant_id = $1 and w.customer_id = $2) as s
     where s.state is not null order by s.channel, s."accountId"`,
    [tenant, customerId],
  )
}
