import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, type TestContext, test } from 'node:test'
import { SMTPServer } from 'smtp-server'
import { newId } from '../../src/base/ids.ts'
import { startJobs } from '../../src/base/jobs.ts'
import { createLog } from '../../src/base/log.ts'
import { changeAlertSettings, insertRoute, listRoutes } from '../../src/channels/alertStore.ts'
import { storeProbe } from '../../src/channels/healthStore.ts'
import type { Incident } from '../../src/channels/incidentStore.ts'
import { deliverAlert } from '../../src/sync/deliverAlert.ts'
import { judgeIncidents, type PlacedFinding } from '../../src/sync/judgeIncidents.ts'
import { watchHealth } from '../../src/sync/watchHealth.ts'
import { alertTask, watchChore } from '../../src/worker/watch.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { createWorld, type World } from '../import/world.ts'
import { becomes, playedConnector } from './workers.ts'

const { db } = await testDatabase({ after })
const minute = 60_000
const start = Date.UTC(2030, 0, 1, 12)
const failing: PlacedFinding = {
  connectionId: 'c',
  rule: 'CREDENTIALS_END',
  severity: 'red',
  step: 7,
  data: {},
}

test('a disturbance is told once, reminded of when a step comes nearer, and told to be over when it stays away', () => {
  const seen: readonly [number, readonly PlacedFinding[], readonly string[]][] = [
    [0, [failing], []],
    [1, [failing], ['opened 7']],
    [2, [failing], []],
    [3, [{ ...failing, step: 1 }], ['reminded 1']],
    [4, [], []],
    [8, [], []],
    [8.5, [{ ...failing, step: 1 }], []],
    [9, [], []],
    [14, [], ['closed 0']],
    [15, [], []],
  ]
  let known: readonly Incident[] = []
  for (const [at, findings, told] of seen) {
    const judged = judgeIncidents(known, findings, new Date(start + at * minute))
    assert.deepEqual(
      judged.events.map(one => `${one.event} ${one.step}`),
      told,
      `minute ${at}`,
    )
    const changed = new Map(judged.changed.map(one => [one.id, one]))
    const kept = known.filter(one => !changed.has(one.id) && !judged.gone.includes(one.id))
    known = [...kept, ...changed.values()].filter(one => one.closedAt === null)
  }
  assert.deepEqual(known, [])
})

test('what is seen for a moment only is told to nobody', () => {
  const first = judgeIncidents([], [failing], new Date(start))
  const second = judgeIncidents(first.changed, [], new Date(start + minute))
  assert.deepEqual([second.events, second.gone], [[], first.changed.map(one => one.id)])
})

test('two workers: one mail and one signed web-hook of an incident, and one all-clear of each, in their language', async t => {
  const { world, connectionId, mails, posts, round, secret } = await alerted(t)
  await ends(world, connectionId, 5)
  for (const at of [0, 1, 2]) await round(at)
  assert.deepEqual(
    mails.map(mail => /^Subject: (.*)$/m.exec(mail)?.[1]?.includes('credentials end in 5 days')),
    [true],
  )
  assert.equal(posts.length, 1)
  const [post] = posts
  assert.ok(post)
  const [, seconds = '', signature] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(post.signature) ?? []
  assert.equal(signature, createHmac('sha256', secret).update(`${seconds}.${post.body}`).digest('hex'))
  const body = JSON.parse(post.body)
  assert.deepEqual([body.event, body.rule, body.severity], ['opened', 'CREDENTIALS_END', 'red'])
  assert.match(body.text, /Zugangsdaten enden in 5 Tagen/)

  await ends(world, connectionId, 400)
  for (const at of [3, 8, 9]) await round(at)
  assert.deepEqual(
    mails.map(mail => mail.includes('Resolved')),
    [false, true],
  )
  assert.deepEqual(
    posts.map(one => JSON.parse(one.body).event),
    ['opened', 'closed'],
  )
})

test('a mail server that is away for two hours costs no mail: asked for less and less often, sent once when it is back', async t => {
  const { world, connectionId, mails, posts, refuse, round } = await alerted(t)
  await ends(world, connectionId, 1)
  refuse.times = Number.POSITIVE_INFINITY
  const tried: number[] = []
  for (const at of [0, 1, 2, 3, 4, 7, 8, 15, 16, 31, 32, 63, 64, 65, 123, 124, 125]) {
    const before = refuse.heard
    await round(at)
    if (refuse.heard > before) tried.push(at)
  }
  assert.deepEqual(tried, [1, 2, 4, 8, 16, 32, 64, 124])
  assert.deepEqual(mails, [])
  assert.equal(posts.length, 1, 'the other way does not wait for it')
  const [route] = await world.tx(tx => listRoutes(tx, world.tenant))
  assert.equal(route?.waiting, 1)
  assert.equal(route.nextTryAt?.getTime(), start + 184 * minute)
  refuse.times = 0
  await ends(world, connectionId, 1)
  for (const at of [183, 184, 185]) await round(at)
  assert.equal(mails.length, 1)
  assert.match(mails[0] ?? '', /Subject: .*credentials end in 1 days/)
})

test('a disturbance that ended before its mail could go out is told in one mail that says both', async t => {
  const { world, connectionId, mails, posts, refuse, round } = await alerted(t)
  await ends(world, connectionId, 1)
  refuse.times = Number.POSITIVE_INFINITY
  for (const at of [0, 1, 2]) await round(at)
  await ends(world, connectionId, 400)
  for (const at of [3, 9]) await round(at)
  assert.deepEqual(mails, [])
  refuse.times = 0
  for (const at of [70, 71, 72]) await round(at)
  assert.equal(mails.length, 1)
  assert.match(mails[0] ?? '', /Subject: .*Resolved/)
  assert.match(
    (mails[0] ?? '').replaceAll(/=\n|\n/g, ' '),
    /Disturbance from 1 Jan 2030, .* to 1 Jan 2030, .* could not be\s+told\s+earlier/,
  )
  assert.deepEqual(
    posts.map(one => JSON.parse(one.body).isLate),
    [false, false],
    'who heard of it in time hears of its end alone',
  )
  assert.deepEqual(await world.query('select 1 from alert_message where sent_at is null'), [])
})

test('two processes with their tasks send a message once', async t => {
  const { world, connectionId, mails, parts } = await alerted(t)
  await ends(world, connectionId, 1)
  let at = start
  const by = { ...parts, now: () => new Date(at) }
  await watchHealth(by)
  at += minute
  const log = createLog('silent')
  const jobs = await Promise.all(
    [1, 2].map(() => startJobs(db, log, [watchChore(by)], { pollSeconds: 0.5, tasks: [alertTask(by)] })),
  )
  try {
    await Promise.all(jobs.map(one => one.send('watch-health')))
    await becomes('settled', async () => {
      const rows = await world.query('select 1 from alert_message where sent_at is not null')
      return rows.length === 2
    })
  } finally {
    await Promise.all(jobs.map(one => one.stop()))
  }
  assert.equal(mails.length, 1)
})

test('a company sets from when on it is told, and is judged by that', async t => {
  const { world, connectionId, mails, round } = await alerted(t)
  await ends(world, connectionId, 20)
  await world.tx(tx => changeAlertSettings(tx, world.tenant, { credentialDays: 10 }))
  for (const at of [0, 1, 2]) await round(at)
  assert.deepEqual(mails, [])
  await world.tx(tx => changeAlertSettings(tx, world.tenant, { credentialDays: null, toldAfterSeconds: 600 }))
  for (const at of [3, 4, 12]) await round(at)
  assert.deepEqual(mails, [], 'nine minutes are not ten')
  await round(13)
  assert.equal(mails.length, 1)
})

test('a web-hook to a private address is refused unless it is allowed', async t => {
  const { world, connectionId, posts, parts } = await alerted(t)
  const { addressList } = await import('../../src/base/config.ts')
  await ends(world, connectionId, 5)
  const by = (at: number) => ({
    ...parts,
    allowAddresses: addressList(''),
    now: () => new Date(start + at * minute),
  })
  await watchHealth(by(0))
  const keys = (await watchHealth(by(1))).filter(key => key.tenant === world.tenant)
  const sent = await Promise.all(keys.map(key => deliverAlert(by(1), key.tenant, key.id)))
  assert.equal(sent.filter(one => !one).length, 1)
  assert.equal(posts.length, 0)
  assert.deepEqual(await world.query(`select error from alert_message where sent_at is null`), [
    { error: 'ADDRESS_NOT_ALLOWED' },
  ])
})

/** A tenant with a connection, a mail address and a web-hook, and servers for both. */
async function alerted(t: TestContext) {
  await db.pool.query('update connection set archived_at = now() where archived_at is null')
  const world = await createWorld(db, t)
  const connectionId = await world.connect(
    playedConnector(async () => undefined),
    { shop: '0' },
  )
  await world.query('update sync_lane set every = null, next_at = null')
  const mails: string[] = []
  const refuse = { times: 0, heard: 0 }
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, _session, done) => {
      let text = ''
      stream.setEncoding('utf8')
      stream.on('data', chunk => {
        text += chunk
      })
      stream.on('end', () => {
        refuse.heard++
        if (refuse.times-- > 0) return done(new Error('later'))
        refuse.times = 0
        mails.push(text.replaceAll('\r\n', '\n').replaceAll(/\n[ \t]/g, ' '))
        done()
      })
    },
  })
  await new Promise<void>(resolve => smtp.listen(0, '127.0.0.1', resolve))
  t.after(() => new Promise<void>(resolve => smtp.close(resolve)))
  const posts: { readonly signature: string; readonly body: string }[] = []
  const web = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    posts.push({ signature: String(request.headers['kontor-signature']), body })
    response.writeHead(204).end()
  })
  await new Promise<void>(resolve => web.listen(0, '127.0.0.1', resolve))
  t.after(() => new Promise<void>(resolve => web.close(() => resolve())))
  const secret = 'a secret of thirty-two characters'
  const { keyring } = world.parts
  const addedAt = new Date(start)
  await world.tx(async tx => {
    const mail = { kind: 'mail', target: 'boss@example.com', language: 'en', secret: null } as const
    await insertRoute(tx, keyring, world.tenant, { ...mail, id: newId(), addedAt })
    const hook = { kind: 'web-hook', language: 'de', secret } as const
    const target = `http://127.0.0.1:${(web.address() as AddressInfo).port}/hook`
    await insertRoute(tx, keyring, world.tenant, { ...hook, target, id: newId(), addedAt })
  })
  // Two workers look at the same time, and each message is asked for twice.
  const round = async (at: number) => {
    const by = { ...world.parts, smtpUrl, publicUrl: undefined, now: () => new Date(start + at * minute) }
    const found = await Promise.all([watchHealth(by), watchHealth(by)])
    const keys = found.flat().filter(key => key.tenant === world.tenant)
    await Promise.all([...keys, ...keys].map(key => deliverAlert(by, key.tenant, key.id)))
  }
  const smtpUrl = `smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}?from=kontor@example.com`
  return {
    world,
    connectionId,
    mails,
    posts,
    secret,
    refuse,
    round,
    parts: { ...world.parts, smtpUrl, publicUrl: undefined },
  }
}

function ends(world: World, connectionId: string, days: number): Promise<void> {
  const credentialsUntil = new Date(start + days * 24 * 60 * minute)
  return world.tx(tx =>
    storeProbe(tx, world.tenant, { connectionId, at: new Date(start), code: null, credentialsUntil }),
  )
}
