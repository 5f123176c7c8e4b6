/** What the data of catalogue, stock and what goes out can show, as `verify` reads it: each lists what breaks the promise. */
export const stockChecks = {
  'what lies in a warehouse is the sum of its movements': `
    select item_id || ' ' || warehouse_id from (
      select item_id, warehouse_id, on_hand as level, 0 as moved from stock_level where tenant_id = $1
      union all select item_id, warehouse_id, 0, quantity from stock_movement where tenant_id = $1) as both_sides
    group by item_id, warehouse_id having sum(level) <> sum(moved)`,
  'what is allocated is the sum of the allocations, and never more than is there': `
    select item_id || ' ' || warehouse_id from (
      select item_id, warehouse_id, on_hand, allocated, 0 as given from stock_level where tenant_id = $1
      union all select item_id, warehouse_id, 0, 0, quantity from allocation where tenant_id = $1) as both_sides
    group by item_id, warehouse_id having sum(allocated) <> sum(given) or sum(allocated) > sum(on_hand)`,
  'an order line has allocated what is set aside for it, and so has each part of a kit': `
    select order_id || ' ' || line_no || ' ' || item_id from (
      select n.order_id, n.line_no, n.item_id, n.allocated, 0 as given from sales_order_line n
        join item i on i.tenant_id = n.tenant_id and i.id = n.item_id and i.kind <> 'kit'
      where n.tenant_id = $1 and n.allocated <> 0
      union all select order_id, line_no, item_id, allocated, 0 from sales_order_part where tenant_id = $1 and allocated <> 0
      union all select order_id, line_no, item_id, 0, quantity from allocation where tenant_id = $1) as both_sides
    group by order_id, line_no, item_id having sum(allocated) <> sum(given)`,
  'a line of a kit takes its parts, and has as many kits as they make': `
    select n.order_id || ' ' || n.line_no from sales_order_line n
      join item i on i.tenant_id = n.tenant_id and i.id = n.item_id and i.kind = 'kit'
      left join sales_order_part p on p.tenant_id = n.tenant_id and p.order_id = n.order_id and p.line_no = n.line_no
      left join item c on c.tenant_id = p.tenant_id and c.id = p.item_id
    where n.tenant_id = $1 group by n.order_id, n.line_no, n.open_quantity, n.allocated
    having bool_or(p.open_quantity is distinct from n.open_quantity * p.per_kit)
      or n.allocated <> case when bool_and(p.allocated = p.open_quantity) filter (where c.stock_managed) then n.open_quantity
        else least(n.open_quantity, coalesce(min(div(p.allocated, p.per_kit)) filter (where c.stock_managed), 0)) end`,
  'a kit contains what its parts make': `
    with recursive down as (
      select kit_id, part_id, quantity from kit_part where tenant_id = $1
      union all select d.kit_id, p.part_id, d.quantity * p.quantity
      from down d join kit_part p on p.tenant_id = $1 and p.kit_id = d.part_id)
    select kit_id || ' ' || item_id from (
      select d.kit_id, d.part_id as item_id, d.quantity as made, 0 as kept from down d
        join item i on i.tenant_id = $1 and i.id = d.part_id and i.rank = 0
      union all select kit_id, item_id, 0, quantity from kit_content where tenant_id = $1) as both_sides
    group by kit_id, item_id having sum(made) <> sum(kept)`,
  'what is due, swept or accepted names a channel of its connection': `
    select distinct w.kind || ' ' || w.channel_id from (
      select kind, channel_id, connection_id from due where tenant_id = $1
      union all select kind, channel_id, connection_id from sweep where tenant_id = $1
      union all select kind, channel_id, null from channel_object where tenant_id = $1) as w
    left join channel h on h.tenant_id = $1 and h.id = w.channel_id
    where h.id is null or h.connection_id <> w.connection_id`,
  'a sent or waiting item is sold on its channel, or was': `
    select o.kind || ' ' || o.object_id from (
      select channel_id, kind, object_id from due where tenant_id = $1 and kind in ('item', 'price', 'stock')
      union select channel_id, kind, object_id from channel_object where tenant_id = $1 and kind = 'item') as o
    where not exists (select from item_channel k
      where k.tenant_id = $1 and k.channel_id = o.channel_id and k.item_id = o.object_id)`,
  'no category lies below itself': `
    with recursive up as (
      select id, parent_id from category where tenant_id = $1 and parent_id is not null
      union select up.id, c.parent_id from up join category c on c.tenant_id = $1 and c.id = up.parent_id)
    select id::text from up where parent_id = id`,
} as const
