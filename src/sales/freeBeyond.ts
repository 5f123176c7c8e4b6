import type { Tx } from '../base/database.ts'

/**
 * Frees what is set aside for lines beyond so many open pieces, of parts of kits too, the warehouse of least priority first; parts
 * are open for so many kits from then on. Stock and orders are locked; the lines themselves are the caller's to change, in the
 * same transaction. Answers the items of the lines and their parts.
 */
export async function freeBeyond(
  tx: Tx,
  tenant: string,
  lines: readonly { readonly orderId: string; readonly line: number; readonly open: string }[],
): Promise<string[]> {
  if (lines.length === 0) return []
  const rows = JSON.stringify(lines)
  const items = await tx.query<{ id: string }>(
    `with line as (select r."orderId", r.line from json_to_recordset($2) as r ("orderId" uuid, line int))
     select n.item_id as id from line r join sales_order_line n on n.tenant_id = $1 and n.order_id = r."orderId" and n.line_no = r.line
     where n.item_id is not null
     union
     select p.item_id from line r join sales_order_part p on p.tenant_id = $1 and p.order_id = r."orderId" and p.line_no = r.line
     order by 1`,
    [tenant, rows],
  )
  await tx.run(
    `with given as (
       select r."orderId" as order_id, r.line as line_no, r.open from json_to_recordset($2) as r ("orderId" uuid, line int, open numeric)
     ), stays as (
       select n.order_id, n.line_no, n.item_id, n.allocated, g.open, false as is_part
       from given g join sales_order_line n on n.tenant_id = $1 and n.order_id = g.order_id and n.line_no = g.line_no
         join item i on i.tenant_id = n.tenant_id and i.id = n.item_id and i.kind <> 'kit'
       union all
       select p.order_id, p.line_no, p.item_id, p.allocated, g.open * p.per_kit, true
       from given g join sales_order_part p on p.tenant_id = $1 and p.order_id = g.order_id and p.line_no = g.line_no
     ), excess as (
       select order_id, line_no, item_id, allocated - open as quantity from stays where allocated > open
     ), cut as (
       select a.order_id, a.line_no, a.item_id, a.warehouse_id, a.quantity,
         least(a.quantity, greatest(0, x.quantity - (sum(a.quantity) over before - a.quantity))) as less
       from excess x join allocation a on a.tenant_id = $1 and a.order_id = x.order_id and a.line_no = x.line_no and a.item_id = x.item_id
         join warehouse h on h.tenant_id = a.tenant_id and h.id = a.warehouse_id
       window before as (partition by a.order_id, a.line_no, a.item_id order by h.priority desc, h.id desc)
     ), dropped as (
       delete from allocation a using cut c where a.tenant_id = $1 and a.order_id = c.order_id and a.line_no = c.line_no
         and a.item_id = c.item_id and a.warehouse_id = c.warehouse_id and c.less = c.quantity
     ), lessened as (
       update allocation a set quantity = a.quantity - c.less from cut c
       where a.tenant_id = $1 and a.order_id = c.order_id and a.line_no = c.line_no and a.item_id = c.item_id
         and a.warehouse_id = c.warehouse_id and c.less > 0 and c.less < c.quantity
     ), stock as (
       update stock_level s set allocated = s.allocated - t.less
       from (select item_id, warehouse_id, sum(less) as less from cut group by 1, 2) as t
       where s.tenant_id = $1 and s.item_id = t.item_id and s.warehouse_id = t.warehouse_id and t.less > 0
     ), parts as (
       update sales_order_part p set open_quantity = t.open, allocated = least(p.allocated, t.open) from stays t
       where t.is_part and p.tenant_id = $1 and p.order_id = t.order_id and p.line_no = t.line_no and p.item_id = t.item_id
     )
     update sales_order_line n set allocated = least(n.allocated, g.open)
     from given g where n.tenant_id = $1 and n.order_id = g.order_id and n.line_no = g.line_no and n.allocated > g.open`,
    [tenant, rows],
  )
  return items.map(row => row.id)
}
