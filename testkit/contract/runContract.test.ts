import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const connector = here('../reference/connector')
const simulator = here('../reference/subject.ts')

const quickSide = `import { contractSubject as side } from ${JSON.stringify(simulator)}
export const contractSubject = { ...side, without: { ...side.without, insertRecord: 'hundreds of trials, made elsewhere' } }`

/** The command in a process of its own, as a person runs it. */
async function command(...words: string[]): Promise<{ status: number | null; out: string; err: string }> {
  // Without the mark of the test runner that runs this file: the child is no test of ours, and prints for people.
  const { NODE_TEST_CONTEXT: _context, ...env } = process.env
  const child = spawn(process.execPath, [here('./runContract.ts'), ...words], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [status, out, err] = await Promise.all([
    new Promise<number | null>((resolve, reject) => child.on('close', resolve).on('error', reject)),
    child.stdout.toArray(),
    child.stderr.toArray(),
  ])
  return { status, out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString() }
}

describe('kontor contract', () => {
  test('runs the suite for a folder and a simulator, and ends with the summary of node', async t => {
    const folder = await mkdtemp(join(tmpdir(), 'contract-'))
    t.after(() => rm(folder, { recursive: true }))
    await writeFile(join(folder, 'simulator.mjs'), quickSide)
    const { status, out, err } = await command(connector, join(folder, 'simulator.mjs'))
    assert.equal(status, 0, out.slice(-2000) + err)
    assert.match(out, /contract of reference: usual shape/)
    assert.match(out, /brings in every order exactly/)
    assert.match(out, /tests \d{3}/)
    assert.match(out, /fail 0/)
  })

  test('ends with a status above 0 where a case fails', async t => {
    const folder = await mkdtemp(join(tmpdir(), 'contract-'))
    t.after(() => rm(folder, { recursive: true }))
    const index = `import { connector as good } from ${JSON.stringify(here('../reference/connector/index.ts'))}
export default { ...good, title: ' ' }`
    await writeFile(join(folder, 'index.mjs'), index)
    await writeFile(join(folder, 'simulator.mjs'), quickSide)
    const { status, out } = await command(folder, join(folder, 'simulator.mjs'))
    assert.equal(status, 1)
    assert.match(out, /✖ speaks this version of the port and has a name/)
    assert.match(out, /fail 1/)
  })

  test('says in one line what is missing', async () => {
    const calls: readonly (readonly [readonly string[], RegExp])[] = [
      [[], /^Usage: kontor contract/],
      [[connector], /^Usage: kontor contract/],
      [[join(connector, 'nowhere'), simulator], /^There is no module at .*nowhere/],
      [[join(connector, 'map.ts'), simulator], /^The module .*map\.ts exports no connector/],
      [[connector, connector], /^The module .*index\.ts exports no simulator/],
    ]
    for (const [words, expected] of calls) {
      const { status, err } = await command(...words)
      assert.equal(status, 2)
      assert.match(err, expected)
      assert.equal(err.trim().split('\n').length, 1)
    }
  })
})
