// Sales channel management at the screen: connected, begun, locked, and asked for what is missing (J7). A real server and a
// foreign system over HTTP; what a page does with answers by itself, on fixtures.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { buildBackOffice } from '../../src/cli/buildBackOffice.ts'
import type { Connector } from '../../src/port/connector.ts'
import { seedAdministrator, serverScratch } from '../../src/server/serverScratch.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { referenceConnector } from '../../testkit/reference/connector/index.ts'
import { startReferenceSystem } from '../../testkit/reference/system.ts'
import { orderOf } from '../import/referenceWorld.ts'
import { becomes } from '../worker/workers.ts'
import { noBrowser, openBrowser } from './browser.ts'
import { shownChannel } from './fixtureChannels.ts'
import { answers } from './fixtures.ts'
import { seriousFindings } from './merchant.ts'
import { openPictured } from './pictured.ts'
import { servePictured } from './servePictured.ts'
import { load } from './visit.ts'

// biome-ignore lint/suspicious/noExplicitAny: a test looks into answers of every shape
type Ask = (method: string, path: string, body?: object) => Promise<any>

const browser = await openBrowser()
const skip = browser ? false : noBrowser
const folder = browser ? await buildBackOffice() : ''
const site = browser ? await servePictured(folder) : undefined
after(async () => {
  await browser?.close()
  await site?.close()
})

test('a shop is connected and begun in steps, asked for orders that were missed, locked and unlocked', {
  skip,
}, async t => {
  assert.ok(browser)
  let lag = 0
  const system = await startReferenceSystem({ way: 'watermark', now: () => new Date(Date.now() - lag) })
  t.after(() => system.stop())
  const connector = referenceConnector({ inward: 'watermark' }) as Connector
  const server = await serverScratch(t, await testDatabase(), {
    backOffice: folder,
    connectors: new Map([[connector.name, connector]]),
    allowAddresses: '127.0.0.0/8',
    realClock: true,
  })
  const { user, password } = await seedAdministrator(server, 'main')
  const client = server.client()
  const ask: Ask = async (method, path, body) => {
    const answer = await client.call(method, `/api/v1${path}`, body === undefined ? {} : { body })
    assert.ok(answer.status < 300, `${method} ${path}: ${answer.text}`)
    return answer.body
  }
  await ask('POST', '/session', { email: user.email, password })
  await ask('POST', '/items', { itemNumber: 'A-1', name: 'Tasse' })
  const context = await browser.newContext({
    baseURL: server.url,
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
    timezoneId: 'Europe/Berlin',
  })
  t.after(() => context.close())
  const [name = '', value = ''] = (client.cookie ?? '').split(/=(.*)/)
  await context.addCookies([{ name, value, url: server.url }])
  const page = await context.newPage()
  await page.goto('/channels')

  // Connected: which system, then its form.
  await page.getByRole('button', { name: 'Verkaufskanal anbinden' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: connector.title }).click()
  await dialog.getByLabel('Ein eigener Name').fill('Werkstattladen')
  for (const field of connector.settings) {
    const given = { url: system.url, token: system.token }[field.key]
    if (given) await dialog.getByLabel(field.label.de).fill(given)
  }
  assert.deepEqual(await seriousFindings(page), [])
  await dialog.getByRole('button', { name: 'Anbinden', exact: true }).click()

  // Begun: nothing is sent before the last step.
  const step = (of: string) => page.locator(`[data-step=${of}]`)
  await page.getByRole('tab', { name: 'Erstabgleich', selected: true }).waitFor()
  const finish = page.getByRole('button', { name: 'Erstabgleich abschließen' })
  await finish.focus()
  await page.getByText('„Verbindung prüfen“ ist noch offen.').waitFor()
  await page.keyboard.press('Escape')
  await step('check').getByRole('button', { name: 'Jetzt prüfen' }).click()
  await step('check').getByText('erledigt').waitFor()
  await step('look').getByRole('button', { name: 'Nachsehen' }).click()
  await step('look').getByText('erledigt').waitFor()
  await finish.click()
  await page.getByRole('tab', { name: 'Erstabgleich' }).waitFor({ state: 'detached' })
  const [connection] = (await ask('GET', '/connections')).items
  assert.equal(connection.phase, 'ready')

  // J7: what the shop did not show when it was read comes once it is asked for.
  const known = system.placeOrder(orderOf('R-1'))
  await synchronise(ask)
  lag = 86_400_000
  const placedAt = new Date(Date.now() - lag).toISOString()
  for (const number of ['R-2', 'R-3']) system.placeOrder({ ...orderOf(number), placedAt })
  // Older than "Ab" when it was placed: left out, and the preview knows it before anything is saved.
  system.placeOrder(orderOf('R-4'))
  lag = 0
  await synchronise(ask)
  assert.equal((await ask('GET', '/inbox')).count, 1, `only ${known} was seen`)
  await page.getByRole('tab', { name: 'Import' }).click()
  const day = new Date(Date.now() - 3 * 86_400_000).toISOString().slice(0, 10)
  await page.getByLabel('Bestellungen: Ab, Datum', { exact: true }).fill(day)
  const time = page.getByLabel('Bestellungen: Ab, Uhrzeit', { exact: true })
  assert.equal(await time.inputValue(), '00:00:00')
  await page.getByText('1 Änderung noch nicht gespeichert').waitFor()
  await page.getByRole('button', { name: 'Vorschau', exact: true }).click()
  await page.locator('[data-figure=new]', { hasText: '2' }).waitFor()
  await page.locator('[data-figure=here]', { hasText: '1' }).waitFor()
  await page.locator('[data-figure=leftOut]', { hasText: '1' }).waitFor()
  assert.equal((await ask('GET', '/inbox')).count, 1, 'a preview saves nothing')
  assert.deepEqual(await seriousFindings(page), [])
  await page.getByRole('button', { name: 'Speichern und 2 abholen' }).click()
  const progress = page.getByRole('dialog', { name: 'Abgleich durchführen' })
  await progress.getByRole('button', { name: 'Ergebnis ansehen' }).waitFor()
  await page.keyboard.press('Escape')
  assert.equal((await ask('GET', '/inbox')).count, 3, 'what was missed, and nothing twice')
  await page.goto('/request-again')
  await page.locator('tr[data-request]').getByText('fertig').first().waitFor()
  await page.getByRole('link', { name: /^Werkstattladen:/ }).click()

  // Locked: with a reason for the others, and the way back.
  await page.getByRole('button', { name: 'Übertragung sperren' }).click()
  await page.getByRole('dialog').getByLabel('Warum, für die anderen').fill('Inventur')
  await page.getByRole('dialog').getByRole('button', { name: 'Sperren' }).click()
  await page.getByText(/^Gesperrt von .*: Inventur/).waitFor()
  const start = page.getByRole('region', { name: 'Werkstattladen' }).getByRole('button', {
    name: 'Abgleich starten',
  })
  await start.and(page.locator('[aria-disabled=true]')).waitFor()
  await page.getByRole('button', { name: 'Entsperren' }).first().click()
  await page.getByRole('button', { name: 'Übertragung sperren' }).waitFor()
  assert.equal((await ask('GET', `/connections/${connection.id}`)).state, 'ok')
})

test('"Ab" is taken for all order events at once, refused in the future, and an old preview asks to be renewed', {
  skip,
}, async () => {
  const page = await pictured(`/channels?channel=${shownChannel}&tab=import`)
  const day = page.getByLabel('Bestellungen: Ab, Datum', { exact: true })
  const time = page.getByLabel('Bestellungen: Ab, Uhrzeit', { exact: true })
  await day.fill('03.11.2026')
  await time.press('Home')
  await time.press('ArrowUp')
  await becomes('the hour is one more', async () => (await time.inputValue()) === '01:00:00')
  await page.getByRole('button', { name: /für alle 5 Bestellereignisse/ }).click()
  await page.getByText('5 Änderungen noch nicht gespeichert').waitFor()
  await page.getByRole('button', { name: 'Vorschau', exact: true }).click()
  await page.getByRole('button', { name: 'Speichern und 41 abholen' }).waitFor()
  const figures = await page
    .locator('[data-figure] dd')
    .evaluateAll(cells => cells.map(cell => Number(cell.textContent?.replace(/\D/g, ''))))
  assert.equal(
    figures[0],
    figures.slice(1).reduce((sum, one) => sum + one, 0),
  )
  await page.clock.fastForward('11:00')
  const fetch = page.getByRole('button', { name: 'Speichern und 41 abholen' })
  await fetch.and(page.locator('[aria-disabled=true]')).waitFor()
  await fetch.focus()
  await page.getByText('Die Vorschau ist älter als 10 Minuten.').waitFor()
  await page.keyboard.press('Escape')
  await day.fill('24.12.2026')
  await page.getByText('liegt in der Zukunft').waitFor()

  const sent = page.waitForRequest(request => request.method() === 'PUT')
  await page.getByRole('button', { name: 'Verwerfen' }).click()
  await page.getByLabel('Erstattungen', { exact: true }).check()
  await page.keyboard.press('Control+s')
  const body = (await sent).postDataJSON() as { events: { kind: string; enabled: boolean; from: string }[] }
  assert.deepEqual(body.events[0], { kind: 'order', enabled: true, from: '2026-11-01T00:00:00' })
  assert.equal(body.events.find(one => one.kind === 'refund')?.enabled, true)
  await page.context().close()
})

test('a secret is never shown, only replaced, and a check answers in its place', { skip }, async () => {
  const page = await pictured(`/channels?channel=${shownChannel}&tab=connection`)
  await page.getByText('gespeichert am 14.10.2026').waitFor()
  assert.equal(await page.locator('input[type=password]').count(), 0)
  await page.getByRole('button', { name: 'Verbindung prüfen' }).click()
  await page.getByText('Der Schlüssel wird abgelehnt. Bitte neu eingeben.').waitFor()
  assert.deepEqual(await seriousFindings(page), [])
  await page.getByRole('button', { name: 'Ersetzen: Schlüssel' }).click()
  await page.getByLabel('Schlüssel').fill('neu')
  await page.getByText('1 Änderung noch nicht gespeichert').waitFor()
  await page.context().close()
})

test('a sales channel is added at a place that the connection offers', { skip }, async () => {
  const page = await pictured(`/channels?channel=${shownChannel}&tab=general`)
  const row = page.locator('tr[data-place=at]')
  await row.getByText('kein Verkaufskanal').waitFor()
  await row.getByRole('button', { name: 'Österreich: hier verkaufen' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('4 Datensätze warten auf diesen Ort.').waitFor()
  assert.equal(await dialog.getByLabel('Ort, wie ihn das System nennt').inputValue(), 'at')
  assert.deepEqual(await seriousFindings(page), [])
  await dialog.getByLabel('Name des Verkaufskanals').fill('Kaufland.at')
  const added = page.waitForRequest(request => request.method() === 'POST')
  await page.keyboard.press('Enter')
  const request = await added
  assert.match(request.url(), /\/connections\/[^/]+\/channels$/)
  assert.deepEqual(request.postDataJSON(), { place: 'at', name: 'Kaufland.at' })
  // Refused, it says why and keeps what was typed.
  await dialog.getByText('no fixture').waitFor()
  assert.equal(await dialog.getByLabel('Name des Verkaufskanals').inputValue(), 'Kaufland.at')
  await page.context().close()
})

test('who may only read sees everything, and is told why an action is blocked', { skip }, async () => {
  const page = await pictured('/')
  const session = answers['/session'] as { readonly rights: readonly string[] }
  const rights = session.rights.filter(right => right.endsWith('.read'))
  await page.route('**/api/v1/session', route => route.fulfill({ json: { ...session, rights } }))
  await page.goto(`/channels?channel=${shownChannel}&tab=import`)
  const lock = page.getByRole('button', { name: 'Übertragung sperren' })
  await lock.and(page.locator('[aria-disabled=true]')).waitFor()
  await lock.focus()
  await page.getByText('Dafür fehlt Ihnen das Recht „connections.write“.').first().waitFor()
  await page.getByLabel('Bestellungen', { exact: true }).and(page.locator(':disabled')).waitFor()
  assert.deepEqual(await seriousFindings(page), [])
  await page.context().close()
})

async function pictured(address: string): Promise<Page> {
  assert.ok(browser && site)
  const page = await openPictured(browser, site.url, { theme: 'light', language: 'de' })
  await load(page, address)
  return page
}

async function synchronise(ask: Ask): Promise<void> {
  const { id } = await ask('POST', '/sync-runs', { only: ['orders'] })
  for (;;) {
    const run = await ask('GET', `/sync-runs/${id}`)
    if (run.endedAt !== null) return assert.equal(run.state, 'done', JSON.stringify(run))
    await pause(25)
  }
}
