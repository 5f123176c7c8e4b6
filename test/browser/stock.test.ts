// Stock and prices at the screen, on the real server: book, transfer, correct with a reason; count with a scanner; a special price and why.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Locator, Page } from 'playwright-core'
import { noBrowser, openBrowser } from './browser.ts'
import { openMerchant, seriousFindings } from './merchant.ts'

const browser = await openBrowser()
const skip = browser ? false : noBrowser
after(() => browser?.close())
const merchant = browser ? await openMerchant({ after }, browser, { orders: 0 }) : undefined
const number = 'ART-00001'
const another = 'ART-00002'

test('stock is booked, transferred and corrected with a reason, and each movement says what it came of', {
  skip,
}, async () => {
  assert.ok(merchant)
  const { ask, open } = merchant
  await ask('POST', '/warehouses', { code: 'LADEN', name: 'Laden', priority: 5 })
  const page = await open('/stock')
  await page.getByRole('searchbox', { name: 'Artikel suchen' }).fill(number)
  const pane = page.getByRole('complementary', { name: number })
  await pane.getByRole('heading', { name: number }).waitFor()
  assert.deepEqual(await seriousFindings(page), [])

  // By keyboard alone: the letter, the quantity, Enter.
  await page.getByRole('grid').focus()
  await page.keyboard.press('b')
  const dialog = page.getByRole('dialog')
  // Thousands or a decimal? Nobody guesses with stock.
  await dialog.getByLabel('Menge').fill('1.234')
  await dialog.getByText('Bitte eine Zahl ohne Tausenderzeichen angeben').waitFor()
  await page.keyboard.press('Enter')
  await dialog.getByLabel('Menge').fill('12')
  assert.deepEqual(await seriousFindings(page), [])
  await page.keyboard.press('Enter')
  await page.getByText(`${number}: gebucht, jetzt liegen dort 512.`).waitFor()

  await pane.getByRole('button', { name: 'Umlagern' }).click()
  await dialog.getByLabel('Menge').fill('7')
  await dialog.getByRole('button', { name: '7 umlagern' }).click()
  await page.getByText('umgelagert, 505 und 7 liegen jetzt dort').waitFor()

  await pane.getByRole('button', { name: 'Korrigieren' }).click()
  await dialog.getByLabel('Dort liegen wirklich').fill('504')
  await dialog.getByText('Unterschied: -1').waitFor()
  const blocked = dialog.getByRole('button', { name: 'Um -1 korrigieren' })
  assert.equal(await blocked.getAttribute('aria-disabled'), 'true', 'without a reason it is not done')
  await dialog.getByRole('button', { name: 'Neuer Grund' }).click()
  await dialog.getByRole('textbox', { name: 'Neuer Grund' }).fill('Bruch')
  await page.keyboard.press('Enter')
  await dialog.getByRole('combobox', { name: 'Grund' }).waitFor()
  await blocked.click()
  await page.getByText('gebucht, jetzt liegen dort 504').waitFor()

  await pane.getByRole('link', { name: 'Alle Bewegungen' }).click()
  const moved = page.getByRole('grid', { name: 'Bewegungen' })
  await moved.getByText('Bruch').waitFor()
  assert.equal(await moved.locator('tbody tr').count(), 5)
  await moved.getByRole('button', { name: 'Umlagerung' }).first().click()
  await page.getByText('1–2 von 2').waitFor()
  const { items } = await ask('GET', `/stock/movements?item=${number}&causeKind=adjustment`)
  assert.deepEqual([items[0].quantity, items[0].adjustmentReason], ['-1', 'Bruch'])
})

test('a warehouse is locked only after its consequence was read', { skip }, async () => {
  assert.ok(merchant)
  const page = await merchant.open('/stock?view=warehouses')
  const lock = page.getByRole('switch', { name: 'Laden: für das Angebot gesperrt' })
  await lock.click()
  await page.getByRole('dialog').getByText('zählt für keinen Kanal mehr').waitFor()
  await page.keyboard.press('Escape')
  assert.equal(await lock.getAttribute('aria-checked'), 'false')
  await lock.click()
  await page.getByRole('dialog').getByRole('button', { name: 'Sperren' }).click()
  await page.getByRole('switch', { name: 'Laden: für das Angebot gesperrt', checked: true }).waitFor()
  assert.deepEqual(await seriousFindings(page), [])
})

test('a stocktaking is counted by scanner without a mouse, and closed with its differences', {
  skip,
}, async () => {
  assert.ok(merchant)
  const { ask, open } = merchant
  const page = await open('/stocktaking')
  await page.getByRole('button', { name: 'Inventur beginnen' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Beginnen' }).click()
  const code = page.getByRole('textbox', { name: 'Artikelnummer oder GTIN' })
  await code.waitFor()
  await focused(code)
  const type = async (text: string) => {
    await page.keyboard.type(text)
    await page.keyboard.press('Enter')
  }
  await type(number)
  await type('500')
  await page.getByText(`${number}: 500 gezählt, laut Buch 504 (-4)`).waitFor()
  await focused(code)
  await type('GIBTESNICHT')
  await type('1')
  await page.getByText('„GIBTESNICHT“ ist kein bekannter Artikel. Nicht gezählt.').waitFor()
  await focused(code)
  // A code that lands in the field of the quantity is no quantity.
  await type(another)
  await type('4006381333931')
  await page.getByRole('textbox', { name: 'Gezählte Menge' }).fill('')
  await type('500')
  await page.getByText(`${another}: 500 gezählt, stimmt`).waitFor()
  // Piece by piece, quicker than anybody answers.
  await page.getByRole('checkbox', { name: 'Jeder Scan zählt 1 dazu' }).check()
  await focused(code)
  for (let piece = 0; piece < 4; piece++) await type('ART-00003')
  await page.getByText('ART-00003: 4 gezählt').waitFor()
  assert.deepEqual(await seriousFindings(page), [])
  await page.getByRole('button', { name: /^Abweichend\s*2$/ }).click()
  await page.getByRole('button', { name: '2 Unterschiede buchen' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('2 Unterschiede werden gebucht, 1 Zeilen stimmen').waitFor()
  assert.deepEqual(await seriousFindings(page), [])
  await dialog.getByRole('button', { name: '2 Unterschiede buchen und abschließen' }).click()
  await page.getByText(/^Abgeschlossen: 2 Unterschiede gebucht, 1 stimmten/).waitFor()
  const { items } = await ask('GET', `/stock/movements?causeKind=stocktaking`)
  assert.deepEqual(items.map((one: { quantity: string }) => one.quantity).sort(), ['-4', '-496'])
})

test('a special price is set, and the page says why the item costs that', { skip }, async () => {
  assert.ok(merchant)
  const { ask, open, shopName } = merchant
  const [{ id: channel }] = (await ask('GET', '/channels')).items
  await ask('PUT', `/items/${number}/channels/${channel}`, { active: true })
  await ask('PUT', `/items/${number}/price`, { gross: '19.99' })
  const page = await open('/prices')
  await page.getByRole('button', { name: 'Neuer Sonderpreis' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Artikelnummer').fill(number)
  await dialog.getByLabel('Preis brutto').fill('14,49')
  await dialog.getByLabel('bis einschließlich').first().fill('31.12.2099')
  await dialog.getByRole('combobox', { name: 'Verkaufskanal' }).selectOption({ label: shopName })
  assert.deepEqual(await seriousFindings(page), [])
  await dialog.getByRole('button', { name: 'Speichern' }).click()
  await page.getByRole('grid').getByText('14,49').waitFor()
  await page.getByRole('grid').getByText('31.12.2099').waitFor()
  const [stored] = (await ask('GET', '/special-prices?when=running')).items
  assert.deepEqual(
    [stored.gross, stored.to],
    ['14.49', '2099-12-31T23:00:00.000Z'],
    'the whole last day, by the clock of Berlin',
  )

  await page.getByRole('link', { name: number }).click()
  await answered(page, '14,49 € brutto')
  await page.getByText(/^weil: Sonderpreis Kanal .* bis 31\.12\.2099/).waitFor()
  assert.deepEqual(await seriousFindings(page), [])

  // A scale for everyone everywhere stands above nothing but the base price; the special price is lower still.
  await page.getByRole('button', { name: `Alle Kunden, ${shopName}: Preis setzen` }).click()
  await dialog.getByRole('textbox', { name: 'Preis ab 0' }).fill('12')
  await dialog.getByRole('button', { name: 'Speichern' }).click()
  await answered(page, '12,00 € brutto')
  await page.getByText(/nicht günstiger als der übliche Preis/).waitFor()
})

async function answered(page: Page, price: string): Promise<void> {
  await page
    .locator('.price-result')
    .getByText(price.replace(' ', '\u00a0'))
    .or(page.locator('.price-result').getByText(price))
    .first()
    .waitFor()
}

async function focused(field: Locator): Promise<void> {
  await field.and(field.page().locator(':focus')).waitFor()
}
