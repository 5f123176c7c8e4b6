import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'

const open = `import { after, test } from 'node:test'
import { createServer } from 'node:net'
const server = createServer().listen(0)
test('passes', () => {})`

test('a test file that leaves a server open fails, and says so', async t => {
  const { status, output } = await runTestFile(t, open, 1_000)
  assert.equal(status, 1)
  assert.match(output, /This test file left open: TCPServerWrap\./)
})

test('a test file that closes its server in a hook passes', async t => {
  const { status, output } = await runTestFile(t, `${open}\nafter(() => server.close())`)
  assert.equal(status, 0, output)
  assert.doesNotMatch(output, /left open/)
})

async function runTestFile(
  t: TestContext,
  text: string,
  graceMs?: number,
): Promise<{ status: unknown; output: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'kontor-leak-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  const file = join(folder, 'some.test.mjs')
  const check = JSON.stringify(new URL('./leakCheck.ts', import.meta.url).href)
  await writeFile(
    join(folder, 'preload.mjs'),
    `import { leakCheck } from ${check}\nleakCheck(${graceMs ?? ''})`,
  )
  await writeFile(file, text)
  // Without it the process would take itself for a child of this test run.
  const { NODE_TEST_CONTEXT: _, ...env } = process.env
  return await new Promise(done => {
    execFile(process.execPath, ['--import', join(folder, 'preload.mjs'), file], { env }, (error, out, err) =>
      done({ status: error ? error.code : 0, output: out + err }),
    )
  })
}
