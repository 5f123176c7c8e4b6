import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { jobSchemaName, jobSchemaVersion } from './jobSchema.ts'
import { startJobs } from './jobs.ts'
import { createLog } from './log.ts'

const { db, url } = await testDatabase({ after })

test('the schema is the one that the pinned pg-boss makes', async () => {
  const { getConstructionPlans } = await import('pg-boss')
  assert.match(getConstructionPlans(jobSchemaName), new RegExp(`VALUES \\('${jobSchemaVersion}'\\)`))
})

test('a chore that is asked for is done', async () => {
  const done = Promise.withResolvers<void>()
  let tries = 0
  const work = async () => {
    tries++
    done.resolve()
  }
  const chore = { name: 'try-it', cron: '0 0 1 1 *', work }
  const jobs = await startJobs({ url, directUrl: db.directUrl }, createLog('silent'), [chore], {
    pollSeconds: 0.5,
  })
  try {
    await jobs.send('try-it')
    await done.promise
  } finally {
    await jobs.stop()
  }
  assert.equal(tries, 1)
})

test('the application makes and changes nothing of the schema', async () => {
  const { rows } = await db.pool.query(
    `select has_schema_privilege('kontor_app', $1, 'create') as makes,
       (select count(*)::int from pg_class where relnamespace = $1::regnamespace and relowner = 'kontor_app'::regrole) as owns`,
    [jobSchemaName],
  )
  assert.deepEqual(rows, [{ makes: false, owns: 0 }])
})
