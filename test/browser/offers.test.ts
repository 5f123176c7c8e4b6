// Offers in the words of a marketplace: categories and attributes at the channel, and what is said of one item. On fixtures.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Page } from 'playwright-core'
import { buildBackOffice } from '../../src/cli/buildBackOffice.ts'
import { noBrowser, openBrowser } from './browser.ts'
import { calledChannel } from './fixtureCalled.ts'
import { shownItem } from './fixtureItem.ts'
import { id } from './fixtureParts.ts'
import { seriousFindings } from './merchant.ts'
import { openPictured } from './pictured.ts'
import { servePictured } from './servePictured.ts'

const browser = await openBrowser()
const skip = browser ? false : noBrowser
const site = browser ? await servePictured(await buildBackOffice()) : undefined
after(async () => {
  await browser?.close()
  await site?.close()
})

test('an item shows what the channel refuses and what is missing, and asks for what a chosen value requires', {
  skip,
}, async () => {
  const page = await pictured(`/items/${shownItem}?tab=channels`)
  const why = page.locator('tr[data-refused=item]')
  await why.getByText('„Title is too long: 80 characters at most“').waitFor()
  await why.getByText('Feld: title.').waitFor()
  assert.match(String(await why.getByRole('link').getAttribute('href')), /^\/outbox\?view=refused&channel=/)
  const panel = page.locator('[data-listing="Amazon.de"]')
  await panel.getByText('Vor dem Senden fehlt: Anzahl Etagen.').waitFor()
  await panel.getByText('Der Kanal lehnt „Farbe“ ab: „Zwei Farben sind hier nicht erlaubt.“').waitFor()
  await page.getByRole('button', { name: 'Attribute bearbeiten …' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.locator('[data-field=material]').waitFor()
  assert.deepEqual(await seriousFindings(page), [])
  assert.equal(await dialog.locator('[data-field=wood]').count(), 0, 'nobody asks while it is ceramic')
  await dialog.getByLabel('Material', { exact: true }).selectOption('Holz')
  await dialog.getByLabel('Holzart', { exact: true }).fill('Eiche')
  await dialog.getByLabel('Anzahl Etagen', { exact: true }).fill('3')
  await dialog.getByRole('button', { name: 'Farbe: Wert 2 entfernen' }).click()
  // It is mapped, and the channel is not to know.
  await dialog.getByLabel('Spülmaschinenfest: dem Kanal nicht melden').check()
  assert.deepEqual(await put(page, () => dialog.getByRole('button', { name: 'Speichern' }).click()), [
    `/api/v1/items/${shownItem}/channels/${calledChannel}/listing`,
    {
      attributes: {
        material: [{ value: 'wood', group: '' }],
        wood: [{ value: 'Eiche', group: '' }],
        tiers: [{ value: '3', group: '' }],
        colour: [{ value: 'weiß', group: '' }],
        dishwasher: null,
      },
    },
  ])
  await page.context().close()
})

test('several categories are mapped at once to one that the server finds, and an attribute to a fixed choice', {
  skip,
}, async () => {
  const page = await pictured(`/channels?channel=${calledChannel}&tab=mappings`)
  await page.getByLabel('„Geschenke“ auswählen').check()
  await page.getByLabel('„Ausverkauf“ auswählen').check()
  assert.deepEqual(await seriousFindings(page), [])
  await page.getByRole('button', { name: '2 Kategorien zuordnen …' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.locator('[data-theirs="4"]').getByText('nimmt keine Angebote').waitFor()
  assert.equal(await dialog.getByRole('button', { name: '„Küche & Haushalt“ wählen' }).count(), 0)
  await dialog.getByLabel('Name oder Kennung').fill('etag')
  await page.clock.fastForward(300)
  const choose = dialog.getByRole('button', { name: '„Etageren“ wählen' })
  await choose.waitFor()
  assert.deepEqual(await seriousFindings(page), [])
  assert.deepEqual(await put(page, () => choose.click()), [
    `/api/v1/channels/${calledChannel}/category-maps`,
    { map: { [id(9304)]: '4.2', [id(9305)]: '4.2' } },
  ])
  await page.getByLabel('Fester Wert: Zustand').selectOption('Gebraucht')
  await page.getByRole('button', { name: 'Farbe: Vorschlag „Farbe“ übernehmen' }).click()
  assert.deepEqual(await put(page, () => page.keyboard.press('Control+s')), [
    `/api/v1/channels/${calledChannel}/maps/attribute`,
    { map: { condition: 'fixed/used', colour: 'characteristic/Farbe' } },
  ])
  await page.context().close()
})

async function put(page: Page, act: () => Promise<unknown>): Promise<[string, unknown]> {
  const sent = page.waitForRequest(one => one.method() === 'PUT')
  await act()
  const one = await sent
  return [new URL(one.url()).pathname, one.postDataJSON()]
}

async function pictured(address: string): Promise<Page> {
  assert.ok(browser && site)
  const page = await openPictured(browser, site.url, { theme: 'light', language: 'de' })
  await page.goto(address)
  await page.waitForLoadState('networkidle')
  return page
}
