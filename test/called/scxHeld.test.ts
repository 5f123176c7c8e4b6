// A transaction is held open beside a channel program that polls, acknowledges and posts: it waits or tries again, and nothing is lost
// or comes again. Held for a moment, so that a usual run is short; `KONTOR_TEST_ROUNDS=10 node bin/run.mjs test/all.ts test/called/scxHeld`
// holds it for five seconds, and for longer than the server waits for a lock.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { type Tx, transact } from '../../src/base/database.ts'
import { newId } from '../../src/base/ids.ts'
import { ScxRequestFailed } from '../../testkit/scx/programErrors.ts'
import { everyLetterMayBeTaken } from '../push/pushWorld.ts'
import { rounds } from '../rounds.ts'
import { openMerchant, type ScxMerchant, scxServer } from './scxWorld.ts'

/** More than is taken one by one in the time. */
const onHand = 9999
const host = await scxServer({ after })
let merchant: ScxMerchant
before(async () => {
  merchant = await openMerchant({ after }, host, { onHand: String(onHand) })
})

const isWhole = rounds(1) > 1
/** The server waits five seconds for a lock. */
const waitsMs = 5000
const heldMs = isWhole ? waitsMs : 300

test(`events arrive once, and none that was acknowledged again, while a transaction is held open for ${heldMs} ms`, async () => {
  const { program, act, lanes, query, work } = merchant
  // Taken before, and acknowledged while it is open.
  const taken = newId()
  await layOut(merchant, taken)
  await take(merchant)
  // Laid out before, and written anew by the transaction under an id of its own.
  const replaced = newId()
  await layOut(merchant, replaced)
  const first = newId()
  const last = newId()
  const held = await hold(merchant, async tx => {
    await putTest(tx, merchant, first)
    await putTest(tx, merchant, newId(), replaced)
  })
  const late: string[] = []
  const until = performance.now() + heldMs
  do {
    const id = newId()
    await layOut(merchant, id)
    late.push(id)
    await act('stock.book', { item: 'TASSE', quantity: '-1', reason: 'adjustment' })
    await lanes('stock')
    await tick(merchant)
  } while (performance.now() < until)
  const { events } = program.book
  assert.ok(events[taken]?.acked)
  const seen = [first, last, ...late].filter(id => events[id] !== undefined)
  assert.deepEqual(seen, [], 'behind what may still appear nothing is handed out')
  // The last one has an id of before all of them.
  await held.end(tx => putTest(tx, merchant, last))
  assert.equal(await work(), 0)
  const missing = [taken, first, last, ...late].filter(id => events[id]?.acked !== true)
  assert.deepEqual(missing, [])
  assert.equal(events[replaced], undefined, 'the newer one is there in its place')
  // One took the place of the replaced one, and one of all the quantities is left.
  const started = Object.keys(events).length
  await query('update letter set hidden_until = null')
  await tick(merchant)
  assert.deepEqual([Object.keys(events).length, program.audit()], [started, []])
  const quantity = String(onHand - late.length)
  assert.equal(program.offerOf('TASSE')?.quantity, quantity)
})

test('a call that needs what another transaction holds waits for it or may be made again, and does its work once', async () => {
  const { program, query, work } = merchant
  let orders = 0
  const order = () =>
    program.place({
      sellerId: 'laden',
      orderId: `H-${++orders}`,
      status: 'CREATED',
      lines: [{ price: '11.90', sku: 'TASSE', taxPercent: '19' }],
    }).key
  const release = async () => {
    const key = order()
    await work()
    program.release(key)
  }
  const acknowledge = async () => {
    await layOut(merchant, newId())
    await take(merchant)
  }
  const held: readonly (readonly [
    prepare: () => unknown,
    call: string,
    what: string,
    of: keyof ScxMerchant,
  ])[] = [
    [order, 'order', 'select from connection where id = $1 for update', 'connectionId'],
    [order, 'order', 'select from channel where tenant_id = $1 for update', 'tenant'],
    [
      release,
      'orderStatus',
      `select from ledger where tenant_id = $1 and kind = 'order' for update`,
      'tenant',
    ],
    [release, 'orderStatus', 'select from web_order where tenant_id = $1 for update', 'tenant'],
    [acknowledge, 'ack', 'select from letter where tenant_id = $1 for update', 'tenant'],
  ]
  for (const [prepare, call, what, of] of held) {
    await prepare()
    const holder = await hold(merchant, async tx => {
      await tx.query(what, [merchant[of]])
    })
    const made = program.step()
    const outcome = made.catch((error: unknown) => error)
    assert.equal(await Promise.race([outcome, holder.isWaitedFor(outcome)]), 'waits', `${call}: ${what}`)
    if (isWhole) {
      const refused = await outcome
      assert.ok(refused instanceof ScxRequestFailed && refused.status >= 500, String(refused))
    }
    await holder.end()
    assert.equal(isWhole ? await program.step() : await outcome, call)
    await work()
  }
  assert.deepEqual([program.audit(), program.book.refusals], [[], []])
  const [here] = await query(
    `select (select count(*)::int from ledger where kind = 'order' and outcome = 'staged') as ledger,
       (select count(*)::int from web_order) as staged, (select count(*)::int from web_order where pending) as pending`,
  )
  assert.deepEqual(here, { ledger: orders, staged: orders, pending: orders - 2 })
  assert.deepEqual(await merchant.broken(), [])
})

interface Holder {
  /** Resolves when something waits for what it holds, or that call has ended. */
  isWaitedFor(call: Promise<unknown>): Promise<'waits' | 'ended'>
  /** Does this last, and commits. */
  end(last?: (tx: Tx) => Promise<void>): Promise<void>
}

/** A session of its own that has begun to write, and stays open. */
async function hold({ tenant, query }: ScxMerchant, begin: (tx: Tx) => Promise<void>): Promise<Holder> {
  const begun = Promise.withResolvers<string>()
  const end = Promise.withResolvers<((tx: Tx) => Promise<void>) | undefined>()
  const whole = transact(host.kontor.db, { tenant }, async tx => {
    await begin(tx)
    const [row] = await tx.query<{ xid: string }>('select pg_current_xact_id()::text as xid')
    begun.resolve(row?.xid ?? '')
    const last = await end.promise
    await last?.(tx)
  })
  const xid = await Promise.race([begun.promise, whole.then(() => '')])
  return {
    isWaitedFor: async call => {
      const waiting = `select 1 from pg_locks where not granted and transactionid::text = $1`
      // A call that never waits must not be looked for for ever.
      let isOver = false
      void call.then(() => {
        isOver = true
      })
      while ((await query(waiting, xid)).length === 0) {
        if (isOver) return 'ended'
        await delay(5)
      }
      return 'waits'
    },
    end: async last => {
      end.resolve(last)
      await whole
    },
  }
}

const insertTest = `insert into letter (tenant_id, connection_id, id, channel_id, key, place, type, body, created_at)
  values ($1, $2, $3::uuid, $4, $5, 'laden', 'System:Test', '{"sellerId":"laden"}', clock_timestamp())
  on conflict (tenant_id, connection_id, key) do update set id = excluded.id, xid = excluded.xid, hidden_until = null, taken = 0`

async function putTest(
  tx: Tx,
  { tenant, connectionId, channels }: ScxMerchant,
  id: string,
  key = id,
): Promise<void> {
  await tx.run(insertTest, [tenant, connectionId, id, channels.get('laden'), key])
}

async function layOut(merchant: ScxMerchant, id: string): Promise<void> {
  await merchant.tx(tx => putTest(tx, merchant, id))
}

/** The program polls until it has something to acknowledge; time goes on with each call, of which so many a minute are answered. */
async function take({ program, query, tenant }: ScxMerchant): Promise<void> {
  await everyLetterMayBeTaken({ world: { query, tenant } })
  program.state.polling = true
  while (program.state.toAck.length === 0) {
    host.clock.now = new Date(host.clock.now.getTime() + 1000)
    await program.step()
  }
}

/** A minute later the program polls. */
async function tick({ program }: ScxMerchant): Promise<void> {
  host.clock.now = new Date(host.clock.now.getTime() + 60_000)
  assert.equal(await program.poll(), true)
}
