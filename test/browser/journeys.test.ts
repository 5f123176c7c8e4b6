// The journeys of a merchant at the screen: a real browser, the real server, a simulated shop with orders.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Locator } from 'playwright-core'
import { noBrowser, openBrowser } from './browser.ts'
import { openMerchant, seriousFindings } from './merchant.ts'
import { openHoldingDoor } from './openHoldingDoor.ts'
import { pressFor } from './pressFor.ts'

const browser = await openBrowser()
const skip = browser ? false : noBrowser
after(() => browser?.close())
const autoClose = 'Dialog nach erfolgreichem Abgleich schließen'

test('a synchronisation is watched live, closes by itself after success, and stays readable', {
  skip,
}, async t => {
  assert.ok(browser)
  const { open, ask, shop, shopName } = await openMerchant(t, browser, { orders: 160 })
  // The second page of orders comes when the figures of the first one were seen, and the third one when those of the second were.
  const looked = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  let pulls = 0
  const door = await openHoldingDoor(shop.url, call =>
    call === 'call customer_order.pull' ? looked[pulls++ - 1]?.promise : undefined,
  )
  t.after(() => door.close())
  await ask('PATCH', `/connections/${encodeURIComponent(shopName)}`, {
    set: { url: door.url, token: shop.token },
  })
  const page = await open('/platforms')
  await page.getByRole('button', { name: /^Abgleich starten/ }).click()
  const dialog = page.getByRole('dialog', { name: 'Abgleich durchführen' })
  await dialog.getByRole('checkbox', { name: autoClose }).check()
  await dialog.getByRole('button', { name: /^Abgleich starten/ }).click()
  const orders = dialog.locator('tr[data-kind=order]')
  const seen = new Set<number>()
  const watching = (async () => {
    while (await dialog.isVisible()) {
      const figures = await figuresOf(orders).catch(() => [])
      const [found = 0, ...rest] = figures
      if (found > 0) seen.add(found)
      for (const one of looked.slice(0, seen.size)) one.resolve()
      assert.equal(found, sum(rest), 'it adds up at every moment')
    }
  })()
  await page.getByText('Abgleich läuft').waitFor()
  await dialog.waitFor({ state: 'detached' })
  await watching
  assert.ok(pulls > 2 && seen.size >= 2, `figures were seen growing: ${[...seen]}`)

  await page.getByRole('link', { name: 'Läufe', exact: true }).click()
  const whole = page.getByRole('row', { name: /Ganzer Abgleich/ })
  await whole.waitFor()
  assert.match(await whole.innerText(), /\d/, 'the list shows its sums')
  await whole.getByRole('link').click()
  await page.waitForURL(/\/runs\/.+/)
  await page.locator('tr[data-kind=order] [data-figure=found]', { hasText: '160' }).waitFor()
})

test('after a failure the dialog stays open whatever is ticked, and says why and what to do', {
  skip,
}, async t => {
  assert.ok(browser)
  const { open, ask, shopName } = await openMerchant(t, browser, { orders: 3 })
  await ask('PATCH', `/connections/${encodeURIComponent(shopName)}`, { set: { token: 'wrong' } })
  const page = await open('/platforms')
  await pressFor(page.getByRole('button', { name: /^Abgleich starten/ }))
  const dialog = page.getByRole('dialog', { name: 'Abgleich durchführen' })
  await dialog.getByRole('checkbox', { name: shopName, checked: true }).waitFor()
  await dialog.getByRole('checkbox', { name: autoClose }).check()
  await pressFor(dialog.getByRole('button', { name: /^Abgleich starten/ }))
  await dialog.getByText('Zugang abgelehnt').waitFor()
  await dialog.getByRole('button', { name: 'Ergebnis ansehen' }).waitFor()
  assert.ok(await dialog.isVisible())
  assert.deepEqual(await seriousFindings(page), [])
  await page.keyboard.press('Escape')
  await page.getByText('gestört').first().waitFor()
})

test('two hundred orders are taken over at once, and what cannot go stays with its reason', {
  skip,
}, async t => {
  assert.ok(browser)
  const { open, ask, shop, synchronise } = await openMerchant(t, browser, { orders: 200 })
  const person = {
    firstName: 'Ada',
    lastName: 'Zwei',
    street: 'Weg 1',
    zipCode: '10115',
    city: 'Berlin',
    country: 'DE',
  }
  await ask('POST', '/customers', { firstName: 'Ada', lastName: 'Zwei', email: 'ada@example.com' })
  await ask('POST', '/customers', { firstName: 'Ada', lastName: 'Zwei', street: 'Weg 1', postcode: '10115' })
  const billing = { ...person, email: 'ada@example.com' }
  const unclear = shop.placeOrder({
    lines: [{ sku: 'ART-00001', quantity: '1' }],
    billing,
    shipping: billing,
  })
  await synchronise()
  const page = await open('/inbox')
  await page.getByRole('grid').focus()
  await page.keyboard.press('Control+a')
  await page.getByText('200 gewählt').waitFor()
  await pressFor(page.getByRole('button', { name: /^200 übernehmen/ }))
  await page.getByText('200 Aufträge angelegt').waitFor()
  await page.getByRole('button', { name: /^Alle\s*1$/ }).waitFor()
  assert.equal((await ask('GET', '/orders?limit=1')).count, 200)

  // The one that is left: two customers may be meant, a person decides.
  await page.getByText('2 mögliche Kunden').waitFor()
  await page.getByText('2 Kunden passen').waitFor()
  await page.getByRole('radio').first().check()
  await page.getByRole('button', { name: 'Zuordnen und übernehmen' }).click()
  await page.getByText('Alles übernommen').waitFor()
  const [order] = (await ask('GET', `/orders?process=${unclear.number}`)).items
  assert.equal((await ask('GET', `/orders/${order.id}`)).customerReason.how, 'person')
})

test('a customer is assigned by search', { skip }, async t => {
  assert.ok(browser)
  const { open, ask, synchronise } = await openMerchant(t, browser, { orders: 4 })
  const customer = await ask('POST', '/customers', {
    company: 'Thies & Töchter GmbH',
    email: 'einkauf@thies.example',
    city: 'Lübeck',
  })
  await synchronise()
  const page = await open('/inbox')
  await page.getByRole('grid').focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('k')
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('searchbox').fill('Töchter')
  await dialog.getByRole('radio', { name: /Thies & Töchter/ }).check()
  assert.deepEqual(await seriousFindings(page), [])
  await page.keyboard.press('Enter')
  await dialog.waitFor({ state: 'detached' })
  await page.getByRole('grid').getByText('von Hand zugeordnet').waitFor()
  await page.getByRole('button', { name: 'Diese übernehmen' }).click()
  await page.getByText('1 Auftrag angelegt').waitFor()
  const { items } = await ask('GET', `/orders?customer=${customer.number}`)
  assert.equal(items.length, 1)
  await page.goto(`/orders/${items[0].id}`)
  await page.getByText(customer.number).first().waitFor()
})

/** The numbers of a line of figures: found or sent first, then what they are made of. */
function figuresOf(line: Locator): Promise<number[]> {
  return line
    .locator('[data-figure]')
    .evaluateAll(cells => cells.map(cell => Number(cell.textContent?.replace(/\D/g, ''))))
}

function sum(list: readonly number[]): number {
  return list.reduce((total, one) => total + one, 0)
}
