import type pg from 'pg'

/** The schema in which ordinary tasks wait, and the version that the pinned pg-boss expects of it. */
export const jobSchemaName = 'pgboss'
export const jobSchemaVersion = 43

/**
 * Makes the schema of pg-boss, or brings it up to date, by pg-boss's own plans and as the owner: the application role may
 * put in, take out and complete tasks, and change nothing of the schema. Only under the lock of the migrator.
 */
export async function makeJobSchema(client: pg.Client): Promise<void> {
  const { rows: found } = await client.query(
    `select to_regclass('${jobSchemaName}.version') is not null as there`,
  )
  const there: boolean = found[0].there
  const { rows } = there ? await client.query(`select version from ${jobSchemaName}.version`) : { rows: [] }
  const version: number | undefined = rows[0]?.version
  if (version === jobSchemaVersion) return
  const { getConstructionPlans, getMigrationPlans } = await import('pg-boss') // large, and hardly ever needed
  await client.query(
    version === undefined ? getConstructionPlans(jobSchemaName) : getMigrationPlans(jobSchemaName, version),
  )
  await client.query(`
    revoke execute on all functions in schema ${jobSchemaName} from public;
    grant usage on schema ${jobSchemaName} to kontor_app, kontor_clock;
    grant select, insert, update, delete on all tables in schema ${jobSchemaName} to kontor_app;
    grant execute on all functions in schema ${jobSchemaName} to kontor_app;
    grant select on all tables in schema ${jobSchemaName} to kontor_clock;
    grant execute on function ${jobSchemaName}.job_now() to kontor_clock`)
}
