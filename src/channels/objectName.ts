/** Number or name of an object that is told to channels, as it is now; empty where it has none. Needs `objectJoins`. */
export const objectName = `coalesce(i.item_number, c.name, rn.return_number, dc.number, s.order_number, wo.external_number, d.delivery_number, mf.name, ch.name, cu.customer_number, '')`

/**
 * The joins behind `objectName`, of an object whose kind and id stand in these columns; an image or cross-selling is named by its item,
 * an account by the number of its customer, money, cancellations and answers by their order. `$1` is the tenant.
 */
export function objectJoins(kind: string, id: string): string {
  return `left join item_image im on ${kind} = 'image' and im.tenant_id = $1 and im.id = ${id}
       left join item i on ${kind} in ('item', 'image', 'cross_selling') and i.tenant_id = $1 and i.id = coalesce(im.item_id, ${id})
       left join category c on ${kind} = 'category' and c.tenant_id = $1 and c.id = ${id}
       left join sales_order s on s.tenant_id = $1 and s.id = case ${kind} when 'order' then ${id}
         when 'payment' then (select p.order_id from payment p where p.tenant_id = $1 and p.id = ${id})
         when 'refund' then (select p.order_id from payment p where p.tenant_id = $1 and p.id = ${id})
         when 'cancellation' then (select a.order_id from order_cancellation a where a.tenant_id = $1 and a.id = ${id})
         when 'cancellation_answer' then (select q.order_id from cancellation_request q where q.tenant_id = $1 and q.id = ${id}) end
       left join order_return rn on ${kind} = 'return' and rn.tenant_id = $1 and rn.id = ${id}
       left join order_document dc on ${kind} = 'document' and dc.tenant_id = $1 and dc.id = ${id}
       left join web_order wo on ${kind} = 'confirmation' and wo.tenant_id = $1 and wo.id = ${id}
       left join delivery d on ${kind} = 'delivery' and d.tenant_id = $1 and d.id = ${id}
       left join manufacturer mf on ${kind} = 'manufacturer' and mf.tenant_id = $1 and mf.id = ${id}
       left join characteristic ch on ${kind} = 'characteristic' and ch.tenant_id = $1 and ch.id = ${id}
       left join web_customer wc on ${kind} = 'customer' and wc.tenant_id = $1 and wc.id = ${id}
       left join customer cu on cu.tenant_id = $1 and cu.id = wc.customer_id`
}
