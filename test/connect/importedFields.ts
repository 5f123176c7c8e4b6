import type { Shop } from '../../testkit/jtlConnector/shop.ts'
import type { ShopItem, ShopText } from '../../testkit/jtlConnector/shopData.ts'
import type { World } from '../import/world.ts'

type Facts = Readonly<Record<string, unknown>>

/** All that is kept here of items, by number, in the words of the shop. */
export async function itemsHere(world: World): Promise<Record<string, Facts>> {
  const rows = await world.query<{ number: string; facts: Facts }>(
    `select i.item_number as number, json_build_object(
       'kind', i.kind, 'name', i.name, 'active', i.active, 'gtin', i.gtin, 'net', trim_scale(i.net_price)::text,
       'weight', trim_scale(i.weight)::text, 'part', i.manufacturer_number, 'oversell', i.oversell, 'managed', i.stock_managed,
       'maker', (select m.name from manufacturer m where m.tenant_id = $1 and m.id = i.manufacturer_id),
       'rate', (select trim_scale(r.rate)::text from tax_rate r where r.tenant_id = $1 and r.tax_class_id = i.tax_class_id and r.country = 'DE'
          and r.charged order by r.valid_from desc limit 1),
       'parent', (select p.item_number from item p where p.tenant_id = $1 and p.id = i.parent_id),
       'texts', (select coalesce(json_object_agg(t.language, json_build_array(t.name, t.description, t.short_description, t.path, t.meta_title,
          t.meta_description, t.meta_keywords) order by t.language), '{}') from item_text t where t.tenant_id = $1 and t.item_id = i.id),
       'categories', (select coalesce(json_agg(c.name order by c.name), '[]') from item_category k join category c on c.tenant_id = $1
          and c.id = k.category_id where k.tenant_id = $1 and k.item_id = i.id),
       'chosen', (select coalesce(json_object_agg(v.name, w.name order by v.name), '{}') from child_value k
          join variation v on v.tenant_id = $1 and v.id = k.variation_id join variation_value w on w.tenant_id = $1 and w.id = k.value_id
          where k.tenant_id = $1 and k.item_id = i.id),
       'variations', (select coalesce(json_object_agg(v.name, (select json_agg(w.name order by w.sort) from variation_value w
          where w.tenant_id = $1 and w.variation_id = v.id)), '{}') from variation v where v.tenant_id = $1 and v.item_id = i.id),
       'characteristics', (select coalesce(json_agg(v.name), '[]') from item_characteristic k join characteristic_value v
          on v.tenant_id = $1 and v.id = k.value_id where k.tenant_id = $1 and k.item_id = i.id),
       'attributes', (select coalesce(json_object_agg(d.name, a.value), '{}') from item_attribute a join attribute d
          on d.tenant_id = $1 and d.id = a.attribute_id where a.tenant_id = $1 and a.item_id = i.id),
       'prices', (select coalesce(json_agg(line order by line), '[]') from (
          select concat_ws(' ', g.name, trim_scale(p.from_quantity), trim_scale(p.net)) as line from item_price p
            join customer_group g on g.tenant_id = $1 and g.id = p.customer_group_id where p.tenant_id = $1 and p.item_id = i.id
          union all select concat_ws(' ', trim_scale(p.from_quantity), trim_scale(p.net)) from channel_price p
            where p.tenant_id = $1 and p.item_id = i.id and p.customer_group_id is null) l),
       'specials', (select coalesce(json_agg(concat_ws(' ', trim_scale(s.net), s.valid_from at time zone 'UTC', s.valid_to at time zone 'UTC')),
          '[]') from special_price s where s.tenant_id = $1 and s.item_id = i.id and s.active),
       'stock', (select trim_scale(sum(s.on_hand))::text from stock_level s where s.tenant_id = $1 and s.item_id = i.id and s.on_hand <> 0),
       'images', (select coalesce(json_agg(json_build_array(m.sort, m.alt) order by m.sort), '[]') from item_image m
          where m.tenant_id = $1 and m.item_id = i.id)) as facts
     from item i where i.tenant_id = $1`,
    world.tenant,
  )
  return Object.fromEntries(rows.map(row => [row.number, row.facts]))
}

/** The same as the shop has it. */
export function itemsThere(shop: Shop): Record<string, Facts> {
  const name = <T extends { readonly id: string }>(
    list: readonly T[],
    id: string,
    of: (one: T) => string,
  ) => {
    const found = list.find(one => one.id === id)
    return found ? of(found) : ''
  }
  const items = shop.items()
  const factsOf = (item: ShopItem): Facts => ({
    kind: item.isMaster ? 'parent' : item.masterId ? 'child' : 'simple',
    name: item.texts[0]?.name,
    active: item.active,
    gtin: item.ean || null,
    net: plain(item.priceNet),
    weight: plain(item.weight ?? '0'),
    part: item.manufacturerNumber,
    oversell: item.allowsOverselling,
    managed: item.considerStock,
    maker: name(shop.manufacturers(), item.manufacturerId ?? '', one => one.name),
    rate: item.vat,
    parent: item.masterId ? name(items, item.masterId, one => one.sku) : null,
    texts: Object.fromEntries(item.texts.map(text => [text.language, textOf(text)])),
    // A child stands where its parent does.
    categories: (item.masterId ? [] : (item.categoryIds ?? []))
      .map(id => name(shop.categories(), id, one => one.texts[0]?.name ?? ''))
      .sort(),
    chosen: item.masterId
      ? Object.fromEntries((item.variations ?? []).map(one => [one.name, one.values[0]?.name]))
      : {},
    variations: item.isMaster
      ? Object.fromEntries(
          (item.variations ?? []).map(one => [one.name, one.values.map(value => value.name)]),
        )
      : {},
    characteristics: (item.specifics ?? []).flatMap(({ valueId }) =>
      shop.specifics().flatMap(one => one.values.flatMap(value => (value.id === valueId ? value.value : []))),
    ),
    attributes: Object.fromEntries((item.attributes ?? []).map(one => [one.key, one.value])),
    prices: (item.prices ?? [])
      .map(price => `${price.customerGroupId ? 'Händler ' : ''}${price.fromQuantity} ${plain(price.net)}`)
      .sort(),
    specials: (item.specialPrices ?? []).map(
      one => `${one.net} ${utc(one.from ?? '')} ${utc(one.until ?? '')}`,
    ),
    stock: item.isMaster || item.stock === '0' ? null : plain(item.stock),
    images: shop
      .images()
      .filter(one => one.relation === 'product' && one.ownerId === item.id)
      .map(one => [one.sort, one.altText ? { de: one.altText } : {}]),
  })
  return Object.fromEntries(items.map(item => [item.sku, factsOf(item)]))
}

/** Categories by their path, with their texts. */
export function categoriesHere(world: World) {
  return world.query<{ path: string; active: boolean; sort: number; texts: unknown }>(
    `with recursive tree as (
       select id, name as path from category where tenant_id = $1 and parent_id is null
       union all select c.id, t.path || ' > ' || c.name from tree t join category c on c.tenant_id = $1 and c.parent_id = t.id)
     select t.path, c.active, c.sort, (select json_object_agg(x.language, json_build_array(x.name, x.description, x.path))
       from category_text x where x.tenant_id = $1 and x.category_id = c.id) as texts
     from tree t join category c on c.tenant_id = $1 and c.id = t.id order by t.path`,
    world.tenant,
  )
}

/** The same as the shop has it. */
export function categoriesThere(shop: Shop) {
  const all = shop.categories()
  const pathOf = (id: string): string => {
    const one = all.find(category => category.id === id)
    const own = one?.texts[0]?.name ?? ''
    return one?.parentId ? `${pathOf(one.parentId)} > ${own}` : own
  }
  return all
    .map(one => ({
      path: pathOf(one.id),
      active: one.active,
      sort: one.sort ?? 0,
      texts: Object.fromEntries(
        one.texts.map(text => [text.language, [text.name, text.description ?? '', text.urlPath ?? '']]),
      ),
    }))
    .sort((a, b) => (a.path < b.path ? -1 : 1))
}

function textOf(text: ShopText) {
  const { name, description, shortDescription, urlPath, titleTag, metaDescription, metaKeywords } = text
  return [name, description, shortDescription, urlPath, titleTag, metaDescription, metaKeywords].map(
    one => one ?? '',
  )
}

function plain(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text
}

function utc(time: string): string {
  return new Date(time).toISOString().slice(0, 19).replace('T', ' ')
}
