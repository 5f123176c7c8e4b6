import type { Tx } from '../base/database.ts'

/** A category of theirs with the names of those above it, from the root down to itself. */
export interface CategoryFound {
  readonly theirs: string
  readonly path: readonly string[]
  readonly isClosed: boolean
  readonly gone: boolean
  readonly hasMore: boolean
}

// Above so many levels something is wrong with their tree: a circle ends there too.
const deepest = 30

const pathsOf = (chosen: string) => `with recursive chosen as (${chosen}), up as (
    select c.their_id as leaf, c.their_id, c.parent, array[c.name] as path, 1 as depth from chosen c
    union all
    select u.leaf, p.their_id, p.parent, p.name || u.path, u.depth + 1 from up u
      join web_term p on p.tenant_id = $1 and p.connection_id = $2 and p.list = 'category' and p.scope = '' and p.their_id = u.parent
    where u.depth < ${deepest})
  select c.their_id as theirs, (select u.path from up u where u.leaf = c.their_id order by u.depth desc limit 1) as path,
    c.is_closed as "isClosed", c.gone_at is not null as gone,
    exists (select from web_term b where b.tenant_id = $1 and b.connection_id = $2 and b.list = 'category' and b.parent = c.their_id
      and b.gone_at is null) as "hasMore"
  from chosen c`

const columns = `t.their_id, t.parent, t.name, t.is_closed, t.gone_at`
const ofTree = `web_term t where t.tenant_id = $1 and t.connection_id = $2 and t.list = 'category' and t.scope = ''`

/** These categories of theirs, also those that are gone. */
export function categoryPaths(
  tx: Tx,
  tenant: string,
  connectionId: string,
  theirs: readonly string[],
): Promise<CategoryFound[]> {
  return tx.query<CategoryFound>(
    `${pathsOf(`select ${columns} from ${ofTree} and t.their_id = any($3::text[])`)} order by path`,
    [tenant, connectionId, [...new Set(theirs)]],
  )
}

/**
 * A page of their tree: those whose name holds all words of `search`, else those right below `below` ('' : the roots). At most
 * `limit`, those first that something is listed in.
 */
export function searchCategories(
  tx: Tx,
  tenant: string,
  connectionId: string,
  wish: { readonly search: string; readonly below: string; readonly limit: number },
): Promise<CategoryFound[]> {
  const words = wish.search.toLowerCase().split(/\s+/).filter(Boolean)
  const where =
    words.length > 0
      ? `and (select bool_and(position(w in lower(t.name)) > 0 or t.their_id = w) from unnest($3::text[]) as u (w))`
      : `and case when $4 = '' then not exists (select from web_term p where p.tenant_id = $1 and p.connection_id = $2
           and p.list = 'category' and p.scope = '' and p.their_id = t.parent) else t.parent = $4 end and cardinality($3::text[]) = 0`
  return tx.query<CategoryFound>(
    `${pathsOf(`select ${columns} from ${ofTree} and t.gone_at is null ${where} ${words.length > 0 ? 'and $4::text is not null' : ''}
       order by t.is_closed, length(t.name), t.name, t.their_id limit $5`)} order by c.is_closed, path`,
    [tenant, connectionId, words, wish.below, wish.limit],
  )
}

/** Open categories of theirs that are called like one of these names. */
export function categoriesNamedAs(
  tx: Tx,
  tenant: string,
  connectionId: string,
  names: readonly string[],
): Promise<{ theirs: string; name: string }[]> {
  return tx.query(
    `select t.their_id as theirs, t.name from ${ofTree} and t.gone_at is null and not t.is_closed
       and lower(btrim(t.name)) = any($3::text[]) order by t.their_id`,
    [tenant, connectionId, [...new Set(names.map(name => name.trim().toLowerCase()))]],
  )
}
