import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { openRunFolder } from './runFolder.ts'

test('the folder of a run is the temporary one of its processes where it lies in memory, and lets another account through', async t => {
  const { path, environment } = await openRunFolder()
  t.after(() => rm(path, { recursive: true }))
  assert.deepEqual(environment, dirname(path) === '/dev/shm' ? { TMPDIR: path } : {})
  if (dirname(path) !== '/dev/shm') assert.equal(dirname(path), tmpdir())
  if (process.platform !== 'win32') assert.equal((await stat(path)).mode & 0o777, 0o711)
})

test('the folder of a killed run goes, that of a running one stays', async t => {
  const ended = execFileSync(process.execPath, ['--print', 'process.pid'], { encoding: 'utf8' }).trim()
  const [killed = '', running = ''] = [ended, process.pid].map(pid =>
    join(tmpdir(), `kontor-test-${pid}-there`),
  )
  t.after(() => rm(running, { recursive: true }))
  for (const folder of [killed, running]) {
    await mkdir(folder)
    await writeFile(join(folder, 'left'), 'over')
  }
  const { path } = await openRunFolder()
  t.after(() => rm(path, { recursive: true }))
  assert.deepEqual([existsSync(killed), existsSync(running)], [false, true])
})
