import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { buildBackOffice } from '../src/cli/buildBackOffice.ts'
import { hearCommand } from '../src/cli/hearCommand.ts'
import { program } from '../src/main.ts'
import { allOperations } from '../src/operations/allOperations.ts'
import { testDatabase } from '../testkit/database/testDatabase.ts'

const bin = fileURLToPath(new URL('../bin/kontor.mjs', import.meta.url))
const { db, url } = await testDatabase({ after })
const folder = await mkdtemp(join(tmpdir(), 'kontor-cli-'))
after(() => rm(folder, { recursive: true }))
const environment = {
  PATH: process.env['PATH'],
  LANG: 'en_GB.UTF-8',
  KONTOR_DATA: folder,
  KONTOR_PORT: '0',
  KONTOR_DATABASE_URL: url,
  KONTOR_DATABASE_DIRECT_URL: db.directUrl,
}

interface Ended {
  readonly status: number | null
  readonly out: string
  readonly err: string
}
type Environment = Readonly<Record<string, string>>

/** Starts a command as a process of its own. */
function begin(args: readonly string[], env: Environment = {}) {
  const child = spawn(process.execPath, [bin, ...args], {
    env: { ...environment, ...env },
    stdio: 'pipe',
  })
  let out = ''
  let err = ''
  child.stdout.setEncoding('utf8').on('data', text => {
    out += text
  })
  child.stderr.setEncoding('utf8').on('data', text => {
    err += text
  })
  const ended = new Promise<Ended>((done, fail) => {
    child.once('error', fail)
    child.once('close', status => done({ status, out, err }))
  })
  const shown = (pattern: RegExp) =>
    new Promise<RegExpExecArray>((done, fail) => {
      const look = () => {
        const found = pattern.exec(out)
        if (found) done(found)
      }
      child.stdout.on('data', look)
      void ended.then(end => fail(new Error(`it ended before: ${JSON.stringify(end)}`)))
      look()
    })
  return { child, ended, shown }
}

/** A command as a process of its own, to its end: as a person has it, and whoever reads its status and its two outputs. */
async function apart(args: readonly string[], env?: Environment, typed = ''): Promise<Ended> {
  const { child, ended } = begin(args, env)
  child.stdin.end(typed)
  return ended
}

/** A command in this process. */
const kontor = (args: readonly string[], env?: Environment): Promise<Ended> =>
  hearCommand(program, args, { ...environment, ...env })

const json = async (...args: string[]) => {
  const { status, out, err } = await kontor([...args, '--json'])
  assert.equal(status, 0, err)
  assert.equal(out.trim().split('\n').length, 1, 'one document')
  return JSON.parse(out)
}

test('without a tenant it says how to make one', async () => {
  const { status, out, err } = await apart(['user', 'list'])
  assert.deepEqual([status, out], [1, ''])
  assert.match(err, /^TENANT_MISSING: .*kontor tenant add.*\n$/)
})

test('tenants and users are made, listed as a table or as one document, and found by address', async () => {
  const made = await json('tenant', 'add', 'acme', '--name', 'Acme GmbH', '--country', 'AT')
  assert.equal(made.slug, 'acme')
  const added = await apart(
    [
      'user',
      'add',
      '--email',
      'anna@acme.example',
      '--name',
      'Anna',
      '--roles',
      'administrator',
      '--password',
      '-',
    ],
    {},
    'correct horse\n',
  )
  assert.equal(added.status, 0, added.err)
  assert.match(added.out, /^email\s+anna@acme\.example$/m)
  assert.ok(!added.out.includes('correct horse'))
  const table = await kontor(['user', 'list', '--tenant', 'acme'])
  assert.match(
    table.out,
    /^id +email +name +language +roles .*\n[0-9a-f-]{36} +anna@acme\.example +Anna +de +administrator/,
  )
  assert.ok(!table.out.includes('\u001b'), 'no colour where nobody looks')
  assert.deepEqual(
    (await json('user', 'list')).items.map((user: { email: string }) => user.email),
    ['anna@acme.example'],
  )
})

test('an unknown tenant, command, option or value is one line and no success', async () => {
  for (const [args, status, line] of [
    [['user', 'list', '--tenant', 'nobody'], 1, /^TENANT_UNKNOWN: There is no tenant "nobody"/],
    [['usre', 'list'], 2, /^COMMAND_UNKNOWN: There is no command "usre list"/],
    [['user', 'list', '--limti', '3'], 2, /^OPTION_UNKNOWN: There is no option "--limti"/],
    [['user', 'list', '--limit', '0'], 2, /^INPUT_INVALID: .*limit: must be at least 1/],
    [['user', 'add', '--email', 'x'], 2, /^INPUT_INVALID: .*password: is missing/],
    [['user', 'list', '--lang', 'fr'], 2, /^LANGUAGE_UNKNOWN/],
    [['user', 'password', 'nobody@acme.example', '--password', 'correct horse'], 1, /^USER_UNKNOWN/],
  ] as const) {
    const end = await kontor(args)
    assert.equal(end.status, status, end.err)
    assert.match(end.err, line)
    assert.equal(end.err.trim().split('\n').length, 1, end.err)
    assert.equal(end.out, '')
  }
})

test('with --json an error is a document too, in the language of the machine or the one asked for', async () => {
  const german = await kontor(['--json', 'user', 'password', 'x', '--password', 'short'], {
    LANG: 'de_DE.UTF-8',
  })
  const problem = JSON.parse(german.out)
  assert.deepEqual([german.status, problem.code, problem.status], [2, 'INPUT_INVALID', 400])
  assert.deepEqual(problem.errors, [{ field: 'password', detail: 'muss mindestens 12 Zeichen lang sein' }])
  assert.match((await kontor(['--lang', 'en', 'nope'], { LANG: 'de_DE.UTF-8' })).err, /There is no command/)
})

test('--as acts with the rights of that user, and the log names them', async () => {
  await json('user', 'add', '--email', 'rita@acme.example', '--name', 'Rita', '--password', 'correct horse')
  const refused = await kontor(['user', 'list', '--as', 'rita@acme.example'])
  assert.deepEqual([refused.status, refused.out], [1, ''])
  assert.match(refused.err, /^RIGHT_MISSING: The right "users\.manage" is missing/)
  assert.equal(
    (await kontor(['tenant', 'list', '--as', 'anna@acme.example'])).err.split(':')[0],
    'OPERATOR_ONLY',
  )
  const key = await json(
    'apikey',
    'add',
    '--name',
    'by Anna',
    '--scope',
    'orders.read,inbox.read',
    '--as',
    'anna@acme.example',
  )
  assert.deepEqual(key.scopes, ['orders.read', 'inbox.read'])
  const { items } = await json('audit', 'list', '--action', 'apikey.add')
  assert.deepEqual(
    [items[0].actorKind, items[0].actorName, items[0].actorId],
    ['user', 'Anna', key.createdBy],
  )
  await json('user', 'disable', 'rita@acme.example')
  assert.equal(
    (await kontor(['role', 'list', '--as', 'rita@acme.example'])).err.split(':')[0],
    'USER_DISABLED',
  )
})

test('help is made of the schemas, in both languages', async () => {
  const help = await kontor(['user', 'add', '--help', '--lang', 'de'])
  assert.equal(help.status, 0)
  assert.match(help.out, /^kontor user add\nEiner Person Zugang geben\.\n/)
  assert.match(
    help.out,
    /--password PASSWORD +Das Passwort, mindestens 12 Zeichen\. \(erforderlich; „-“ liest/,
  )
  const all = await kontor(['help'])
  for (const operation of allOperations)
    if (operation.command) assert.ok(all.out.includes(`  ${operation.command} `), operation.command)
  const group = await kontor(['apikey'])
  assert.deepEqual([group.status, group.out], [2, ''])
  assert.match(group.err, /apikey revoke <key>/)
  assert.deepEqual([(await kontor([])).status, (await kontor(['help', 'user', 'list'])).status], [2, 0])
})

test('the systems that can be connected are named without a database', async () => {
  const { items } = JSON.parse(
    (await kontor(['systems', '--json'], { KONTOR_DATABASE_URL: 'postgres://127.0.0.1:1/none' })).out,
  )
  assert.ok(items.some((one: { name: string }) => one.name === 'jtl-connector'))
})

test('a database that is away is one line, without its password', async () => {
  const end = await apart(['user', 'list'], {
    KONTOR_DATABASE_URL: 'postgres://me:geheim@127.0.0.1:1/none',
    KONTOR_DATABASE_DIRECT_URL: '',
  })
  assert.equal(end.status, 1)
  assert.match(end.err, /^DATABASE_UNREACHABLE: .*ECONNREFUSED/)
  assert.ok(!end.err.includes('geheim'))
})

test('a new key seals what is stored, and all of it still opens', async () => {
  const before = await readFile(join(folder, 'secret.keys'), 'utf8')
  const { key } = await json('secrets', 'rotate')
  const ring = JSON.parse(await readFile(join(folder, 'secret.keys'), 'utf8'))
  assert.equal(ring.current, key)
  assert.notEqual(JSON.parse(before).current, key)
  assert.equal(Object.keys(ring.keys).length, 2)
})

test('start serves until it is told to stop, and stops cleanly', async () => {
  await buildBackOffice() // else the first start says that it does so
  const { child, ended, shown } = begin(['start'])
  const [, address] = await shown(/Kontor is running: (\S+)/)
  const health = await fetch(`${address}health/ready`)
  assert.deepEqual(await health.json(), { status: 'ok' })
  assert.equal(
    (await kontor(['serve'], { KONTOR_PORT: new URL(address ?? '').port })).err.split(':')[0],
    'PORT_TAKEN',
  )
  child.kill('SIGTERM')
  const { status, out, err } = await ended
  assert.deepEqual([status, err.replace(/^The back office is being built.*\n/, '')], [0, ''])
  assert.ok(!/one-time code/.test(out), 'there are users')
})

test('the first start makes everything from nothing, prints the code once, and leaves nothing running', async t => {
  const own = await mkdtemp(join(tmpdir(), 'kontor-start-'))
  t.after(() => rm(own, { recursive: true, force: true }))
  const env = {
    KONTOR_DATA: own,
    KONTOR_DATABASE_URL: '',
    KONTOR_DATABASE_DIRECT_URL: '',
    KONTOR_LOG: 'warn',
  }
  const { child, ended, shown } = begin(['start', '--json'], env)
  const [line] = await shown(/^\{.*\}$/m)
  const { url: address, setupCode } = JSON.parse(line)
  const body = {
    code: setupCode,
    company: 'Muster',
    email: 'anna@b.de',
    name: 'Anna',
    password: 'correct horse',
  }
  const done = await fetch(`${address}api/v1/setup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  assert.equal(done.status, 200, await done.text())
  const beside = await apart(['user', 'list', '--json'], env)
  assert.equal(JSON.parse(beside.out).items.length, 1, 'a second command adopts the running database')
  assert.equal((await fetch(`${address}health/ready`)).status, 200, 'and leaves it running')
  assert.ok(await readFile(join(own, 'postgres', 'postmaster.pid')), 'the database runs')
  child.kill('SIGINT')
  assert.equal((await ended).status, 0)
  await assert.rejects(readFile(join(own, 'postgres', 'postmaster.pid')), { code: 'ENOENT' })
})
