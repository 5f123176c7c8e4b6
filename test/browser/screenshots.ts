// `npm run screenshots [PAGE …]`: pictures of the pages, light and dark, German and English, 1440 × 900, into .cache/screenshots.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { buildBackOffice } from '../../src/cli/buildBackOffice.ts'
import { projectFolder } from '../house/projectFiles.ts'
import { noBrowser, openBrowser } from './browser.ts'
import { openPictured, pictures } from './pictured.ts'
import { servePictured } from './servePictured.ts'

const wanted = process.argv.slice(2)
const folder = join(projectFolder, '.cache/screenshots')
await mkdir(folder, { recursive: true })
const browser = await openBrowser()
if (!browser) {
  console.error(noBrowser)
  process.exit(1)
}
const site = await servePictured(await buildBackOffice())
for (const language of ['de', 'en'] as const)
  for (const theme of ['light', 'dark'] as const) {
    const page = await openPictured(browser, site.url, { language, theme })
    for (const [name, address] of Object.entries({
      ...pictures,
      sync: '/platforms',
      preview: '/platforms',
      complete: '/platforms',
      merge: '/duplicates',
      newCustomer: '/customers',
      bulkDialog: '/items',
      bulkPreview: '/items',
    })) {
      if (wanted.length > 0 && !wanted.includes(name)) continue
      await page.goto(address)
      await page.waitForLoadState('networkidle')
      if (name === 'sync') {
        await page.keyboard.press('Control+Enter')
        await page.locator('.sync-foot button[data-variant=filled]:not([aria-disabled])').click()
        await page.getByRole('progressbar').first().waitFor()
      }
      if (name === 'preview' || name === 'complete') {
        await page.keyboard.press('Control+Enter')
        await page.getByRole('dialog').getByRole('radio').nth(1).check()
        const [preview, start] = [
          '.sync-foot button:nth-last-of-type(2)',
          '.sync-foot button[data-variant=filled]',
        ]
        await page.screenshot({ path: join(folder, `scope-${theme}-${language}.png`) })
        await page.locator((name === 'preview' ? preview : start) ?? '').click()
        await page.locator('tr[data-action], tr[data-kind=item]').first().waitFor()
      }
      if (name === 'bulkDialog' || name === 'bulkPreview') {
        await page.getByRole('button', { name: /^(Massenänderung|Bulk edit) …$/ }).click()
        await page.getByRole('textbox', { name: /^(Wert|Value)$/ }).fill('5')
        if (name === 'bulkPreview') await page.keyboard.press('Control+Enter')
        await page.waitForLoadState('networkidle')
      }
      if (name === 'merge') {
        await page.getByRole('grid').press('Enter')
        await page.locator('.merge-table').waitFor()
      }
      if (name === 'newCustomer') {
        await page.keyboard.press('n')
        await page.getByRole('dialog').waitFor()
      }
      if (name === 'channels') {
        await page.getByRole('button', { name: /^(Vorschau|Preview)$/ }).click()
        await page.locator('[data-figure=found]').waitFor()
      }
      await page.screenshot({ path: join(folder, `${name}-${theme}-${language}.png`) })
    }
    await page.context().close()
  }
await browser.close()
await site.close()
console.log(folder)
