import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Page } from 'playwright-core'
import { buildBackOffice } from '../../src/cli/buildBackOffice.ts'
import { makeSetupCode } from '../../src/company/setUp.ts'
import { loadRegistry } from '../../src/registry.ts'
import { serverScratch } from '../../src/server/serverScratch.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { generateShop } from '../../testkit/jtlConnector/generate.ts'
import { startShop } from '../../testkit/jtlConnector/startShop.ts'
import { noBrowser, openBrowser } from './browser.ts'
import { pressFor } from './pressFor.ts'

const browser = await openBrowser()
const skip = browser ? false : noBrowser
after(() => browser?.close())

test('the first day: one-time code, first synchronisation with live progress, results', { skip }, async t => {
  assert.ok(browser)
  const backOffice = await buildBackOffice()
  const server = await serverScratch(t, await testDatabase(), {
    backOffice,
    connectors: await loadRegistry([]),
    allowAddresses: '127.0.0.0/8',
    realClock: true,
  })
  const generated = generateShop({ seed: 7, orders: 120 })
  const shop = await startShop({ ...generated, generation: 5, token: 'a-token-of-the-shop' })
  t.after(() => shop.close())
  const code = await makeSetupCode(server.kontor.db, server.kontor.now())
  const context = await browser.newContext({ baseURL: server.url, viewport: { width: 1440, height: 900 } })
  t.after(() => context.close())
  const page = await context.newPage()

  await page.goto('/platforms')
  await page.getByRole('heading', { name: 'Kontor einrichten' }).waitFor()
  await page.getByLabel('Einmalcode').fill('0000-0000-0000-0000')
  await page.getByLabel('Firma').fill('Herzstück Handels-GmbH')
  await page.getByLabel('Ihr Name').fill('Maren Siebert')
  await page.getByLabel('E-Mail').fill('maren@herzstueck.example')
  await page.getByLabel('Passwort').fill('correct horse battery')
  await page.getByRole('button', { name: 'Einrichten und anmelden' }).click()
  await page.getByRole('alert').waitFor()
  await page.getByLabel('Einmalcode').fill(code ?? '')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: 'Plattformen' }).waitFor()
  await page.getByText('Maren Siebert').waitFor()

  await ask(page, 'POST', '/connections', {
    system: 'jtl-connector',
    name: 'Herzstück Shop',
    ready: true,
    set: { url: shop.url, token: shop.token },
  })
  await page.reload()
  await pressFor(page.getByRole('button', { name: /^Abgleich starten/ }))
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('checkbox', { name: 'Herzstück Shop' }).waitFor()
  await dialog.getByRole('checkbox', { name: 'Dialog nach erfolgreichem Abgleich schließen' }).check()
  const started = page.waitForResponse(response => response.url().endsWith('/api/v1/sync-runs'))
  await dialog.getByRole('button', { name: /^Abgleich starten/ }).click()
  const run = (await (await started).json()) as { id: string }
  await dialog.waitFor({ state: 'detached' })

  await page.goto(`/runs/${run.id}`)
  const orders = page.locator('tr[data-kind=order]')
  await orders.waitFor()
  const figures = await orders
    .locator('[data-figure]')
    .evaluateAll(cells => cells.map(cell => Number(cell.textContent?.replace(/\D/g, ''))))
  assert.equal(figures[0], 120, 'every order of the shop was found')
  assert.equal(
    figures[0],
    figures.slice(1).reduce((sum, one) => sum + one, 0),
  )

  await page.getByRole('button', { name: 'Maren Siebert' }).click()
  await page.getByRole('menuitem', { name: 'Abmelden' }).click()
  await page.getByRole('heading', { name: 'Anmelden' }).waitFor()
  await page.getByLabel('E-Mail').fill('maren@herzstueck.example')
  await page.getByLabel('Passwort').fill('correct horse battery')
  await page.keyboard.press('Enter')
  await page.getByText('Maren Siebert').waitFor()
})

/** Asks the server as the page does. */
async function ask(page: Page, method: string, path: string, body: object): Promise<unknown> {
  const answer = await page.evaluate(
    async ([how, where, what]) => {
      const response = await fetch(`/api/v1${where}`, {
        method: how ?? 'GET',
        headers: { 'content-type': 'application/json' },
        body: what ?? null,
      })
      return { ok: response.ok, text: await response.text() }
    },
    [method, path, JSON.stringify(body)] as const,
  )
  assert.ok(answer.ok, answer.text)
  return JSON.parse(answer.text)
}
