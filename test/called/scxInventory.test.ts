// What a marketplace had listed before Kontor came: it is asked for, reported in several calls, and linked in the first run.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openMerchant, scxServer } from './scxWorld.ts'

interface FirstRun {
  readonly kinds: readonly {
    readonly kind: string
    readonly refused: string | null
    readonly matched: number
    readonly theirsOnly: number
  }[]
}

test('the offers of a seller are asked for, reported, and linked by number, else by EAN; then a sale of one of them is known', async t => {
  const host = await scxServer(t)
  const merchant = await openMerchant(t, host, { items: ['TASSE'], isNew: true })
  const { program, act, query, work, channels } = merchant
  const { id: plate } = await act<{ id: string }>('item.add', {
    itemNumber: 'TELLER',
    name: 'Teller',
    netPrice: '10',
    gtin: '4006381333931',
  })
  await act('item.add', { itemNumber: 'KANNE', name: 'Kanne', netPrice: '10' })
  const old = { sellerId: 'laden', title: 'Von früher', quantity: '3' }
  const cup = program.addOffer({ ...old, sku: 'TASSE' })
  const dish = program.addOffer({ ...old, sku: 'ALT-7', ean: '4006381333931' })
  for (let more = 0; more < 600; more++) program.addOffer({ ...old, sku: `ALT/${more}` })

  const look = async () => {
    const run = await act<FirstRun>('first-run.look', { connection: merchant.connectionId, anew: true })
    return run.kinds.find(one => one.kind === 'item') ?? assert.fail('items are not looked at')
  }
  assert.match((await look()).refused ?? '', /has not reported yet/)

  await act('channel.ask', { channel: channels.get('laden'), name: 'inventory' })
  await work()
  const seen = await look()
  assert.deepEqual([seen.refused, seen.matched, seen.theirsOnly], [null, 2, 600])
  await act('first-run.adopt', { connection: merchant.connectionId, all: true })
  const links = await query<{ theirs: string; number: string }>(
    `select k.their_id as theirs, i.item_number as number from link k join item i on i.tenant_id = k.tenant_id and i.id = k.object_id
     where k.connection_id = $1 and k.kind = 'item' order by 2`,
    merchant.connectionId,
  )
  assert.deepEqual(links, [
    { theirs: cup.channelOfferId, number: 'TASSE' },
    { theirs: dish.channelOfferId, number: 'TELLER' },
  ])

  const { key } = program.place({
    sellerId: 'laden',
    lines: [{ sku: 'ALT-7', price: '11.90', more: { channelOfferId: dish.channelOfferId } }],
  })
  await work()
  const [line] = await query<{ item: string }>(
    `select o.item_id as item from web_order_line o join ledger l on l.id = o.web_order_id where l.external_id = $1`,
    key,
  )
  assert.equal(line?.item, plate)
  assert.deepEqual(program.book.refusals, [])
  assert.deepEqual(program.wrongAnswers, [])
})
