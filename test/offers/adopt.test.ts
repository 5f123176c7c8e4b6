// Existing offers of a channel that is in use, at a system that is read by calls.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Database } from '../../src/base/database.ts'
import type { KontorError } from '../../src/base/errors.ts'
import { freshStatistics } from '../../src/base/freshStatistics.ts'
import { listAdoptions } from '../../src/channels/adoptionStore.ts'
import type { Connector } from '../../src/port/connector.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { referenceConnector } from '../../testkit/reference/connector/index.ts'
import { act } from '../connect/connectWorld.ts'
import { createPushWorld, type PushWorld, sent } from '../push/pushWorld.ts'

const { db } = await testDatabase({ after })

interface Adoption {
  readonly state: string
  readonly leads: string | null
  readonly found: number
  readonly linked: number
  readonly linkedBefore: number
  readonly otherwise: number
  readonly unmatched: number
  readonly ambiguous: number
  readonly leftAlone: number
}
interface Found {
  readonly theirs: string
  readonly number: string | null
  readonly why: { readonly code: string } | null
  readonly candidates: readonly { readonly number: string }[]
}

test('what is clear is linked, what is not is listed with its reason, and a person links or leaves it', async context => {
  const push = await createPushWorld(db, context)
  const { world, channelId: channel } = push
  await push.sell(['SOLD'])
  await push.lane('catalogue')
  await world.makeItems('N-1', 'G-1', 'C-1', 'D-1', 'D-2', 'X-1', 'FREE')
  const gtin = (value: string, ...numbers: string[]) =>
    world.query(
      `update item set gtin = $2 where tenant_id = $1 and item_number = any($3::text[])`,
      world.tenant,
      value,
      numbers,
    )
  await gtin('40000008', 'G-1')
  await gtin('40000015', 'D-1', 'D-2')
  const [own] = push.system.objects.of('item')
  put(push, 'N-1')
  put(push, 'unknown', { gtin: '40000008' })
  const otherCase = put(push, 'c-1')
  const twice = put(push, 'unlike', { gtin: '40000015' })
  put(push, 'SOLD')
  const nothing = put(push, 'nothing')
  // Its number became that of another item after it was linked.
  Object.assign(own?.fields ?? {}, { itemNumber: 'X-1' })

  const asked = await act<Adoption>(world, 'channel.adopt-offers', { channel })
  assert.deepEqual([asked.state, asked.leads], ['begins', 'shop'])
  await push.lane('catalogue')
  assert.deepEqual(await shown(push), {
    ...{ state: 'done', found: 7, linked: 2, linkedBefore: 1, otherwise: 1 },
    ...{ unmatched: 2, ambiguous: 2, leftAlone: 0 },
  })
  const list = async (wish: object = {}) =>
    (await act<{ items: Found[] }>(world, 'channel.found-offers', { channel, ...wish })).items
  assert.deepEqual(Object.fromEntries((await list()).map(one => [one.number, one.why?.code])), {
    'X-1': 'OFFER_LINKED_OTHERWISE',
    'c-1': 'OFFER_NUMBER_UNLIKE',
    unlike: 'OFFER_AMBIGUOUS',
    SOLD: 'OFFER_ITEM_TAKEN',
    nothing: 'OFFER_OF_NOTHING',
  })
  const pair = (theirs: string, ours: string, leave: readonly string[] = []) =>
    act(world, 'channel.link-offers', { channel, pair: { [theirs]: ours }, leave })
  await refuses(pair(nothing, 'SOLD', [otherCase]), 'ADOPTION_REFUSED')
  await refuses(pair('never seen', 'FREE'), 'ADOPTION_UNKNOWN')
  assert.equal((await shown(push)).leftAlone, 0, 'all or none')
  await pair(twice, 'D-2', [otherCase])
  await refuses(pair(twice, 'FREE'), 'ADOPTION_REFUSED')
  assert.deepEqual(
    (await list({ list: 'left' })).map(one => one.number),
    ['c-1'],
  )
  push.calls('item')
  assert.deepEqual(
    sent(await push.lane('catalogue'), 'item'),
    {},
    'nothing is sent before it is changed here',
  )

  // What is gone there is not kept, and what was decided is.
  push.system.objects.remove('item', { ...emptyEntry, id: nothing })
  await act(world, 'channel.adopt-offers', { channel })
  await push.lane('catalogue')
  const { found, unmatched, leftAlone, linkedBefore } = await shown(push)
  assert.deepEqual(
    { found, unmatched, leftAlone, linkedBefore },
    { found: 6, unmatched: 1, leftAlone: 1, linkedBefore: 4 },
  )
  assert.deepEqual(await world.broken(), [])
})

test('ended between any two transactions and gone on, every offer is linked once', async context => {
  const push = await createPushWorld(db, context)
  const { world } = push
  const numbers = Array.from({ length: 620 }, (_, at) => `P-${at}`)
  await world.makeItems(...numbers)
  await world.query(`update item set net_price = 10 where tenant_id = $1`, world.tenant)
  for (const number of numbers) put(push, number)
  await act(world, 'channel.adopt-offers', { channel: push.channelId, leads: 'shop' })
  let ends = 0
  for (let after = 3; ; after += 4) {
    const dying = dyingDatabase(after)
    const held = await push.lane('catalogue', { parts: { db: dying.db } }).catch((error: unknown) => error)
    if (!dying.isDead()) {
      assert.ok(!(held instanceof Error), String(held))
      break
    }
    ends++
    await world.query(`update sync_lane set holder = null where tenant_id = $1`, world.tenant)
  }
  assert.ok(ends > 5, `${ends} ends are no test`)
  const { state, found, linked } = await shown(push)
  assert.deepEqual({ state, found, linked }, { state: 'done', found: 620, linked: 620 })
  const [links] = await world.query<{ links: number; sold: number }>(
    `select (select count(*)::int from link where tenant_id = $1 and kind = 'item' and their_id is not null) as links,
       (select count(*)::int from item_channel where tenant_id = $1 and active) as sold`,
    world.tenant,
  )
  assert.deepEqual(links, { links: 620, sold: 620 })
  assert.deepEqual(sent(await push.lane('catalogue'), 'item'), {})
  assert.equal(push.system.objects.of('item').length, 620, 'nothing is made a second time')
  assert.deepEqual(await world.broken(), [])
})

test('a list that cannot be had keeps nothing back and is asked for again', async context => {
  let fails = true
  const push = await createPushWorld(db, context)
  const { world, channelId: channel } = push
  const usual = referenceConnector() as Connector
  const { inventory } = usual
  assert.ok(inventory)
  world.install({
    ...usual,
    inventory: {
      ...inventory,
      // It goes round in a circle: no list of that can ever end.
      list: async (...wish) => (fails ? { objects: [], last: false, resume: '' } : inventory.list(...wish)),
    },
  })
  await push.sell(['A-1'])
  await act(world, 'channel.adopt-offers', { channel })
  const end = await push.lane('catalogue')
  assert.equal(end.state, 'failed')
  assert.equal(push.system.objects.of('item').length, 1, 'what was due is told all the same')
  assert.equal((await shown(push)).state, 'reading')
  fails = false
  await push.lane('catalogue')
  assert.deepEqual([(await shown(push)).state, (await shown(push)).linkedBefore], ['done', 1])
  world.install({ ...usual, inventory: undefined } as unknown as Connector)
  await refuses(act(world, 'channel.adopt-offers', { channel }), 'OFFERS_NOT_LISTED')
})

test('a page of what was found looks at no more than it shows, however much is left', async context => {
  const { world, connectionId } = await createPushWorld(db, context)
  const { tenant } = world
  await world.query(
    `insert into adoption (tenant_id, id, connection_id, kind, their_id, name, state)
     select $1, uuidv7(), $2, 'item', 'T-' || n, 'x', 'theirs_only' from generate_series(1, 15000) n`,
    tenant,
    connectionId,
  )
  // What is compared after the database has looked is nothing that it expects.
  await world.tx(tx => freshStatistics(tx, 'catalogue'))
  await world.query(
    `update adoption set state = 'ambiguous' where tenant_id = $1 and their_id not like '%7'`,
    tenant,
  )
  const [after, limit] = ['00000000-0000-0000-0000-000000000000', 100]
  const plans = await world.tx(async tx => {
    const explaining = {
      ...tx,
      query: (text: string, values: readonly unknown[]) =>
        tx.query(`explain (analyze, format json) ${text}`, values),
    } as typeof tx
    const wish = { connectionId, kind: 'item' as const, states: ['ambiguous'] as const, after, limit }
    return (await listAdoptions(explaining, tenant, wish)) as unknown as { 'QUERY PLAN': [{ Plan: Plan }] }[]
  })
  const rows = (plan: Plan): number =>
    Math.max(plan['Actual Rows'] * plan['Actual Loops'], ...(plan.Plans ?? []).map(rows))
  assert.ok(rows(plans[0]?.['QUERY PLAN'][0].Plan ?? assert.fail('no plan')) <= limit)
})

interface Plan {
  readonly 'Actual Rows': number
  readonly 'Actual Loops': number
  readonly Plans?: readonly Plan[]
}

async function shown({ world, channelId }: PushWorld) {
  const { state, found, linked, linkedBefore, otherwise, unmatched, ambiguous, leftAlone } =
    await act<Adoption>(world, 'channel.adoption', { channel: channelId })
  return { state, found, linked, linkedBefore, otherwise, unmatched, ambiguous, leftAlone }
}

const emptyEntry = { no: 0, id: '', reference: '', place: '', fields: {} }

function put({ system }: PushWorld, itemNumber: string, more: Record<string, unknown> = {}): string {
  const entry = {
    ...emptyEntry,
    reference: itemNumber,
    fields: { itemNumber, names: { de: 'x' }, ...more },
  }
  const stored = system.objects.put('item', entry)
  assert.ok(typeof stored === 'object' && 'id' in stored)
  return stored.id
}

/** A database that a process reaches so often, and never again. */
function dyingDatabase(connects: number): { db: Database; isDead: () => boolean } {
  let left = connects
  const pool = new Proxy(db.pool, {
    get: (target, name) => {
      const value = Reflect.get(target, name)
      if (name !== 'connect') return typeof value === 'function' ? value.bind(target) : value
      return () => {
        if (--left < 0) throw new Error('the process is gone')
        return target.connect()
      }
    },
  })
  return { db: { ...db, pool }, isDead: () => left < 0 }
}

async function refuses(work: Promise<unknown>, code: string): Promise<void> {
  await assert.rejects(
    work,
    (error: KontorError) => error.code === code || assert.fail(`${error.code}: ${error}`),
  )
}
