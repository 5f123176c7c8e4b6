/** What the data of families can show, as `verify` reads it: each lists what breaks the promise. */
export const variationChecks = {
  'a child has one value of each variation of its parent': `
    select i.id::text from item i where i.tenant_id = $1 and i.kind = 'child' and (
      exists (select from variation v where v.tenant_id = $1 and v.item_id = i.parent_id and not exists (
        select from child_value c where c.tenant_id = $1 and c.item_id = i.id and c.variation_id = v.id))
      or exists (select from child_value c join variation v on v.tenant_id = $1 and v.id = c.variation_id
        where c.tenant_id = $1 and c.item_id = i.id and v.item_id <> i.parent_id))`,
  'only a child has values of variations, and its combination names them': `
    select i.id::text from item i left join child_value c on c.tenant_id = $1 and c.item_id = i.id
    where i.tenant_id = $1 and (i.kind = 'child' or c.item_id is not null)
    group by i.id, i.kind, i.combination
    having i.kind <> 'child' or i.combination is distinct from string_agg(c.value_id::text, ' ' order by c.value_id::text collate "C")`,
  'only a parent has variations, and a child stands in no category': `
    select v.id::text from variation v join item i on i.tenant_id = $1 and i.id = v.item_id
    where v.tenant_id = $1 and i.kind <> 'parent'
    union all select c.item_id::text from item_category c join item i on i.tenant_id = $1 and i.id = c.item_id
    where c.tenant_id = $1 and i.kind = 'child'`,
} as const
