import type { Tx } from '../base/database.ts'

/** Who gets what is scarce: the older order, or among those that are paid and those that are not the older one. */
export const servedFirst = ['oldest', 'paid'] as const
export type ServedFirst = (typeof servedFirst)[number]

export interface StockRule {
  readonly servedFirst: ServedFirst
}

/** The rule of a tenant; the oldest order first where nobody said otherwise. */
export async function readStockRule(tx: Tx, tenant: string): Promise<StockRule> {
  const [row] = await tx.query<StockRule>(
    `select served_first as "servedFirst" from stock_rule where tenant_id = $1`,
    [tenant],
  )
  return row ?? { servedFirst: 'oldest' }
}

/** Sets the rule. It decides about what comes free from now on; what is set aside stays where it is. */
export async function setStockRule(tx: Tx, tenant: string, rule: StockRule): Promise<void> {
  await tx.run(
    `insert into stock_rule (tenant_id, served_first) values ($1, $2)
     on conflict (tenant_id) do update set served_first = excluded.served_first`,
    [tenant, rule.servedFirst],
  )
}

/**
 * The order of the queue for what is scarce, as SQL for `order by`: by the rule of the tenant ($1), then priority, then age.
 * The arguments are columns of the order. One text, so that taking over, allocating and telling who waits agree.
 */
export function queueOrder(of: {
  readonly paymentState: string
  readonly priority: string
  readonly placedAt: string
  readonly id: string
}): string {
  return `case when ${of.paymentState} = 'paid' and exists (
      select from stock_rule r where r.tenant_id = $1 and r.served_first = 'paid') then 0 else 1 end,
    ${of.priority} desc, ${of.placedAt}, ${of.id}`
}
