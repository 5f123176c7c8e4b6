// What needs a decision, at the screen and on the real server: a preview that is sent as it was seen, a complete
// synchronisation, what the guard holds, records that were parked.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { noBrowser, openBrowser } from './browser.ts'
import { openMerchant, seriousFindings } from './merchant.ts'
import { pressFor } from './pressFor.ts'

const browser = await openBrowser()
const skip = browser ? false : noBrowser
after(() => browser?.close())
const merchant = browser ? await openMerchant({ after }, browser, { orders: 2 }) : undefined
const sold = merchant ? await sellSome(merchant, 4) : []

test('a preview shows old and new, sends nothing, and then exactly what it showed goes out', {
  skip,
}, async () => {
  assert.ok(merchant)
  const { open, ask, shop } = merchant
  await ask('PUT', `/items/${sold[0]?.id}/price`, { net: '9.40' })
  const before = shop.log.counts.calls
  const page = await open('/platforms')
  await pressFor(page.getByRole('button', { name: /^Abgleich starten/ }))
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Vorschau' }).click()
  await dialog.getByRole('heading', { name: 'Vorschau, nichts gespeichert', level: 3 }).waitFor()
  const row = dialog.locator('tr[data-action=changed]')
  await row.getByText('9.4').first().waitFor()
  assert.equal(await row.count(), 1, 'only what changed')
  assert.match(await row.innerText(), /10/, 'the old price stands beside the new one')
  assert.deepEqual(await seriousFindings(page), [])
  assert.equal((await ask('GET', '/journal')).count, sold.length, 'a preview sends nothing')
  assert.equal(shop.log.counts.calls, before, 'it calls nobody')

  await dialog.getByRole('button', { name: 'Genau das senden' }).click()
  await dialog.getByText('fertig', { exact: true }).first().waitFor()
  await dialog.getByRole('button', { name: 'Ergebnis ansehen' }).waitFor()
  assert.equal((await ask('GET', '/journal')).count, sold.length + 1)
})

test('a complete synchronisation sends every object once more, and its figures add up', {
  skip,
}, async () => {
  assert.ok(merchant)
  const { open, ask } = merchant
  const before = (await ask('GET', '/journal')).count
  const page = await open('/platforms')
  await pressFor(page.getByRole('button', { name: /^Abgleich starten/ }))
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('radio', { name: 'Komplettabgleich' }).check()
  for (const kind of ['Kategorien', 'Preise', 'Bestand', 'Auftragsstatus'])
    await dialog.getByRole('checkbox', { name: kind }).uncheck()
  await pressFor(dialog.getByRole('button', { name: /^Abgleich starten/ }))
  await dialog.getByRole('button', { name: 'Ergebnis ansehen' }).waitFor()
  const line = dialog.locator('tr[data-kind=item]')
  const figures = await line
    .locator('[data-figure]')
    .evaluateAll(cells => cells.map(cell => Number(cell.textContent?.replace(/\D/g, ''))))
  const [sent = 0, ...rest] = figures
  assert.equal(sent, sold.length)
  assert.equal(
    sent,
    rest.reduce((sum, one) => sum + one, 0),
  )
  assert.equal((await ask('GET', '/journal')).count, before + sold.length)
})

test('what the guard holds is shown old and new, and goes out after a person released it', {
  skip,
}, async () => {
  assert.ok(merchant)
  const { open, ask } = merchant
  for (const { id } of sold.slice(1, 3)) await ask('PUT', `/items/${id}/price`, { net: '0.10' }) // 0,12 with tax
  await run(merchant, ['prices'])
  const page = await open('/')
  await page.getByRole('link', { name: /^Wächter/ }).click()
  await page.getByRole('heading', { name: /2 Preise fallen um mehr als 50 %/ }).waitFor()
  await page.getByRole('grid').getByText('0,12').first().waitFor()
  assert.deepEqual(await seriousFindings(page), [])
  await pressFor(page.getByRole('button', { name: 'Alle freigeben …' }))
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: '2 freigeben und senden' }).click()
  await page.getByText('2 Objekte freigegeben.').waitFor()
  await run(merchant, ['prices'])
  const [stop] = (await ask('GET', '/guard?ended=true')).items
  assert.deepEqual([stop.held, stop.sent], [0, 2])
  assert.equal((await ask('GET', '/audit?action=guard.release')).items.length, 1)
})

test('many parked records are imported again at once, each with its own result', { skip }, async () => {
  assert.ok(merchant)
  const { open, ask, shop, synchronise } = merchant
  const buyer = { firstName: 'Ada', lastName: 'Eins', street: 'Weg 1', zipCode: '10115', city: 'Berlin' }
  const who = { ...buyer, country: 'DE', email: 'ada@example.com' }
  const orders = ['NEU-1', 'NEU-2'].map(sku =>
    shop.placeOrder({
      lines: [{ sku, name: 'Etwas', quantity: '1', priceNet: '5', priceGross: '5.95', vat: '19' }],
      billing: who,
      shipping: who,
    }),
  )
  await synchronise()
  await ask('POST', '/items', { itemNumber: 'NEU-1', name: 'Etwas', netPrice: '5' })
  const page = await open('/ledger?outcome=parked')
  await page
    .getByRole('grid')
    .getByText(orders[1]?.number ?? '')
    .waitFor()
  await page.getByRole('grid').focus()
  await page.keyboard.press('Control+a')
  await page.getByText('2 gewählt').waitFor()
  await page.getByRole('button', { name: 'Neu importieren' }).click()
  const dialog = page.getByRole('dialog', { name: 'Ergebnis für 2 Datensätze' })
  await dialog.getByRole('row', { name: new RegExp(`${orders[0]?.number}.*im Eingang`) }).waitFor()
  await dialog.getByRole('row', { name: new RegExp(`${orders[1]?.number}.*geparkt`) }).waitFor()
  assert.deepEqual(await seriousFindings(page), [])
  await dialog.getByRole('button', { name: 'Schließen' }).last().click()
  assert.equal((await ask('GET', '/ledger?outcome=parked')).count, 1)
})

/** Sells some items at the shop and sends them there. */
async function sellSome(of: NonNullable<typeof merchant>, n: number): Promise<{ id: string }[]> {
  const [connection] = (await of.ask('GET', '/connections')).items
  const channelId = connection.channels[0].id
  const items = (await of.ask('GET', `/items?limit=${n}`)).items.map(({ id }: { id: string }) => ({ id }))
  for (const { id } of items) await of.ask('PUT', `/items/${id}/price`, { net: '10' })
  await of.ask('PUT', '/items/channels', {
    items: items.map(({ id }: { id: string }) => ({ itemId: id, channelId })),
  })
  await run(of, ['items', 'stock'])
  return items
}

/** Synchronises these kinds by HTTP and waits for the end. */
async function run({ ask }: NonNullable<typeof merchant>, only: readonly string[]): Promise<void> {
  const { id } = await ask('POST', '/sync-runs', { only })
  for (;;) {
    const shown = await ask('GET', `/sync-runs/${id}`)
    if (shown.endedAt !== null) return assert.equal(shown.state, 'done', JSON.stringify(shown))
    await pause(25)
  }
}
