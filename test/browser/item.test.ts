// A merchant makes items at the screen: a parent with 2 × 2 variants, its images and category, a kit; and two people save one
// item at the same time. A real server and database.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { noBrowser, openBrowser } from './browser.ts'
import { openMerchant, seriousFindings } from './merchant.ts'

const browser = await openBrowser()
const skip = browser ? false : noBrowser
after(() => browser?.close())
const merchant = browser ? await openMerchant({ after }, browser, { orders: 0 }) : undefined

const idOf = (page: Page) => new URL(page.url()).pathname.split('/').at(-1) ?? ''
const tab = (page: Page, name: RegExp) => page.getByRole('tab', { name }).click()
/** Saves by the keyboard and waits until nothing is left to save. */
async function save(page: Page): Promise<void> {
  await page.keyboard.press('Control+s')
  await page.getByRole('region', { name: 'Speichern' }).waitFor({ state: 'detached' })
}

test('a parent with 2 × 2 variants gets images, a category, texts and a channel', { skip }, async () => {
  assert.ok(merchant)
  const { ask, open } = merchant
  const { id: category } = await ask('POST', '/categories', { name: 'Schürzen' })
  const page = await open('/items/new')
  await page.getByRole('radio', { name: 'Vaterartikel' }).check()
  await page.getByLabel('Artikelnummer').fill('SCHUERZE')
  await page.getByLabel('Name').fill('Kinderschürze')
  await page.getByLabel('Preis').fill('11,90')
  await page.getByLabel('Angegeben').selectOption('gross')
  assert.deepEqual(await seriousFindings(page), [])
  await page.keyboard.press('Enter')

  // Variations, then a variant of each combination.
  await page.waitForURL(/items\/[0-9a-f-]+\?tab=variants/)
  const id = idOf(page)
  for (const [name, values] of [
    ['Farbe', 'rot, blau'],
    ['Größe', 'S, M'],
  ] as const) {
    await page.getByLabel('Neue Variation').fill(name)
    await page.keyboard.press('Enter')
    await page.getByLabel(`Wert hinzufügen: ${name}`).fill(values)
    await page.keyboard.press('Enter')
  }
  await page.getByText('1 Änderung noch nicht gespeichert').waitFor()
  await save(page)
  await page.getByRole('button', { name: '4 fehlende anlegen' }).click()
  await page.getByText('4 Varianten angelegt.').waitFor()
  const grid = page.getByRole('table', { name: 'Kombinationen' })
  await grid.getByRole('link', { name: 'SCHUERZE-blau-M' }).waitFor()
  assert.equal(await grid.getByRole('link').count(), 4)
  assert.deepEqual(await seriousFindings(page), [])
  const { children } = await ask('GET', `/items/${id}/children`)
  assert.equal(children.length, 4)

  // Images: chosen, the second made the first by the keyboard, described.
  await tab(page, /^Bilder/)
  const files = await Promise.all(
    ['red', 'blue'].map(async (background, at) => ({
      name: `${background}.png`,
      mimeType: 'image/png',
      buffer: await sharp({ create: { width: 300 + at, height: 200, channels: 3, background } })
        .png()
        .toBuffer(),
    })),
  )
  await page.locator('input[type=file]').setInputFiles(files)
  await page.getByRole('button', { name: /^Bild 2:/ }).waitFor()
  await page.getByRole('button', { name: /^Bild 2:/ }).click()
  await page.getByText('Bild 2 von 2').waitFor()
  await page.keyboard.press('Alt+ArrowLeft')
  await page.getByText('steht jetzt an Stelle 1 von 2').waitFor()
  await page.getByText('Bild 1 von 2').waitFor()
  await page.getByLabel('Was es zeigt · Deutsch').fill('Schürze in Blau')
  await page.getByRole('button', { name: 'Speichern' }).click()
  await page.getByRole('button', { name: 'Bild 1: Schürze in Blau' }).waitFor()
  assert.deepEqual(await seriousFindings(page), [])
  const { images } = await ask('GET', `/items/${id}`)
  assert.deepEqual(
    images.map((one: { width: number; alt: object }) => [one.width, one.alt]),
    [
      [301, { de: 'Schürze in Blau' }],
      [300, {}],
    ],
  )

  // Dragged away and back.
  const [left, right] = await page.locator('.image-tile').all()
  for (const first of [300, 301]) {
    const [from, to] = [await left?.boundingBox(), await right?.boundingBox()]
    assert.ok(from && to)
    await page.mouse.move(from.x + 60, from.y + 60)
    await page.mouse.down()
    await page.mouse.move(to.x + 60, to.y + 60, { steps: 4 })
    const sorted = page.waitForResponse(answer => answer.url().endsWith('/images/order'))
    await page.mouse.up()
    await sorted
    assert.equal((await ask('GET', `/items/${id}`)).images[0].width, first)
  }

  // One draft over several tabs, saved at once.
  await tab(page, /^Kategorien/)
  await page.getByRole('checkbox', { name: 'Schürzen' }).check()
  await tab(page, /^Texte/)
  await page.getByLabel('Kurzbeschreibung').fill('Für kleine Köche')
  await page.getByRole('row', { name: merchant.shopName }).getByRole('button').first().click()
  await page.getByText('leer: Es gilt der Text von „Alle Kanäle“, Deutsch.').waitFor()
  assert.equal(await page.getByLabel('Kurzbeschreibung').getAttribute('placeholder'), 'Für kleine Köche')
  await tab(page, /^Kanäle/)
  await page.getByRole('checkbox', { name: `Auf ${merchant.shopName} verkaufen` }).check()
  await page.getByLabel(`Reserve: ${merchant.shopName}`).fill('2,5x')
  await page.getByText('4 Änderungen noch nicht gespeichert').waitFor()
  const button = page.getByRole('region', { name: 'Speichern' }).getByRole('button', { name: /^Speichern/ })
  await button.focus()
  await page.getByText('1 Angabe ist noch nicht richtig.').waitFor()
  await page.keyboard.press('Escape')
  await page.getByLabel(`Reserve: ${merchant.shopName}`).fill('2,5')
  await save(page)
  const stored = await ask('GET', `/items/${id}`)
  assert.deepEqual(
    [stored.categories[0].id, stored.texts.de.shortDescription],
    [category, 'Für kleine Köche'],
  )
  assert.deepEqual([stored.channels[0].active, stored.channels[0].reserve], [true, '2.5'])
  assert.deepEqual(await seriousFindings(page), [])
  await tab(page, /^Verlauf/)
  await page.getByRole('row', { name: /geändert: .*Kategorien/ }).waitFor()
})

test('a kit says how many it is enough for before it is saved; what has stock becomes none', {
  skip,
}, async () => {
  assert.ok(merchant)
  const { ask, open } = merchant
  const [part] = (await ask('GET', '/items?inStock=true&limit=1')).items
  const page = await open('/items/new')
  await page.getByRole('radio', { name: 'Stückliste' }).check()
  await page.getByLabel('Artikelnummer').fill('SET-1')
  await page.getByLabel('Name').fill('Geschenkset')
  await page.getByRole('button', { name: 'Anlegen' }).click()
  await page.waitForURL(/tab=parts/)
  const id = idOf(page)
  const addPart = async () => {
    await page.getByRole('textbox', { name: 'Komponente hinzufügen' }).fill(part.itemNumber)
    await page.getByRole('option', { name: new RegExp(part.itemNumber) }).click()
  }
  await addPart()
  await page.getByLabel(`Menge von ${part.itemNumber} je Stückliste`).fill('2')
  await page.getByText('reicht für 250 Stücklisten').waitFor()
  await save(page)
  await page.getByText('Stückliste', { exact: true }).first().waitFor()
  assert.equal((await ask('GET', `/items/${id}`)).kind, 'kit')

  await page.goto(`/items/${part.id}?tab=parts`)
  await page.getByRole('textbox', { name: 'Komponente hinzufügen' }).fill('SET-1')
  await page.getByRole('option', { name: /SET-1/ }).click()
  await page.keyboard.press('Control+s')
  await page.getByText(/behält seine Art/).waitFor()
  assert.equal((await ask('GET', `/items/${part.id}`)).kind, 'simple')

  // What is not saved is not lost by a click.
  await page.getByRole('link', { name: 'Aufträge' }).click()
  const dialog = page.getByRole('dialog', { name: 'Seite verlassen' })
  await dialog.getByText('1 Änderung ist noch nicht gespeichert.').waitFor()
  await dialog.getByRole('button', { name: 'Weiter bearbeiten' }).click()
  assert.match(page.url(), new RegExp(part.id))
  await page.getByRole('link', { name: 'Aufträge' }).click()
  await dialog.getByRole('button', { name: 'Verwerfen und verlassen' }).click()
  await page.waitForURL('**/orders')
})

test('two who save one item see both versions field by field, and nothing is overwritten', {
  skip,
}, async () => {
  assert.ok(merchant)
  const { ask, open } = merchant
  const { id } = await ask('POST', '/items', { itemNumber: 'STREIT', name: 'Vorher', buffer: '1' })
  const page = await open(`/items/${id}`)
  await page.getByLabel('Name').fill('Meiner')
  await page.getByLabel('Puffer').fill('7')
  await page.getByLabel('Eigene Nummer').fill('E-1')
  await ask('PATCH', `/items/${id}`, { name: 'Anderer', buffer: '3', weight: '1.5' })
  await page.keyboard.press('Control+s')
  const dialog = page.getByRole('dialog', { name: 'STREIT wurde inzwischen geändert' })
  const row = dialog.locator('tr[data-field=name]')
  await row.waitFor()
  assert.deepEqual(await row.locator('td').allInnerTexts(), ['Vorher', 'Anderer', 'Meiner'])
  assert.deepEqual(await dialog.locator('tr[data-field=buffer] td').allInnerTexts(), ['1', '3', '7'])
  await dialog.getByText(/Nur dort geändert, bleibt so: Artikelgewicht: 1,5/).waitFor()
  assert.deepEqual(await seriousFindings(page), [])
  const stored = () => ask('GET', `/items/${id}`)
  assert.deepEqual(
    [(await stored()).name, (await stored()).ownNumber],
    ['Anderer', null],
    'nothing was written',
  )
  await row.getByRole('radio', { name: 'Anderer' }).check()
  await dialog.getByRole('button', { name: 'Auswahl speichern' }).click()
  await page.getByRole('region', { name: 'Speichern' }).waitFor({ state: 'detached' })
  const { name, buffer, ownNumber, weight } = await stored()
  assert.deepEqual([name, buffer, ownNumber, weight], ['Anderer', '7', 'E-1', '1.5'])
})
