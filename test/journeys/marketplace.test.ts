// J8: several channels of one connection; one is locked; pending orders; cancellations in both directions.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openMarket } from './market.ts'

test('J8: a locked channel is left out and says so; the other one goes on; unlocked, nothing is missing', async t => {
  const { kontor, buy, system } = await openMarket(t)
  await kontor`sync`
  await kontor`channel lock Österreich --reason ${'Zoll klären'}`
  buy('DE-1', { pieces: 2 })
  buy('AT-1', { place: 'at', pieces: 3 })
  await kontor`item price TASSE --net 11`
  const run = await kontor`sync`
  assert.deepEqual([run.state, run.locked], ['done', ['Österreich']])
  assert.deepEqual(await namesOf(kontor`inbox list`), ['DE-1'])
  const waits = await kontor`order where AT-1`
  assert.match(waits.sentence, /gesperrt/)
  assert.deepEqual(pricesAt(system), { at: 10, de: 11 })

  await kontor`channel unlock Österreich`
  await kontor`sync`
  assert.deepEqual((await namesOf(kontor`inbox list`)).sort(), ['AT-1', 'DE-1'])
  assert.deepEqual(pricesAt(system), { at: 11, de: 11 })
  assert.equal(Number((await kontor`stock show TASSE`).staged), 5)
})

test('J8: an order that the marketplace has not released is visible, counts as sold, and goes on once it is released', async t => {
  const { kontor, buy, system } = await openMarket(t)
  const id = buy('P-1', { pieces: 4, pending: true, paid: false })
  await kontor`sync`
  const [waiting] = (await kontor`inbox list`).items
  assert.equal(waiting.externalNumber, 'P-1')
  assert.equal(waiting.pending, true)
  assert.equal(Number((await kontor`stock show TASSE`).staged), 4)
  const left = await kontor`inbox take-over ${waiting.id}`
  assert.equal(left.items[0].code, 'PENDING_AT_CHANNEL')
  assert.ok(left.items[0].reason.length > 10 && left.items[0].remedy.length > 10)

  system.changeOrder(id, { pending: false })
  await kontor`sync`
  assert.equal((await kontor`inbox take-over --all`).takenOver, 1)
  const [order] = (await kontor`order list --process P-1`).items
  await kontor`order pay ${order.orderNumber} --amount ${order.totalGross}`
  const delivered = await kontor`order deliver ${order.orderNumber} --carrier DHL --tracking 00340434`
  assert.equal(delivered.refused, 0, JSON.stringify(delivered))
  await kontor`sync`
  assert.equal(system.objects.of('delivery').length, 1)
})

test('J8: cancellations are asked for and answered, from there and from here', async t => {
  const { kontor, buy, system } = await openMarket(t)
  const ids = ['S-1', 'S-2', 'S-3'].map(number => buy(number, { pieces: 5 }))
  await kontor`sync`
  await kontor`inbox take-over --all`
  const numberOf = async (name: string) => (await kontor`order list --process ${name}`).items[0].orderNumber
  for (const order of ids.slice(0, 2))
    system.add('cancelRequest', { order: order ?? '', at: now(), reason: 'doppelt bestellt' }, 'de')
  await kontor`sync`
  const asked = (await kontor`cancellation list`).items
  assert.deepEqual(asked.map((one: { externalNumber: string }) => one.externalNumber).sort(), ['S-1', 'S-2'])
  const requestOf = (number: string) =>
    asked.find((one: { externalNumber: string }) => one.externalNumber === number).id
  await kontor`cancellation refuse ${requestOf('S-1')} --reason ${'schon gepackt'}`
  await kontor`cancellation accept ${requestOf('S-2')}`
  await kontor`order cancel ${await numberOf('S-3')} --comment ${'nicht lieferbar'}`
  await kontor`sync`
  const answers = system.objects.of('cancellation_answer').map(one => one.fields['accepted'] ?? one.fields)
  assert.deepEqual(answers.length, 2, JSON.stringify(answers))
  const ours = system.objects.of('cancellation').filter(one => one.fields['order'] === ids[2])
  assert.equal(ours.length, 1, 'ours is asked for there')
  assert.equal(
    Number((await kontor`stock show TASSE`).committed),
    5,
    'only the refused one is still to be delivered',
  )

  system.add('cancelRefused', { order: ids[2] ?? '', at: now(), reason: 'zu spät' }, 'de')
  await kontor`sync`
  const task = (await kontor`task list`).items.find(
    (one: { code: string }) => one.code === 'CANCELLATION_REFUSED_AT_CHANNEL',
  )
  assert.match(task.sentence, /zu spät/)
  await kontor`task close ${task.id} --decision ${task.actions[0]} --note ${'mit dem Käufer geklärt'}`
  const left = (await kontor`task list`).items.map((one: { code: string }) => one.code)
  assert.deepEqual(left, ['TO_REFUND', 'TO_REFUND'], 'both were paid')
  assert.equal(
    (await kontor`order deliver ${await numberOf('S-1')}`).refused,
    0,
    'the refused one is delivered',
  )
  assert.equal((await kontor`verify`).ok, true)
})

const now = () => new Date().toISOString()

async function namesOf(list: Promise<{ items: { externalNumber: string }[] }>): Promise<string[]> {
  return (await list).items.map(one => one.externalNumber)
}

/** What the cup costs at each place. */
function pricesAt(system: Awaited<ReturnType<typeof openMarket>>['system']): Record<string, number> {
  return Object.fromEntries(
    system.objects
      .of('item')
      .filter(one => one.fields['itemNumber'] === 'TASSE')
      .map(one => {
        const [price] = one.fields['prices'] as { scales: { net: unknown }[] }[]
        return [one.place, Number(price?.scales[0]?.net)]
      })
      .sort(),
  )
}
