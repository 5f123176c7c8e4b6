import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { ConsoleMessage, Page } from 'playwright-core'
import { buildBackOffice } from '../../src/cli/buildBackOffice.ts'
import { rounds } from '../rounds.ts'
import { noBrowser, openBrowser } from './browser.ts'
import { moment } from './fixtureParts.ts'
import { goByKeys } from './goByKeys.ts'
import { seriousFindings } from './merchant.ts'
import { type Look, openPictured, pictures } from './pictured.ts'
import { pressFor } from './pressFor.ts'
import { servePictured } from './servePictured.ts'
import { load, quiet, visit } from './visit.ts'

const browser = await openBrowser()
const site = browser ? await servePictured(await buildBackOffice()) : undefined
after(async () => {
  await browser?.close()
  await site?.close()
})
const skip = browser ? false : noBrowser

const lightGerman: Look = { theme: 'light', language: 'de' }
const darkEnglish: Look = { theme: 'dark', language: 'en' }
const languageButtons = { de: 'Language: Deutsch', en: 'Sprache: English' } as const
let desk: Page | undefined

/** The one page that all tests work at, as new: to open another browser window costs more than most of what is tried. */
async function clear(look = lightGerman): Promise<Page> {
  assert.ok(browser && site)
  desk ??= await openPictured(browser, site.url, look)
  await desk.emulateMedia({ colorScheme: look.theme })
  await desk.clock.setSystemTime(new Date(moment))
  if (desk.url() !== 'about:blank')
    await desk.evaluate(`localStorage.clear(); localStorage['kontor-language'] = '${look.language}'`)
  return desk
}

/** Waits until the page has that look. */
async function looks(page: Page, { theme, language }: Look): Promise<void> {
  await page.locator(`html[lang=${language}][data-mantine-color-scheme=${theme}]`).waitFor()
}

async function open(address: string): Promise<Page> {
  const page = await clear()
  await load(page, address)
  return page
}

/** Another theme and language, which a page changes by itself. */
async function change(page: Page, { theme, language }: Look): Promise<void> {
  await page.emulateMedia({ colorScheme: theme })
  // Not by the mouse: on some pages a dialog lies over the button.
  if ((await page.locator('html').getAttribute('lang')) !== language)
    await page.getByRole('button', { name: languageButtons[language] }).dispatchEvent('click')
  await looks(page, { theme, language })
  await quiet(page)
}

// One visit per page in one of two looks, each of half of them: light and German, dark and English. More rounds look at each in both.
const looksOf = { light: [lightGerman, darkEnglish], dark: [darkEnglish, lightGerman] }
const visits = Object.entries(pictures).map(([name, address], index) => ({
  name,
  address,
  first: index % 2 === 0 ? ('light' as const) : ('dark' as const),
}))
const { light = [], dark = [] } = Object.groupBy(visits, one => one.first)
for (const { name, address, first } of [...light, ...dark]) {
  const all = looksOf[first].slice(0, rounds(1) > 1 ? 2 : 1)
  test(`the page ${name} complains of nothing, and axe finds nothing serious (${all.map(look => `${look.theme}, ${look.language}`).join('; ')})`, {
    skip,
  }, async t => {
    const page = await clear(all[0])
    const said: string[] = []
    const hear = {
      error: (error: Error) => void said.push(error.message),
      message: (message: ConsoleMessage) => void (message.type() === 'error' && said.push(message.text())),
    }
    page.on('pageerror', hear.error).on('console', hear.message)
    t.after(() => page.off('pageerror', hear.error).off('console', hear.message))
    await visit(page, address)
    for (const [index, look] of all.entries()) {
      await change(page, look)
      const findings = await seriousFindings(page, index === 0 ? undefined : 'another look')
      assert.deepEqual(findings, [], `${look.theme}, ${look.language}`)
    }
    assert.deepEqual(said, [], 'no error of a script and none of the security policy')
  })
}

test('the dialog of a synchronisation adds up, is quiet for axe, and leaves the run alone when it closes', {
  skip,
}, async () => {
  const page = await open('/platforms')
  await pressFor(page.getByRole('button', { name: /^Abgleich starten/ }))
  const dialog = page.getByRole('dialog')
  await dialog.locator('.sync-foot button[data-variant=filled]:not([aria-disabled])').click()
  const orders = dialog.locator('tr[data-kind=order]')
  await orders.locator('[data-figure=found]', { hasText: '121' }).waitFor()
  for (const row of await dialog.locator('tr[data-kind]').all()) {
    const figures = await row
      .locator('[data-figure]')
      .evaluateAll(cells => cells.map(cell => Number(cell.textContent?.replace(/\D/g, ''))))
    assert.equal(
      figures[0],
      figures.slice(1).reduce((sum, one) => sum + one, 0),
      await row.innerText(),
    )
  }
  assert.deepEqual(await seriousFindings(page), [])
  const asked: string[] = []
  page.on('request', request => asked.push(`${request.method()} ${new URL(request.url()).pathname}`))
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  assert.ok(!asked.some(one => one.startsWith('POST')), asked.join())
})

test('the list of orders is worked by keyboard alone', { skip }, async () => {
  const page = await open('/')
  await goByKeys(page, 'a')
  await page.waitForURL('**/orders**')
  await page.getByRole('grid').getByText('AU-26-10482').waitFor()
  await page.getByRole('grid').focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await page.waitForURL(/row=.*702/)
  await page.keyboard.press('Space')
  await page.keyboard.press('Shift+ArrowDown')
  assert.equal(await page.locator('tr[aria-selected=true]').count(), 2)
  await page.getByText('2 gewählt').waitFor()
  await page.keyboard.press('Alt+6')
  await page.getByRole('tab', { name: 'Verlauf', selected: true }).waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: 'AU-26-10479' }).waitFor()
  await page.keyboard.press('j')
  await page.getByRole('heading', { level: 1, name: 'AU-26-10478' }).waitFor()
})

test('every search field of the orders, the folder and the row stand in the address, and in what is asked', {
  skip,
}, async () => {
  const page = await open('/orders')
  for (const [label, field] of [
    ['Vorgang', 'process'],
    ['Kunde', 'customer'],
    ['Position', 'item'],
  ] as const) {
    const asked = page.waitForRequest(request => request.url().includes(`${field}=Thies`))
    await page.getByRole('searchbox', { name: label }).fill('Thies')
    await asked
    await page.waitForURL(new RegExp(`${field}=Thies`))
    await page.getByRole('searchbox', { name: label }).press('Escape')
    await page.waitForURL(url => !url.searchParams.has(field))
  }
  await page.getByRole('button', { name: /^Nicht bezahlt/ }).click()
  await page.waitForURL(/folder=unpaid/)
  await page.reload()
  assert.equal(
    await page
      .locator('.folder[aria-current]')
      .innerText()
      .then(text => text.split('\n')[0]),
    'Nicht bezahlt',
  )
})

test('a blocked action stays reachable and says why, and what to do', { skip }, async () => {
  const page = await open(pictures['order'] ?? '')
  const button = page.getByRole('button', { name: 'Ausliefern' })
  assert.equal(await button.getAttribute('aria-disabled'), 'true')
  await button.focus()
  await page.getByText('Ausliefern geht noch nicht').waitFor()
  await page.getByText('Nicht vollständig bezahlt').waitFor()
  assert.deepEqual(await seriousFindings(page), [])
})

test('all that can be taken over is ticked at once, and what cannot is left out', { skip }, async () => {
  const page = await open('/inbox')
  await page.getByRole('grid').getByText('HS-88219').waitFor()
  await page.getByRole('grid').focus()
  await page.keyboard.press('Control+a')
  await page.getByText('20 gewählt').waitFor()
  const sent = page.waitForRequest(request => request.method() === 'POST')
  await pressFor(page.getByRole('button', { name: /^19 übernehmen/ }))
  const body = (await sent).postDataJSON() as { ids: string[] }
  // One of them waits to be confirmed.
  assert.equal(body.ids.length, 19)
})

test('conflicts are decided many at once, and the rules of a channel are changed', { skip }, async () => {
  const page = await open('/conflicts')
  await page.getByText('1–6 von 6').waitFor()
  await page.getByRole('grid').focus()
  await page.keyboard.press('Control+a')
  const decided = page.waitForRequest(request => request.method() === 'POST')
  await page.getByRole('button', { name: '6: unseres nehmen' }).click()
  const body = (await decided).postDataJSON() as { ids: string[]; take: string }
  assert.deepEqual([body.ids.length, body.take], [6, 'ours'])
  await page.getByText('6 Angaben entschieden.').waitFor()
  await page.getByRole('button', { name: 'Regeln …' }).click()
  await page.getByRole('radio', { name: 'Preis netto: Shop' }).check()
  assert.deepEqual(await seriousFindings(page), [])
  const ruled = page.waitForRequest(request => request.method() === 'PATCH')
  await page.getByRole('button', { name: 'Speichern' }).click()
  assert.deepEqual((await ruled).postDataJSON(), { lead: { price: 'theirs' } })
})

test('what a channel has not taken is laid out again by keyboard, and let go of after a question', {
  skip,
}, async () => {
  const page = await open('/outbox')
  await page.keyboard.press('Alt+2')
  await page.getByRole('tab', { name: 'Beim Kanal', selected: true }).waitFor()
  await page.getByText('4× geholt, nicht bestätigt').waitFor()
  const layOut = page.getByRole('button', { name: 'Erneut auslegen' })
  assert.equal(await layOut.getAttribute('aria-disabled'), 'true')
  await page.getByRole('grid').focus()
  await page.keyboard.press('Control+a')
  await page.getByText('6 gewählt').waitFor()
  const laid = page.waitForRequest(request => request.url().endsWith('/outbox/lay-out'))
  await pressFor(page.getByRole('button', { name: '4 erneut auslegen' }))
  assert.equal(((await laid).postDataJSON() as { ids: string[] }).ids.length, 4, 'only letters lie anywhere')
  await page.getByText('3 Briefe liegen erneut aus.').waitFor()
  await page.getByText('1 nicht: Unter dieser Kennung wartet nichts mehr.').waitFor()
  await page.getByRole('button', { name: 'zu beantworten' }).click()
  await page.waitForURL(/result=answer/)
  await page.getByRole('grid').getByRole('checkbox').nth(1).waitFor()
  await page.getByRole('grid').focus()
  await page.keyboard.press('Control+a')
  await page.getByRole('button', { name: /: nicht länger warten$/ }).click()
  assert.deepEqual(await seriousFindings(page), [])
  const released = page.waitForRequest(request => request.url().endsWith('/outbox/release'))
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /neu senden$/ })
    .click()
  await released
  await page.getByText('6 Änderungen werden neu gesendet.').waitFor()
})

test('what a channel has refused is sent again or left as it is there', { skip }, async () => {
  const page = await open('/outbox?view=refused')
  const drop = page.getByRole('button', { name: 'Verwerfen' })
  await drop.waitFor()
  assert.equal(await drop.getAttribute('aria-disabled'), 'true', 'nothing is chosen')
  await page.getByRole('grid').getByRole('checkbox').nth(2).waitFor()
  await page.getByRole('grid').focus()
  await page.keyboard.press('Control+a')
  assert.deepEqual(await seriousFindings(page), [])
  // Two are dropped; while the answer is on its way, the rest is chosen, and is still chosen when it comes.
  const row = (n: number) => page.getByRole('grid').getByRole('checkbox').nth(n)
  await page.keyboard.press('Control+a')
  await page.getByRole('grid').getByRole('checkbox').first().uncheck()
  await row(1).check()
  const answer = Promise.withResolvers<void>()
  await page.route('**/outbox/drop', async route => {
    await answer.promise
    await route.fallback()
  })
  const dropped = page.waitForRequest('**/outbox/drop')
  await page.getByRole('button', { name: '1 verwerfen' }).click()
  const gone = ((await dropped).postDataJSON() as { ids: string[] }).ids
  await row(2).check()
  const resend = page.getByRole('button', { name: '2 erneut senden' })
  await resend.focus()
  await page.getByText('Die vorige Aktion läuft noch. Danach geht es weiter.').waitFor()
  answer.resolve()
  const again = page.waitForRequest('**/outbox/send-again')
  await pressFor(page.getByRole('button', { name: '1 erneut senden' }))
  const sent = ((await again).postDataJSON() as { ids: string[] }).ids
  assert.deepEqual([gone.length, sent.length], [1, 1])
  assert.notDeepEqual(sent, gone)
  await page.unrouteAll({ behavior: 'wait' })
})

test('a preview that is not through yet says so to its keys, and is imported when it is', {
  skip,
}, async () => {
  const page = await clear()
  const whole = '**/imports/*'
  let state = 'running'
  await page.route(whole, async route => {
    const answer = await route.fetch()
    await route.fulfill({ json: { ...((await answer.json()) as object), state } })
  })
  await page.goto(pictures['csvPreview'] ?? '')
  // Its figures are there before its end.
  await page.locator('[data-figure=changed]', { hasText: '213' }).waitFor()
  await page.getByRole('button', { name: 'Importieren' }).waitFor()
  await page.keyboard.press('Control+Enter')
  await page.getByText('Die Vorschau ist noch nicht fertig.').waitFor()
  state = 'done'
  await page.clock.fastForward(800)
  const started = page.waitForRequest(request => request.url().endsWith('/run'))
  await pressFor(page.getByRole('button', { name: '254 Zeilen importieren' }))
  await started
  await page.unrouteAll({ behavior: 'wait' }) // one may be on its way
})

test('thresholds of disturbances are changed, and what is not sent yet stands at its address', {
  skip,
}, async () => {
  const page = await open('/worker?view=incidents')
  await page.getByText(/^1 Nachricht wartet seit .*, nächster Versuch 14:58$/).waitFor()
  await page.getByRole('button', { name: 'Schwellen …' }).click()
  const dialog = page.getByRole('dialog')
  const field = dialog.getByLabel('Zugang endet: Tage vorher')
  await field.fill('viele')
  await dialog.getByText('Bitte eine ganze Zahl eingeben.').first().waitFor()
  await field.fill('14')
  assert.deepEqual(await seriousFindings(page), [])
  const saved = page.waitForRequest(request => request.method() === 'PATCH')
  await dialog.getByRole('button', { name: 'Speichern' }).click()
  assert.deepEqual((await saved).postDataJSON(), { credentialDays: 14 })
  await page.getByText('Schwellen gespeichert.').waitFor()
  await page.getByRole('button', { name: 'Schwellen …' }).click()
  const usual = page.waitForRequest(request => request.method() === 'PATCH')
  await dialog.getByRole('button', { name: 'Alle wie üblich' }).click()
  assert.deepEqual((await usual).postDataJSON(), { usual: ['parkedPerHour'] })
})

test('a task is refused with a reason only, and says so before', { skip }, async () => {
  const page = await open('/tasks')
  const refuse = page.getByRole('button', { name: 'Ablehnen' })
  assert.equal(await refuse.getAttribute('aria-disabled'), 'true')
  await refuse.focus()
  await page.getByText('Für eine Ablehnung fehlt die Begründung.').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('textbox', { name: 'Begründung' }).fill('Schon gepackt')
  const sent = page.waitForRequest(request => request.method() === 'POST')
  await refuse.click()
  const body = (await sent).postDataJSON() as { ids: string[] }
  assert.deepEqual(body, { ids: body.ids, decision: 'refuse', note: 'Schon gepackt' })
  assert.equal(body.ids.length, 1)
})

test('a complete synchronisation shows how far each kind is, and can be paused', { skip }, async () => {
  const page = await open('/platforms')
  await pressFor(page.getByRole('button', { name: /^Abgleich starten/ }))
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('radio', { name: 'Komplettabgleich' }).check()
  await pressFor(dialog.getByRole('button', { name: /^Abgleich starten/ }))
  await dialog.locator('tr[data-kind=item]').getByText('182 / 412').waitFor()
  await dialog.getByText('noch etwa 1 min 40 s').waitFor()
  assert.deepEqual(await seriousFindings(page), [])
  const paused = page.waitForRequest(request => request.url().endsWith('/sync-complete/pause'))
  await dialog.getByRole('button', { name: 'Anhalten' }).click()
  await paused
})

test('on a telephone no page is wider than the screen', { skip }, async t => {
  const page = await open('/orders')
  t.after(() => page.setViewportSize({ width: 1440, height: 900 }))
  await page.setViewportSize({ width: 390, height: 844 })
  for (const to of ['/orders', '/stock', '/channels']) {
    await page.goto(to)
    await page.locator('main').waitFor()
    const widths = `['html', '.top-bar', 'main'].map(one => document.querySelector(one).scrollWidth)`
    const [whole = 0, bar = 0] = (await page.evaluate(widths)) as number[]
    assert.ok(whole <= 390 && bar <= 390, `${to}: ${whole}, the bar ${bar}`)
  }
})

test('the language changes at once, and stays', { skip }, async () => {
  const page = await open('/orders')
  await page.getByRole('button', { name: 'Sprache: English' }).click()
  await page.getByRole('heading', { level: 1, name: 'Orders' }).waitFor()
  assert.equal(await page.locator('html').getAttribute('lang'), 'en')
})
