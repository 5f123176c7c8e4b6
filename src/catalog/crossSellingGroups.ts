import type { Changed } from '../base/changed.ts'
import { sqlState, type Tx } from '../base/database.ts'
import { isId, newId } from '../base/ids.ts'
import { refusedAs } from './channelTexts.ts'
import { catalogProblem, type Refused } from './problems.ts'
import { isLanguage } from './textFallback.ts'

/** What a group is called in one language. */
export interface CrossSellingText {
  readonly name: string
  readonly description: string
}

/** A group in which items are shown beside others, as it is stored. */
export interface CrossSellingGroup {
  readonly id: string
  readonly name: string
  /** Lower ones come first. */
  readonly sort: number
  readonly version: number
  /** By ISO 639-1 language; where there is none, the name counts. */
  readonly texts: Readonly<Record<string, CrossSellingText>>
}

/** A group as it shall be; what is absent stays as it is. */
export interface CrossSellingGroupWish {
  /** Id or name; where there is none of that name, it is made. What has the form of an id is never a new name. */
  readonly group: string
  /** The version that was looked at: a newer one refuses the change. */
  readonly version?: number | undefined
  /** Another name. */
  readonly name?: string | undefined
  readonly sort?: number | undefined
  /** By ISO 639-1 language; null takes a language away. */
  readonly texts?:
    | Readonly<Record<string, { readonly name: string; readonly description?: string | undefined } | null>>
    | undefined
}

export type CrossSellingGroupDone =
  | { readonly id: string; readonly did: 'new' | 'changed' | 'unchanged'; readonly version: number }
  | Refused

const columns = `g.id, g.name, g.sort, g.version, (select coalesce(json_object_agg(t.language,
    json_build_object('name', t.name, 'description', t.description) order by t.language), '{}') from cross_selling_group_text t
  where t.tenant_id = g.tenant_id and t.group_id = g.id) as texts`

/** All groups of a tenant, in their order: tens of them. */
export function listCrossSellingGroups(tx: Tx, tenant: string): Promise<CrossSellingGroup[]> {
  return tx.query<CrossSellingGroup>(
    `select ${columns} from cross_selling_group g where g.tenant_id = $1 order by g.sort, g.name`,
    [tenant],
  )
}

/**
 * Makes groups and changes those that are there, in a few statements for any number; of two that mean the same one the last counts.
 * Refused (and left out) are CROSS_SELLING_GROUP_UNKNOWN, VERSION_OLD, CROSS_SELLING_GROUP_TAKEN, LANGUAGE_INVALID. Throws CROSS_SELLING_GROUP_TAKEN where
 * somebody else takes a name at the same moment. `changed`: the items that show something in a group of another name or text.
 */
export async function putCrossSellingGroups(
  tx: Tx,
  tenant: string,
  list: readonly CrossSellingGroupWish[],
): Promise<{ results: CrossSellingGroupDone[]; changed: Changed }> {
  const before = new Map((await holdGroups(tx, tenant)).map(row => [row.id, row]))
  const now = new Map(before)
  const byName = new Map([...before.values()].map(row => [row.name, row.id]))
  const results = list.map((wish): CrossSellingGroupDone => {
    const id = now.has(wish.group) ? wish.group : (byName.get(wish.group) ?? newId())
    const known = now.get(id)
    const refused = objection(wish, id, known, byName)
    if (refused) return refused
    const row = known ?? { id, name: wish.group, sort: 0, version: 0, texts: {} }
    const next = applied(row, wish)
    if (known && JSON.stringify(next) === JSON.stringify(known))
      return { id, did: 'unchanged', version: known.version }
    const version = (before.get(id)?.version ?? 0) + 1
    byName.delete(row.name)
    byName.set(next.name, id)
    now.set(id, { ...next, version })
    return { id, did: before.has(id) ? 'changed' : 'new', version }
  })
  const touched = [...now.values()].filter(row => row !== before.get(row.id))
  await storeGroups(tx, tenant, touched)
  const told = touched.filter(row => !saysTheSame(row, before.get(row.id))).map(row => row.id)
  return { results, changed: changedItems(await itemsShowing(tx, tenant, told)) }
}

/**
 * Removes groups, and with `withItems` all that is shown in them. Refused (and left) are CROSS_SELLING_GROUP_UNKNOWN and, without
 * `withItems`, CROSS_SELLING_GROUP_IN_USE. One result per element.
 */
export async function removeCrossSellingGroups(
  tx: Tx,
  tenant: string,
  groups: readonly string[],
  withItems: boolean,
): Promise<{ results: ({ readonly id: string; readonly did: 'removed' } | Refused)[]; changed: Changed }> {
  const known = await holdGroups(tx, tenant)
  const used = await countShowing(tx, tenant)
  const found = groups.map(group => groupNamed(known, group))
  const results = groups.map((group, at): { id: string; did: 'removed' } | Refused => {
    const row = found[at]
    if (!row) return refusedAs(group, 'CROSS_SELLING_GROUP_UNKNOWN', { group })
    const count = used.get(row.id) ?? 0
    if (count > 0 && !withItems)
      return refusedAs(row.id, 'CROSS_SELLING_GROUP_IN_USE', { group: row.name, count: String(count) })
    return { id: row.id, did: 'removed' }
  })
  const gone = [...new Set(results.flatMap(one => (one.did === 'removed' ? [one.id] : [])))]
  const items = await itemsShowing(tx, tenant, gone)
  if (gone.length > 0)
    for (const [table, key] of [
      ['item_cross_selling', 'group_id'],
      ['cross_selling_group_text', 'group_id'],
      ['cross_selling_group', 'id'],
    ] as const)
      await tx.run(`delete from ${table} where tenant_id = $1 and ${key} = any($2::uuid[])`, [tenant, gone])
  return { results, changed: changedItems(items) }
}

/** The ids of groups by id or name, in their order. Throws CROSS_SELLING_GROUP_UNKNOWN. */
export async function crossSellingGroupIds(
  tx: Tx,
  tenant: string,
  groups: readonly string[],
): Promise<string[]> {
  const known = await listCrossSellingGroups(tx, tenant)
  return groups.map(group => {
    const id = groupNamed(known, group)?.id
    if (id === undefined) throw catalogProblem('CROSS_SELLING_GROUP_UNKNOWN', { group })
    return id
  })
}

function groupNamed(known: readonly CrossSellingGroup[], group: string): CrossSellingGroup | undefined {
  return known.find(one => one.id === group) ?? known.find(one => one.name === group)
}

function objection(
  { group, version, name, texts = {} }: CrossSellingGroupWish,
  id: string,
  known: CrossSellingGroup | undefined,
  byName: ReadonlyMap<string, string>,
): Refused | undefined {
  if (!known && isId(group)) return refusedAs(group, 'CROSS_SELLING_GROUP_UNKNOWN', { group })
  if (version !== undefined && known && version !== known.version)
    return refusedAs(id, 'VERSION_OLD', { id: known.name, version: String(known.version) })
  if (name !== undefined && (byName.get(name) ?? id) !== id)
    return refusedAs(id, 'CROSS_SELLING_GROUP_TAKEN', { name })
  const language = Object.keys(texts).find(one => !isLanguage(one))
  return language === undefined ? undefined : refusedAs(id, 'LANGUAGE_INVALID', { language })
}

function applied(
  row: CrossSellingGroup,
  { name, sort, texts = {} }: CrossSellingGroupWish,
): CrossSellingGroup {
  const said = Object.entries({ ...row.texts, ...texts }).flatMap(([language, text]) =>
    text === null ? [] : [[language, { name: text.name, description: text.description ?? '' }] as const],
  )
  return {
    id: row.id,
    name: name ?? row.name,
    sort: sort ?? row.sort,
    version: row.version,
    texts: Object.fromEntries(said.sort(([a], [b]) => (a < b ? -1 : 1))),
  }
}

// Of the order of groups channels are told too: what is shown first.
function saysTheSame(row: CrossSellingGroup, before: CrossSellingGroup | undefined): boolean {
  if (!before) return true // no item shows anything in it yet
  const plain = ({ version: _, ...rest }: CrossSellingGroup) => JSON.stringify(rest)
  return plain(row) === plain(before)
}

async function storeGroups(tx: Tx, tenant: string, rows: readonly CrossSellingGroup[]): Promise<void> {
  if (rows.length === 0) return
  const sorted = [...rows].sort((a, b) => (a.id < b.id ? -1 : 1))
  // Names may change places: those that are there give theirs up first.
  await tx
    .run(
      `update cross_selling_group g set name = g.id::text where g.tenant_id = $1 and g.id = any($2::uuid[])`,
      [tenant, sorted.map(row => row.id)],
    )
    .then(() =>
      tx.run(
        `insert into cross_selling_group (tenant_id, id, name, sort, version)
         select $1, r.id, r.name, r.sort, r.version from json_to_recordset($2) as r (id uuid, name text, sort integer, version integer)
         order by r.id
         on conflict (tenant_id, id) do update set name = excluded.name, sort = excluded.sort, version = excluded.version,
           changed_at = now()`,
        [tenant, JSON.stringify(sorted)],
      ),
    )
    .catch(error => {
      const name = rows.map(row => row.name).join(', ')
      throw sqlState(error) === '23505' ? catalogProblem('CROSS_SELLING_GROUP_TAKEN', { name }) : error
    })
  await tx.run(`delete from cross_selling_group_text where tenant_id = $1 and group_id = any($2::uuid[])`, [
    tenant,
    sorted.map(row => row.id),
  ])
  const texts = sorted.flatMap(({ id, texts }) =>
    Object.entries(texts).map(([language, text]) => ({ id, language, ...text })),
  )
  await tx.run(
    `insert into cross_selling_group_text (tenant_id, group_id, language, name, description)
     select $1, r.id, r.language, r.name, r.description
     from json_to_recordset($2) as r (id uuid, language text, name text, description text) order by r.id, r.language`,
    [tenant, JSON.stringify(texts)],
  )
}

// All of them, in the order of their ids: of two who change groups the second sees what the first has done.
function holdGroups(tx: Tx, tenant: string): Promise<CrossSellingGroup[]> {
  return tx.query<CrossSellingGroup>(
    `select ${columns} from cross_selling_group g where g.tenant_id = $1 order by g.id for update of g`,
    [tenant],
  )
}

async function itemsShowing(tx: Tx, tenant: string, groupIds: readonly string[]): Promise<string[]> {
  if (groupIds.length === 0) return []
  const rows = await tx.query<{ id: string }>(
    `select distinct item_id as id from item_cross_selling where tenant_id = $1 and group_id = any($2::uuid[]) order by id`,
    [tenant, groupIds],
  )
  return rows.map(row => row.id)
}

async function countShowing(tx: Tx, tenant: string): Promise<Map<string, number>> {
  const rows = await tx.query<{ id: string; count: number }>(
    `select group_id as id, count(distinct item_id)::int as count from item_cross_selling where tenant_id = $1 group by group_id`,
    [tenant],
  )
  return new Map(rows.map(row => [row.id, row.count]))
}

function changedItems(items: readonly string[]): Changed {
  return items.length > 0 ? { cross_selling: items } : {}
}
