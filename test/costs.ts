// `node bin/run.mjs test/costs.ts [PATTERN …]`: seconds of processor that each test file costs, one file after the other: its
// own process, the processes that it starts, and the PostgreSQL of the tests. Time that passes says little on a machine that does something else; this does. Linux only.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { databaseCpu, endedChildrenCpu, followProcess } from '../bench/support/processorTime.ts'
import { chooseFiles, endGroup } from './chooseFiles.ts'
import { projectFolder } from './house/projectFiles.ts'
import { startTestServer } from './startTestServer.ts'

interface Cost {
  readonly file: string
  /** Milliseconds each. */
  readonly own: number
  readonly children: number
  readonly database: number
  readonly passed: number
  readonly ended: string
}

const preload = new URL('./preload.ts', import.meta.url).href
const folder = await mkdtemp(join(tmpdir(), 'kontor-costs-'))
const server = await startTestServer()
const costs: Cost[] = []
try {
  console.log(row('all', 'own', 'children', 'postgres', 'passed', 'file'))
  for (const file of chooseFiles(process.argv.slice(2))) {
    const cost = await measure(file)
    costs.push(cost)
    print(cost)
    if (cost.ended !== '0') process.exitCode = 1
  }
} finally {
  await server.stop()
  await rm(folder, { recursive: true })
}
const sum = (of: (cost: Cost) => number) => costs.reduce((all, cost) => all + of(cost), 0)
if (costs.length > 1) {
  console.log('\nthe dearest first')
  for (const cost of costs.toSorted((one, other) => total(other) - total(one))) print(cost)
}
print({
  file: `${costs.length} files`,
  own: sum(cost => cost.own),
  children: sum(cost => cost.children),
  database: sum(cost => cost.database),
  passed: sum(cost => cost.passed),
  ended: '0',
})

async function measure(file: string): Promise<Cost> {
  const said = join(folder, 'own')
  const counter = new URL(`./ownCost.ts?file=${encodeURIComponent(said)}`, import.meta.url)
  const database = server.pid === undefined ? () => 0 : databaseCpu.bind(undefined, server.pid)
  await writeFile(said, '0') // what was killed says nothing
  const before = { children: endedChildrenCpu(), database: database(), at: performance.now() }
  const child = spawn(process.execPath, ['--import', counter.href, '--import', preload, file], {
    cwd: projectFolder,
    env: { ...server.environment, NODE_TEST_CONTEXT: 'child-v8' }, // as `npm test` starts it
    stdio: ['ignore', 'ignore', 'inherit'],
    detached: true,
  })
  const followed = followProcess(child.pid ?? 0)
  const [code, signal] = await once(child, 'exit')
  followed.end()
  endGroup(child.pid)
  // What is waited for by whoever started it is counted to its end by the system; what is not, as a browser's, is only followed.
  const all = Math.max(endedChildrenCpu() - before.children, followed.cpu())
  const own = Number(await readFile(said, 'utf8'))
  return {
    file,
    own,
    children: Math.max(0, all - own),
    database: database() - before.database,
    passed: performance.now() - before.at,
    ended: String(code ?? signal),
  }
}

function total({ own, children, database }: Cost): number {
  return own + children + database
}

function print(cost: Cost): void {
  const { own, children, database, passed, file, ended } = cost
  const seconds = [total(cost), own, children, database, passed].map(ms => (ms / 1000).toFixed(1))
  const [all = '', first = '', second = '', third = '', time = ''] = seconds
  console.log(row(all, first, second, third, time, ended === '0' ? file : `${file} ENDED WITH ${ended}`))
}

function row(
  ...[all, own, children, database, passed, file]: [string, string, string, string, string, string]
) {
  const figures = [all, own, children, database, passed].map(text => text.padStart(9))
  return `${figures.join('')}  ${file}`
}
