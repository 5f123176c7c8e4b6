/** What the data of customers can show, as `verify` reads it: each lists what breaks the promise. */
export const customerChecks = {
  'who became a part of another customer has nothing any more, and the other is nobody’s part': `
    select c.id::text from customer c join customer s on s.tenant_id = c.tenant_id and s.id = c.merged_into
    where c.tenant_id = $1 and (s.merged_into is not null
      or exists (select from sales_order o where o.tenant_id = c.tenant_id and o.customer_id = c.id)
      or exists (select from quotation q where q.tenant_id = c.tenant_id and q.customer_id = c.id)
      or exists (select from customer_key k where k.tenant_id = c.tenant_id and k.customer_id = c.id)
      or exists (select from customer_note n where n.tenant_id = c.tenant_id and n.customer_id = c.id)
      or exists (select from search_term t where t.tenant_id = c.tenant_id and t.kind = 'customer' and t.object_id = c.id))`,
  'a customer has at most one address for bills and one for goods that new orders take': `
    select a.customer_id::text from customer_address a where a.tenant_id = $1 and (a.is_billing or a.is_shipping)
    group by a.customer_id having count(*) filter (where a.is_billing) > 1 or count(*) filter (where a.is_shipping) > 1`,
  'a merge that was not undone has made parts of what it merged': `
    select m.id::text from customer_merge m where m.tenant_id = $1 and m.undone_at is null and exists (
      select from customer c where c.tenant_id = m.tenant_id and c.id = any(m.from_ids) and c.merged_into is null)`,
  'of who is anonymised nothing is kept but numbers and what the law keeps in documents': `
    select c.id::text from customer c where c.tenant_id = $1 and c.anonymised_at is not null and (
      c.name <> c.customer_number or concat(c.company, c.first_name, c.last_name, c.email, c.phone, c.mobile, c.note, c.vat_id) <> ''
      or exists (select from customer_address a where a.tenant_id = c.tenant_id and a.customer_id = c.id)
      or exists (select from customer_key k where k.tenant_id = c.tenant_id and k.customer_id = c.id)
      or exists (select from customer_note n where n.tenant_id = c.tenant_id and n.customer_id = c.id))`,
} as const
