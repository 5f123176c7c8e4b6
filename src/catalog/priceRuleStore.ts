import type { Tx } from '../base/database.ts'
import type { ListRule, PriceFacts, Scale, SpecialRule } from './priceRules.ts'

/** What decides the prices of these items at a channel now, besides their base price. Four statements for any number of items. */
export async function readPriceRules(
  tx: Tx,
  tenant: string,
  wish: { readonly channelId: string; readonly itemIds: readonly string[]; readonly now: Date },
): Promise<(itemId: string, base: string | null) => PriceFacts> {
  const { channelId, itemIds, now } = wish
  const [specials, lists, nets, scales] = await Promise.all([
    tx.query<SpecialRule>(
      `select s.id, s.item_id as "itemId", s.customer_group_id as "groupId", s.channel_id is not null as "ofChannel",
         trim_scale(s.net)::text as net, s.valid_from as "from", s.valid_to as until
       from special_price s
       where s.tenant_id = $1 and s.item_id = any($3::uuid[]) and (s.channel_id is null or s.channel_id = $2)
         and s.valid_from <= $4 and (s.valid_to is null or s.valid_to > $4)`,
      [tenant, channelId, itemIds, now],
    ),
    tx.query<Omit<ListRule, 'nets'>>(
      `select l.id, l.name, trim_scale(l.factor)::text as factor, l.valid_from as "from", l.valid_to as until,
         array(select g.customer_group_id from price_list_group g where g.tenant_id = $1 and g.price_list_id = l.id) as "groupIds",
         exists (select from price_list_channel c where c.tenant_id = $1 and c.price_list_id = l.id) as "ofChannel"
       from price_list l
       where l.tenant_id = $1 and l.active and ${holdsNow('$3')} and ${holdsAt('$2')}`,
      [tenant, channelId, now],
    ),
    tx.query<{ listId: string; itemId: string; net: string }>(
      `select p.price_list_id as "listId", p.item_id as "itemId", trim_scale(p.net)::text as net
       from price_list l join price_list_item p on p.tenant_id = l.tenant_id and p.price_list_id = l.id and p.item_id = any($4::uuid[])
       where l.tenant_id = $1 and l.active and ${holdsNow('$3')} and ${holdsAt('$2')}`,
      [tenant, channelId, now, itemIds],
    ),
    tx.query<{ groupId: string; theirs: string; itemId: string | null } & Scale>(
      `select g.customer_group_id as "groupId", g.their_id as theirs, p.item_id as "itemId",
         trim_scale(p.from_quantity)::text as "from", trim_scale(p.net)::text as net
       from channel_customer_group g
         left join item_price p on p.tenant_id = g.tenant_id and p.customer_group_id = g.customer_group_id and p.item_id = any($3::uuid[])
       where g.tenant_id = $1 and g.channel_id = $2 order by g.their_id, p.item_id, p.from_quantity`,
      [tenant, channelId, itemIds],
    ),
  ])
  const netsOf = Map.groupBy(nets, row => row.listId)
  const rules = lists.map(list => ({
    ...list,
    nets: new Map((netsOf.get(list.id) ?? []).map(row => [row.itemId, row.net])),
  }))
  const specialsOf = Map.groupBy(specials, row => row.itemId)
  const groups = [...Map.groupBy(scales, row => row.groupId)].map(([id, rows]) => ({
    id,
    theirs: rows[0]?.theirs ?? '',
    byItem: Map.groupBy(rows, row => row.itemId),
  }))
  return (itemId, base) => ({
    itemId,
    base,
    specials: specialsOf.get(itemId) ?? [],
    lists: rules,
    groups: groups.map(({ id, theirs, byItem }) => ({
      id,
      theirs,
      scales: (byItem.get(itemId) ?? []).map(({ from, net }) => ({ from, net })),
    })),
  })
}

const holdsNow = (now: string) =>
  `(l.valid_from is null or l.valid_from <= ${now}) and (l.valid_to is null or l.valid_to > ${now})`

// For this channel, or for all of them.
const holdsAt = (channel: string) =>
  `(not exists (select from price_list_channel c where c.tenant_id = l.tenant_id and c.price_list_id = l.id)
     or exists (select from price_list_channel c where c.tenant_id = l.tenant_id and c.price_list_id = l.id and c.channel_id = ${channel}))`
