import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setLock } from '../../src/channels/addConnection.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { generateShop } from '../../testkit/jtlConnector/generate.ts'
import { type Entrances, openEntrances } from './entrances.ts'
import { type Instead, meddle, type Passing } from './meddler.ts'
import { createWorld, type World } from './world.ts'

const { db } = await testDatabase({ after })

// With what tokens really hold: base64 has / + and =, people type quotes and umlauts.
const token = 'MARKTOKEN/9+ä"b&c=='
const inUrl = 'MARKURL7d1f/0b9a'
const instruments = {
  accountHolder: 'MARKHOLDER',
  accountNumber: 'MARKACCOUNT',
  bankCode: 'MARKBANKCODE',
  bankName: 'MARKBANKNAME',
  bic: 'MARKBIC',
  iban: 'MARKIBAN',
  cardHolder: 'MARKCARDHOLDER',
  cardType: 'MARKCARDTYPE',
  cardNumber: 'MARKCARDNUMBER',
  cardExpiration: 'MARKEXPIRES',
  cardVerificationNumber: 'MARKCVC',
}
const marks = ['MARKTOKEN', 'MARKBILLING', ...Object.values(instruments)]

/** How a careless server shows what it was sent. */
const forms: Readonly<Record<string, (secret: string) => string>> = {
  plain: secret => secret,
  'as a form field': secret => encodeURIComponent(secret),
  'as JSON': secret => JSON.stringify(secret),
  'as JSON in a form field': secret => encodeURIComponent(JSON.stringify(secret)),
  'as PHP writes JSON': secret =>
    JSON.stringify(secret)
      .replaceAll('/', '\\/')
      .replace(/[\u0080-\uffff]/g, c => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`),
  'as HTML': secret => secret.replaceAll('&', '&amp;').replaceAll('"', '&quot;'),
}

/** Where it shows it. */
const voices: Readonly<Record<string, (passing: Passing, secrets: string) => Instead>> = {
  'a warning in each answer': ({ text }, secrets) => {
    const reply = JSON.parse(text)
    return JSON.stringify({ ...reply, warnings: [secrets] })
  },
  'the error of a pull': ({ method, text }, secrets) =>
    method.endsWith('.pull') ? failing(0, secrets) : text,
  'the error of an acknowledgement': ({ method, text }, secrets) =>
    method.endsWith('.ack') ? failing(0, secrets) : text,
  'the error of a login': ({ method, text }, secrets) =>
    method.endsWith('.auth') ? failing(790, `not authenticated: ${secrets}`) : text,
  'a page of HTTP 500': (_passing, secrets) => ({ status: 500, body: `<pre>${secrets}</pre>` }),
  'a page of HTTP 200': (_passing, secrets) => ({ status: 200, body: `<pre>${secrets}</pre>` }),
  'a page of HTTP 404': (_passing, secrets) => ({ status: 404, body: `<h1>Not found</h1>${secrets}` }),
  'a page of HTTP 401': (_passing, secrets) => ({ status: 401, body: `<h1>Not allowed</h1>${secrets}` }),
  'the target of a redirect': (_passing, secrets) => ({
    status: 302,
    headers: { location: `https://elsewhere.example/?back=${encodeURIComponent(secrets)}` },
    body: secrets,
  }),
  'an answer that breaks off': ({ text }, secrets) => `${text.slice(0, 40)},"debug":"${secrets}`,
}

for (const generation of [5, 3] as const)
  test(`no secret of a shop of generation ${generation} is stored, logged or answered in clear`, async t => {
    t.mock.method(Math, 'random', () => 0) // no pauses between the tries
    const world = await createWorld(db, t)
    const sessions = new Set<string>()
    let speak: (passing: Passing) => Instead = passing => passing.text
    const contents = generateShop({ orders: 6, items: 5, customers: 2, seed: 61 })
    const { shop, id } = await world.openShop({
      ...contents,
      generation,
      token,
      orders: contents.orders.map(order => ({ ...order, paymentInfo: instruments })),
      payments: contents.payments.map(payment => ({ ...payment, billingInfo: 'MARKBILLING 4111' })),
      through: async inner => {
        const url = await meddle(t, passing => {
          if (passing.method.endsWith('.auth')) {
            const session = /"sessionId":"([^"]+)"/.exec(passing.text)?.[1]
            if (session) sessions.add(session)
          }
          return speak(passing)
        })(inner)
        return `${url}?key=${inUrl}`
      },
    })
    const entrances = await openEntrances(world, t)

    await lookAtEverything(world, entrances, id)
    for (const [form, shown] of Object.entries(forms)) {
      for (const say of Object.values(voices)) {
        shop.forgetAll()
        speak = passing => {
          const { packet, session, text } = passing
          const sent = [JSON.stringify(packet).includes('token') ? token : '', session, inUrl]
          return text.startsWith('{') ? say(passing, sent.map(shown).join(' ')) : text
        }
        await entrances.http('POST', `/connections/${id}/check`, {})
        await world.sync()
        await entrances.http('GET', `/connections/${id}`)
        await world.tx(tx => setLock(tx, world.tenant, id, null)) // a refusal ends
      }
      await look(world, entrances, form, [...sessions])
    }
    speak = passing => passing.text
    await world.sync()
    await lookAtEverything(world, entrances, id)
    await look(world, entrances, 'the end', [...sessions])
    assert.ok(sessions.size > Object.keys(forms).length, 'there were sessions to find')
  })

test('what stands in the query of an address is not stored or shown in clear', async t => {
  const world = await createWorld(db, t)
  const { id } = await world.openShop({ through: async shop => `${shop.url}?key=${inUrl}` })
  const entrances = await openEntrances(world, t)

  await lookAtEverything(world, entrances, id)

  assert.deepEqual(await foundIn(world, entrances, [inUrl.split('/')[0] ?? '']), [])
})

function failing(code: number, message: string): string {
  return JSON.stringify({ jtlrpc: '2.0', id: '1', result: null, error: { code, message, data: message } })
}

/** Asks for all that can be seen, at both entrances. */
async function lookAtEverything(world: World, { http, terminal }: Entrances, connection: string) {
  await terminal('sync')
  await terminal('connection', 'check', connection)
  await terminal('connection', 'show', connection, '--json')
  for (const command of [
    'ledger list',
    'ledger summary',
    'inbox list',
    'run list',
    'item list',
    'verify',
    'page list',
  ])
    assert.equal((await terminal(...command.split(' '))).status, 0, command)
  for (const path of [
    '/connections',
    '/channels',
    '/sync-runs',
    '/ledger',
    '/ledger-summary',
    '/inbox',
    '/inbound-pages',
    '/audit',
  ])
    assert.equal((await http('GET', path)).status, 200, path)
  for (const { id, kind } of await world.query<{ id: string; kind: string }>(`select id, kind from ledger`)) {
    const paths = [`/ledger/${id}`, `/ledger/${id}/payload`, ...(kind === 'order' ? [`/inbox/${id}`] : [])]
    for (const path of paths) assert.equal((await http('GET', path)).status, 200, path)
  }
}

async function look(world: World, entrances: Entrances, when: string, sessions: readonly string[]) {
  const secrets = [...marks, ...sessions]
  assert.deepEqual(await foundIn(world, entrances, secrets), [], when)
  // In the address it stands in the settings, where a person put it: see the test of its own.
  const said = [...world.log, ...entrances.answers].filter(text => !text.includes('"settings"'))
  assert.deepEqual(
    said.filter(text => text.includes('MARKURL')),
    [],
    when,
  )
}

/** Where one of these texts stands in clear: tables with their column, log lines, answers. */
async function foundIn(world: World, entrances: Entrances, secrets: readonly string[]): Promise<string[]> {
  const found: string[] = []
  const search = (where: string, text: string | Buffer) => {
    for (const secret of secrets) if (text.includes(secret)) found.push(`${where}: ${secret}`)
  }
  for (const line of world.log) search(`log ${line}`, line)
  for (const answer of entrances.answers) search(`answer ${answer.slice(0, 300)}`, answer)
  const { rows: tables } = await db.pool.query<{ name: string }>(
    `select format('%I.%I', schemaname, relname) as name from pg_stat_user_tables order by 1`,
  )
  for (const { name } of tables) {
    const { rows } = await db.pool.query<Record<string, unknown>>(`select * from ${name}`)
    for (const row of rows)
      for (const [column, value] of Object.entries(row))
        search(`${name}.${column}`, Buffer.isBuffer(value) ? value : (JSON.stringify(value) ?? ''))
  }
  return [...new Set(found)]
}
