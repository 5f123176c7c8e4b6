import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createFaults } from './faults.ts'
import { ScxClientBroke, ScxCrash, ScxHotLoop, ScxRequestFailed } from './programErrors.ts'
import { startScxProgram } from './startScxProgram.ts'
import { refusal } from './testHost.ts'
import { jsonOf, offerEvent, startPair } from './testProgram.ts'

const bought = (orderId: string) => ({
  sellerId: 'laden',
  orderId,
  lines: [{ price: '11.90', sku: 'SKU-1' }],
})

test('fetches, enqueues and acknowledges until a page is empty', async t => {
  const { host, program } = await startPair(t)
  for (let n = 1; n <= 150; n++) host.push('Seller:Offer.New', offerEvent(n, '5'))
  await program.settle()
  assert.deepEqual(
    host.of('DELETE', '/v1/channel/event').map(call => (jsonOf(call)['eventIdList'] as string[]).length),
    [100, 50],
  )
  assert.equal(host.of('GET', '/v1/channel/event').length, 3)
  assert.ok(Object.values(program.book.events).every(({ handled, acked }) => handled === 1 && acked))
  assert.deepEqual(program.book.problems, [])
})

test('an answer without eventList breaks the client', async t => {
  const { host, program } = await startPair(t)
  host.answer('/v1/channel/event', { status: 200, body: {} })
  await assert.rejects(program.poll(), ScxClientBroke)
})

test('erroneous and unknown events are never acknowledged', async t => {
  const { host, program } = await startPair(t)
  host.push('Seller:Offer.New', offerEvent(1, '5'), { createdAt: 'gestern' })
  host.push('Seller:Offer.New', [])
  host.push('Seller:Offer.Vanished', { sellerId: 'laden' })
  host.push('Seller:Ticket.Reply', { sellerId: 'laden' })
  host.push('Seller:Offer.New', offerEvent(2, '5'))
  await program.settle()
  assert.equal(host.queue.length, 4)
  assert.equal(program.book.problems.length, 4)
  assert.equal(program.offer('laden', 2)?.state, 'listed')
})

test('a host that gives out the same events at once is a hot loop', async t => {
  const { host, program } = await startPair(t)
  host.keepsGiving = true
  host.push('Seller:Offer.New', offerEvent(1, '5'))
  await assert.rejects(program.poll(), ScxHotLoop)
  assert.match(program.book.problems[0] ?? '', /came again after it was acknowledged/)
  const other = await startPair(t)
  other.host.keepsGiving = true
  other.host.push('Seller:Nothing.Known', {})
  await assert.rejects(other.program.poll(), ScxHotLoop)
})

test('an event whose acknowledgement was lost is acknowledged again and done once', async t => {
  const { host, program, advance } = await startPair(t)
  const id = host.push('Seller:Offer.New', offerEvent(1, '5'))
  program.setFaults({ script: [{ onCall: 1, on: 'ack', fault: 'lostAnswer' }] })
  assert.equal(await program.poll(), false)
  assert.equal(await program.poll(), true)
  assert.deepEqual(program.book.events[id], {
    type: 'Seller:Offer.New',
    deliveries: 1,
    handled: 1,
    acked: true,
  })
  const second = host.push('Seller:Offer.StockUpdate', { sellerId: 'laden', offerId: 1, quantity: '3' })
  program.setFaults({ script: [{ onCall: 1, on: 'ack', fault: 'crashBefore' }] })
  await assert.rejects(program.poll(), ScxCrash)
  advance(301)
  await program.settle()
  assert.equal(program.book.events[second]?.handled, 1)
  assert.equal(program.book.events[second]?.acked, true)
  assert.deepEqual(program.book.problems, [])
})

test('after a crash it goes on with the same content, in this process or another', async t => {
  const { host, program } = await startPair(t)
  program.place(bought('A1'))
  program.place(bought('A10'))
  program.setFaults({ script: [{ onCall: 1, on: 'order', fault: 'crashAfter' }] })
  await assert.rejects(program.poll(), ScxCrash)
  const other = startScxProgram({ url: host.url, refreshToken: 'kt_secret', saved: program.save() })
  t.after(() => other.stop())
  await other.settle()
  program.restart()
  await program.settle()
  const bodies = host.of('POST', '/v1/channel/order').map(({ text }) => text)
  assert.equal(bodies.length, 3)
  assert.equal(new Set(bodies).size, 1)
  assert.deepEqual(program.book.stored, { 'laden/A1': 1, 'laden/A10': 1 })
})

test('calls are doubled, made at once, cut and slow as planned', async t => {
  const { host, program } = await startPair(t)
  for (const [at, fault] of (
    ['doubled', 'parallel', 'slow', 'cutBefore', 'cutRequest', 'wrongToken'] as const
  ).entries()) {
    program.place(bought(`F${at}`))
    program.setFaults({ script: [{ onCall: 1, on: 'order', fault }] })
    await program.settle()
  }
  assert.equal(Object.keys(program.book.stored).length, 6)
  const times = new Map<string, number>()
  for (const call of host.of('POST', '/v1/channel/order'))
    for (const { orderId } of jsonOf(call)['orderList'] as { orderId: string }[])
      times.set(orderId, (times.get(orderId) ?? 0) + 1)
  assert.deepEqual(Object.fromEntries(times), { F0: 2, F1: 2, F2: 1, F3: 1, F4: 1, F5: 2 })
})

test('faults by chance are the same for the same seed', async t => {
  const runs: string[] = []
  for (let run = 0; run < 2; run++) {
    const { program } = await startPair(t, { mostPerCall: 1 })
    for (let n = 0; n < 12; n++) program.place(bought(`S${n}`))
    program.setFaults({ seed: 7, rate: 0.4, kinds: ['lostAnswer', 'cutBefore', 'doubled'], on: ['order'] })
    await program.settle(60)
    runs.push(JSON.stringify(program.book.calls))
  }
  assert.equal(runs[0], runs[1])
  assert.throws(() => createFaults({ script: [{ onCall: 1, fault: 'nonsense' as never }] }), /nonsense/)
})

test('a step is one call, and hooks stand on both sides of it', async t => {
  const calls: string[] = []
  const { program } = await startPair(t, {
    hooks: {
      beforeCall: ({ call }) => void calls.push(`before ${call}`),
      afterCall: ({ call }, { status }) => void calls.push(`after ${call} ${status}`),
    },
  })
  program.place(bought('A1'))
  assert.equal(await program.step(), 'auth')
  assert.equal(await program.step(), 'order')
  assert.equal(await program.step(), undefined)
  assert.deepEqual(calls, ['before auth', 'after auth 200', 'before order', 'after order 201'])
})

test('what was refused in part is found by its hint, and what may be tried again is tried again', async t => {
  const { host, program } = await startPair(t)
  for (const id of ['A1', 'A10']) program.place(bought(id))
  host.answer('/v1/channel/order', { status: 503 }, refusal(201, 'CHN409', 'error', 'A1'))
  assert.equal(await program.poll(), false)
  await program.settle()
  assert.deepEqual(program.book.stored, { 'laden/A10': 1 })
  assert.deepEqual(
    program.book.refusals.map(({ code, hint }) => [code, hint]),
    [['CHN409', 'A1']],
  )
  program.place(bought('A2'))
  host.answer('/v1/channel/order', refusal(400, 'VAL100'))
  await program.settle()
  assert.equal(program.book.refusals.at(-1)?.status, 400)
  assert.equal(program.state.tasks.length, 0)
})

test('who cannot sign in loses nothing, and an audit names what is left', async t => {
  const { host, program } = await startPair(t)
  program.place(bought('A1'))
  host.answer('/v1/auth', refusal(400, 'VAL100'))
  await assert.rejects(program.poll(), ScxRequestFailed)
  assert.deepEqual(program.audit(), ['the order laden/A1 was never stored', 'order is still to be told'])
  const id = host.push('System:Test', {})
  program.setFaults({ script: [{ onCall: 1, on: 'ack', fault: 'cutBefore' }] })
  assert.equal(await program.poll(), false)
  assert.ok(program.audit().includes(`System:Test ${id} was not acknowledged`))
  await program.settle()
  assert.deepEqual(program.audit(), [])
})
