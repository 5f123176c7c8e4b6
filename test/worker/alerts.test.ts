import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, type TestContext, test } from 'node:test'
import { SMTPServer } from 'smtp-server'
import { newId } from '../../src/base/ids.ts'
import { startJobs } from '../../src/base/jobs.ts'
import { createLog } from '../../src/base/log.ts'
import { insertRoute } from '../../src/channels/alertStore.ts'
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
  const { world, connectionId, mails, posts, parts, secret } = await alerted(t)
  const round = async (at: number) => {
    const by = { ...parts, now: () => new Date(start + at * minute) }
    const found = await Promise.all([watchHealth(by), watchHealth(by)])
    const keys = found.flat().filter(key => key.tenant === world.tenant)
    // Each is asked for twice, at the same time.
    await Promise.allSettled([...keys, ...keys].map(key => deliverAlert(by, key.tenant, key.id)))
    await Promise.all(keys.map(key => deliverAlert(by, key.tenant, key.id)))
  }
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

test('a mail server that is away for a moment costs no message, and two processes with their tasks send it once', async t => {
  const { world, connectionId, mails, parts, refuse } = await alerted(t)
  await ends(world, connectionId, 1)
  let at = start
  const by = { ...parts, now: () => new Date(at) }
  await watchHealth(by)
  at += minute
  refuse.times = 1
  const log = createLog('silent')
  const jobs = await Promise.all(
    [1, 2].map(() => startJobs(db, log, [watchChore(by)], { pollSeconds: 0.5, tasks: [alertTask(by)] })),
  )
  try {
    await jobs[0]?.send('watch-health')
    await becomes('tried once', () => refuse.times === 0)
    await db.pool.query(
      `update pgboss.job set start_after = now() where name = 'deliver-alert' and state = 'retry'`,
    )
    await becomes('sent', async () => {
      await db.pool.query(
        `update pgboss.job set start_after = now() where name = 'deliver-alert' and state = 'retry'`,
      )
      return mails.length > 0
    })
    await becomes('settled', async () => {
      const rows = await world.query(`select 1 from alert_message where sent_at is null`)
      return rows.length === 0
    })
  } finally {
    await Promise.all(jobs.map(one => one.stop()))
  }
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
  const sent = await Promise.allSettled(keys.map(key => deliverAlert(by(1), key.tenant, key.id)))
  assert.equal(sent.filter(one => one.status === 'rejected').length, 1)
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
  const refuse = { times: 0 }
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
  const smtpUrl = `smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}?from=kontor@example.com`
  return {
    world,
    connectionId,
    mails,
    posts,
    secret,
    refuse,
    parts: { ...world.parts, smtpUrl, publicUrl: undefined },
  }
}

function ends(world: World, connectionId: string, days: number): Promise<void> {
  const credentialsUntil = new Date(start + days * 24 * 60 * minute)
  return world.tx(tx =>
    storeProbe(tx, world.tenant, { connectionId, at: new Date(start), code: null, credentialsUntil }),
  )
}
