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
import { load } from './visit.ts'

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
  // An address of before.
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
  const proposals = `/api/v1/channels/${calledChannel}/proposals`
  const ofCategories = page.locator('.offer-head').getByRole('button', { name: '1 Vorschlag anwenden' })
  assert.deepEqual(await sends(page, 'POST', () => ofCategories.click()), [
    `${proposals}/category`,
    { names: [id(9304)] },
  ])
  await page.getByLabel('Alle 2 Vorschläge auswählen').check()
  await page.getByLabel('Farbe: Vorschlag „Farbe“ auswählen').uncheck()
  assert.deepEqual(await seriousFindings(page), [])
  const ticked = page.getByRole('button', { name: '1 Vorschlag übernehmen' })
  assert.deepEqual(await sends(page, 'POST', () => ticked.click()), [
    `${proposals}/attribute`,
    { names: ['weight'] },
  ])
  await page.getByText('weil inzwischen nichts mehr vorgeschlagen ist: Gewicht.').waitFor()
  await page.getByLabel('Fester Wert: Zustand').selectOption('Gebraucht')
  await page.getByRole('button', { name: 'Farbe: Vorschlag „Farbe“ übernehmen' }).click()
  assert.deepEqual(await put(page, () => page.keyboard.press('Control+s')), [
    `/api/v1/channels/${calledChannel}/maps/attribute`,
    { map: { condition: 'fixed/used', colour: 'characteristic/Farbe' } },
  ])
  await page.context().close()
})

test('the tab for shipping says what orders get that name nothing, and what our carriers are called there', {
  skip,
}, async () => {
  const page = await pictured(`/channels?channel=${calledChannel}&tab=offer`)
  await page.keyboard.press('Alt+5')
  await page.getByRole('tab', { name: 'Versand', selected: true }).waitFor()
  const usual = page.getByLabel('Übliche Versandart')
  assert.equal(await usual.inputValue(), 'ship-0')
  await page.locator('tr[data-carrier=gls]').getByText('gibt es am Kanal nicht mehr').waitFor()
  assert.deepEqual(await seriousFindings(page), [])
  await page.getByLabel('Beim Kanal: DPD').selectOption('wie in Kontor')
  await page.getByLabel('Beim Kanal: UPS').selectOption('DHL')
  await page.getByText('2 Änderungen noch nicht gespeichert').waitFor()
  assert.deepEqual(await put(page, () => page.keyboard.press('Control+s')), [
    `/api/v1/channels/${calledChannel}/maps/carrier`,
    { map: { dhl_de: 'dhl,ups' } },
  ])
  // Where something is missing says the tab, and each list stands in one.
  await page.getByRole('tab', { name: 'Zahlung/Steuern 1' }).click()
  await page.getByLabel('In Kontor: Marktplatz zahlt').waitFor()
  assert.deepEqual(await seriousFindings(page), [])
  await page.context().close()
})

test('existing offers are read again, and those that are not clear are linked or left one by one', {
  skip,
}, async () => {
  const page = await pictured(`/channels?channel=${calledChannel}&tab=offer`)
  const panel = page.locator('[data-adoption=done]')
  await panel.getByText('eingelesen', { exact: true }).waitFor()
  assert.equal(await page.locator('[data-figure=linked]').innerText(), '2.290')
  assert.deepEqual(await seriousFindings(page), [])
  const cut = () =>
    page.evaluate(
      `[...document.querySelectorAll('.stack-table :is(button, input, select)')].filter(one => one.checkVisibility() &&
        one.getBoundingClientRect().right > one.closest('.panel').getBoundingClientRect().right).map(one => one.ariaLabel)`,
    )
  assert.deepEqual(await cut(), [])
  await page.setViewportSize({ width: 390, height: 844 })
  assert.deepEqual(await cut(), [], 'on a phone each row is a block')
  const beyond = await page.evaluate(
    `[...document.querySelectorAll('[data-figure]')].filter(one => one.getBoundingClientRect().right >
      one.closest('.panel').getBoundingClientRect().right).map(one => one.dataset.figure)`,
  )
  assert.deepEqual(beyond, [], 'figures go on in a second row')
  await page.setViewportSize({ width: 1440, height: 900 })
  await panel.getByLabel('Für Verknüpftes gilt').selectOption('kontor')
  const verb = page.getByRole('button', { name: 'Vorhandene Angebote einlesen' })
  assert.deepEqual(await sends(page, 'POST', () => verb.click()), [
    `/api/v1/channels/${calledChannel}/offers/adopt`,
    { leads: 'kontor' },
  ])
  const link = `/api/v1/channels/${calledChannel}/offers/link`
  await page.getByLabel('Artikel für ETG-3 Etagere, drei Etagen').selectOption('22424 Etagere, groß')
  const first = page.getByRole('button', { name: 'Verknüpfen: ETG-3 Etagere, drei Etagen' })
  assert.deepEqual(await sends(page, 'POST', () => first.click()), [link, { pair: { B09401: id(9412) } }])
  await page.getByLabel('Artikel für ALT-77 Teekanne, Restposten').fill('22500')
  const second = page.getByRole('button', { name: 'Verknüpfen: ALT-77 Teekanne, Restposten' })
  assert.deepEqual(await sends(page, 'POST', () => second.click()), [link, { pair: { B09402: '22500' } }])
  const leave = page.getByRole('button', { name: 'Auslassen: ALT-77 Teekanne, Restposten' })
  assert.deepEqual(await sends(page, 'POST', () => leave.click()), [link, { leave: ['B09402'] }])
  await page.context().close()
})

test('a reading that waits is let go after a question', { skip }, async () => {
  const page = await pictured(`/channels?channel=${calledChannel}&tab=offer`)
  const verb = page.getByRole('button', { name: 'Nicht länger warten …' })
  assert.equal(await verb.count(), 0, 'nothing waits')
  const offers = `/api/v1/channels/${calledChannel}/offers`
  await page.route(`**${offers}`, async route => {
    const shown = await route.fetch()
    await route.fulfill({
      json: { ...(await shown.json()), state: 'waiting', letter: 'taken', mayAsk: false },
    })
  })
  await page.reload()
  await verb.click()
  const dialog = page.getByRole('dialog', { name: 'Nicht länger auf die Angebote warten?' })
  assert.deepEqual(await seriousFindings(page), [])
  await dialog.getByRole('button', { name: 'Abbrechen' }).click()
  await dialog.waitFor({ state: 'hidden' })
  await verb.click()
  const sure = dialog.getByRole('button', { name: 'Nicht länger warten' })
  assert.deepEqual(await sends(page, 'POST', () => sure.click()), [`${offers}/give-up`, null])
  await page.unrouteAll({ behavior: 'wait' })
  await page.context().close()
})

test('customers are sent only where the system takes any', { skip }, async () => {
  const page = await pictured(`/channels?channel=${id(0)}&tab=general`)
  const box = page.getByLabel('Geänderte Kunden an den Shop senden')
  await box.waitFor()
  await page.goto(`/channels?channel=${calledChannel}&tab=general`)
  await page.locator('.channel-form input[type=checkbox]').first().waitFor()
  assert.equal(await box.count(), 0)
  await page.context().close()
})

function put(page: Page, act: () => Promise<unknown>): Promise<[string, unknown]> {
  return sends(page, 'PUT', act)
}

async function sends(page: Page, method: string, act: () => Promise<unknown>): Promise<[string, unknown]> {
  const sent = page.waitForRequest(one => one.method() === method)
  await act()
  const one = await sent
  return [new URL(one.url()).pathname, one.postDataJSON()]
}

async function pictured(address: string): Promise<Page> {
  assert.ok(browser && site)
  const page = await openPictured(browser, site.url, { theme: 'light', language: 'de' })
  await load(page, address)
  return page
}
