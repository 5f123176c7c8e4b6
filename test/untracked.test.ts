import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'

test('a file is started without anything being followed behind an await', async t => {
  const { output } = await runFile(
    t,
    `import { executionAsyncId } from 'node:async_hooks'
test('waits', async t => { await undefined; t.diagnostic('id ' + executionAsyncId()) })`,
  )
  assert.match(output, /^# id 0$/m)
})

test('an error that nobody caught fails its file, with its stack', async t => {
  const { status, output, errors } = await runFile(
    t,
    `import { setTimeout as wait } from 'node:timers/promises'
test('throws', async () => { await undefined; setTimeout(() => { throw new Error('nobody caught this') }); await wait(20) })`,
  )
  assert.equal(status, 1, output)
  assert.match(errors, /uncaughtException: Error: nobody caught this\n +at .*some\.test\.mjs/)
})

test('cases and hooks of a describe stay its own', async t => {
  const { status, output } = await runFile(
    t,
    `import { after, describe } from 'node:test'
describe('outer', () => {
  after(() => console.log('outer is over'))
  describe('inner', () => { test('case', () => {}) })
})
test('later', () => console.log('later runs'))`,
  )
  assert.equal(status, 0, output)
  assert.ok(output.indexOf('outer is over') < output.indexOf('later runs'), output)
  const ends = output.split('\n').filter(line => /^ *ok /.test(line))
  assert.deepEqual(ends, ['        ok 1 - case', '    ok 1 - inner', 'ok 1 - outer', 'ok 2 - later'])
})

async function runFile(
  t: TestContext,
  text: string,
): Promise<{ status: unknown; output: string; errors: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'kontor-untracked-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  const file = join(folder, 'some.test.mjs')
  const preload = join(folder, 'preload.mjs')
  const url = (path: string) => JSON.stringify(new URL(path, import.meta.url).href)
  await writeFile(
    preload,
    `import { leakCheck } from ${url('../testkit/database/leakCheck.ts')}
import { untracked } from ${url('./untracked.ts')}
untracked(leakCheck)`,
  )
  await writeFile(file, `import { test } from 'node:test'\n${text}`)
  // Without it the process would take itself for a child of this test run.
  const { NODE_TEST_CONTEXT: _, ...env } = process.env
  return await new Promise(done => {
    const args = ['--test-reporter=tap', '--import', preload, file]
    execFile(process.execPath, args, { env }, (error, output, errors) =>
      done({ status: error ? error.code : 0, output, errors }),
    )
  })
}
