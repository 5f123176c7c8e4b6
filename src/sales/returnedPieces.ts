/**
 * SQL: the pieces of an order's line (alias `line`) that came back, or are announced to. What was refused stays with the customer, what
 * never came too.
 */
export function returnedPieces(line: string): string {
  return `(select coalesce(sum(coalesce(r.received, r.quantity)), 0) from order_return_line r
    where r.tenant_id = ${line}.tenant_id and r.order_id = ${line}.order_id and r.line_no = ${line}.line_no
      and r.state not in ('refused', 'missing'))`
}

/**
 * SQL: whether a delivery (alias `delivery`) can be taken back as if it had not been: what came back of its order's lines was
 * delivered by others.
 */
export function nothingCameBack(delivery: string): string {
  return `not exists (
    select from delivery_line x join sales_order_line n on n.tenant_id = x.tenant_id and n.order_id = x.order_id and n.line_no = x.line_no
    where x.tenant_id = ${delivery}.tenant_id and x.delivery_id = ${delivery}.id and n.delivered - x.quantity < ${returnedPieces('n')})`
}
