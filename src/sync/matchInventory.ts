import type { Tx } from '../base/database.ts'

/**
 * Compares what the system has with what we have, as far as nobody has decided about it: items by their number, then by
 * their GTIN, categories by name below the same parent. Clear is what names one of ours, and no other of theirs names the
 * same; a number that differs in case or blanks alone is for a person to look at. What is linked already is adopted, and what of
 * ours is linked to another of theirs is no candidate any more.
 */
export async function matchInventory(
  tx: Tx,
  of: {
    readonly tenant: string
    readonly connectionId: string
    /** Below whose root categories are compared. */
    readonly channelId: string | null
    /** The channel at which items are linked; null: linked per connection. */
    readonly linksAt: string | null
  },
): Promise<void> {
  const { tenant, connectionId, channelId, linksAt } = of
  await takeLinked(tx, tenant, connectionId)
  await tx.run(settled(`item`, itemPairs), [tenant, connectionId, linksAt ?? ''])
  await tx.run(settled(`category`, categoryPairs), [tenant, connectionId, '', channelId])
}

// By their id, else by our number where their list says it: it was linked before they gave it a name.
async function takeLinked(tx: Tx, tenant: string, connectionId: string): Promise<void> {
  await tx.run(
    `update adoption a set state = 'adopted', object_id = k.object_id, matched_by = null, told_at = clock_timestamp(), based_at = clock_timestamp()
     from (
       select a.id, k.object_id from adoption a join link k on k.tenant_id = $1 and k.connection_id = $2 and k.kind = a.kind
         and k.their_id = a.their_id and k.channel_id is not distinct from nullif(a.scope, '')::uuid
       where a.tenant_id = $1 and a.connection_id = $2 and a.state <> 'adopted'
       union
       select a.id, k.object_id from adoption a join link k on k.tenant_id = $1 and k.connection_id = $2 and k.kind = a.kind
         and k.key_no = a.our_no and k.channel_id is not distinct from nullif(a.scope, '')::uuid
       where a.tenant_id = $1 and a.connection_id = $2 and a.state <> 'adopted' and a.our_no is not null
         and not exists (select from link o where o.tenant_id = $1 and o.connection_id = $2 and o.kind = a.kind
           and o.their_id = a.their_id and o.channel_id is not distinct from k.channel_id)
     ) k
     where a.tenant_id = $1 and a.id = k.id`,
    [tenant, connectionId],
  )
}

// Pairs of theirs and ours with the way in which they were found, better ways first.
const itemPairs = `
  select o.id, i.id as object_id, case when i.item_number = o.number then 1 else 2 end as rank
  from open o join item i on i.tenant_id = $1 and i.number_key = lower(btrim(o.number))
  union all
  select o.id, i.id, 3 from open o join item i on i.tenant_id = $1 and i.gtin = o.gtin`
const categoryPairs = `select t.id, t.object_id, 1 as rank from tree t`
const named = (
  parent: string,
) => `join category c on c.tenant_id = $1 and c.parent_id is not distinct from ${parent}
    and (lower(c.name) = lower(o.name) or exists (select 1 from category_text x
      where x.tenant_id = $1 and x.category_id = c.id and lower(x.name) = lower(o.name)))`
// From the roots down: the root of the channel, where it shows a part of the tree.
const tree = `tree as (
    select o.id, o.their_id, c.id as object_id from open o ${named(`(select h.root_category_id from channel h where h.tenant_id = $1 and h.id = $4)`)}
      where o.parent = ''
    union
    select o.id, o.their_id, c.id from tree t join open o on o.parent = t.their_id and t.their_id <> '' ${named('t.object_id')}),`

const settled = (
  kind: 'item' | 'category',
  pairs: string,
) => `with ${kind === 'category' ? 'recursive ' : ''}open as (
    select id, their_id, name, number, gtin, parent from adoption
    where tenant_id = $1 and connection_id = $2 and kind = '${kind}' and scope = $3 and state in ('theirs_only', 'matched', 'ambiguous')),
  ${kind === 'category' ? tree : ''}
  pairs as (${pairs}),
  free as (select p.* from pairs p where not exists (select 1 from link k where k.tenant_id = $1 and k.connection_id = $2
    and k.kind = '${kind}' and k.object_id = p.object_id and k.their_id is not null and k.channel_id is not distinct from nullif($3, '')::uuid)${
      kind === 'item' ? ` and not ${isUnderWay('p.object_id', `nullif($3, '')::uuid`)}` : ''
    }),
  best as (select f.*, min(rank) over (partition by id) as best_of_theirs, min(rank) over (partition by object_id) as best_of_ours,
    count(*) over (partition by id, rank) as ours, count(*) over (partition by object_id, rank) as theirs from free f),
  clear as (select id, object_id, rank from best where rank = best_of_theirs and rank = best_of_ours and ours = 1 and theirs = 1 and rank <> 2)
  update adoption a set state = case when c.id is not null then 'matched' when exists (select 1 from free f where f.id = a.id) then 'ambiguous'
      else 'theirs_only' end,
    object_id = c.object_id, matched_by = case when c.id is null then null when '${kind}' = 'category' then 'name'
      when c.rank = 3 then 'gtin' else 'number' end
  from open o left join clear c on c.id = o.id where a.tenant_id = $1 and a.id = o.id
    and (c.id is not null or a.object_id is not null or a.state <> 'theirs_only' or exists (select from free f where f.id = a.id))`

/** SQL: item `id` is being sent for the first time, or its answer is awaited: nobody knows yet what it becomes there. `at` null: at any channel. */
function isUnderWay(id: string, at: string): string {
  return `exists (select from channel_object s join channel h on h.tenant_id = s.tenant_id and h.id = s.channel_id
    where s.tenant_id = $1 and h.connection_id = $2 and (${at} is null or h.id = ${at}) and s.kind = 'item' and s.object_id = ${id}
      and (s.ticket is not null or s.in_flight_run is not null))`
}

/** Those of these items of which nobody knows yet what they become there. */
export async function itemsUnderWay(
  tx: Tx,
  of: { readonly tenant: string; readonly connectionId: string; readonly channelId: string | null },
  ids: readonly string[],
): Promise<Set<string>> {
  const rows = await tx.query<{ id: string }>(
    `select u.id from unnest($4::uuid[]) as u (id) where ${isUnderWay('u.id', '$3::uuid')}`,
    [of.tenant, of.connectionId, of.channelId, ids],
  )
  return new Set(rows.map(row => row.id))
}

/** What of ours an object of theirs may be, for a person to choose from. */
export interface AdoptionCandidate {
  readonly adoptionId: string
  readonly objectId: string
  readonly number: string
  readonly name: string
  readonly gtin: string | null
  /** It is linked to another object of theirs already. */
  readonly taken: boolean
}

/** The candidates of these objects; those without any are absent. At most 20 each. */
export async function adoptionCandidates(
  tx: Tx,
  tenant: string,
  connectionId: string,
  ids: readonly string[],
): Promise<Map<string, AdoptionCandidate[]>> {
  const rows = await tx.query<AdoptionCandidate & { place: number }>(
    `select * from (
       select f.*, row_number() over (partition by "adoptionId" order by number, name)::int as place from (
         select a.id as "adoptionId", i.id as "objectId", i.item_number as number, i.name, i.gtin, ${taken('item', 'i.id')} as taken
         from adoption a join item i on i.tenant_id = $1 and (i.number_key = lower(btrim(a.number)) or i.gtin = a.gtin)
         where a.tenant_id = $1 and a.id = any($3::uuid[]) and a.kind = 'item'
         union all
         select a.id, c.id, '', c.name, null, ${taken('category', 'c.id')}
         from adoption a join category c on c.tenant_id = $1 and lower(c.name) = lower(a.name)
         where a.tenant_id = $1 and a.id = any($3::uuid[]) and a.kind = 'category') f) n
     where n.place <= 20 order by n.place`,
    [tenant, connectionId, ids],
  )
  return Map.groupBy(
    rows.map(({ place: _, ...candidate }) => candidate),
    row => row.adoptionId,
  )
}

const taken = (
  kind: string,
  id: string,
) => `exists (select 1 from link k where k.tenant_id = $1 and k.connection_id = $2
  and k.kind = '${kind}' and k.object_id = ${id} and k.their_id is not null and k.their_id <> a.their_id
  and k.channel_id is not distinct from nullif(a.scope, '')::uuid)`

/** Items of ours that a connection sells and that none of theirs is, in the order of their numbers; at most `limit`. */
export function oursOnly(
  tx: Tx,
  tenant: string,
  wish: { connectionId: string; after?: string | undefined; limit: number },
): Promise<{ id: string; number: string; name: string; gtin: string | null }[]> {
  return tx.query(
    `select i.id, i.item_number as number, i.name, i.gtin from item i
     where i.tenant_id = $1 and i.active and ($3::uuid is null or i.id > $3)
       and exists (select 1 from item_channel k join channel h on h.tenant_id = k.tenant_id and h.id = k.channel_id
         where k.tenant_id = $1 and k.item_id = i.id and k.active and h.connection_id = $2)
       and not exists (select 1 from adoption a where a.tenant_id = $1 and a.connection_id = $2 and a.kind = 'item' and a.object_id = i.id)
       and not exists (select 1 from link l where l.tenant_id = $1 and l.connection_id = $2 and l.kind = 'item' and l.object_id = i.id
         and l.their_id is not null)
     order by i.id limit $4`,
    [tenant, wish.connectionId, wish.after ?? null, wish.limit],
  )
}
