import type { Tx } from '../base/database.ts'

/** What is stored of an attribute that is told nothing, although it is mapped; whoever reads it sees a value without text. */
const nothing = ' '

/** A value that a person gave for an item at one channel, blank: nothing is told. `group` ties the values of one row of a section that repeats. */
export interface OwnValue {
  readonly attribute: string
  readonly group: string
  readonly value: string
}

/** What is said of one item at one channel alone. */
export interface OwnListing {
  readonly itemId: string
  readonly channelId: string
  /** Of theirs; null: as its categories are mapped. */
  readonly category: string | null
  readonly values: readonly OwnValue[]
}

/** What is said of these items at these channels; absent where nothing is. */
export function readItemListings(
  tx: Tx,
  tenant: string,
  of: { readonly channelIds: readonly string[]; readonly itemIds: readonly string[] },
): Promise<OwnListing[]> {
  return tx.query<OwnListing>(
    `select l.item_id as "itemId", l.channel_id as "channelId", l.their_category as category,
       coalesce((select json_agg(json_build_object('attribute', v.attribute, 'group', v.row_group, 'value', v.value)
          order by v.attribute, v.row_group, v.place)
         from item_listing_value v where v.tenant_id = $1 and v.channel_id = l.channel_id and v.item_id = l.item_id), '[]') as values
     from item_listing l where l.tenant_id = $1 and l.channel_id = any($2::uuid[]) and l.item_id = any($3::uuid[])
     order by l.channel_id, l.item_id`,
    [tenant, of.channelIds, of.itemIds],
  )
}

/**
 * What is to be said: `category` null: as it is mapped; attributes that are named get these values in their order, none takes them away.
 * null: nothing is told of the attribute, although it is mapped.
 */
export interface ListingChange {
  readonly itemId: string
  readonly channelId: string
  readonly category?: string | null | undefined
  readonly attributes?: Readonly<Record<string, readonly GivenValue[] | null>> | undefined
}

type GivenValue = { readonly group?: string | undefined; readonly value: string }

/** Says it, each item at each channel once, in the order of their keys. What is not named stays. Items and channels have to exist. */
export async function setItemListings(
  tx: Tx,
  tenant: string,
  list: readonly ListingChange[],
  how: { readonly by: string; readonly now: Date },
): Promise<void> {
  const rows = list.map(one => ({
    itemId: one.itemId,
    channelId: one.channelId,
    said: one.category !== undefined,
    category: one.category ?? null,
  }))
  await tx.run(
    `insert into item_listing (tenant_id, item_id, channel_id, their_category, changed_at, changed_by)
     select $1, r."itemId", r."channelId", r.category, $3, $4
     from json_to_recordset($2) as r ("itemId" uuid, "channelId" uuid, category text) order by r."channelId", r."itemId"
     on conflict (tenant_id, channel_id, item_id) do update set changed_at = excluded.changed_at, changed_by = excluded.changed_by`,
    [tenant, JSON.stringify(rows), how.now, how.by],
  )
  await tx.run(
    `update item_listing l set their_category = r.category
     from json_to_recordset($2) as r ("itemId" uuid, "channelId" uuid, category text, said boolean)
     where l.tenant_id = $1 and l.channel_id = r."channelId" and l.item_id = r."itemId" and r.said`,
    [tenant, JSON.stringify(rows)],
  )
  const named = list.flatMap(({ itemId, channelId, attributes = {} }) =>
    Object.keys(attributes).map(attribute => ({ itemId, channelId, attribute })),
  )
  await tx.run(
    `delete from item_listing_value v
     using json_to_recordset($2) as r ("itemId" uuid, "channelId" uuid, attribute text)
     where v.tenant_id = $1 and v.channel_id = r."channelId" and v.item_id = r."itemId" and v.attribute = r.attribute`,
    [tenant, JSON.stringify(named)],
  )
  const values = list.flatMap(({ itemId, channelId, attributes = {} }) =>
    Object.entries(attributes).flatMap(([attribute, given]) =>
      (given ?? [{ value: nothing }]).map(({ group = '', value }: GivenValue, place) => ({
        itemId,
        channelId,
        attribute,
        group,
        place,
        value,
      })),
    ),
  )
  await tx.run(
    `insert into item_listing_value (tenant_id, item_id, channel_id, attribute, row_group, place, value)
     select $1, r."itemId", r."channelId", r.attribute, r."group", r.place, r.value
     from json_to_recordset($2) as r ("itemId" uuid, "channelId" uuid, attribute text, "group" text, place int, value text)
     order by r."channelId", r."itemId", r.attribute, r."group", r.place`,
    [tenant, JSON.stringify(values)],
  )
}
