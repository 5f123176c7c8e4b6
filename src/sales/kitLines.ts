import type { Tx } from '../base/database.ts'

/**
 * Lines of kits. The order keeps one line; what it takes from stock stands in `sales_order_part`, as the kit was when it was
 * taken over. Pieces are set aside for parts; the line says how many whole kits they make.
 */

/** SQL: whether something has to lie in a warehouse for a line. `line` and `item` are aliases of the line and its item. */
export function needsStock(line: string, item: string): string {
  return `case ${item}.kind when 'kit' then exists (
      select from sales_order_part p join item c on c.tenant_id = p.tenant_id and c.id = p.item_id and c.stock_managed
      where p.tenant_id = ${line}.tenant_id and p.order_id = ${line}.order_id and p.line_no = ${line}.line_no)
    else ${item}.stock_managed end`
}

/**
 * SQL: all that waits for pieces, lines and parts of kits alike, as (tenant_id, order_id, line_no, item_id, wanted). `which`
 * is a condition on the columns order_id or item_id, which both have, so that each is found by its own index.
 */
export function waitingPieces(which: string): string {
  return `select n.tenant_id, n.order_id, n.line_no, n.item_id, n.open_quantity - n.allocated as wanted
    from sales_order_line n join item i on i.tenant_id = n.tenant_id and i.id = n.item_id and i.stock_managed and i.kind <> 'kit'
    where n.tenant_id = $1 and n.${which} and n.open_quantity > 0 and n.open_quantity > n.allocated
    union all
    select n.tenant_id, n.order_id, n.line_no, n.item_id, n.open_quantity - n.allocated
    from sales_order_part n join item i on i.tenant_id = n.tenant_id and i.id = n.item_id and i.stock_managed
    where n.tenant_id = $1 and n.${which} and n.open_quantity > 0 and n.open_quantity > n.allocated`
}

/** SQL: the whole kits that a line (open quantity `open`) has of its parts `p` with items `c`, as an aggregate. */
export function wholeKits(open: string): string {
  return `case when bool_and(p.allocated = ${open} * p.per_kit) filter (where c.stock_managed) then ${open}
    else least(${open}, coalesce(min(div(p.allocated, p.per_kit)) filter (where c.stock_managed), 0)) end`
}

/**
 * Puts the parts of these orders in accordance with their lines (open quantity), and the lines with their parts (whole kits
 * set aside). The orders are locked. Every change of a line's quantities ends here, by `refreshOrders`.
 */
export async function refreshParts(tx: Tx, tenant: string, orderIds: readonly string[]): Promise<void> {
  await tx.run(
    `with line as materialized (
       select n.order_id, n.line_no, n.open_quantity, n.allocated, ${wholeKits('n.open_quantity')} as kits
       from sales_order_part p
         join sales_order_line n on n.tenant_id = p.tenant_id and n.order_id = p.order_id and n.line_no = p.line_no
         join item c on c.tenant_id = p.tenant_id and c.id = p.item_id
       where p.tenant_id = $1 and p.order_id = any($2::uuid[])
       group by n.order_id, n.line_no, n.open_quantity, n.allocated
     ), part as (
       update sales_order_part p set open_quantity = l.open_quantity * p.per_kit from line l
       where p.tenant_id = $1 and p.order_id = l.order_id and p.line_no = l.line_no
         and p.open_quantity <> l.open_quantity * p.per_kit
     )
     update sales_order_line n set allocated = l.kits from line l
     where n.tenant_id = $1 and n.order_id = l.order_id and n.line_no = l.line_no and n.allocated <> l.kits`,
    [tenant, orderIds],
  )
}
