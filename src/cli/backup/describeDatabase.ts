import type { Tx } from '../../base/database.ts'
import type { BackupHead } from './backupFormat.ts'

/**
 * Made anew after a restore: who works is nobody yet, and a session that was ended since must not come to life again.
 * `migration` is filled by the migrations themselves.
 */
export const leftOut = ['migration', 'user_session', 'worker_process'] as const

/** The tables of Kontor with their columns and partitions, in the order of their names; what is left out is not among them. */
export async function readTables(tx: Tx): Promise<BackupHead['tables']> {
  return tx.query(
    `select c.relname as name,
       (select array_agg(a.attname::text order by a.attnum) from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
       coalesce((select jsonb_agg(jsonb_build_object('name', p.relname, 'bounds', pg_get_expr(p.relpartbound, p.oid)) order by p.relname)
         from pg_inherits i join pg_class p on p.oid = i.inhrelid where i.inhparent = c.oid and p.relispartition), '[]') as partitions
     from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
       and c.relname <> all ($1::text[]) and not exists (select 1 from pg_depend d where d.objid = c.oid and d.deptype = 'e')
     order by c.relname`,
    [leftOut],
  )
}

/** Sequences with the last number that they gave; null: none yet. */
export async function readSequences(tx: Tx): Promise<{ name: string; last: string | null }[]> {
  return tx.query(
    `select sequencename::text as name, last_value::text as last from pg_sequences where schemaname = 'public' order by 1`,
  )
}

/** The migrations that were applied, in order; undefined where Kontor never was. */
export async function readApplied(tx: Tx): Promise<BackupHead['migrations'] | undefined> {
  const [there] = await tx.query<{ it: boolean }>(`select to_regclass('public.migration') is not null as it`)
  return there?.it ? tx.query(`select name, checksum from migration order by name`) : undefined
}

/** The ids of all keys that something in these tables is sealed with. */
export async function readKeyIds(tx: Tx): Promise<string[]> {
  const columns = await tx.query<{ text: string }>(
    `select format('select distinct encode(substring(%I from 3 for get_byte(%1$I, 1)), ''hex'') as id from %I where %1$I is not null',
       a.attname, c.relname) as text
     from pg_class c join pg_attribute a on a.attrelid = c.oid and not a.attisdropped
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
       and a.atttypid = 'bytea'::regtype and a.attname like 'sealed%' order by 1`,
  )
  if (columns.length === 0) return []
  const rows = await tx.query<{ id: string }>(
    `select distinct id from (${columns.map(column => column.text).join(' union all ')}) as used order by id`,
  )
  return rows.map(row => row.id)
}

/** How far numbers and ledgers are, of all tenants: what a restore is compared with. */
export async function readHeads(tx: Tx): Promise<{ what: string; value: string }[]> {
  const parts = {
    number_range: `select concat_ws(' ', 'number', t.slug, n.kind), n.next_no::text from number_range n join tenant t on t.id = n.tenant_id`,
    key_counter: `select concat_ws(' ', 'key number', t.slug, c.name), k.next_no::text from key_counter k join tenant t on t.id = k.tenant_id
      join connection c on c.tenant_id = k.tenant_id and c.id = k.connection_id`,
    ledger: `select concat_ws(' ', 'ledger', t.slug, c.name, l.kind), count(*)::text from ledger l join tenant t on t.id = l.tenant_id
      join connection c on c.tenant_id = l.tenant_id and c.id = l.connection_id group by t.slug, c.name, l.kind`,
  }
  return tx.query(
    `select what, value from (${Object.values(parts).join(' union all ')}) as h (what, value) order by 1`,
  )
}
