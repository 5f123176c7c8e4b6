import type pg from 'pg'

/** What the catalogue of a migrated database says of the schema `public`, the same on PostgreSQL 15 and 18. */
export interface Schema {
  readonly tables: readonly Table[]
  readonly functions: readonly StoredFunction[]
}

export interface Table {
  readonly name: string
  readonly columns: readonly Column[]
  readonly constraints: readonly Constraint[]
  /** Those that no constraint makes. */
  readonly indexes: readonly Index[]
  readonly rowSecurity: boolean
  readonly policies: readonly Policy[]
  readonly grants: readonly Grant[]
  /** Such as `RANGE (stored_at)`; the monthly partitions are not part of the schema. */
  readonly partitionKey: string | null
  readonly defaultPartition: string | null
}

export interface Column {
  readonly name: string
  readonly type: string
  readonly collation: string | null
  readonly notNull: boolean
  readonly default: string | null
}

export interface Constraint {
  readonly name: string
  readonly kind: 'primary' | 'unique' | 'foreign' | 'check' | 'exclusion'
  readonly columns: readonly string[]
  /** Of a foreign key: where it points, column by column. */
  readonly target: string | null
  readonly targetColumns: readonly string[]
  readonly definition: string
}

export interface Index {
  readonly name: string
  /** The first one; null where it is an expression. */
  readonly leadingColumn: string | null
  readonly definition: string
}

export interface Policy {
  readonly name: string
  readonly command: string
  readonly roles: readonly string[]
  readonly using: string | null
  readonly check: string | null
}

/** What a role other than the owner may do; `columns` where it is not the whole table. */
export interface Grant {
  readonly role: string
  readonly privileges: readonly string[]
  readonly columns: readonly string[] | null
}

export interface StoredFunction {
  readonly name: string
  readonly arguments: string
  readonly result: string
  readonly language: string
  readonly volatility: 'volatile' | 'stable' | 'immutable'
  readonly securityDefiner: boolean
  readonly settings: readonly string[]
  readonly body: string
  /** Roles that may call it, without the owner. */
  readonly callers: readonly string[]
}

/**
 * Reads the schema `public`. Left out: owners, monthly partitions, not-null constraints (18 gives them names, 15 has
 * none; the columns carry them) and what an extension brought along. Throws for kinds of objects that it cannot
 * describe yet, so that nothing is missing in silence.
 */
export async function readSchema(client: pg.ClientBase | pg.Pool): Promise<Schema> {
  const rows = async <Row extends object>(text: string) => (await client.query<Row>(text)).rows
  const strange = await rows<{ what: string }>(strangeObjects)
  if (strange.length > 0)
    throw new Error(
      `readSchema cannot describe ${strange.map(row => row.what).join(', ')}: extend it or avoid them`,
    )
  const [heads, columns, constraints, indexes, policies, grants, functions] = [
    await rows<TableHead>(tables),
    await rows<Column & OfTable>(tableColumns),
    await rows<Constraint & OfTable>(tableConstraints),
    await rows<Index & OfTable>(tableIndexes),
    await rows<Policy & OfTable>(tablePolicies),
    await rows<Grant & OfTable>(tableGrants),
    await rows<StoredFunction>(storedFunctions),
  ]
  return {
    tables: heads.map(head => ({
      ...head,
      columns: ofTable(columns, head.name),
      constraints: ofTable(constraints, head.name),
      indexes: ofTable(indexes, head.name),
      policies: ofTable(policies, head.name),
      grants: ofTable(grants, head.name),
    })),
    functions,
  }
}

type TableHead = Pick<Table, 'name' | 'rowSecurity' | 'partitionKey' | 'defaultPartition'>

interface OfTable {
  readonly table: string
}

function ofTable<Row extends object>(rows: readonly (Row & OfTable)[], name: string): Omit<Row, 'table'>[] {
  return rows.filter(row => row.table === name).map(({ table: _, ...rest }) => rest)
}

// Every statement sorts by bytes: the order of a locale is not the same everywhere.

const strangeObjects = `
  select case c.relkind when 'v' then 'view ' when 'm' then 'materialised view ' when 'S' then 'sequence '
    when 'f' then 'foreign table ' else 'type ' end || c.relname as what
  from pg_class c
  where c.relnamespace = 'public'::regnamespace and c.relkind not in ('r', 'p', 'i', 'I', 't')
    and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
  union all
  select 'type ' || t.typname from pg_type t
  where t.typnamespace = 'public'::regnamespace and t.typtype in ('e', 'd')
    and not exists (select from pg_depend d where d.classid = 'pg_type'::regclass and d.objid = t.oid and d.deptype = 'e')
  union all
  select 'trigger ' || g.tgname from pg_trigger g join pg_class c on c.oid = g.tgrelid
  where c.relnamespace = 'public'::regnamespace and not g.tgisinternal
  union all
  select 'rule ' || r.rulename from pg_rewrite r join pg_class c on c.oid = r.ev_class
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
  order by 1`

const ownTables = `c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition`

const tables = `
  select c.relname::text as name, c.relrowsecurity as "rowSecurity", pg_get_partkeydef(c.oid) as "partitionKey",
    (select child.relname::text from pg_inherits i join pg_class child on child.oid = i.inhrelid
      where i.inhparent = c.oid and pg_get_expr(child.relpartbound, child.oid) = 'DEFAULT') as "defaultPartition"
  from pg_class c where ${ownTables}
  order by c.relname::text collate "C"`

const tableColumns = `
  select c.relname::text as "table", a.attname::text as name, format_type(a.atttypid, a.atttypmod) as type,
    case when a.attcollation <> t.typcollation then l.collname::text end as collation,
    a.attnotnull as "notNull",
    case when a.attidentity <> '' then 'identity' when a.attgenerated <> '' then 'generated: ' || pg_get_expr(d.adbin, d.adrelid)
      else pg_get_expr(d.adbin, d.adrelid) end as "default"
  from pg_class c
  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  join pg_type t on t.oid = a.atttypid
  left join pg_collation l on l.oid = a.attcollation
  left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
  where ${ownTables}
  order by c.relname::text collate "C", a.attnum`

const columnNames = (relation: string, numbers: string) => `
  coalesce((select array_agg(a.attname::text order by k.n) from unnest(${numbers}) with ordinality k (attnum, n)
    join pg_attribute a on a.attrelid = ${relation} and a.attnum = k.attnum), '{}')`

const tableConstraints = `
  select c.relname::text as "table", o.conname::text as name,
    case o.contype when 'p' then 'primary' when 'u' then 'unique' when 'f' then 'foreign' when 'c' then 'check'
      else 'exclusion' end as kind,
    ${columnNames('o.conrelid', 'o.conkey')} as columns,
    f.relname::text as target,
    ${columnNames('o.confrelid', 'o.confkey')} as "targetColumns",
    pg_get_constraintdef(o.oid) as definition
  from pg_class c
  join pg_constraint o on o.conrelid = c.oid and o.contype in ('p', 'u', 'f', 'c', 'x') and o.conparentid = 0
  left join pg_class f on f.oid = o.confrelid
  where ${ownTables}
  order by c.relname::text collate "C", array_position(array['p', 'u', 'x', 'c', 'f'], o.contype::text),
    o.conname::text collate "C"`

const tableIndexes = `
  select c.relname::text as "table", x.relname::text as name,
    (select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum = i.indkey[0]) as "leadingColumn",
    pg_get_indexdef(i.indexrelid) as definition
  from pg_class c
  join pg_index i on i.indrelid = c.oid
  join pg_class x on x.oid = i.indexrelid
  where ${ownTables} and not exists (select from pg_constraint o where o.conindid = i.indexrelid and o.contype in ('p', 'u', 'x'))
  order by c.relname::text collate "C", x.relname::text collate "C"`

const tablePolicies = `
  select c.relname::text as "table", p.polname::text as name,
    case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete'
      else 'all' end || case when p.polpermissive then '' else ' restrictive' end as command,
    (select array_agg(coalesce(r.rolname::text, 'public') order by r.rolname::text collate "C")
      from unnest(p.polroles) role (oid) left join pg_roles r on r.oid = role.oid) as roles,
    pg_get_expr(p.polqual, p.polrelid) as using,
    pg_get_expr(p.polwithcheck, p.polrelid) as "check"
  from pg_class c
  join pg_policy p on p.polrelid = c.oid
  where ${ownTables}
  order by c.relname::text collate "C", p.polname::text collate "C"`

// The owner's own privileges are no news, and PostgreSQL 17 gave owners one more.
const tableGrants = `
  select g."table", g.role, array_agg(g.privilege order by g.privilege collate "C") as privileges, g.columns
  from (
    select c.relname::text as "table", coalesce(r.rolname::text, 'public') as role, lower(x.privilege_type) as privilege,
      null::text[] as columns
    from pg_class c
    cross join aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) x
    left join pg_roles r on r.oid = x.grantee
    where ${ownTables} and x.grantee <> c.relowner
    union all
    select c.relname::text, coalesce(r.rolname::text, 'public'), lower(x.privilege_type),
      array_agg(a.attname::text order by a.attnum)
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
    cross join aclexplode(a.attacl) x
    left join pg_roles r on r.oid = x.grantee
    where ${ownTables} and x.grantee <> c.relowner
    group by 1, 2, 3
  ) g
  group by g."table", g.role, g.columns
  order by g."table" collate "C", g.role collate "C", g.columns nulls first`

const storedFunctions = `
  select p.proname::text as name, pg_get_function_arguments(p.oid) as arguments, pg_get_function_result(p.oid) as result,
    l.lanname::text as language,
    case p.provolatile when 'i' then 'immutable' when 's' then 'stable' else 'volatile' end as volatility,
    p.prosecdef as "securityDefiner", coalesce(p.proconfig, '{}') as settings, p.prosrc as body,
    coalesce((select array_agg(coalesce(r.rolname::text, 'public') order by coalesce(r.rolname::text, 'public') collate "C")
      from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) x left join pg_roles r on r.oid = x.grantee
      where x.grantee <> p.proowner), '{}') as callers
  from pg_proc p
  join pg_language l on l.oid = p.prolang
  where p.pronamespace = 'public'::regnamespace
    and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
  order by p.proname::text collate "C", pg_get_function_identity_arguments(p.oid) collate "C"`
