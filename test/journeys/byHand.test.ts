// J1 and J2: the merchant starts a synchronisation, and one run does all of it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buyer, openTrade, things } from './trade.ts'

test('J1: he picks a shop, watches the run, and reads its result later', async t => {
  const { kontor, tries, connectShop } = await openTrade(t)
  const first = await connectShop('Herzstück')
  const second = await connectShop('Zweitshop', { generation: 3 })
  for (const shop of [first, second]) shop.placeOrder({ lines: [{ sku: 'TASSE', quantity: '1' }] })

  const { status, out, err } = await tries`sync Herzstück`
  assert.equal(status, 0, err)
  assert.match(err, /Herzstück: .*order 1 gefunden, 1 neu, 0 geparkt/)
  assert.match(out, /^fertig.*\nHerzstück, Bestellungen: fertig.*order 1 gefunden, 1 neu/m)
  assert.equal(first.remaining('customer_order').length, 0, 'the shop that was picked has been asked')
  assert.equal(second.remaining('customer_order').length, 1, 'the other one has not')

  const { items: history } = await kontor`run list`
  const whole = history.find((one: { parts: readonly unknown[] }) => one.parts.length > 0)
  const run = await kontor`run show ${whole.id}`
  assert.equal(run.state, 'done')
  for (const [kind, figures] of Object.entries<Record<string, number>>(run.figures)) {
    const { found = 0, sent = 0, ...of } = figures
    assert.equal(found, sum(of, 'new', 'updated', 'unchanged', 'skipped', 'parked'), kind)
    assert.equal(sent, sum(of, 'accepted', 'pending', 'rejected', 'unknown'), kind)
  }
})

test('J1: a run that fails is no success, and says why and what to do', async t => {
  const { kontor, tries, connectShop } = await openTrade(t)
  const shop = await connectShop('Herzstück')
  await kontor`connection set Herzstück --set token=falsch`
  const { status, out } = await tries`sync --json`
  assert.equal(status, 1, 'success only after success')
  const run = JSON.parse(out)
  assert.equal(run.state, 'failed')
  const failed = run.parts.find((part: { state: string }) => part.state === 'failed')
  assert.equal(failed.connection, 'Herzstück')
  assert.ok(failed.reason.length > 10 && failed.remedy.length > 10, JSON.stringify(failed))
  assert.equal((await kontor`run show ${run.id}`).state, 'failed', 'the result stays in the history')

  await kontor`connection set Herzstück --set token=${shop.token}`
  assert.equal((await kontor`sync`).state, 'done', 'with the right token it goes on')
})

test('J1: a locked shop is left out, and the result says so', async t => {
  const { kontor, connectShop } = await openTrade(t)
  await connectShop('Herzstück')
  const locked = await connectShop('Zweitshop')
  locked.placeOrder({ lines: [{ sku: 'TASSE', quantity: '1' }] })
  await kontor`connection lock Zweitshop --reason ${'Umzug am Wochenende'}`
  const run = await kontor`sync`
  assert.deepEqual([run.state, run.locked], ['done', ['Zweitshop']])
  assert.equal(locked.remaining('customer_order').length, 1)
})

for (const generation of [5, 3] as const)
  test(`J2: one run collects new orders and sends what changed, to a shop of generation ${generation}`, async t => {
    const { kontor, connectShop } = await openTrade(t)
    const shop = await connectShop('Shop', { generation })
    await kontor`sync`
    assert.deepEqual(
      shop.categories().map(category => category.texts[0]?.name),
      ['Geschirr'],
    )
    for (const [number, name, net, onHand] of things) {
      assert.equal(shop.item(number)?.texts[0]?.name, name)
      assert.equal(Number(shop.price(number)), Number(net))
      assert.equal(Number(shop.stock(number)), Number(onHand))
    }

    const placed = shop.placeOrder({
      lines: [{ sku: 'TASSE', quantity: '2' }],
      billing: buyer('Annegret', 'Thies'),
      shipping: buyer('Annegret', 'Thies'),
    })
    await kontor`item change TELLER --name ${'Teller, tief'}`
    await kontor`item price TASSE --net 11`
    const run = await kontor`sync`
    assert.equal(run.figures.order.new, 1)
    assert.equal(shop.item('TELLER')?.texts[0]?.name, 'Teller, tief')
    assert.equal(Number(shop.price('TASSE')), 11)
    assert.equal(Number(shop.stock('TASSE')), 48, 'what waits in the inbox is no longer offered')

    await kontor`shipping-method put kurier --name ${'Kurier Berlin'}`
    const set = await kontor`channel set Shop --shipping-method ${'Kurier Berlin'} --return-warehouse HAUPT`
    assert.deepEqual(
      [set.shippingMethod.name, set.paymentMethod, set.returnWarehouse.name],
      ['Kurier Berlin', null, 'Hauptlager'],
    )
    await kontor`inbox take-over --all`
    const [order] = (await kontor`order list --process ${placed.number}`).items
    assert.equal(order.shippingMethod, 'DHL Paket', 'the shop named one')
    const none = await kontor`channel set Shop --shipping-method none --return-warehouse none`
    assert.deepEqual([none.shippingMethod, none.returnWarehouse], [null, null])
    await kontor`order pay ${order.orderNumber} --amount ${order.totalGross}`
    await kontor`order deliver ${order.orderNumber} --carrier DHL --tracking 00340434161094042557`
    await kontor`sync`
    assert.deepEqual(shop.statusOf(placed.id), { status: 'shipped', paymentStatus: 'completed' })
    assert.equal(Number(shop.stock('TASSE')), 48, 'delivered or only ordered: the shop offers the same')

    const idle = await kontor`sync`
    assert.deepEqual(idle.figures, {}, 'nothing changed, nothing is sent')
  })

test('J2: a channel that was at rest gets what changed meanwhile, once it sells again', async t => {
  const { kontor, connectShop } = await openTrade(t)
  const shop = await connectShop('Shop')
  await kontor`sync`
  await kontor`channel set Shop --no-active`
  await kontor`item price TASSE --net 12`
  await kontor`stock book TELLER 5`
  await kontor`sync`
  assert.equal(Number(shop.price('TASSE')), 10)
  await kontor`channel set Shop --active`
  await kontor`sync`
  assert.deepEqual([Number(shop.price('TASSE')), Number(shop.stock('TELLER'))], [12, 13])
})

test('J2: what the shop does not support is not sent, and is no error', async t => {
  const { kontor, connectShop } = await openTrade(t)
  const shop = await connectShop('Klein', { without: ['category'] })
  const run = await kontor`sync`
  assert.equal(run.state, 'done', JSON.stringify(run))
  assert.equal(Number(shop.stock('TASSE')), 50)
})

function sum(figures: Readonly<Record<string, number>>, ...names: string[]): number {
  return names.reduce((total, name) => total + (figures[name] ?? 0), 0)
}
