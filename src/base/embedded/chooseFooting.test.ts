import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, rm, stat, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { before, describe, test } from 'node:test'
import { locateBinaries } from './binaries.ts'
import { ask, launcher, useScratch } from './embeddedScratch.ts'
import { startEmbedded, stopEmbedded } from './startEmbedded.ts'

const onlyRoot = process.geteuid?.() === 0 ? {} : { skip: 'needs root: an ordinary account has one way only' }
const scratch = useScratch()

describe('under another account', () => {
  /** The programs in a folder that only its owner can open, and without the library links. */
  let closed = ''
  let programs = ''
  before(async () => {
    closed = await mkdtemp(join(scratch.folder(), 'closed-'))
    programs = join(closed, 'programs')
    await copyPrograms(programs)
  })

  test('root in a closed folder, as in /root: programs and data are used in place', onlyRoot, async () => {
    const dataDir = join(closed, '.kontor')
    const { child, database } = await scratch.startElsewhere(dataDir, { programs })
    assert.deepEqual(await ask(database, 'select 1 as one'), [{ one: 1 }])
    assert.equal((await readdir(dataDir)).includes('postgres.binaries'), false)
    await scratch.kill(child)
    await stopEmbedded(dataDir)
    // The same data where the system allows no user namespace, as in many containers.
    const tools = await toolsFolder('setpriv')
    const next = await scratch.startElsewhere(dataDir, { programs, path: tools })
    assert.deepEqual(await ask(next.database, 'select 1 as one'), [{ one: 1 }])
  })

  test(
    'root with closed programs, open data, no way but a copy: copies, and keeps the account later',
    onlyRoot,
    async () => {
      const dataDir = join(scratch.folder(), 'copied')
      const { child, database } = await scratch.startElsewhere(dataDir, {
        programs,
        path: await toolsFolder(),
      })
      assert.deepEqual(await ask(database, 'select 1 as one'), [{ one: 1 }])
      assert.equal((await readdir(dataDir)).includes('postgres.binaries'), true)
      const { uid } = await stat(join(dataDir, 'postgres'))
      assert.notEqual(uid, 0)
      await scratch.kill(child)
      await stopEmbedded(dataDir)
      const next = await scratch.startElsewhere(dataDir, { programs })
      assert.equal(next.database.adopted, false)
      assert.equal((await stat(join(dataDir, 'postgres'))).uid, uid)
    },
  )

  test(
    'an ordinary account with programs it cannot write to; root later works as that account',
    onlyRoot,
    async context => {
      const account = { uid: 65_534, gid: 65_534 }
      if (
        spawnSync(process.execPath, ['-e', `import(${JSON.stringify(launcher)})`], { ...account, cwd: '/' })
          .status !== 0
      ) {
        context.skip('this checkout is closed to other accounts')
        return
      }
      const home = join(scratch.folder(), 'home')
      await mkdir(home)
      spawnSync('chown', [`${account.uid}:${account.gid}`, home])
      const readOnly = join(scratch.folder(), 'programs')
      await copyPrograms(readOnly)
      const dataDir = join(home, '.kontor')
      const { child, database } = await scratch.startElsewhere(dataDir, { programs: readOnly, account })
      assert.deepEqual(await ask(database, 'select 1 as one'), [{ one: 1 }])
      await scratch.kill(child)
      await stopEmbedded(dataDir)
      const asRoot = await startEmbedded({ dataDir })
      scratch.stopLater(dataDir)
      await asRoot.stop()
      assert.deepEqual(await ownersIn(dataDir), [account.uid])
      const again = await scratch.startElsewhere(dataDir, { programs: readOnly, account })
      assert.deepEqual(await ask(again.database, 'select 1 as one'), [{ one: 1 }])
    },
  )
})

async function copyPrograms(target: string): Promise<void> {
  const { folder } = await locateBinaries()
  const linked = spawnSync('cp', ['-al', folder, target])
  if (linked.status !== 0) await cp(folder, target, { recursive: true, verbatimSymlinks: true })
  const library = join(target, 'native', 'lib')
  for (const entry of await readdir(library, { withFileTypes: true })) {
    if (entry.isSymbolicLink()) await rm(join(library, entry.name))
  }
}

/** A folder for PATH with only those system tools. */
async function toolsFolder(...tools: string[]): Promise<string> {
  const folder = await mkdtemp(join(scratch.folder(), 'tools-'))
  for (const tool of tools)
    await symlink(spawnSync('which', [tool], { encoding: 'utf8' }).stdout.trim(), join(folder, tool))
  return folder
}

async function ownersIn(folder: string): Promise<number[]> {
  const entries = await readdir(folder, { recursive: true })
  const owners = await Promise.all(entries.map(async name => (await stat(join(folder, name))).uid))
  return [...new Set(owners)]
}
