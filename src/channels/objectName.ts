/** Number or name of an object that is told to channels, as it is now; empty where it has none. Needs `objectJoins`. */
export const objectName = `coalesce(i.item_number, c.name, s.order_number, d.delivery_number, '')`

/** The joins behind `objectName`, of an object whose kind and id stand in these columns. `$1` is the tenant. */
export function objectJoins(kind: string, id: string): string {
  return `left join item i on ${kind} = 'item' and i.tenant_id = $1 and i.id = ${id}
       left join category c on ${kind} = 'category' and c.tenant_id = $1 and c.id = ${id}
       left join sales_order s on ${kind} = 'order' and s.tenant_id = $1 and s.id = ${id}
       left join delivery d on ${kind} = 'delivery' and d.tenant_id = $1 and d.id = ${id}`
}
