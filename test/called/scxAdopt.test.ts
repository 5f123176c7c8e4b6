// Offers that a marketplace had before, or that somebody listed there: read and linked while the channel is in use.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { categoryWithAttributes } from '../../testkit/scx/catalogue.ts'
import { openMerchant, scxServer } from './scxWorld.ts'

interface Adoption {
  readonly state: string
  readonly letter: string | null
  readonly rows: number
  readonly found: number
  readonly linked: number
  readonly linkedBefore: number
  readonly unmatched: number
  readonly ambiguous: number
  readonly leads: string | null
  readonly report: {
    readonly letter: string | null
    readonly rows: number
    readonly reportedAt: Date | null
    readonly isUnread: boolean
  } | null
}

test('existing offers of one seller are read and linked while the channel is in use; of ours the quantity alone is sent before it is changed', async t => {
  const host = await scxServer(t)
  const merchant = await openMerchant(t, host, { sellers: ['laden', 'zweiter'], items: ['TASSE'] })
  const { program, act, query, work, lanes, channels } = merchant
  const [channel, other] = [channels.get('laden'), channels.get('zweiter')]
  const [category] = await query<{ id: string }>(
    `select id from category where tenant_id = $1`,
    merchant.tenant,
  )
  for (const one of [
    { itemNumber: 'KANNE', gtin: undefined },
    { itemNumber: 'TELLER', gtin: '4006381333931' },
  ]) {
    await act('item.add', { ...one, name: `Artikel ${one.itemNumber}`, netPrice: '10' })
    await act('item.categories', { item: one.itemNumber, categories: [category?.id] })
    await act('stock.book', { item: one.itemNumber, quantity: '50', reason: 'opening' })
  }
  const old = { title: 'Von früher', quantity: '3' }
  const jug = program.addOffer({ ...old, sellerId: 'laden', sku: 'KANNE' })
  const dish = program.addOffer({ ...old, sellerId: 'laden', sku: 'ALT-7', ean: '4006381333931' })
  program.addOffer({ ...old, sellerId: 'laden', sku: 'TASSE' })
  program.addOffer({ ...old, sellerId: 'laden', sku: 'NIEMAND' })
  const jugOfOther = program.addOffer({ ...old, sellerId: 'zweiter', sku: 'KANNE' })

  const asked = await act<Adoption>('channel.adopt-offers', { channel })
  assert.deepEqual([asked.state, asked.letter, asked.leads], ['waiting', 'lies', 'shop'])
  const again = await act<Adoption>('channel.adopt-offers', { channel })
  assert.deepEqual([again.state, again.letter], ['waiting', 'lies'], 'asked twice is asked once')
  const former = await askOpen()
  const gaveUp = await act<Adoption & { readonly mayAsk: boolean }>('channel.give-up-offers', { channel })
  assert.deepEqual([gaveUp.state, gaveUp.letter, gaveUp.mayAsk], ['never', null, true])
  await assert.rejects(act('channel.give-up-offers', { channel }), { code: 'OFFERS_NOT_AWAITED' })
  await work()
  assert.equal(program.book.calls['reportCompleted 201'], undefined, 'its letter is not there any more')
  // A program that had it already answers all the same; nobody reads it, and nothing is wrong with the program.
  program.ask('reportData', {
    id: former,
    body: [{ channelOfferId: jug.channelOfferId ?? '', sku: 'KANNE' }],
  })
  program.ask('reportCompleted', { id: former })
  await work()
  await lanes('catalogue')
  assert.deepEqual(
    [(await show()).state, await linksOf('laden')],
    ['never', [{ theirs: await own('laden'), number: 'TASSE' }]],
  )
  const anew = await act<Adoption>('channel.adopt-offers', { channel })
  assert.deepEqual([anew.state, anew.letter], ['waiting', 'lies'])
  assert.notEqual(await askOpen(), former)
  await lanes('catalogue')
  assert.equal((await show()).state, 'waiting', 'the report is not here')
  await work()
  assert.equal((await show()).state, 'begins')
  const [lane] = await query(
    `select 1 from sync_lane where connection_id = $1 and kind = 'catalogue' and wanted > served`,
    merchant.connectionId,
  )
  assert.ok(lane, 'it goes on by itself')
  await lanes('catalogue', 'stock')
  const { state, found, linked, linkedBefore, unmatched, ambiguous } = await show()
  assert.deepEqual(
    { state, found, linked, linkedBefore, unmatched, ambiguous },
    { state: 'done', found: 5, linked: 2, linkedBefore: 1, unmatched: 2, ambiguous: 0 },
  )
  assert.deepEqual(await linksOf('laden'), [
    { theirs: jug.channelOfferId, number: 'KANNE' },
    { theirs: await own('laden'), number: 'TASSE' },
    { theirs: dish.channelOfferId, number: 'TELLER' },
  ])
  assert.deepEqual(
    (await linksOf('zweiter')).map(one => one.number),
    ['TASSE'],
    'an offer of one seller is none of another',
  )
  const { items } = await act<{ items: { number: string; why: { code: string } }[] }>(
    'channel.found-offers',
    {
      channel,
    },
  )
  assert.deepEqual(
    new Map(items.map(one => [one.number, one.why.code])),
    new Map([
      ['TASSE', 'OFFER_ITEM_TAKEN'],
      ['NIEMAND', 'OFFER_OF_NOTHING'],
    ]),
  )
  const laid = await query('select type from letter where connection_id = $1', merchant.connectionId)
  assert.deepEqual(laid, Array(2).fill({ type: 'Seller:Offer.StockUpdate' }))
  await work()
  assert.deepEqual(
    [jug, dish].map(one => theirsOf(one.channelOfferId)),
    [
      ['Von früher', '50'],
      ['Von früher', '50'],
    ],
    'no more than there is, and nothing else of ours',
  )
  await lanes('catalogue', 'stock')
  assert.deepEqual(await query('select type from letter where connection_id = $1', merchant.connectionId), [])

  await act('item.change', { item: 'KANNE', name: 'Kanne, neu' })
  await act('stock.book', { item: 'TELLER', quantity: '-8', reason: 'adjustment' })
  await lanes('catalogue', 'stock')
  await work()
  const shown = Object.values(program.state.offers)
  assert.equal(shown.find(one => one.channelOfferId === jug.channelOfferId)?.title, 'Kanne, neu')
  assert.equal(shown.find(one => one.channelOfferId === dish.channelOfferId)?.quantity, '42')
  assert.equal(shown.filter(one => one.sku === 'KANNE').length, 2, 'nothing is listed a second time')

  // A report that was asked for by itself is shown, and links nothing; reading takes it as it is.
  await act('channel.ask', { channel: other, name: 'inventory' })
  const waits = await show(other)
  assert.deepEqual([waits.state, waits.report?.letter, waits.report?.rows], ['never', 'lies', 0])
  await work()
  await lanes('catalogue')
  const here = await show(other)
  assert.deepEqual([here.state, here.letter, here.rows, here.linked], ['never', null, 0, 0])
  assert.deepEqual([here.report?.letter, here.report?.rows, here.report?.isUnread], [null, 2, true])
  const { clock } = host
  const before = clock.now
  clock.now = new Date((here.report?.reportedAt?.getTime() ?? 0) + 24 * 3_600_000)
  assert.equal((await show(other)).report?.isUnread, false, 'another one is asked for')
  clock.now = before
  assert.deepEqual(
    (await linksOf('zweiter')).map(one => one.number),
    ['TASSE'],
  )
  // Where ours counts, it is sent at once, and complete.
  const taken = await act<Adoption>('channel.adopt-offers', { channel: other, leads: 'kontor' })
  assert.deepEqual([taken.state, taken.letter, taken.report], ['begins', null, null], 'nothing more is asked')
  await lanes('catalogue')
  assert.equal((await show(other)).linked, 1)
  await lanes('catalogue')
  await work()
  const now = Object.values(program.state.offers)
  const told = now.find(one => one.channelOfferId === jugOfOther.channelOfferId)
  assert.deepEqual(
    [told?.title, told?.category, told?.quantity],
    ['Kanne, neu', categoryWithAttributes, '50'],
  )
  assert.deepEqual(program.book.problems, [])
  assert.deepEqual(program.wrongAnswers, [])
  assert.deepEqual(await merchant.broken(), [])

  function theirsOf(theirs: string | undefined) {
    const shown = Object.values(program.state.offers).find(one => one.channelOfferId === theirs)
    return [shown?.title, shown?.quantity]
  }
  async function askOpen() {
    const [ask] = await query<{ id: string }>(`select id from place_ask where answered_at is null`)
    return ask?.id ?? assert.fail('nothing is asked')
  }
  function show(of = channel) {
    return act<Adoption>('channel.adoption', { channel: of })
  }
  function linksOf(place: string) {
    return query<{ theirs: string; number: string }>(
      `select k.their_id as theirs, i.item_number as number from link k join item i on i.tenant_id = k.tenant_id and i.id = k.object_id
         join channel h on h.id = k.channel_id
       where k.connection_id = $1 and k.kind = 'item' and h.place = $2 and k.their_id is not null order by 2`,
      merchant.connectionId,
      place,
    )
  }
  async function own(sellerId: string) {
    return Object.values(program.state.offers).find(
      one => one.sellerId === sellerId && one.sku === 'TASSE' && one.offerId > 0,
    )?.channelOfferId
  }
})
