// The server is killed between any two steps of a call of the channel program, which repeats it: nothing is doubled, nothing is lost.
// A usual run strikes a few steps, drawn by the seed; `KONTOR_TEST_ROUNDS=100 node bin/run.mjs test/all.ts test/called/scxKills` every one
// of every call, in some minutes. The last line says how many of how many.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readConfig } from '../../src/base/config.ts'
import { createLog } from '../../src/base/log.ts'
import { openWork } from '../../src/base/openWork.ts'
import { createChance } from '../../testkit/jtlConnector/chance.ts'
import { ScxNoAnswer } from '../../testkit/scx/programErrors.ts'
import { openDatabaseProxy } from '../kills/databaseProxy.ts'
import { type Moment, spotOf } from '../kills/moment.ts'
import { openWorld } from '../kills/world.ts'
import { everyLetterMayBeTaken } from '../push/pushWorld.ts'
import { rounds } from '../rounds.ts'
import { openMerchant, scxConnector } from './scxWorld.ts'
import { startServerProcess } from './startServerProcess.ts'

const seed = Number(process.env['KONTOR_TEST_SEED'] ?? Math.floor(Math.random() * 1e9))
const addressIn = (country: string) => ({ lastName: 'Muster', street: 'Weg 1', city: 'Berlin', country })
const skip = process.platform === 'win32' && 'there are no signals on Windows'

test('a server that is killed between any two steps of a call leaves one order and loses no event once the program has repeated it', {
  skip,
  timeout: rounds(300_000),
}, async t => {
  console.log(`seed ${seed}: KONTOR_TEST_SEED=${seed} strikes the same steps`)
  const world = await openWorld()
  t.after(() => world.close())
  let seen: ((moment: Moment) => 'pass' | 'hold') | undefined
  const proxy = await openDatabaseProxy(world.target(), moment => seen?.(moment) ?? 'pass')
  t.after(() => proxy.close())
  const start = () => startServerProcess(world.urlAt(proxy.port), world.environment)
  let running = await start()
  t.after(() => running.child.kill('SIGKILL'))
  const open = openWork(error => assert.fail(String(error)))
  t.after(() => open.end())
  const kontor = {
    db: world.db(),
    config: readConfig(world.environment),
    keyring: world.keyring,
    connectors: new Map([[scxConnector.name, scxConnector]]),
    log: createLog('silent'),
    now: () => new Date(),
    holder: 'test',
    open,
  }
  const clock = { now: new Date() }
  const host = { kontor, url: () => running.url, clock }
  // For all the orders that are posted where every step is struck.
  const merchant = await openMerchant(t, host, { onHand: '1000' })
  const { program, query, act, lanes, work } = merchant

  let calls = 0
  const order = (country = 'DE') =>
    program.place({
      sellerId: 'laden',
      orderId: `K-${++calls}`,
      purchasedAt: new Date(),
      status: 'CREATED',
      address: addressIn(country),
      lines: [{ price: '11.90', sku: 'TASSE', offerId: 1, taxPercent: '19' }],
    }).key
  /** What the program is about to call, and how often a kill of it is tried in a usual run. */
  const wishes: Readonly<
    Record<string, { readonly writes: string; readonly struck: number; prepare(): Promise<unknown> }>
  > = {
    order: { writes: 'insert web_order', struck: 3, prepare: async () => [order(), order(), order()] },
    orderStatus: {
      writes: 'insert web_event',
      struck: 1,
      prepare: async () => {
        const key = order()
        await work()
        program.release(key)
      },
    },
    // Of a parked order: the change is committed, and its order is still parked.
    orderAddress: {
      writes: 'insert web_event',
      struck: 1,
      prepare: async () => {
        const key = order('QQ')
        await work()
        program.changeAddress(key, addressIn('DE'))
      },
    },
    events: {
      writes: 'begin',
      struck: 2,
      prepare: async () => {
        await act('stock.book', { item: 'TELLER', quantity: '-1', reason: 'adjustment' })
        await lanes('stock')
        await everyLetterMayBeTaken({ world: merchant })
        program.state.polling = true
      },
    },
    ack: {
      writes: 'begin',
      struck: 1,
      prepare: async () => {
        await wishes['events']?.prepare()
        assert.equal(await program.step(), 'events')
        assert.equal(program.state.toAck.length, 1)
      },
    },
  }
  const chance = createChance(seed)
  let struckSteps = 0
  let allSteps = 0
  for (const [name, { writes, struck, prepare }] of Object.entries(wishes)) {
    await prepare()
    const steps: string[] = []
    seen = moment => {
      steps.push(spotOf(moment))
      return 'pass'
    }
    assert.equal(await program.step(), name)
    seen = undefined
    await work()
    // Struck in any case: what the call is for is committed, and nobody has heard of it.
    // A call that brings no records is one transaction.
    const written = writes === 'begin' ? 1 : steps.lastIndexOf(`after ${writes}`)
    const committed = steps.findIndex((step, at) => at > written && step.startsWith('after commit'))
    assert.ok(written > 0 && committed > 0, steps.join(', '))
    const others = steps
      .map((_, at) => at)
      .filter(at => at !== committed)
      .toSorted(() => chance() - 0.5)
    allSteps += steps.length
    const missed = new Set<number>()
    const wanted = [committed, ...others.slice(0, rounds(struck) - 1)]
    for (const [no, at] of [...wanted, ...wanted].entries()) {
      // A call may have some steps fewer than the first one, which drew numbers in advance. Then it was made, and is tried once more.
      if (no >= wanted.length && !missed.delete(at)) continue
      await prepare()
      const wish = steps[at]
      const nth = steps.slice(0, at + 1).filter(step => step === wish).length
      let isWritten = false
      let isHeld = false
      const made: string[] = []
      const died = Promise.withResolvers<void>()
      seen = moment => {
        const spot = spotOf(moment)
        made.push(spot)
        isWritten ||= spot === `after ${writes}`
        isHeld ||=
          at === committed
            ? isWritten && spot.startsWith('after commit')
            : made.filter(step => step === wish).length >= nth
        if (!isHeld) return 'pass'
        running.child.once('exit', died.resolve)
        running.child.kill('SIGKILL')
        return 'hold'
      }
      const called = await program.step().catch((error: unknown) => error)
      seen = undefined
      if (isHeld) {
        assert.ok(called instanceof ScxNoAnswer, String(called))
        await died.promise
        running = await start()
        program.setHost(`${running.url}/scx`)
        if (name === 'events' && at === committed)
          assert.deepEqual(
            await query('select taken from letter'),
            [{ taken: 1 }],
            'handed out to nobody, it lies there still',
          )
        struckSteps++
        console.log(`struck: ${name} ${made.at(-1)}`)
      } else {
        assert.equal(called, name)
        assert.notEqual(at, committed, `not struck: ${made}`)
        missed.add(at)
      }
      await work()
    }
    for (const at of missed) console.log(`not reached: ${name} ${steps[at]}`)
  }
  console.log(`struck ${struckSteps} of ${allSteps} steps`)

  assert.deepEqual(program.audit(), [])
  assert.deepEqual(program.book.refusals, [])
  const [here] = await query(
    `select (select count(*)::int from ledger where kind = 'order' and outcome = 'staged') as ledger, (select count(*)::int from web_order) as staged,
       (select count(*)::int from web_order_line) as lines, (select count(*)::int from web_order where pending) as pending`,
  )
  const released = Object.values(program.state.orders).filter(one => one.status === 'ACCEPTED').length
  assert.deepEqual(here, { ledger: calls, staged: calls, lines: calls, pending: calls - released })
  await lanes('stock')
  await work()
  const stock = await act<{ offers: { offered: string }[] }>('stock.show', { item: 'TELLER' })
  assert.equal(program.offerOf('TELLER')?.quantity, stock.offers[0]?.offered)
  assert.deepEqual(await merchant.broken(), [])
})
