// A channel program of SCX and a merchant: connected, signed up, and an order that is pending and then released. Real server, simulated program.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { buildBackOffice } from '../../src/cli/buildBackOffice.ts'
import { loadRegistry } from '../../src/registry.ts'
import { seedAdministrator, serverScratch } from '../../src/server/serverScratch.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { serveSignUpPage } from '../../testkit/scx/signUpPage.ts'
import { type ScxProgram, startScxProgram } from '../../testkit/scx/startScxProgram.ts'
import { noBrowser, openBrowser } from './browser.ts'

const browser = await openBrowser()
const skip = browser ? false : noBrowser
after(() => browser?.close())

test('a merchant connects a channel program, signs up, and sees an order pending and released', {
  skip,
}, async t => {
  assert.ok(browser)
  const server = await serverScratch(t, await testDatabase(), {
    backOffice: await buildBackOffice(),
    connectors: await loadRegistry([]),
    publicUrl: 'http://kontor.example',
    realClock: true,
  })
  const { user, password } = await seedAdministrator(server, 'main')
  const client = server.client()
  const ask = async (method: string, path: string, body?: object) => {
    const answer = await client.call(method, `/api/v1${path}`, body === undefined ? {} : { body })
    assert.ok(answer.status < 300, `${method} ${path}: ${answer.text}`)
    return answer.body
  }
  await ask('POST', '/session', { email: user.email, password })
  await ask('POST', '/items', { itemNumber: 'SKU-1', name: 'Tasse', grossPrice: '11.90' })
  const synchronise = async () => {
    const { id } = await ask('POST', '/sync-runs', { only: ['orders'] })
    while ((await ask('GET', `/sync-runs/${id}`)).endedAt === null) await pause(25)
  }
  const context = await browser.newContext({ baseURL: server.url, viewport: { width: 1366, height: 768 } })
  t.after(() => context.close())
  await context.addInitScript(`localStorage['kontor-language'] ??= 'de'`)
  const [name = '', value = ''] = (client.cookie ?? '').split(/=(.*)/)
  await context.addCookies([{ name, value, url: server.url }])
  const page = await context.newPage()

  // The page of the marketplace stands before the program knows Kontor: its address is a setting.
  let program: ScxProgram | undefined
  const host = new Proxy({} as ScxProgram, { get: (_, key) => Reflect.get(program ?? {}, key) })
  const place = await serveSignUpPage(host, 0, () => undefined)
  t.after(() => place.stop())

  await page.goto('/channels')
  await page.getByRole('button', { name: 'Verkaufskanal anbinden' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: /^SCX/ }).click()
  await dialog.getByLabel('Ein eigener Name').fill('Kaufmarkt')
  await dialog.getByLabel('Kanalname').fill('KAUFMARKT')
  await dialog.getByLabel('Anzeigename').fill('Kaufmarkt')
  await dialog.getByLabel('Adresse der Anmeldung').fill(place.url)
  await dialog.getByRole('button', { name: 'Anbinden', exact: true }).click()
  const token = dialog.getByLabel('Zugang des Kanalprogramms', { exact: true })
  const first = await token.inputValue()
  await dialog.getByRole('button', { name: 'Eingetragen, weiter' }).click()

  // Made anew: the first one is void, which is said before.
  await page.getByRole('tab', { name: 'Anbindung' }).click()
  await page.getByRole('button', { name: 'Zugang des Kanalprogramms: neu erzeugen …' }).click()
  await dialog.getByText('gilt sofort nicht mehr').waitFor()
  await dialog.getByRole('button', { name: 'Neu erzeugen', exact: true }).click()
  const refreshToken = await token.inputValue()
  await dialog.getByRole('button', { name: 'Eingetragen, weiter' }).click()
  // No background service runs: what says so pushes no last line out of the window.
  await page.getByText('Es läuft kein Hintergrunddienst.').waitFor()
  const below = `document.querySelector('.page-full').getBoundingClientRect().bottom - innerHeight`
  assert.ok(Number(await page.evaluate(below)) <= 0)

  // What is still to come is no success, and says where it is seen.
  await page.getByRole('button', { name: 'Verbindung prüfen' }).click()
  const open = page.locator('[data-check=NO_PRICE_TYPES]')
  await open.getByText('Noch offen').waitFor()
  await open.getByRole('button', { name: 'Zu „Angebot/Preise“' }).click()
  await page.getByText('Der Kanal hat noch keine Preisart gemeldet.').waitFor()
  await page.getByRole('tab', { name: 'Anbindung' }).click()
  const signIn = (refresh: string) =>
    fetch(`${server.url}/scx/v1/auth`, {
      method: 'POST',
      body: new URLSearchParams({ refreshToken: refresh }),
    })
  assert.deepEqual([(await signIn(first)).status, (await signIn(refreshToken)).status], [401, 200])

  const started = startScxProgram({ url: `${server.url}/scx`, refreshToken })
  program = started
  t.after(() => started.stop())
  const opened = page.waitForEvent('popup')
  await page.getByRole('button', { name: 'Beim Marktplatz anmelden' }).click()
  const there = await opened
  await there.locator('input[name=sellerId]').fill('laden')
  await there.getByRole('button').click()
  await there.getByText('Fertig.').waitFor()
  await started.settle()
  await page.getByText('Konto laden').waitFor()
  await page.getByRole('button', { name: 'Verbindung prüfen' }).click()
  await page.getByText('Verbindung steht: Kaufmarkt').waitFor()

  // Its orders name no shipping method: the usual one is said once.
  await ask('PUT', '/shipping-methods/dhl', { name: 'DHL Paket' })
  await page.getByRole('tab', { name: 'Versand' }).click()
  await page.getByLabel('Übliche Versandart').selectOption('DHL Paket')
  await page.keyboard.press('Control+s')
  await page.getByText('1 Änderung noch nicht gespeichert').waitFor({ state: 'detached' })

  const line = { price: '11.90', sku: 'SKU-1', title: 'Tasse' }
  const { key, orderId } = started.place({ sellerId: 'laden', status: 'CREATED', lines: [line] })
  await started.settle()
  await synchronise()
  await page.goto('/inbox')
  await page.getByText(orderId, { exact: true }).first().waitFor()
  const pending = page.getByRole('button', { name: /^Ausstehend/ })
  await page.getByRole('button', { name: 'Ausstehend 1' }).waitFor()
  started.release(key)
  await started.settle()
  await synchronise()
  await page.reload()
  await page.getByRole('button', { name: 'Ausstehend 0' }).waitFor()
  assert.match((await pending.textContent()) ?? '', /0$/)
  await page.getByText(orderId, { exact: true }).first().waitFor()

  // A ticket of the marketplace stands at the order that it is about.
  const { items: waiting } = await ask('GET', '/inbox')
  await ask('POST', '/inbox/take-over', { ids: [waiting[0].id] })
  const { items: orders } = await ask('GET', '/orders')
  assert.equal(orders[0].shippingMethod, 'DHL Paket')
  started.openTicket('laden', orderId, 'Wo bleibt es?')
  await started.settle()
  const { items: tickets } = await ask('GET', `/tickets?order=${orders[0].orderNumber}`)
  assert.equal(tickets.length, 1)
  await page.goto(`/orders/${orders[0].id}?tab=tickets`)
  await page.getByRole('table', { name: 'Tickets' }).waitFor()
  await page.getByRole('tab', { name: 'Verlauf' }).click()
  await page.getByText('übliche Versandart des Kanals: DHL Paket').waitFor()

  // What is cancelled here its marketplace has to accept, and until then the order says so.
  const { items: reasons } = await ask('GET', '/cancel-reasons')
  await ask('POST', '/orders/cancel', { ids: [orders[0].id], reason: reasons[0].code })
  await page.reload()
  await page.getByText('wartet auf die Antwort des Kanals.').waitFor()
  assert.deepEqual(started.book.problems, [])
})
