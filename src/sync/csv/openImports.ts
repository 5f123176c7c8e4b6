import { type Database, transact } from '../../base/database.ts'

/** Imports of all tenants that nobody is at. */
export function openImports(db: Database): Promise<{ tenant: string; id: string }[]> {
  return transact(db, { role: 'kontor_clock' }, tx =>
    tx.query<{ tenant: string; id: string }>(
      `select tenant_id as tenant, id from csv_import
       where state in ('waiting', 'running') and (held_until is null or held_until < clock_timestamp()) order by id limit 100`,
    ),
  )
}

/** So long the file of an import and its rows are kept: days. */
const keptDays = 30

/** Forgets files and rows of imports of long ago; the files themselves go when nothing else refers to them. */
export async function forgetOldImports(db: Database, now: Date): Promise<void> {
  const before = new Date(now.getTime() - keptDays * 86_400_000)
  await transact(db, { role: 'kontor_retention' }, async tx => {
    await tx.run(
      `delete from csv_import_row r using csv_import c
       where c.tenant_id = r.tenant_id and c.id = r.import_id and c.ended_at < $1`,
      [before],
    )
    await tx.run('update csv_import set file_hash = null where ended_at < $1 and file_hash is not null', [
      before,
    ])
  })
}
