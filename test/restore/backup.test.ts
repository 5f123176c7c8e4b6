// A backup is all of one moment, taken while everything goes on; what is restored from it is that, whole or not at all.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { readBackup } from '../../src/cli/backup/readBackup.ts'
import { writeBackup } from '../../src/cli/backup/writeBackup.ts'
import { withClient } from '../../testkit/database/template.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { generateShop } from '../../testkit/jtlConnector/generate.ts'
import { createWorld } from '../import/world.ts'
import { becomes } from '../worker/workers.ts'
import { backUp, contentOf, emptyDatabase, restore, scratchFolder } from './restoreWorld.ts'

const { db } = await testDatabase({ after })
const leftOut = ['migration', 'user_session', 'worker_process']
const nothing = async () => undefined
const folder = await scratchFolder({ after })
const world = await createWorld(db, { after })
const opened = await world.openShop(generateShop({ seed: 4, orders: 40, items: 10 }))
await world.sync({ lanes: ['orders', 'stock', 'catalogue', 'feedback'] })
const file = join(folder, 'kontor.backup')
const { keyring } = world.parts
const keys = Object.fromEntries([...keyring.keys].map(([id, key]) => [id, key.toString('base64')]))
await writeFile(keyFile(), JSON.stringify({ current: keyring.current, keys }))
await backUp(db, file)

test('gives back every row of every table, in months of long ago too', async t => {
  await world.query(
    `insert into payload select tenant_id, ledger_id, timestamptz '2020-02-03', body from payload limit 1`,
  )
  const old = join(folder, 'old.backup')
  const { manifest } = await backUp(db, old)
  const { url } = await emptyDatabase(t)
  await restore(url, old, nothing)
  const before = await contentOf(db.directUrl, leftOut)
  assert.deepEqual(await contentOf(url, leftOut), before)
  assert.ok((manifest.tables['ledger']?.rows ?? 0) >= 40)
  assert.deepEqual(
    await schemaOf(url),
    await schemaOf(db.directUrl),
    'foreign keys, indexes, policies and rights are those of the migrations',
  )
})

test('is of one moment while others write, and waits for nobody', async t => {
  for (let at = 0; at < 60; at++)
    opened.shop.placeOrder({ lines: [{ sku: opened.shop.items()[0]?.sku ?? '', quantity: '1' }] })
  const busy = join(folder, 'busy.backup')
  const [, written] = await Promise.all([world.sync(), backUp(db, busy)])
  const { url } = await emptyDatabase(t)
  await restore(url, busy, nothing)
  const count = (await withClient(url, client =>
    client.query(
      `select count(*)::int as orders, count(*) filter (where not exists (select 1 from web_order w where w.id = l.id))::int as torn,
         count(*) filter (where not exists (select 1 from payload p where p.ledger_id = l.id))::int as bare from ledger l where l.kind = 'order'`,
    ),
  )) as { rows: { orders: number; torn: number; bare: number }[] }
  const [found] = count.rows
  assert.ok(found && found.orders >= 40)
  assert.deepEqual([found.torn, found.bare], [0, 0])
  assert.ok(written.manifest.heads.some(head => head.what.startsWith('ledger ')))
})

test('a file that was cut or changed is refused, and leaves nothing', async t => {
  const bytes = await readFile(file)
  const changed = (at: number) => {
    const copy = Buffer.from(bytes)
    copy.writeUInt8(copy.readUInt8(at) ^ 1, at)
    return copy
  }
  const cut = bytes.subarray(0, Math.floor(bytes.length / 2048) * 1024)
  const without = bytes.subarray(0, bytes.lastIndexOf('manifest.sha256'))
  const rows = bytes.indexOf('tables/ledger/') + 700
  const noId = changed(bytes.indexOf('-', rows))
  const noField = changed(bytes.indexOf('\t', rows))
  for (const bad of [
    cut,
    without,
    Buffer.from('no tar at all'.repeat(100)),
    changed(bytes.indexOf('"version"') + 12),
    changed(rows),
    noId,
    noField,
    changed(bytes.lastIndexOf('"sha256"') + 12),
    changed(bytes.lastIndexOf('"value"') + 12),
  ])
    await assert.rejects(check(bad), { code: 'BACKUP_BROKEN' })
  const { url } = await emptyDatabase(t)
  for (const bad of [without, changed(rows), noId, noField]) {
    await assert.rejects(restore(url, bad, nothing), { code: 'BACKUP_BROKEN' })
    assert.deepEqual(await tablesOf(url), [])
  }
})

test('a restore that is killed in the middle leaves the database as it was; the next one is whole', async t => {
  const { url } = await emptyDatabase(t)
  const bytes = await readFile(file)
  const child = spawn(process.execPath, [kontor, 'restore', '-'], {
    env: {
      ...process.env,
      KONTOR_DATABASE_URL: url,
      KONTOR_SECRET_KEY_FILE: keyFile(),
      KONTOR_LOG: 'silent',
    },
    stdio: ['pipe', 'ignore', 'inherit'],
  })
  child.stdin.on('error', () => undefined)
  child.stdin.write(bytes.subarray(0, bytes.indexOf('tables/payload/') + 512))
  await becomes('it loads', () => isLoading(url, 'ledger'))
  child.kill('SIGKILL')
  await once(child, 'exit')
  await becomes('its sessions are gone', async () => (await sessionsOf(url)) === 0)
  assert.deepEqual(await tablesOf(url), [])
  await restore(url, file, nothing)
  assert.ok((await tablesOf(url)).includes('sales_order'))
})

test('is restored over nothing that somebody has, but for the database that is named', async t => {
  const { url, name } = await emptyDatabase(t)
  await restore(url, file, nothing)
  await withClient(url, client => client.query(`update tenant set name = 'The one before'`))
  await assert.rejects(restore(url, file, nothing), { code: 'DATABASE_NOT_EMPTY' })
  await assert.rejects(restore(url, file, nothing, { replace: 'kontor' }), { code: 'DATABASE_NOT_MEANT' })
  await withClient(url, async client => {
    await client.query('select 1')
    await assert.rejects(restore(url, file, nothing, { replace: name }), { code: 'DATABASE_IN_USE' })
  })
  const cut = (await readFile(file)).subarray(0, 50_000)
  await assert.rejects(restore(url, cut, nothing, { replace: name }), { code: 'BACKUP_BROKEN' })
  const names = () => withClient(url, async client => (await client.query(`select name from tenant`)).rows)
  assert.deepEqual(await names(), [{ name: 'The one before' }], 'what failed has thrown nothing away')
  await restore(url, file, nothing, { replace: name })
  assert.ok((await names()).every(row => row.name !== 'The one before'))
  const foreign = await emptyDatabase(t)
  await withClient(foreign.url, client => client.query('create table theirs (id int)'))
  await assert.rejects(restore(foreign.url, file, nothing, { replace: foreign.name }), {
    code: 'DATABASE_FOREIGN',
  })
})

test('says which keys it needs, and never holds one', async t => {
  const { head } = await check(file)
  assert.deepEqual(head.keys, [keyring.current])
  const text = (await readFile(file)).toString('latin1')
  for (const key of keyring.keys.values()) assert.ok(!text.includes(key.toString('base64')))
  const { url } = await emptyDatabase(t)
  const elsewhere = { KONTOR_DATABASE_URL: url, KONTOR_SECRET_KEY_FILE: join(folder, 'no.keys') }
  const refused = await run(['restore', file], elsewhere)
  assert.equal(refused.status, 1)
  assert.match(refused.err, new RegExp(`KEYS_MISSING.*${keyring.current}`))
  assert.ok(!(await readdir(folder)).includes('no.keys'), 'no new key file hides that the old one is lost')
  assert.deepEqual(await tablesOf(url), [])
  assert.equal((await run(['restore', file, '--without-keys'], elsewhere)).status, 0)
})

test('kontor backup overwrites nothing, leaves no half file, and checks what it wrote', async () => {
  const env = { KONTOR_DATABASE_URL: db.directUrl, KONTOR_SECRET_KEY_FILE: keyFile() }
  const mine = join(folder, 'mine.backup')
  const done = await run(['backup', mine, '--json'], env)
  assert.equal(done.status, 0, done.err)
  const again = await run(['backup', mine], env)
  assert.deepEqual([again.status, again.err.split(':')[0]], [1, 'BACKUP_EXISTS'])
  const checked = await run(['backup', mine, '--check', '--json'], env)
  assert.deepEqual(JSON.parse(checked.out), JSON.parse(done.out))
  const { out } = await run(['backup', '-'], env)
  await writeFile(join(folder, 'piped.backup'), out, 'latin1')
  assert.ok((await check(join(folder, 'piped.backup'))).manifest.tables['ledger'])
  const nowhere = await run(['backup', join(folder, 'none', 'x')], env)
  assert.equal(nowhere.status, 1)
  assert.deepEqual(
    (await readdir(folder)).filter(name => name.endsWith('.part')),
    [],
  )
})

test('memory does not grow with the data', async t => {
  await withClient(db.directUrl, client =>
    client.query(
      `create table large_thing as select i, repeat(md5(i::text), 30) as text from generate_series(1, 100000) as i`,
    ),
  )
  t.after(() =>
    withClient(db.directUrl, client => client.query('drop table large_thing')).then(() => undefined),
  )
  const { signal } = new AbortController()
  let most = 0
  setFlagsFromString('--expose-gc')
  const collect: () => void = runInNewContext('gc')
  // What is still held when the collector was there.
  const held = () => {
    collect()
    return process.memoryUsage().arrayBuffers
  }
  let chunks = 0
  const before = held()
  let bytes = 0
  const sink = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      bytes += chunk.length
      if (++chunks % 40 === 0) most = Math.max(most, held())
      setImmediate(done)
    },
  })
  const { manifest } = await writeBackup(db.directUrl, sink, { version: '0.0.0', signal })
  const size = manifest.tables['large_thing']?.bytes ?? 0
  assert.ok(size > 95_000_000, String(size))
  t.diagnostic(
    `${Math.round(size / 1e6)} MB of rows in ${Math.round(bytes / 1e6)} MB, grown by ${Math.round((most - before) / 1e6)} MB`,
  )
  // What is free already counts until the sweeper was there, some megabytes of it.
  assert.ok(most - before < size / 2, `grown by ${most - before}`)
})

const kontor = fileURLToPath(new URL('../../bin/kontor.mjs', import.meta.url))

function keyFile(): string {
  return join(folder, 'secret.keys')
}

async function check(from: string | Uint8Array) {
  const visitor = { head: nothing, rows: nothing }
  const input = typeof from === 'string' ? createReadStream(from) : Readable.from([from])
  return readBackup(input, visitor, new AbortController().signal)
}

async function run(args: readonly string[], env: Record<string, string>) {
  const child = spawn(process.execPath, [kontor, ...args, '--lang', 'en'], {
    env: { ...process.env, ...env },
  })
  let out = ''
  let err = ''
  child.stdout.setEncoding('latin1').on('data', text => {
    out += text
  })
  child.stderr.setEncoding('utf8').on('data', text => {
    err += text
  })
  const [status] = await once(child, 'close')
  return { status, out, err }
}

async function tablesOf(url: string): Promise<string[]> {
  const { rows } = await withClient(url, client =>
    client.query<{ name: string }>(
      `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1`,
    ),
  )
  return rows.map(row => row.name)
}

async function schemaOf(url: string) {
  return withClient(url, async client => ({
    constraints: (
      await client.query(
        `select conrelid::regclass::text as on, conname, pg_get_constraintdef(oid) as is from pg_constraint where connamespace = 'public'::regnamespace
           and conrelid::regclass::text !~ '_20[0-9]{4}$' order by 1, 2`,
      )
    ).rows,
    tables: (
      await client.query(
        `select relname, relrowsecurity, relacl::text from pg_class where relnamespace = 'public'::regnamespace and relname !~ '_20[0-9]{4}' order by 1`,
      )
    ).rows,
  }))
}

// Sees whether the restore has come to that table: a copy of it has begun.
async function isLoading(url: string, from: string): Promise<boolean> {
  const { rows } = await withClient(url, client =>
    client.query<{ query: string }>(
      `select query from pg_stat_activity where datname = current_database() and query like 'copy %'`,
    ),
  )
  return rows.some(row => (/^copy "(\w+)"/.exec(row.query)?.[1] ?? '') >= from)
}

async function sessionsOf(url: string): Promise<number> {
  const { rows } = await withClient(url, client =>
    client.query<{ count: number }>(
      `select count(*)::int as count from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
    ),
  )
  return rows[0]?.count ?? 0
}
