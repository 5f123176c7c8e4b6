import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdir, readdir, readFile, rm, stat, truncate, watch, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { before, describe, test } from 'node:test'
import { Client } from 'pg'
import { hasCode } from '../errors.ts'
import { ask, killIfThere, processesUnder, useScratch } from './embeddedScratch.ts'
import { startEmbedded, stopEmbedded } from './startEmbedded.ts'

const scratch = useScratch()

test('two processes that start on one fresh folder share one server', async () => {
  const dataDir = join(scratch.folder(), 'both')
  const both = await Promise.all([scratch.startElsewhere(dataDir), scratch.startElsewhere(dataDir)])
  assert.deepEqual(both.map(({ database }) => database.adopted).sort(), [false, true])
  assert.equal(both[0].database.pid, both[1].database.pid)
  assert.equal(both[0].database.url, both[1].database.url)
})

describe('one data folder', () => {
  let dataDir = ''
  before(() => {
    dataDir = join(scratch.folder(), 'shop', '.kontor')
  })
  const start = async (settings: Record<string, string> = {}) => {
    scratch.stopLater(dataDir)
    return await startEmbedded({ dataDir, settings })
  }

  test('the first start makes everything, a restart finds it, a stop leaves no process', async () => {
    const first = await start()
    assert.equal(first.adopted, false)
    await ask(first, 'create table kept (id int primary key); insert into kept values (1)')
    const [facts] = await ask(
      first,
      `select rolsuper, rolcreaterole, rolcreatedb, current_database() as name, lower('ÄÖÜ') as folded,
         (select count(*) > 0 from pg_stat_statements where query is not null) as statements,
         pg_has_role('pg_read_all_stats', 'member') as statistics, current_setting('listen_addresses') as tcp,
         current_setting('fsync') as fsync, current_setting('data_checksums') as checksums
       from pg_roles where rolname = current_user`,
    )
    assert.deepEqual(facts, {
      rolsuper: false,
      rolcreaterole: true,
      rolcreatedb: true,
      name: 'kontor',
      folded: 'äöü',
      statements: true,
      statistics: true,
      tcp: '',
      fsync: 'on',
      checksums: 'on',
    })
    await first.stop()
    assert.deepEqual(await processesUnder(dataDir), [])

    await truncate(join(dataDir, 'postgres.log'), 11 * 1024 * 1024)
    const second = await start()
    assert.equal(second.adopted, false)
    assert.deepEqual(await ask(second, 'select id from kept'), [{ id: 1 }])
    assert.ok((await stat(join(dataDir, 'postgres.log'))).size < 1024 * 1024, 'a log over 10 MB starts anew')
    await second.stop()
    assert.equal(await stopEmbedded(dataDir), false)
  })

  test('nobody gets in without the password, and the password lies in closed files', async () => {
    const database = await start()
    for (const name of ['postgres.password', 'kontor.password', 'postgres.log', 'postgres.lock']) {
      assert.equal((await stat(join(dataDir, name))).mode & 0o777, 0o600, name)
    }
    // As root the folder lets the server's group pass through, nobody else.
    assert.equal((await stat(dataDir)).mode & 0o767, 0o700)
    for (const name of ['postgres', 'postgres.socket'])
      assert.equal((await stat(join(dataDir, name))).mode & 0o777, 0o700)
    const rules = await readFile(join(dataDir, 'postgres', 'pg_hba.conf'), 'utf8')
    assert.deepEqual(
      [...new Set(rules.match(/^(?:local|host).*$/gm)?.map(rule => rule.split(/\s+/).at(-1)))],
      ['scram-sha-256'],
    )
    const wrong = new Client({ ...database.connection, password: 'wrong' })
    await assert.rejects(wrong.connect(), { code: '28P01' })
    const log = await readFile(join(dataDir, 'postgres.log'), 'utf8')
    assert.ok(!log.includes(database.connection.password))
  })

  test('a server that runs is adopted, and a lost login password replaced', async () => {
    const first = await start()
    const second = await start()
    assert.deepEqual([second.adopted, second.pid, second.url], [true, first.pid, first.url])
    await rm(join(dataDir, 'kontor.password'))
    const third = await start()
    assert.notEqual(third.url, first.url)
    assert.deepEqual(await ask(third, 'select 1 as one'), [{ one: 1 }])
    await third.stop()
    // Its server is gone already, and a later one is not its own to stop.
    const later = await start()
    await first.stop()
    assert.deepEqual(await ask(later, 'select 1 as one'), [{ one: 1 }])
  })

  test('kill -9 of the program that started it: the server lives on and is adopted', async () => {
    const { child, database } = await scratch.startElsewhere(dataDir)
    await ask(database, 'create table after_parent (id int); insert into after_parent values (7)')
    await scratch.kill(child)
    const next = await start()
    assert.deepEqual([next.adopted, next.pid], [true, database.pid])
    assert.deepEqual(await ask(next, 'select id from after_parent'), [{ id: 7 }])
  })

  test('kill -9 of the server: what was committed is there after the next start', async () => {
    const { database } = await scratch.startElsewhere(dataDir)
    await ask(database, 'create table after_server as select generate_series(1, 1000) as id')
    process.kill(database.pid, 'SIGKILL')
    const next = await start()
    assert.equal(next.adopted, false)
    assert.deepEqual(await ask(next, 'select count(*)::int as rows from after_server'), [{ rows: 1000 }])
  })

  test('kill -9 of everything: what was committed is there after the next start', async () => {
    const { child, database } = await scratch.startElsewhere(dataDir)
    await ask(database, 'create table after_all as select generate_series(1, 1000) as id')
    child.kill('SIGKILL')
    process.kill(database.pid, 'SIGKILL')
    for (const pid of await processesUnder(dataDir)) killIfThere(pid)
    const next = await start()
    assert.equal(next.adopted, false)
    assert.deepEqual(await ask(next, 'select count(*)::int as rows from after_all'), [{ rows: 1000 }])
  })

  test('a killed server that nobody has collected yet counts as gone', async () => {
    const { child, database } = await scratch.startElsewhere(dataDir)
    // Its parent stands still, so it stays a zombie, and PostgreSQL's own check takes it for alive.
    child.kill('SIGSTOP')
    process.kill(database.pid, 'SIGKILL')
    const next = await start()
    assert.equal(next.adopted, false)
  })

  test("a killed server's processes that still hold its memory are waited for", async () => {
    const { database } = await scratch.startElsewhere(dataDir)
    const client = new Client(database.url)
    await client.connect()
    client.on('error', () => undefined)
    const cut = new Promise<void>(done => client.once('end', () => done()))
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
    const pid = rows[0]?.pid ?? 0
    process.kill(pid, 'SIGSTOP')
    process.kill(database.pid, 'SIGKILL')
    const log = join(dataDir, 'postgres.log')
    const refused = (async () => {
      for await (const _ of watch(log))
        if ((await readFile(log, 'utf8')).includes('shared memory block')) return
    })()
    const starting = start()
    await refused
    process.kill(pid, 'SIGCONT')
    assert.equal((await starting).adopted, false)
    await cut
  })

  test("a pid file left behind that names somebody else's process does not stop a start", async () => {
    const stale = join(dataDir, 'postgres', 'postmaster.pid')
    const database = await start()
    const lines = (await readFile(stale, 'utf8')).split('\n')
    await database.stop()

    const bystander = spawn(process.execPath, ['-e', 'process.stdin.resume()'], {
      stdio: ['pipe', 'ignore', 'ignore'],
    })
    scratch.killLater(bystander)
    await once(bystander, 'spawn')
    await writeFile(stale, [String(bystander.pid), ...lines.slice(1)].join('\n'))
    const second = await start()
    assert.deepEqual([second.adopted, bystander.exitCode], [false, null])
    await second.stop()

    await writeFile(stale, '')
    assert.equal((await start()).adopted, false)
  })

  test("a pid file copied from another folder's server does not make it ours", async () => {
    const original = await start()
    const copy = join(scratch.folder(), 'both')
    const other = await startEmbedded({ dataDir: copy })
    scratch.stopLater(copy)
    await other.stop()
    await cp(join(dataDir, 'postgres', 'postmaster.pid'), join(copy, 'postgres', 'postmaster.pid'))
    const again = await startEmbedded({ dataDir: copy })
    assert.equal(again.adopted, false)
    assert.notEqual(again.pid, original.pid)
    assert.deepEqual(await ask(original, 'select 1 as one'), [{ one: 1 }])
  })

  test('a start that fails says why and leaves nothing running', async () => {
    await assert.rejects(start({ shared_buffers: 'plenty' }), (error: Error) => {
      assert.ok(hasCode(error, 'EMBEDDED_START_FAILED'))
      assert.match(error.message, /shared_buffers/)
      assert.match(String(error.cause), /FATAL/)
      return true
    })
    assert.deepEqual(await processesUnder(dataDir), [])
  })
})

test('kill -9 in the middle of the first start leaves a folder that the next start can use', async () => {
  const dataDir = join(scratch.folder(), 'half')
  await mkdir(dataDir)
  // Looked for from before the start on: it may be over before this process goes on.
  const begun = (async () => {
    for await (const { filename } of watch(dataDir)) if (filename?.startsWith('postgres.new-')) return
  })()
  const starting = scratch.runElsewhere(dataDir)
  await begun
  await scratch.kill(starting)
  const database = await startEmbedded({ dataDir })
  scratch.stopLater(dataDir)
  assert.deepEqual(await ask(database, 'select 1 as one'), [{ one: 1 }])
  assert.deepEqual(
    (await readdir(dataDir)).filter(name => name.includes('.new')),
    [],
  )
})

test('where a socket path would be too long, the server listens on 127.0.0.1 only', async () => {
  const dataDir = join(scratch.folder(), 'long'.repeat(25))
  const database = await startEmbedded({ dataDir })
  scratch.stopLater(dataDir)
  assert.equal(database.connection.host, '127.0.0.1')
  assert.deepEqual(await ask(database, `select current_setting('listen_addresses') as tcp`), [
    { tcp: '127.0.0.1' },
  ])
  assert.equal((await startEmbedded({ dataDir })).url, database.url)
})
