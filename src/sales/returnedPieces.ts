/**
 * SQL: the pieces of an order's line (alias `line`) that came back, or are announced to. What was refused stays with the customer, what
 * never came too.
 */
export function returnedPieces(line: string): string {
  return `(select coalesce(sum(coalesce(r.received, r.quantity)), 0) from order_return_line r
    where r.tenant_id = ${line}.tenant_id and r.order_id = ${line}.order_id and r.line_no = ${line}.line_no
      and r.state not in ('refused', 'missing'))`
}
