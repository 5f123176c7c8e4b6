import { transact } from '../../base/database.ts'
import { numbersOf } from '../../company/numberRanges.ts'
import type { Kontor } from '../../operations/operation.ts'
import { deliver } from '../../sales/deliver.ts'
import { markDue } from '../../sync/markDue.ts'
import { takeOver } from '../../sync/takeOver.ts'

/** So many orders the demo's merchant delivers before he looks at the shops again. */
const deliveries = 150

/** Takes over what passes its checks, as a merchant who ticks all; what does not stays in the inbox with its reason. */
export async function takeOverAll(kontor: Kontor, tenant: string): Promise<number> {
  const ready = await transact(kontor.db, { tenant }, tx =>
    tx.query<{ id: string }>(
      `select w.id from web_order w where w.tenant_id = $1 and w.state = 'staged' and w.open_checks = '{}'
         and not exists (select 1 from sales_order o where o.tenant_id = $1) order by w.placed_at, w.id`,
      [tenant],
    ),
  )
  const results = await takeOver(kontor, {
    tenant,
    ids: ready.map(row => row.id),
    by: 'demo',
    actorKind: 'operator',
  })
  return results.filter(result => result.did === 'taken_over').length
}

/** Delivers the oldest orders that are paid and complete, with tracking; only once. */
export async function deliverFirst(kontor: Kontor, tenant: string): Promise<number> {
  const numbers = await numbersOf(kontor.db, tenant).reserve('delivery', deliveries)
  const delivered = await transact(kontor.db, { tenant }, async tx => {
    const orders = await tx.query<{ id: string }>(
      `select o.id from sales_order o where o.tenant_id = $1 and o.payment_state = 'paid' and o.deliverability = 'full'
         and not exists (select 1 from delivery d where d.tenant_id = $1) order by o.placed_at, o.id limit $2`,
      [tenant, deliveries],
    )
    const { results, changed } = await deliver(
      tx,
      tenant,
      orders.map((order, index) => ({
        orderId: order.id,
        packages: [{ carrier: 'Royal Mail', tracking: `DEMO${String(index + 1).padStart(8, '0')}GB` }],
      })),
      { name: 'demo', now: kontor.now() },
      id => numbers.numberOf(id),
    )
    await markDue(tx, tenant, changed, 'demo')
    return results.filter(result => result.did === 'delivered').length
  })
  numbers.giveBack()
  return delivered
}
