import type { Tx } from '../base/database.ts'

/** What an order must have before anything of it leaves the house. */
export interface OrderRule {
  /** NO_SHIPPING_METHOD: orders that name none are not delivered. */
  readonly shippingMethodNeeded: boolean
}

/** The rule of a tenant; nothing is needed where nobody said otherwise. */
export async function orderRule(tx: Tx, tenant: string): Promise<OrderRule> {
  const [row] = await tx.query<OrderRule>(
    `select shipping_method_needed as "shippingMethodNeeded" from order_rule where tenant_id = $1`,
    [tenant],
  )
  return row ?? { shippingMethodNeeded: false }
}

/** Sets the rule, from now on. */
export async function setOrderRule(tx: Tx, tenant: string, rule: OrderRule): Promise<void> {
  await tx.run(
    `insert into order_rule (tenant_id, shipping_method_needed) values ($1, $2)
     on conflict (tenant_id) do update set shipping_method_needed = excluded.shipping_method_needed`,
    [tenant, rule.shippingMethodNeeded],
  )
}
