// Systems where sellers sign up, at the screen: the account of a channel, what its system tells, and what it is asked for. On fixtures.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Page } from 'playwright-core'
import { buildBackOffice } from '../../src/cli/buildBackOffice.ts'
import { noBrowser, openBrowser } from './browser.ts'
import { calledChannel, cutChannel } from './fixtureCalled.ts'
import { at, id } from './fixtureParts.ts'
import { seriousFindings } from './merchant.ts'
import { openPictured } from './pictured.ts'
import { servePictured } from './servePictured.ts'
import { load } from './visit.ts'

const browser = await openBrowser()
const skip = browser ? false : noBrowser
const site = browser ? await servePictured(await buildBackOffice()) : undefined
after(async () => {
  await browser?.close()
  await site?.close()
})

test('signing in opens the page of the system, waits for it, and ends when the account is there', {
  skip,
}, async () => {
  const page = await pictured(`/channels?channel=${calledChannel}&tab=connection`)
  await page.getByText('Konto seller_2 (Herzstück GmbH)').waitFor()
  let used = false
  await page.route('**/sessions', route =>
    route.fulfill({
      json: {
        items: [
          {
            purpose: 'change',
            place: 'seller_2',
            madeAt: at('14:33'),
            madeBy: 'Maren Siebert',
            until: at('15:33'),
            usedBy: used ? 'seller_2' : null,
            usedAt: used ? at('14:34') : null,
            channelId: used ? calledChannel : null,
            channel: null,
          },
        ],
      },
    }),
  )
  const popup = page.waitForEvent('popup')
  await page.getByRole('button', { name: 'Erneut anmelden' }).click()
  await popup
  await page.getByText('Wartet auf die Anmeldung beim Marktplatz …').waitFor()
  assert.deepEqual(await seriousFindings(page), [])
  used = true
  await page.clock.fastForward(2500)
  await page.getByRole('button', { name: 'Erneut anmelden' }).waitFor()
  await page.context().close()
})

test('an account is cut off after its consequences were read, with the reason that the other side is told', {
  skip,
}, async () => {
  const page = await pictured(`/channels?channel=${calledChannel}&tab=connection`)
  await page.getByRole('button', { name: 'Verbindung trennen …' }).click()
  const dialog = page.getByRole('dialog')
  await dialog
    .getByText('Nichts wird mehr gesendet; neue Bestellungen dieses Kontos werden abgelehnt.')
    .waitFor()
  assert.deepEqual(await seriousFindings(page), [])
  await dialog.getByLabel('Grund (die Gegenstelle erfährt ihn)').fill('Betriebsferien')
  await dialog.getByLabel('Endgültig trennen').check()
  const sent = page.waitForRequest(request => request.method() === 'POST')
  await dialog.getByRole('button', { name: 'Endgültig trennen' }).click()
  const request = await sent
  assert.match(request.url(), new RegExp(`/channels/${calledChannel}/close-place$`))
  assert.deepEqual(request.postDataJSON(), { reason: 'Betriebsferien', forGood: true })
  await page.goto(`/channels?channel=${cutChannel}&tab=connection`)
  await page.getByText('Grund: Lizenz abgelaufen').waitFor()
  assert.equal(
    await page.getByRole('button', { name: 'Erneut anmelden' }).getAttribute('data-variant'),
    'filled',
  )
  await page.context().close()
})

test('notices are put away, what was asked says why it is not asked again, and a ticket is answered', {
  skip,
}, async () => {
  const page = await pictured(`/channels?channel=${calledChannel}&tab=functions`)
  assert.deepEqual(await seriousFindings(page), [])
  await page.setViewportSize({ width: 390, height: 844 })
  const cut = `[...document.querySelectorAll('.channel-scroll button')].filter(one => one.checkVisibility() &&
    one.getBoundingClientRect().right > one.closest('.panel').getBoundingClientRect().right).map(one => one.textContent)`
  assert.deepEqual(await page.evaluate(cut), [], 'on a phone nothing is cut')
  await page.setViewportSize({ width: 1440, height: 900 })
  const request = async (act: () => Promise<void>) => {
    const sent = page.waitForRequest(one => one.method() === 'POST')
    await act()
    const one = await sent
    return [new URL(one.url()).pathname, one.postDataJSON()]
  }
  const first = page.locator('tr[data-notice]').first()
  assert.deepEqual(await request(() => first.getByRole('button').click()), [
    '/api/v1/notices/dismiss',
    { ids: [id(2200)] },
  ])
  const asked = page.locator('tr[data-ask=inventory]').getByRole('button')
  await asked.focus()
  await page.getByText('Es ist angefordert, und die Antwort steht aus.').waitFor()
  await page.keyboard.press('Escape')
  assert.deepEqual(await request(() => page.locator('tr[data-ask=test]').getByRole('button').click()), [
    `/api/v1/channels/${calledChannel}/asks`,
    { name: 'test' },
  ])
  await page.getByRole('button', { name: 'Wo bleibt mein Paket?' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('Laut Verfolgung liegt es noch bei Ihnen.').waitFor()
  assert.match(String(await dialog.getByRole('link').getAttribute('href')), /\/tickets\/.*\/files\/(ab){32}$/)
  assert.deepEqual(await seriousFindings(page), [])
  await dialog.getByLabel('Antwort').fill('Wir prüfen das.')
  const [path, body] = await request(() => dialog.getByRole('button', { name: 'Antworten' }).click())
  assert.deepEqual([path, body], [`/api/v1/tickets/${id(2100)}/replies`, { text: 'Wir prüfen das.' }])
  await page.context().close()
})

async function pictured(address: string): Promise<Page> {
  assert.ok(browser && site)
  const page = await openPictured(browser, site.url, { theme: 'light', language: 'de' })
  await load(page, address)
  return page
}
