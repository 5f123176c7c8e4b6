// What the pages of an order's life do with the answers of the server: fixtures, one browser, no database.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Page } from 'playwright-core'
import { buildBackOffice } from '../../src/cli/buildBackOffice.ts'
import { noBrowser, openBrowser } from './browser.ts'
import { seriousFindings } from './merchant.ts'
import { openPictured, pictures } from './pictured.ts'
import { servePictured } from './servePictured.ts'
import { load } from './visit.ts'

const browser = await openBrowser()
const site = browser ? await servePictured(await buildBackOffice()) : undefined
after(async () => {
  await browser?.close()
  await site?.close()
})
const skip = browser ? false : noBrowser

async function open(address: string | undefined): Promise<Page> {
  assert.ok(browser && site && address)
  const page = await openPictured(browser, site.url, { theme: 'light', language: 'de' })
  await load(page, address)
  return page
}

const refused = {
  orderId: 'x',
  did: 'refused',
  version: null,
  code: 'ORDER_CHANGED',
  reason: 'Jonas hat diesen Auftrag geändert.',
  remedy: 'Fassungen vergleichen.',
}

test('who saves an order that somebody else has changed sees both versions and overwrites nothing unseen', {
  skip,
}, async () => {
  const page = await open(pictures['orderEdit'])
  const bodies: Record<string, unknown>[] = []
  const conflict = (field: string, was: unknown, theirs: unknown, yours: unknown) => ({
    field,
    was,
    theirs,
    yours,
    by: 'Jonas Petersen',
    at: '2026-11-20T13:20:00Z',
  })
  await page.route('**/api/v1/orders/*', async route => {
    if (route.request().method() !== 'PATCH') return route.fallback()
    bodies.push(route.request().postDataJSON() as Record<string, unknown>)
    const conflicts =
      bodies.length > 1
        ? []
        : [
            conflict('note', 'Kundin ruft am Montag an.', 'Kundin hat angerufen.', 'Meine Notiz'),
            conflict('lines.3.quantity', '8', '12', '5'),
            conflict('priority', 0, 2, null),
          ]
    const item =
      conflicts.length > 0 ? { ...refused, conflicts } : { ...refused, did: 'changed', code: null, conflicts }
    return route.fulfill({ json: { refused: conflicts.length > 0 ? 1 : 0, items: [item] } })
  })
  await page.getByLabel('Interne Notiz').fill('Meine Notiz')
  await page.getByLabel('Menge, Position 3').fill('5')
  await page.getByText('2 Änderungen noch nicht gespeichert').waitFor()
  await page.keyboard.press('Control+s')
  // What a shop has sold is changed knowingly or not at all.
  assert.equal(bodies.length, 0)
  await page.getByLabel('Trotzdem ändern').check()
  await page.keyboard.press('Control+s')
  const dialog = page.getByRole('dialog')
  await dialog.getByText('Jonas Petersen hat diesen Auftrag').waitFor()
  await dialog.getByText('Nur dort geändert: Vorrang: 2').waitFor()
  assert.deepEqual(await seriousFindings(page), [])
  await dialog.locator('tr[data-field="lines.3.quantity"]').getByLabel('12').check()
  await dialog.getByRole('button', { name: 'So speichern' }).click()
  await dialog.waitFor({ state: 'detached' })
  await page.waitForURL(url => !url.searchParams.has('edit'))
  assert.deepEqual(bodies, [
    { version: 3, note: 'Meine Notiz', change: [{ line: 3, quantity: '5' }], knowingly: true },
    { version: 3, note: 'Meine Notiz', knowingly: true },
  ])
  await page.context().close()
})

test('acts that are not possible stay in the menu with their reason, and those that are open their dialog', {
  skip,
}, async () => {
  const page = await open(pictures['order'])
  await page.getByRole('button', { name: 'Weitere' }).click()
  const back = page.getByRole('menuitem', { name: /^Lieferschein zurücknehmen/ })
  assert.equal(await back.getAttribute('aria-disabled'), 'true')
  await back.getByText('Noch nichts ist ausgeliefert. Zuerst ausliefern.').waitFor()
  assert.deepEqual(await seriousFindings(page), [])
  await page.getByRole('menuitem', { name: /^Teilen/ }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Geht mit: Position 2').fill('3')
  const split = page.waitForRequest(request => request.method() === 'POST')
  assert.deepEqual(await seriousFindings(page), [])
  await page.keyboard.press('Enter')
  assert.deepEqual((await split).postDataJSON(), { version: 3, lines: { 2: '3' } })
  await page.keyboard.press('Escape')

  await page.getByRole('button', { name: /^Stornieren/ }).click()
  await dialog.getByLabel('Stornogrund').selectOption('other')
  const verb = dialog.getByRole('button', { name: 'Stornieren' })
  assert.equal(await verb.getAttribute('aria-disabled'), 'true')
  await dialog.getByLabel('Kommentar').fill('Wasserschaden')
  const cancelled = page.waitForRequest(request => request.method() === 'POST')
  await verb.click()
  const { ids, reason, comment } = (await cancelled).postDataJSON() as Record<string, unknown>
  assert.deepEqual([(ids as string[]).length, reason, comment], [1, 'other', 'Wasserschaden'])
  await page.context().close()
})

test('delivery notes are shipped many at once, what comes back is received line by line in its condition', {
  skip,
}, async () => {
  const page = await open(pictures['deliveries'])
  await page.getByRole('grid').getByRole('checkbox').nth(1).waitFor()
  await page.getByRole('grid').focus()
  await page.keyboard.press('Control+a')
  await page.getByRole('button', { name: 'Versenden (9 von 9)' }).click()
  const dialog = page.getByRole('dialog')
  const shipped = page.waitForRequest(request => request.method() === 'POST')
  await dialog.getByRole('button', { name: 'Versenden (9)' }).click()
  const body = (await shipped).postDataJSON() as { deliveries: { shippedAt: string }[] }
  assert.equal(body.deliveries.length, 9)
  assert.equal(body.deliveries[0]?.shippedAt, '2026-11-20T13:33:00.000Z')

  // Of a number that the carrier never had before it is said so; the parcel goes its way.
  await page.goto('/deliveries?folder=all&row=00000000-0000-7000-8000-000000001104')
  await page.getByRole('img', { name: /^„34043416“ sieht nicht aus/ }).waitFor()
  await page
    .getByRole('complementary')
    .getByText(/^„34043416“ sieht nicht aus/)
    .waitFor()
  await page.getByRole('button', { name: /^Paket hinzufügen/ }).click()
  await dialog.getByLabel('Sendungsnummer, Paket 1').fill('12345678')
  await dialog.getByText('„12345678“ sieht nicht aus wie eine Sendungsnummer von DHL.').waitFor()
  assert.deepEqual(await seriousFindings(page), [])
  const packed = page.waitForRequest(request => request.method() === 'POST')
  await dialog.getByRole('button', { name: 'Speichern' }).click()
  assert.deepEqual((await packed).postDataJSON(), {
    deliveries: [
      {
        deliveryId: '00000000-0000-7000-8000-000000001104',
        add: [{ carrier: 'DHL', tracking: '12345678' }],
        change: [],
      },
    ],
  })
  assert.equal(await dialog.getByText('Retourenlabel').count(), 0, 'only where the channel asks for it')

  await page.goto('/deliveries?folder=all&row=00000000-0000-7000-8000-000000001103')
  await page.getByRole('row', { name: /Retourenlabel fehlt/ }).waitFor()
  await page.getByRole('button', { name: /^Pakete und Labels/ }).click()
  await dialog.getByLabel('Retourenlabel, Sendungsnummer, Paket 1').fill('00340434160000000002')
  assert.deepEqual(await seriousFindings(page), [])
  const labelled = page.waitForRequest(request => request.method() === 'POST')
  await dialog.getByRole('button', { name: 'Speichern' }).click()
  assert.deepEqual((await labelled).postDataJSON(), {
    deliveries: [
      {
        deliveryId: '00000000-0000-7000-8000-000000001103',
        add: [],
        change: [{ no: 1, returnLabel: { carrier: 'DHL', tracking: '00340434160000000002' } }],
      },
    ],
  })

  await page.goto('/returns?row=00000000-0000-7000-8000-000000001200')
  await page.getByRole('complementary').getByText('Größe passt nicht').first().waitFor()
  await page.getByRole('button', { name: /^Eintreffen buchen/ }).click()
  await dialog.getByLabel('Zustand: 22423').selectOption('as_new')
  assert.ok(await dialog.getByLabel('In den Bestand: 22423').isChecked())
  await dialog.getByLabel('Eingetroffen: 20725').fill('0')
  assert.deepEqual(await seriousFindings(page), [])
  const received = page.waitForRequest(request => request.method() === 'POST')
  await dialog.getByRole('button', { name: 'Eintreffen buchen' }).click()
  assert.deepEqual((await received).postDataJSON(), {
    receipts: [
      {
        returnId: '00000000-0000-7000-8000-000000001200',
        lines: [{ line: 1, quantity: '1', condition: 'as_new', restock: true }],
      },
    ],
  })
  await page.context().close()
})

test('what is to be refunded is the next step of its order, with the amount in the field', {
  skip,
}, async () => {
  const page = await open('/orders')
  await page.route('**/api/v1/tasks?order=*', route =>
    route.fulfill({
      json: {
        items: [
          {
            id: 't',
            code: 'TO_REFUND',
            title: 'zu erstatten',
            sentence: 'Zu erstatten sind 9,90 EUR.',
            holds: false,
            data: { amount: '9.9', currency: 'EUR' },
          },
        ],
      },
    }),
  )
  await page.goto(pictures['order'] ?? '')
  await page.locator('.order-actions').getByRole('button', { name: 'Erstatten …' }).click()
  const dialog = page.getByRole('dialog')
  assert.equal(await dialog.getByLabel(/^Betrag/).inputValue(), '9,90')
  const refunded = page.waitForRequest(request => request.method() === 'POST')
  await dialog.getByRole('button', { name: /^9,90 € erstatten/ }).click()
  const body = JSON.stringify((await refunded).postDataJSON())
  assert.match(body, /"amount":"9.90"/)
  await page.context().close()
})

test('on a phone orders are cards that open by a tap, and every page is reached from the bar', {
  skip,
}, async () => {
  assert.ok(browser && site)
  const page = await openPictured(browser, site.url, {
    theme: 'light',
    language: 'de',
    width: 390,
    height: 844,
  })
  await page.goto('/orders')
  const card = page.getByRole('row').filter({ hasText: 'AU-26-10476' })
  await card.getByText('Landhotel Eichengrund').waitFor()
  assert.deepEqual(await seriousFindings(page), [])
  assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 390)
  await card.getByText('Landhotel Eichengrund').click()
  await page.getByRole('heading', { name: 'AU-26-10476' }).waitFor()
  await page.getByRole('tab', { name: /^Positionen/ }).waitFor()
  assert.equal(await page.evaluate(`document.querySelector('main').scrollWidth`), 390)
  await page.getByRole('button', { name: 'Mehr' }).click()
  assert.deepEqual(await seriousFindings(page), [])
  await page.getByRole('link', { name: 'Dubletten' }).click()
  await page.waitForURL('**/duplicates')
  assert.ok(!(await page.getByRole('link', { name: 'Dubletten' }).isVisible()))
  await page.context().close()
})
