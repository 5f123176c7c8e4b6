// Scenarios that read as prose, told at the terminal: orders that are made by hand, a firm in Austria, a guest who registers later, and
// a kit that two shops sell.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { berlinTime } from '../../../testkit/jtlConnector/shopTime.ts'
import { buyer, openTrade, type Trade } from '../../journeys/trade.ts'

test('from an instant order for somebody new to shipped and paid', async t => {
  const { kontor, tries } = await openTrade(t)
  // A customer calls. What she wants costs so much, and all of it is there.
  const hanna = JSON.stringify({
    firstName: 'Hanna',
    lastName: 'Petersen',
    street: 'Deichweg 4',
    postcode: '25813',
    city: 'Husum',
    country: 'DE',
  })
  const wanted = await kontor`order preview --new-customer ${hanna} --items TASSE=6 --items TELLER=2`
  assert.deepEqual([wanted.net, wanted.gross, wanted.blockers], ['100.00', '119.00', []])
  await kontor`payment-method put vorkasse --name Vorkasse --no-ship-before-payment`
  const made =
    await kontor`order add --new-customer ${hanna} --items TASSE=6 --items TELLER=2 --payment-method Vorkasse`
  const { orderId, orderNumber } = made.items[0]
  const stands = async () => {
    const order = await kontor`order show ${orderId}`
    const folders = await kontor`order list --folder shipped`
    return [order.deliveryState, order.paymentState, order.deliverability, folders.count]
  }
  assert.deepEqual(await stands(), ['open', 'open', 'full', 0])
  assert.equal((await kontor`customer list --search ${'Petersen Husum'}`).count, 1, 'made with the order')

  // She pays in advance, so that nothing leaves before the money is there.
  const early = JSON.parse((await tries`order deliver ${orderNumber} --json`).out)
  assert.equal(early.items[0].code, 'UNPAID')
  await kontor`order pay ${orderNumber} --amount 100.00 --transaction-id BANK-1`
  await kontor`order pay ${orderNumber} --amount 100.00 --transaction-id BANK-1`
  assert.deepEqual((await stands())[1], 'partly_paid', 'the same booking twice is one')
  await kontor`order pay ${orderNumber} --amount 19.00 --transaction-id BANK-2`

  // Plates and cups go in a parcel each.
  await kontor`order deliver ${orderNumber} --lines 2=2 --carrier DHL --tracking 00340434161094042557`
  assert.deepEqual(await stands(), ['partly_shipped', 'paid', 'full', 0])
  await kontor`order deliver ${orderNumber} --carrier DHL --tracking 00340434161094042564`
  assert.deepEqual(await stands(), ['shipped', 'paid', 'done', 1])
  const found = await kontor`order list --process 00340434161094042564`
  assert.equal(found.items[0].orderNumber, orderNumber, 'found by the number of its second parcel')
  assert.deepEqual(await onHand(kontor), ['44', '6'])
  const { history } = await kontor`order show ${orderId}`
  assert.deepEqual(
    history.map((one: { event: string }) => one.event),
    ['delivered', 'delivered', 'payment_booked', 'payment_booked', 'made'],
  )
  await allIsWell(kontor)
})

test('a firm in Austria buys: its VAT id is checked, no tax is charged, and the order says why', async t => {
  const { kontor, tries } = await openTrade(t)
  const firm = ['Wiener Kaffeehaus GmbH', 'Ring 1'] as const
  const add = (vatId: string) =>
    tries`customer add --company ${firm[0]} --street ${firm[1]} --postcode 1010 --city Wien --country AT --business --vat-id ${vatId} --json`
  // The last digit was misheard.
  const wrong = await add('ATU13585628')
  assert.equal(wrong.status, 1)
  assert.match(wrong.err + wrong.out, /Prüfziffern der USt-IdNr. „ATU13585628“/)
  assert.equal((await kontor`customer list`).count, 0)
  const { number } = JSON.parse((await add('atu 13585627')).out)

  // Our own id is missing on the papers: it is noted before the order is made, and set up.
  const preview = () => kontor`order preview --customer ${number} --items TASSE=12`
  const codes = (draft: { notes: { code: string }[] }) => draft.notes.map(note => note.code)
  assert.deepEqual(codes(await preview()), ['OWN_VAT_ID_MISSING'])
  await kontor`company-tax put-vat-ids DE136695976`
  const draft = await preview()
  assert.deepEqual([codes(draft), draft.net, draft.tax, draft.gross], [[], '120.00', '0.00', '120.00'])

  const { items } = await kontor`order add --customer ${number} --items TASSE=12`
  const order = await kontor`order show ${items[0].orderId}`
  assert.deepEqual(
    [order.taxTreatment, order.taxCountry, order.customerVatId, order.pricesGross],
    ['reverse_charge', 'AT', 'ATU13585627', false],
  )
  assert.deepEqual([order.totalNet, order.totalGross, order.lines[0].taxRate], ['120.00', '120.00', '0'])
  assert.match(
    order.taxWhy,
    /^Steuerfreie Lieferung an ein Unternehmen .* \(AT\); die Steuer schuldet der Empfänger/,
  )

  // To a consumer in Vienna the same costs what it costs at home.
  const kurt = JSON.stringify({ firstName: 'Kurt', lastName: 'Huber', city: 'Wien', country: 'AT' })
  const consumer = await kontor`order preview --new-customer ${kurt} --items TASSE=12`
  assert.deepEqual([consumer.taxTreatment, consumer.gross], ['eu_consumer', '142.80'])

  await kontor`order pay ${order.orderNumber} --amount 120.00`
  await kontor`order deliver ${order.orderNumber}`
  const done = await kontor`order show ${order.id}`
  assert.deepEqual([done.deliveryState, done.paymentState], ['shipped', 'paid'])
  await allIsWell(kontor)
})

test('a guest registers later under another address: two customers, merged after a look, and taken apart again', async t => {
  const { kontor, connectShop } = await openTrade(t)
  const shop = await connectShop('Herzstück')
  const place = (month: string, who: object, customerId?: string) => {
    const address = { ...buyer('Annegret', 'Thies'), ...who }
    shop.placeOrder({
      createdAt: berlinTime(new Date(`2024-${month}-15T10:00:00Z`)),
      ...(customerId ? { customerId } : {}),
      billing: address,
      shipping: address,
      lines: [{ sku: 'TASSE', quantity: '1' }],
    })
  }
  const takeOver = async () => {
    await kontor`sync`
    assert.equal((await kontor`inbox take-over --all`).left, 0)
  }
  const numbers = async () => (await kontor`customer list`).items.map((one: { number: string }) => one.number)
  const ordersOf = async (number: string) => (await kontor`customer show ${number}`).orders

  // In spring she buys as a guest; in autumn she has moved, has another address and an account.
  place('04', {})
  await takeOver()
  const moved = {
    street: 'Hafenstraße 12',
    zipCode: '18055',
    city: 'Rostock',
    email: 'annegret@work.example',
  }
  place('10', moved, '70')
  await takeOver()
  const [account, guest] = await numbers()
  assert.deepEqual([await ordersOf(guest), await ordersOf(account)], [1, 1])

  // She calls: that is both her. The preview says what would move, and nothing has.
  const preview = await kontor`customer merge-preview ${guest} ${account}`
  assert.deepEqual(
    preview.moved.map((one: { orders: number; addresses: number }) => [one.orders, one.addresses]),
    [[1, 1]],
  )
  assert.deepEqual(await numbers(), [account, guest])
  const { mergeId } = await kontor`customer merge ${guest} ${account}`
  assert.deepEqual([await numbers(), await ordersOf(guest)], [[guest], 2])
  const first = await kontor`order list --folder all`
  assert.deepEqual(
    first.items.map((one: { place: string }) => one.place),
    ['18055 Rostock', '23552 Lübeck'],
    'what stands in the orders stays',
  )
  // What she orders with her account is hers, whatever it was before.
  place('10', moved, '70')
  await takeOver()
  assert.equal(await ordersOf(guest), 3)

  // It was her mother's account after all.
  await kontor`customer undo-merge ${mergeId}`
  assert.deepEqual([await ordersOf(guest), await ordersOf(account)], [2, 1])
  await allIsWell(kontor)
  place('11', moved, '70')
  await takeOver()
  assert.deepEqual([await ordersOf(guest), await ordersOf(account)], [2, 2], 'the account leads to her again')
  await allIsWell(kontor)
})

test('a kit that two shops sell: sold in one, both offer less; come back, both offer more', async t => {
  const { kontor, connectShop } = await openTrade(t)
  await kontor`item add SET --name Gedeck --net-price 45`
  await kontor`item set-parts SET --part TASSE=1 --part TELLER=2`
  const shops = [await connectShop('Herzstück'), await connectShop('Zweitshop')]
  for (const name of ['Herzstück', 'Zweitshop']) await kontor`item sell-on SET ${name}`
  const offered = async () => {
    await kontor`sync`
    return shops.map(shop => `${Number(shop.stock('SET'))} sets, ${Number(shop.stock('TELLER'))} plates`)
  }
  // Eight plates make four sets.
  assert.deepEqual(await offered(), Array(2).fill('4 sets, 8 plates'))

  // One is sold in each shop, on the same morning.
  for (const [at, shop] of shops.entries()) {
    const who = buyer(at === 0 ? 'Jonas' : 'Mia', at === 0 ? 'Kühl' : 'Lüders')
    shop.placeOrder({ billing: who, shipping: who, lines: [{ sku: 'SET', quantity: '1' }] })
  }
  assert.deepEqual(await offered(), Array(2).fill('2 sets, 4 plates'))
  assert.equal((await kontor`inbox take-over --all`).takenOver, 2)
  const { items } = await kontor`order list --folder all`
  const [order] = items
  await kontor`order pay ${order.orderNumber} --amount ${order.totalGross}`
  await kontor`order deliver ${order.orderNumber}`
  assert.deepEqual(await onHand(kontor), ['49', '6'], 'a set leaves as its parts')

  // It comes back unopened.
  const announced = await kontor`return add ${order.orderNumber} --lines 1=1`
  const back = announced.items[0].returnId
  await kontor`return receive ${back} --condition original_packed --restock`
  await kontor`return decide ${back} --decision accept`
  assert.deepEqual(await onHand(kontor), ['50', '8'])
  assert.deepEqual(await offered(), Array(2).fill('3 sets, 6 plates'))
  await kontor`payment refund ${order.orderNumber} --amount ${order.totalGross}`
  await allIsWell(kontor)
})

/** Cups and plates on the shelf. */
async function onHand(kontor: Trade['kontor']): Promise<string[]> {
  return [(await kontor`stock show TASSE`).onHand, (await kontor`stock show TELLER`).onHand].map(n =>
    String(Number(n)),
  )
}

/** Nothing that the data can show is broken. */
async function allIsWell(kontor: Trade['kontor']): Promise<void> {
  const { findings } = await kontor`verify`
  assert.deepEqual(
    findings.filter((one: { ok: boolean }) => !one.ok),
    [],
  )
}
