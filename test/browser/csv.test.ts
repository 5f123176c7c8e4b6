// A file of a supplier at the screen and on the real server: what is found out of it, its columns, a preview that saves nothing,
// the import, and what was refused as a file. And the tree of categories by keyboard.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, test } from 'node:test'
import type { Page } from 'playwright-core'
import { encodeText } from '../../src/base/csv/csvFormat.ts'
import { noBrowser, openBrowser } from './browser.ts'
import { openMerchant, seriousFindings } from './merchant.ts'
import { pressFor } from './pressFor.ts'

const browser = await openBrowser()
const skip = browser ? false : noBrowser
after(() => browser?.close())
const merchant = browser ? await openMerchant({ after }, browser, { orders: 1 }) : undefined

test('a supplier’s file is dropped, mapped, tried, imported, and what was refused comes back as a file', {
  skip,
}, async () => {
  assert.ok(merchant)
  const { open, ask } = merchant
  const [known] = (await ask('GET', '/items?limit=1&sort=number')).items
  const text = `Artikelnummer;Bezeichnung;VK netto;Zusatz
NEU-1;Größe „M“;1.234,50;Für Ärzte
${known.itemNumber};Geändert;9,90;
NEU-2;Ohne Preis;auf Anfrage;
;Ohne Nummer;1,00;
`
  const page = await open('/csv')
  await drop(page, encodeText(text.replaceAll('\n', '\r\n'), 'windows-1252'), 'lieferant.csv')
  await page.getByRole('heading', { name: 'lieferant.csv' }).waitFor()
  assert.equal(await page.getByLabel('Kodierung').inputValue(), 'windows-1252')
  assert.equal(await page.getByLabel('Trennzeichen').inputValue(), ';')
  assert.equal(await page.getByLabel('Dezimalzeichen').inputValue(), ',')
  assert.equal(await page.getByLabel('Feld in Kontor: Bezeichnung').inputValue(), 'name')
  await page.getByRole('cell', { name: 'Größe „M“' }).first().waitFor()
  // Read otherwise, it shows at once.
  await page.getByLabel('Kodierung').selectOption('utf-8')
  await page.getByText('nicht lesbar').first().waitFor()
  await page.getByLabel('Kodierung').selectOption('windows-1252')
  await page.getByRole('cell', { name: 'Größe „M“' }).first().waitFor()
  await page.getByLabel('Feld in Kontor: Zusatz').selectOption('texts.de.description')
  await page.getByText('4 von 4 zugeordnet').waitFor()
  assert.deepEqual(await seriousFindings(page), [])

  await pressFor(page.getByRole('button', { name: /^Vorschau/ }))
  await page.getByRole('heading', { name: 'Vorschau von „lieferant.csv“' }).waitFor()
  await page.getByRole('button', { name: '2 Zeilen importieren' }).waitFor()
  assert.deepEqual(await figuresOf(page), { rows: 4, new: 1, changed: 1, unchanged: 0, refused: 2 })
  await page.locator('[data-figure=changed] button').click()
  await page.waitForURL(/did=changed/)
  const pane = page.getByRole('complementary')
  await pane.getByRole('row', { name: /Preis netto.*9,9/ }).waitFor()
  await pane.getByRole('row', { name: /^Name .*Geändert/ }).waitFor()
  await page.locator('[data-figure=refused] button').click()
  await page
    .getByRole('grid')
    .getByText(/„auf Anfrage“ in Spalte „VK netto“ ist keine Zahl/)
    .waitFor()
  assert.equal(await page.getByRole('grid').locator('tbody tr[id]').count(), 2)
  assert.deepEqual(await seriousFindings(page), [])
  assert.equal((await ask('GET', '/items?search=NEU-1')).count, 0, 'a preview saves nothing')

  await pressFor(page.getByRole('button', { name: /^2 Zeilen importieren/ }))
  await page.getByRole('heading', { name: 'Import von „lieferant.csv“' }).waitFor()
  await page.locator('.csv-title').getByText('fertig').waitFor()
  assert.deepEqual(await figuresOf(page), { rows: 4, new: 1, changed: 1, unchanged: 0, refused: 2 })
  const downloading = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Abgewiesene Zeilen als Datei' }).click()
  const file = await (await downloading).path()
  const refused = new TextDecoder('windows-1252').decode(await readFile(file))
  const lines = refused.split('\r\n')
  assert.equal(lines[0], 'Artikelnummer;Bezeichnung;VK netto;Zusatz;Grund')
  assert.match(lines[1] ?? '', /^NEU-2;Ohne Preis;auf Anfrage;;.*ist keine Zahl/)
  assert.equal(lines.length, 4)
  const [made] = (await ask('GET', '/items?search=NEU-1')).items
  assert.deepEqual([made.name, made.netPrice], ['Größe „M“', '1234.50'])

  // Out again, of what a filter leaves: the address of the screen's link.
  await page.goto('/csv?view=export&search=NEU-1&active=true')
  const link = page.getByRole('link', { name: 'Datei herunterladen' })
  const out = await page.request.get((await link.getAttribute('href')) ?? '')
  const [head, row, ...rest] = (await out.text()).trim().split('\r\n')
  assert.match(head ?? '', /^\ufeff?Artikelnummer;/)
  assert.match(row ?? '', /^NEU-1;.*1234,5/)
  assert.deepEqual(rest, [])
  const unfit = await page.request.get('/api/v1/exports/category.csv?active=true')
  assert.equal(((await unfit.json()) as { code: string }).code, 'EXPORT_FILTER_UNFIT')
})

test('the tree of categories is worked by keyboard; a circle is refused in the words of the server', {
  skip,
}, async () => {
  assert.ok(merchant)
  const { open, ask } = merchant
  const add = async (name: string, parent?: string): Promise<string> =>
    (await ask('POST', '/categories', { name, ...(parent ? { parent } : {}) })).id
  const kitchen = await add('Küche')
  const pots = await add('Töpfe', kitchen)
  await add('Garten')
  // A count leads to a list of as many: what lies below belongs to it.
  const [item] = (await ask('GET', '/items?limit=1')).items
  await ask('PUT', `/items/${item.id}/categories`, { categories: [pots] })
  const page = await open('/categories')
  const tree = page.getByRole('tree')
  const names = () => tree.locator('.tree-name').allInnerTexts()
  await tree.getByText('Töpfe').waitFor()
  await tree.focus()
  await page.keyboard.press('Home')
  assert.deepEqual(await names(), ['Garten', 'Küche', 'Töpfe'])
  const saved = page.waitForResponse(answer => answer.url().endsWith('/categories/bulk'))
  await page.keyboard.press('Alt+ArrowDown')
  await saved
  await tree.locator('.tree-row:first-child', { hasText: 'Küche' }).waitFor()
  assert.equal((await ask('GET', '/categories')).items[0].name, 'Küche')

  // Into what lies below itself: the dialog says why not, and its button does nothing.
  await page.keyboard.press('Home')
  await page.keyboard.press('Control+x')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Control+v')
  const dialog = page.getByRole('dialog')
  await dialog
    .getByText(/^Die Kategorie „Küche“ kann nicht unter sich selbst liegen/)
    .first()
    .waitFor()
  const move = dialog.getByRole('button', { name: 'Verschieben' })
  await move.and(page.locator('[aria-disabled=true]')).waitFor()
  assert.deepEqual(await seriousFindings(page), [])
  await dialog.getByLabel('Unter').selectOption({ label: 'Garten' })
  await dialog.getByText('Kein Verkaufskanal zeigt danach mehr oder weniger als jetzt.').waitFor()
  await dialog.getByRole('button', { name: 'Verschieben' }).click()
  await dialog.waitFor({ state: 'detached' })
  await tree.locator('.tree-row:first-child', { hasText: 'Garten' }).waitFor()
  assert.deepEqual(await names(), ['Garten', 'Küche', 'Töpfe'])

  await tree.getByText('Küche').click()
  await page.getByRole('link', { name: '1 Artikel, mit allem darunter' }).waitFor()

  // Somebody else saves meanwhile: both stand beside each other, and nothing is overwritten unasked, also where the page has read anew
  // what is saved now.
  await tree.getByText('Töpfe').click()
  await page.getByRole('heading', { level: 2, name: 'Töpfe' }).waitFor()
  await page.keyboard.press('F2')
  await page.getByRole('textbox', { name: 'Name', exact: true }).first().fill('Kochtöpfe')
  await ask('PATCH', `/categories/${pots}`, { name: 'Töpfe und Pfannen' })
  await page.clock.setFixedTime(Date.now() + 60_000) // what was read a moment ago is not read again
  const again = page.waitForResponse(answer => answer.url().endsWith(`/categories/${pots}`))
  await page.evaluate(`document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))`)
  assert.equal((await (await again).json()).name, 'Töpfe und Pfannen')
  await page.getByRole('heading', { level: 2, name: 'Töpfe und Pfannen' }).waitFor()
  await page.keyboard.press('Control+s')
  await page.getByRole('row', { name: 'Name Töpfe und Pfannen Kochtöpfe' }).waitFor()
  assert.deepEqual(await seriousFindings(page), [])
  await page.getByRole('button', { name: 'Meine Eingaben speichern' }).click()
  await page.getByRole('heading', { level: 2, name: 'Kochtöpfe' }).waitFor()
  assert.equal((await ask('GET', `/categories/${pots}`)).name, 'Kochtöpfe')
})

/** Drops a file as a person does it by the mouse. */
async function drop(page: Page, bytes: Buffer, name: string): Promise<void> {
  const base64 = JSON.stringify(bytes.toString('base64'))
  const dataTransfer = await page.evaluateHandle(`(() => {
    const transfer = new DataTransfer()
    transfer.items.add(new File([Uint8Array.from(atob(${base64}), one => one.charCodeAt(0))], ${JSON.stringify(name)}))
    return transfer
  })()`)
  const target = page.getByRole('region', { name: 'Datei importieren' })
  await target.dispatchEvent('dragover', { dataTransfer })
  await target.dispatchEvent('drop', { dataTransfer })
}

async function figuresOf(page: Page): Promise<Record<string, number>> {
  const figures = await page
    .locator('[data-figure]')
    .evaluateAll(all =>
      all.map(one => [
        one.getAttribute('data-figure') ?? '',
        Number(one.querySelector('strong')?.textContent?.replace(/\D/g, '')),
      ]),
    )
  return Object.fromEntries(figures)
}
