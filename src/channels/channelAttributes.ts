import type { Tx } from '../base/database.ts'

/** An attribute of a channel, as far as items can be given values of it. */
export interface ChannelAttribute {
  readonly channelId: string
  readonly theirs: string
  /** As the system calls it, in whatever category; none: it does not name it any more, and items have values of it. */
  readonly names: readonly string[]
  /** One item may have several values, or one for each row of a section that repeats; in some category. */
  readonly isMultiple: boolean
  readonly isRepeatable: boolean
}

export type AttributeAtChannel = Pick<ChannelAttribute, 'channelId' | 'theirs'>

// Of all that the system names now (alias `t`), what can be said at a channel (alias `h`) in one of its categories.
const namedAt = `join web_term t on t.tenant_id = $1 and t.connection_id = h.connection_id and t.list = 'attribute' and t.gone_at is null
  and t.attribute is not null and (t.scope = '' or t.scope = 'seller/' || h.place or t.scope like 'category/%')`

/** The attributes of these channels that one of the words is the id or the name of; by channel and id. A few statements for any number. */
export async function attributesCalled(
  tx: Tx,
  tenant: string,
  of: { readonly channelIds: readonly string[]; readonly words: readonly string[] },
): Promise<ChannelAttribute[]> {
  if (of.channelIds.length === 0 || of.words.length === 0) return []
  const values = [tenant, of.channelIds, of.words]
  const hits = await tx.query<{ theirs: string }>(
    `select distinct t.their_id as theirs from channel h ${namedAt}
     where h.tenant_id = $1 and h.id = any($2::uuid[]) and (t.their_id = any($3::text[]) or t.name = any($3::text[]))`,
    values,
  )
  const named = await tx.query<ChannelAttribute>(
    `select h.id as "channelId", t.their_id as theirs, array_agg(distinct t.name order by t.name) as names,
       bool_or(coalesce(t.attribute -> 'isMultiple' = 'true', false)) as "isMultiple",
       bool_or(coalesce(t.attribute -> 'isRepeatable' = 'true', false)) as "isRepeatable"
     from channel h ${namedAt}
     where h.tenant_id = $1 and h.id = any($2::uuid[]) and t.their_id = any($3::text[])
     group by h.id, t.their_id order by h.id, t.their_id`,
    [tenant, of.channelIds, hits.map(one => one.theirs)],
  )
  const found = new Set(named.map(keyOf))
  const said = await tx.query<AttributeAtChannel>(
    `select distinct channel_id as "channelId", attribute as theirs from item_listing_value
     where tenant_id = $1 and channel_id = any($2::uuid[]) and attribute = any($3::text[]) order by 1, 2`,
    values,
  )
  const gone = said.filter(one => !found.has(keyOf(one)))
  return [...named, ...gone.map(one => ({ ...one, names: [], isMultiple: true, isRepeatable: true }))]
}

/**
 * Attributes of all channels: `usable`, those that can be said everywhere or in categories that are in use; `told`, those of which an
 * item has values, and of the usable ones those that have to be given.
 */
export async function listChannelAttributes(
  tx: Tx,
  tenant: string,
  which: 'usable' | 'told',
): Promise<AttributeAtChannel[]> {
  // Read first: which categories are in use decides how few of a quarter of a million rows are looked at.
  const used = await tx.query<{ id: string; scope: string }>(
    `select id, '' as scope from channel where tenant_id = $1
     union select id, 'seller/' || place from channel where tenant_id = $1
     union select channel_id, 'category/' || their_id from channel_place where tenant_id = $1 and list = 'category'
     union select channel_id, 'category/' || their_category from item_listing where tenant_id = $1 and their_category is not null`,
    [tenant],
  )
  const said = `union select channel_id, attribute from item_listing_value where tenant_id = $1`
  return tx.query<AttributeAtChannel>(
    `select h.id as "channelId", t.their_id as theirs from channel h ${namedAt}
     where h.tenant_id = $1 and t.scope = any($2::text[]) and h.id || t.scope = any($3::text[])
       and (not $4 or t.attribute -> 'isRequired' = 'true')
     ${which === 'told' ? said : 'group by 1, 2'} order by 1, 2`,
    [
      tenant,
      [...new Set(used.map(one => one.scope))],
      used.map(one => `${one.id}${one.scope}`),
      which === 'told',
    ],
  )
}

/** What tells attributes of channels apart. */
export function keyOf({ channelId, theirs }: AttributeAtChannel): string {
  return `${channelId} ${theirs}`
}
