// `npm test`: everything that can be checked, one process per test file, on one PostgreSQL of its own. The output ends
// with node's own summary; the exit status is 0 only if everything passed.
// `npm test -- PATTERN …` runs the files whose path contains one of the patterns, `--jobs N` that many at once.
import { type ChildProcess, spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { chooseFiles, endGroup } from './chooseFiles.ts'
import { projectFolder } from './house/projectFiles.ts'
import { startTestServer } from './startTestServer.ts'

const { values, positionals } = parseArgs({ options: { jobs: { type: 'string' } }, allowPositionals: true })
// One more than there are processors: many tests wait for a time-out, a shop or a page.
const jobs = Number(values.jobs ?? availableParallelism() + 1)
const files = chooseFiles(positionals)
if (files.length === 0 || !(jobs >= 1)) {
  console.error(
    files.length === 0 ? `No test file matches ${positionals.join(' ')}.` : '--jobs takes a number.',
  )
  process.exit(2)
}

let running: ChildProcess | undefined
let interrupted = false
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => {
    interrupted = true
    running?.kill(signal)
  })

const server = await startTestServer()
try {
  const status = interrupted ? 1 : await runTests(server.environment)
  process.exitCode = interrupted ? 130 : status
} finally {
  await server.stop()
}

async function runTests(environment: NodeJS.ProcessEnv): Promise<number> {
  const program = fileURLToPath(new URL('./runFiles.ts', import.meta.url))
  const child = spawn(process.execPath, [program, String(jobs), ...files], {
    cwd: projectFolder,
    env: environment,
    stdio: ['ignore', 'inherit', 'inherit'],
    // A process group of its own: whatever a test file leaves behind ends with it.
    detached: process.platform !== 'win32',
  })
  running = child
  const status = await new Promise<number>((done, fail) => {
    child.once('error', fail)
    child.once('exit', code => done(code ?? 1))
  })
  endGroup(child.pid)
  return status
}
