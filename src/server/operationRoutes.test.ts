import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { z } from 'zod'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { transact } from '../base/database.ts'
import { standardRoles } from '../company/createTenant.ts'
import { inTransaction, operation } from '../operations/operation.ts'
import { seedAdministrator, serverScratch } from './serverScratch.ts'

const secret = 'super-secret-detail'
const committed: string[] = []
const server = await serverScratch({ after }, await testDatabase(), {
  operations: [
    operation({
      name: 'test.break',
      method: 'POST',
      path: '/test/break',
      command: null,
      right: 'signedIn',
      summary: { en: 'Breaks', de: 'Zerbricht' },
      input: z.object({}),
      output: z.object({}),
      run: async () => {
        throw new Error(secret)
      },
    }),
    operation({
      name: 'test.create',
      method: 'POST',
      path: '/test/create',
      command: null,
      right: 'signedIn',
      summary: { en: 'Creates', de: 'Legt an' },
      creates: true,
      input: z.object({ name: z.string(), fail: z.boolean().default(false) }),
      output: z.object({ name: z.string() }),
      audit: (_, output) => ({ objectKind: 'test', objectId: output.name }),
      run: (context, { name, fail }) =>
        inTransaction(context, async tx => {
          context.afterCommit(() => committed.push(name))
          await tx.run(
            `insert into role (tenant_id, id, name, rights) values ($1, gen_random_uuid(), $2, '{}')`,
            [context.tenant, name],
          )
          if (fail) throw new Error(secret)
          return { name }
        }),
    }),
    operation({
      name: 'test.leak',
      method: 'GET',
      path: '/test/leak',
      command: null,
      right: 'signedIn',
      summary: { en: 'Answers more than it says', de: 'Antwortet mehr, als es sagt' },
      input: z.object({
        flag: z.boolean().default(false),
        n: z.int().optional(),
        list: z.array(z.string()).default([]),
      }),
      output: z.object({ flag: z.boolean(), n: z.int().optional(), list: z.array(z.string()) }),
      run: async (_context, input) => ({ ...input, passwordHash: secret }),
    }),
  ],
})
const { tenant, user, password } = await seedAdministrator(server, 'muster')
const browser = server.client()
await browser.call('POST', '/api/v1/session', { body: { email: user.email, password } })

const newUser = (email: string) => ({ email, name: 'New', password })
const rowsOf = (sql: string) => transact(server.kontor.db, { tenant }, tx => tx.query(sql))

test('refusals are problem details in the language that was asked for', async () => {
  for (const [language, detail] of [
    [
      'de-AT,de;q=0.9,en;q=0.5',
      'Die Eingabe ist ungültig: email: muss eine E-Mail-Adresse sein; name: fehlt; password: fehlt.',
    ],
    [
      'fr, en;q=0.8, de;q=0.7',
      'The input is not valid: email: must be an e-mail address; name: is missing; password: is missing.',
    ],
    ['', 'The input is not valid: email: must be an e-mail address; name: is missing; password: is missing.'],
  ] as const) {
    const answer = await browser.call('POST', '/api/v1/users', {
      body: { email: 'nonsense' },
      headers: { 'accept-language': language },
    })
    assert.equal(answer.status, 400)
    assert.match(answer.headers.get('content-type') ?? '', /^application\/problem\+json/)
    assert.equal(answer.headers.get('content-language'), language.startsWith('de') ? 'de' : 'en')
    const { type, title, status, code, instance, errors } = answer.body
    assert.deepEqual(
      { type, title, status, code, detail: answer.body.detail },
      {
        type: 'urn:kontor:problem:INPUT_INVALID',
        title: 'Bad Request',
        status: 400,
        code: 'INPUT_INVALID',
        detail,
      },
    )
    assert.match(instance, /^urn:uuid:[0-9a-f-]{36}$/)
    assert.deepEqual(
      errors.map((one: { field: string }) => one.field),
      ['email', 'name', 'password'],
    )
  }
})

test('fields that nobody knows are refused, wherever they stand', async () => {
  const inBody = await browser.call('POST', '/api/v1/users', {
    body: { ...newUser('x@b.de'), isAdmin: true },
  })
  assert.deepEqual(inBody.body.errors, [{ field: 'isAdmin', detail: 'there is no such field' }])
  assert.equal((await browser.call('GET', '/api/v1/users?limt=3')).body.errors[0].field, 'limt')
  const twice = await browser.call('PUT', `/api/v1/users/${user.id}/roles`, {
    body: { user: 'other@b.de', roles: ['reader'] },
  })
  assert.deepEqual(twice.body.errors, [{ field: 'user', detail: 'stands in two places' }])
  const proto = await browser.call('POST', '/api/v1/users', { body: '{"__proto__": {"x": 1}}' })
  assert.equal(proto.status, 400)
})

test('text in addresses becomes what the schema wants', async () => {
  const answer = await browser.call('GET', '/api/v1/test/leak?flag=true&n=7&list=a&list=b,c')
  assert.deepEqual(answer.body, { flag: true, n: 7, list: ['a', 'b,c'] })
  assert.equal(
    (await browser.call('GET', '/api/v1/test/leak?n=seven')).body.errors[0].detail,
    'must be a number',
  )
})

test('an answer holds what its schema says and nothing else', async () => {
  assert.ok(!(await browser.call('GET', '/api/v1/test/leak')).text.includes(secret))
})

test('what was not foreseen is a reference for the reader and a line in the log', async () => {
  const answer = await browser.call('POST', '/api/v1/test/break')
  assert.deepEqual([answer.status, answer.body.code], [500, 'INTERNAL_ERROR'])
  assert.ok(!answer.text.includes(secret) && !answer.text.includes('.ts:'), 'neither message nor stack')
  assert.ok(answer.body.detail.includes(answer.body.reference))
  const line = server.logged.find(one => one['reference'] === answer.body.reference)
  assert.equal(line?.['message'], secret)
})

test('bodies that are no JSON object, too large or of another kind are refused as problems', async () => {
  const post = (body: string, headers = {}) => browser.call('POST', '/api/v1/users', { body, headers })
  assert.deepEqual((await post('{')).body.code, 'BODY_INVALID')
  assert.deepEqual((await post('[]')).body.code, 'BODY_INVALID')
  assert.deepEqual((await post('"text"')).body.code, 'BODY_INVALID')
  const large = await post(JSON.stringify({ name: 'x'.repeat(1_100_000) }))
  assert.deepEqual([large.status, large.body.code], [413, 'BODY_TOO_LARGE'])
  const form = await post('email=a', { 'content-type': 'application/x-www-form-urlencoded' })
  assert.deepEqual([form.status, form.body.code], [415, 'MEDIA_TYPE_UNKNOWN'])
  assert.deepEqual((await post('{}', { 'content-type': 'text/plain' })).body.code, 'MEDIA_TYPE_UNKNOWN')
  const nowhere = await browser.call('GET', '/api/v1/nowhere')
  assert.deepEqual([nowhere.status, nowhere.body.code], [404, 'ROUTE_UNKNOWN'])
  assert.equal((await browser.call('GET', '/api/v1/users/%E0%A4%A')).status, 400)
})

test('changes by cookie come from our own pages only', async () => {
  const attempt = async (headers: Record<string, string>, path = '/api/v1/test/create') => {
    const { host } = new URL(server.url)
    const response = await fetch(server.url + path, {
      method: 'POST',
      headers: { cookie: browser.cookie ?? '', 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ name: `csrf ${JSON.stringify(headers)}`.replaceAll(host, 'host') }),
    })
    return response.status
  }
  assert.equal(await attempt({}), 403, 'no word of where it comes from')
  for (const site of ['cross-site', 'same-site'])
    assert.equal(await attempt({ 'sec-fetch-site': site }), 403, site)
  assert.equal(await attempt({ origin: 'https://evil.example' }), 403)
  assert.equal(await attempt({ origin: 'null' }), 403)
  assert.equal(await attempt({ origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }), 403)
  assert.equal(await attempt({ 'sec-fetch-site': 'same-origin' }), 201)
  assert.equal(await attempt({ 'sec-fetch-site': 'none' }), 201)
  assert.equal(await attempt({ origin: server.url }), 201)
  const login = {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'sec-fetch-site': 'cross-site' },
  }
  const body = JSON.stringify({ email: user.email, password })
  assert.equal(
    (await fetch(`${server.url}/api/v1/session`, { ...login, body })).status,
    403,
    'nor does it sign somebody in',
  )
  assert.equal(
    (
      await fetch(`${server.url}/api/v1/session`, {
        ...login,
        body,
        headers: { 'content-type': 'application/json' },
      })
    ).status,
    200,
  )
})

test('the same creation sent again is answered again and not done again', async () => {
  const headers = { 'idempotency-key': 'order-4711' }
  const body = newUser('once@b.de')
  const first = await browser.call('POST', '/api/v1/users', { body, headers })
  assert.equal(first.status, 201)
  assert.equal(first.headers.get('idempotency-replayed'), null)
  const again = await browser.call('POST', '/api/v1/users', {
    body: { password: body.password, name: body.name, email: body.email },
    headers,
  })
  assert.deepEqual(
    [again.status, again.body, again.headers.get('idempotency-replayed')],
    [201, first.body, 'true'],
  )
  const other = await browser.call('POST', '/api/v1/users', { body: newUser('twice@b.de'), headers })
  assert.deepEqual([other.status, other.body.code], [409, 'IDEMPOTENCY_KEY_REUSED'])
  const elsewhere = await browser.call('POST', '/api/v1/api-keys', {
    body: { name: 'k', scope: ['audit.read'] },
    headers,
  })
  assert.deepEqual([elsewhere.status, elsewhere.body.code], [409, 'IDEMPOTENCY_KEY_REUSED'])
  const without = await browser.call('POST', '/api/v1/users', { body })
  assert.deepEqual([without.status, without.body.code], [409, 'USER_TAKEN'], 'without a key it just runs')
  assert.equal(
    (await browser.call('POST', '/api/v1/users', { body, headers: { 'idempotency-key': 'x'.repeat(201) } }))
      .status,
    400,
  )
  const audits = await rowsOf(
    `select from audit where action = 'user.add' and object_id = '${first.body.id}'`,
  )
  assert.equal(audits.length, 1)
})

test('a secret that is shown once is shown again to the same request, and lies sealed', async () => {
  const headers = { 'idempotency-key': 'key-1' }
  const body = { name: 'replayed', scope: ['audit.read'] }
  const first = await browser.call('POST', '/api/v1/api-keys', { body, headers })
  const again = await browser.call('POST', '/api/v1/api-keys', { body, headers })
  assert.equal(again.body.key, first.body.key)
  const stored = await rowsOf(`select encode(answer, 'escape') as answer from idempotency_key`)
  assert.ok(!JSON.stringify(stored).includes(first.body.key.slice(-20)))
})

test('twenty at once with the same key make one user', async () => {
  const headers = { 'idempotency-key': 'twenty' }
  const body = newUser('twenty@b.de')
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => browser.call('POST', '/api/v1/users', { body, headers })),
  )
  assert.deepEqual(
    answers.map(answer => answer.status),
    Array(20).fill(201),
  )
  assert.equal(new Set(answers.map(answer => answer.body.id)).size, 1)
  assert.equal(answers.filter(answer => answer.headers.get('idempotency-replayed') === null).length, 1)
  assert.equal((await rowsOf(`select from app_user where email = 'twenty@b.de'`)).length, 1)
})

test('the key of one actor is not the key of another', async () => {
  const headers = { 'idempotency-key': 'shared' }
  const made = await browser.call('POST', '/api/v1/api-keys', {
    body: {
      name: 'second actor',
      // Nobody gives more than he has: those of the role "reader" too.
      scope: ['users.manage', ...(standardRoles['reader'] ?? [])],
    },
  })
  const program = server.client({ key: made.body.key })
  assert.equal(
    (await browser.call('POST', '/api/v1/users', { body: newUser('a1@b.de'), headers })).status,
    201,
  )
  const answer = await program.call('POST', '/api/v1/users', { body: newUser('a2@b.de'), headers })
  assert.deepEqual([answer.status, answer.body.email], [201, 'a2@b.de'])
})

test('a creation that fails leaves nothing, and its key can be used again', async () => {
  const headers = { 'idempotency-key': 'fails' }
  const failed = await browser.call('POST', '/api/v1/test/create', {
    body: { name: 'half', fail: true },
    headers,
  })
  assert.equal(failed.status, 500)
  assert.deepEqual(await rowsOf(`select name from role where name = 'half'`), [])
  assert.deepEqual(await rowsOf(`select from audit where object_id = 'half'`), [])
  assert.ok(!committed.includes('half'), 'what waits for the commit did not start')
  const done = await browser.call('POST', '/api/v1/test/create', { body: { name: 'half' }, headers })
  assert.equal(done.status, 201)
  assert.deepEqual(
    committed.filter(one => one === 'half'),
    ['half'],
  )
  await browser.call('POST', '/api/v1/test/create', { body: { name: 'half' }, headers })
  assert.deepEqual(
    committed.filter(one => one === 'half'),
    ['half'],
    'nor does it start twice',
  )
})
