// Walks every route of the OpenAPI document and every command of the terminal, and calls each as somebody whom it is
// none of their business: an administrator of another tenant, a user without rights, nobody, a key made for something
// else. What one of them could see or change is promise 9 broken.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { transact } from '../src/base/database.ts'
import { commandTable, fieldsOf } from '../src/cli/commandTable.ts'
import { hearCommand } from '../src/cli/hearCommand.ts'
import { kebab } from '../src/cli/parseCommand.ts'
import { insertApiKey } from '../src/company/apiKeyStore.ts'
import { operator, type Right, rights } from '../src/company/rights.ts'
import { addUser } from '../src/company/users.ts'
import { loadRegistry } from '../src/registry.ts'
import { type Answer, type Client, seedAdministrator, serverScratch } from '../src/server/serverScratch.ts'
import { testDatabase } from '../testkit/database/testDatabase.ts'
import { marker, plantMarkers } from './strangers/plantMarkers.ts'
import { operatorSamples, type Sample, samplesFor } from './strangers/samples.ts'

const server = await serverScratch({ after }, await testDatabase(), { connectors: await loadRegistry([]) })
const { kontor } = server
const planted = await plantMarkers(kontor.db.pool, 'planted')
const password = 'correct horse battery'
const stranger = await seedAdministrator(server, 'strangers')
const strangerKey = await keyOf(stranger.tenant, rights)
await addTo(planted.tenant, 'rightless@planted.example', [])
const samples = samplesFor(planted)

async function addTo(tenant: string, email: string, roles: readonly string[]): Promise<void> {
  const doing = { tenant, actor: operator('test'), now: kontor.now() }
  await transact(kontor.db, { tenant }, tx =>
    addUser(tx, doing, { email, name: 'Rightless', password, roles, language: 'en' }),
  )
}

async function keyOf(tenant: string, scopes: readonly Right[]): Promise<string> {
  const made = await transact(kontor.db, { tenant }, tx =>
    insertApiKey(tx, tenant, { name: `key ${scopes.join(' ')}`, scopes, createdBy: null, now: kontor.now() }),
  )
  assert.ok(made)
  return made.secret
}

/** Keys are made for one call, so that the planted rows stay as they were. */
async function forgetKeys(): Promise<void> {
  await kontor.db.pool.query(`delete from api_key where tenant_id = $1 and name like 'key %'`, [
    planted.tenant,
  ])
}

const rightless = server.client()
const body = { tenant: planted.slug, email: 'rightless@planted.example', password }
assert.equal((await rightless.call('POST', '/api/v1/session', { body })).status, 200)

interface Route {
  readonly id: string
  readonly method: string
  readonly path: string
  readonly queried: readonly string[]
  /** What its description promises: a right, any sign-in, or none. */
  readonly needs: Right | 'signedIn' | 'public'
}

const before = await planted.fingerprint()
const { body: api } = await server.client().call('GET', '/api/v1/openapi.json')
const routes: Route[] = Object.entries<Record<string, unknown>>(api.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, described]) => {
    const it = described as {
      operationId: string
      description: string
      security: readonly unknown[]
      parameters?: readonly { name: string; in: string }[]
    }
    const right = /Needs the right `([^`]+)`/.exec(it.description)?.[1]
    return {
      id: it.operationId,
      method: method.toUpperCase(),
      path,
      queried: (it.parameters ?? []).filter(one => one.in === 'query').map(one => one.name),
      needs: it.security.length === 0 ? 'public' : right === undefined ? 'signedIn' : (right as Right),
    }
  }),
)

function sampleOf(id: string): Sample {
  const sample = samples[id]
  assert.ok(sample, `"${id}" is new: say in test/strangers/samples.ts what a stranger would ask of it`)
  return sample
}

function send(client: Client, route: Route, { input }: Sample): Promise<Answer> {
  const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '')
  const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(input[name])))
  const rest = Object.entries(input).filter(([name]) => !inPath.includes(name))
  const query = new URLSearchParams(
    rest
      .filter(([name]) => route.queried.includes(name))
      .map(([name, value]): [string, string] => [name, String(value)]),
  )
  const said = rest.filter(([name]) => !route.queried.includes(name))
  const body = Object.fromEntries(route.method === 'GET' ? [] : said) // what only a command takes, such as a file
  const address = query.size > 0 ? `${path}?${query}` : path
  return client.call(route.method, address, Object.keys(body).length > 0 ? { body } : {})
}

function refused(answer: Answer, status: number, who: string): void {
  assert.equal(answer.status, status, `${who}: ${answer.text}`)
  tellsNothing(answer, who)
}

function tellsNothing(answer: Answer, who: string): void {
  const headers = JSON.stringify([...answer.headers])
  assert.ok(!`${headers}${answer.text}`.includes(marker), `${who} saw ${answer.text}`)
}

test('every route is walked, and no sample is for a route that is gone', () => {
  assert.ok(routes.length > 10)
  const ids = new Set(routes.map(route => route.id))
  assert.deepEqual(
    Object.keys(samples).filter(id => !ids.has(id)),
    [],
  )
})

test('whoever may see them sees what was planted, so that its absence means something', async () => {
  const client = server.client({ key: await keyOf(planted.tenant, rights) })
  for (const path of ['users', 'roles', 'api-keys', 'audit', 'connections', 'channels', 'items', 'session']) {
    const answer = await client.call('GET', `/api/v1/${path}`)
    assert.equal(answer.status, 200, answer.text)
    assert.ok(answer.text.includes(marker), `${path}: ${answer.text}`)
  }
  await forgetKeys()
})

for (const route of routes) {
  test(`${route.method} ${route.path} is closed to strangers`, async () => {
    const sample = sampleOf(route.id)
    const foreign = await send(server.client({ key: strangerKey }), route, sample)
    if (sample.ownOnly) tellsNothing(foreign, 'an administrator of another tenant')
    else refused(foreign, 404, 'an administrator of another tenant')
    const nobody = await send(server.client(), route, sample)
    if (route.needs === 'public') tellsNothing(nobody, 'nobody')
    else refused(nobody, 401, 'nobody')
    if (route.needs === 'public' || route.needs === 'signedIn') return
    refused(await send(rightless, route, sample), 403, 'a user without rights')
    const others = rights.filter(right => right !== route.needs)
    const key = await keyOf(planted.tenant, others)
    refused(await send(server.client({ key }), route, sample), 403, 'a key for everything else')
    await forgetKeys()
  })
}

interface Ended {
  readonly status: number
  readonly said: string
  readonly code: string | undefined
}

/** A command in this process, on the database of the test. */
async function command(args: readonly string[]): Promise<Ended> {
  const program = {
    open: async () => ({ kontor, migrated: [], close: async () => undefined }),
    reach: () => assert.fail('no stranger reaches the database'),
    connectors: async () => kontor.connectors,
    contract: async () => undefined,
    demoWorld: () => assert.fail('no stranger is shown anything'),
  }
  const { status, out, err } = await hearCommand(program, args, { KONTOR_LOG: 'silent' })
  const said = out + err
  return { status, said, code: /^([A-Z_]+): /m.exec(said)?.[1] }
}

/** The command line that gives a command this input. */
function lineOf(
  entry: (typeof commandTable)[number],
  input: Sample['input'],
  who: readonly string[],
): string[] {
  const written = (value: unknown) => (typeof value === 'object' ? JSON.stringify(value) : String(value))
  const positional = entry.arguments.flatMap(({ name }) => [input[name] ?? []].flat().map(written))
  const names = new Set(entry.arguments.map(({ name }) => name))
  const options = fieldsOf(entry)
    .filter(field => !names.has(field.name) && input[field.name] !== undefined)
    .flatMap(field => {
      const value = input[field.name]
      const option = `--${kebab(field.name)}`
      if (field.kind === 'boolean') return value ? [option] : [`--no-${kebab(field.name)}`]
      if (field.kind === 'record')
        return Object.entries(value as object).flatMap(([key, one]) => [option, `${key}=${one}`])
      return [value].flat().flatMap(one => [option, written(one)])
    })
  return [...entry.words, ...who, ...options, '--', ...positional]
}

for (const entry of commandTable) {
  const words = entry.words.join(' ')
  const { does } = entry

  if ('operator' in does)
    test(`kontor ${words} is for no user`, async () => {
      const args = operatorSamples[words]
      assert.ok(args, `"${words}" is new: add it to test/strangers/samples.ts`)
      const end = await command([
        ...entry.words,
        ...args,
        '--tenant',
        'strangers',
        '--as',
        stranger.user.email,
      ])
      assert.deepEqual([end.status, end.code], [1, 'OPERATOR_ONLY'], end.said)
    })
  else
    test(`kontor ${words} is closed to strangers`, async () => {
      const sample = sampleOf(does.operation.name)
      for (const who of [[], ['--as', stranger.user.email]]) {
        const foreign = await command(lineOf(entry, sample.input, ['--tenant', 'strangers', ...who]))
        assert.ok(!foreign.said.includes(marker), foreign.said)
        if (!sample.ownOnly)
          assert.deepEqual([foreign.status, /_UNKNOWN$/.test(foreign.code ?? '')], [1, true], foreign.said)
      }
      const own = ['--tenant', planted.slug, '--as', 'rightless@planted.example']
      const refusal = await command(lineOf(entry, sample.input, own))
      if (does.operation.right === 'signedIn') return
      assert.deepEqual([refusal.status, refusal.code], [1, 'RIGHT_MISSING'], refusal.said)
      assert.ok(!refusal.said.includes(marker), refusal.said)
    })
}

test('after all of that, every row of the planted tenant is as it was', async () => {
  const now = await planted.fingerprint()
  // The rightless user signed in; that is all that happened there.
  const touched = ['user_session', 'audit', 'sign_in_failure']
  for (const [table, print] of Object.entries(before))
    if (!touched.includes(table)) assert.equal(now[table], print, table)
})
