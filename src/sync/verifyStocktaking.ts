/** What the data of stock movements and stocktakings can show, as `verify` reads it: each lists what breaks the promise. */
export const stocktakingChecks = {
  'a transfer takes away what it brings': `
    select cause_id || ' ' || item_id from stock_movement where tenant_id = $1 and cause_kind = 'transfer'
    group by cause_id, item_id having sum(quantity) <> 0`,
  'a movement of a stocktaking names one of its warehouse': `
    select m.id::text from stock_movement m left join stocktaking t on t.tenant_id = m.tenant_id and t.id = m.cause_id
    where m.tenant_id = $1 and m.cause_kind = 'stocktaking' and t.warehouse_id is distinct from m.warehouse_id`,
  'what a stocktaking booked is the difference of its line': `
    select l.stocktaking_id || ' ' || l.item_id from stocktaking_line l
      join stock_movement m on m.tenant_id = l.tenant_id and m.id = l.movement_id
    where l.tenant_id = $1 and (m.item_id <> l.item_id or m.cause_id <> l.stocktaking_id or m.quantity <> l.counted - l.book_quantity)`,
  'a stocktaking that is closed has booked every difference': `
    select l.stocktaking_id || ' ' || l.item_id from stocktaking_line l
      join stocktaking t on t.tenant_id = l.tenant_id and t.id = l.stocktaking_id and t.state = 'closed'
    where l.tenant_id = $1 and l.counted <> l.book_quantity and l.movement_id is null`,
  'a parent or a kit has no stock of its own': `
    select s.item_id || ' ' || s.warehouse_id from stock_level s join item i on i.tenant_id = s.tenant_id and i.id = s.item_id
    where s.tenant_id = $1 and i.rank <> 0`,
} as const
