// Customers at the screen, on the real server: created, compared, merged and taken apart; edited by two at once; blocked; forgotten; and the administration.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { noBrowser, openBrowser } from './browser.ts'
import { openMerchant, seriousFindings } from './merchant.ts'

const browser = await openBrowser()
const skip = browser ? false : noBrowser
after(() => browser?.close())
const merchant = browser ? await openMerchant({ after }, browser, { orders: 0 }) : undefined
const thies = {
  firstName: 'Annegret',
  lastName: 'Thies',
  street: 'Am Markt 7',
  postcode: '23552',
  city: 'Lübeck',
  country: 'DE',
  phone: '0451 2210784',
}

test('a customer is created by keyboard, compared with whom it looks like, merged, and taken apart again', {
  skip,
}, async () => {
  assert.ok(merchant)
  const { ask, open } = merchant
  const old = await ask('POST', '/customers', { ...thies, email: 'a.thies@posteo.example' })
  const page = await open('/customers')
  await page.getByRole('grid').getByText(old.number).waitFor()
  await page.keyboard.press('n')
  const dialog = page.getByRole('dialog')
  const create = dialog.getByRole('button', { name: 'Anlegen' })
  assert.equal(await create.getAttribute('aria-disabled'), 'true', 'nobody without a name')
  for (const [label, text] of [
    ['Vorname', 'Annegret'],
    ['Nachname', 'Thies'],
    ['Straße und Hausnummer', 'Am Markt 7'],
    ['PLZ', '23552'],
    ['Ort', 'Lübeck'],
    ['Telefon', '0451 2210784'],
    ['E-Mail', 'neu@posteo.example'],
  ] as const)
    await dialog.getByLabel(label, { exact: true }).fill(text)
  await page.keyboard.press('Enter')
  // She is known, as it seems: nothing is made before a second word.
  await dialog.getByText('1 Kunde kann derselbe sein').waitFor()
  await dialog.getByRole('button', { name: `Diesen nehmen ${old.number}` }).waitFor()
  assert.deepEqual(await seriousFindings(page), [])
  assert.equal((await ask('GET', '/customers?search=Thies')).count, 1)
  await dialog.getByRole('button', { name: 'Trotzdem anlegen' }).click()
  await page.getByText(`Ein Kunde gleicht dem neuen: ${old.number}`).waitFor()
  assert.deepEqual(await seriousFindings(page), [])

  await page.getByRole('button', { name: 'Vergleichen …' }).click()
  const email = dialog.locator('tr[data-field=email]')
  await email.waitFor()
  assert.match(
    await email.locator('td').last().innerText(),
    /a\.thies@/,
    'the one that stays keeps what it says',
  )
  await email.getByRole('radio').last().check()
  assert.match(await email.locator('td').last().innerText(), /neu@/)
  assert.deepEqual(await seriousFindings(page), [])
  await dialog.getByRole('button', { name: '2 zusammenführen' }).click()
  await page.getByText(`Zusammengeführt: 0 Aufträge gehören jetzt ${old.number}.`).waitFor()
  await page.waitForURL(new RegExp(`/customers/${old.number}`))
  assert.equal((await ask('GET', `/customers/${old.number}`)).email, 'neu@posteo.example')

  await page.getByRole('tab', { name: 'Verlauf' }).click()
  await page.getByRole('button', { name: 'Rückgängig machen …' }).click()
  await dialog.getByRole('button', { name: 'Rückgängig machen' }).click()
  await page.getByText('ist wieder ein eigener Kunde.').waitFor()
  assert.equal((await ask('GET', `/customers/${old.number}`)).email, 'a.thies@posteo.example')

  await page.goto('/duplicates')
  await page.getByRole('button', { name: 'Nicht dieselben' }).first().waitFor()
  await page.getByRole('complementary').getByRole('button', { name: 'Nicht dieselben' }).click()
  await page.getByText('stehen hier nicht mehr.').waitFor()
  await page.getByText('Keine Dubletten').waitFor()
  await page.getByRole('button', { name: 'Rückgängig' }).click()
  await page.getByRole('grid').getByText(old.number).waitFor()
})

test('who saves after somebody else sees both versions field by field, and overwrites nothing unasked', {
  skip,
}, async () => {
  assert.ok(merchant)
  const { ask, open } = merchant
  const { id, number } = await ask('POST', '/customers', { lastName: 'Brandt', phone: '1', city: 'Hamburg' })
  const page = await open(`/customers/${number}`)
  await page.getByLabel('Telefon', { exact: true }).fill('2')
  await page.getByLabel('Vorname', { exact: true }).fill('Nele')
  await ask('PATCH', `/customers/${id}`, { phone: '3', fax: '4' })
  await page.keyboard.press('Control+s')
  const dialog = page.getByRole('dialog')
  const row = dialog.locator('tr[data-field=phone]')
  await row.waitFor()
  assert.equal(await dialog.locator('tr[data-field]').count(), 1, 'only what both changed is asked')
  assert.deepEqual(await seriousFindings(page), [])
  await row.getByRole('radio', { name: '3' }).check()
  await dialog.getByRole('button', { name: 'So speichern' }).click()
  await page.getByText('Gespeichert.').waitFor()
  const { phone, firstName, fax } = await ask('GET', `/customers/${id}`)
  assert.deepEqual({ phone, firstName, fax }, { phone: '3', firstName: 'Nele', fax: '4' })

  await page.getByRole('tab', { name: /Notizen/ }).click()
  await page.getByRole('textbox', { name: 'Neue Notiz' }).fill('Ruft freitags an.')
  await page.getByRole('button', { name: 'Notieren' }).click()
  await page.locator('.customer-note-text', { hasText: 'Ruft freitags an.' }).waitFor()
})

test('several customers are blocked with a reason and freed again; one is forgotten for good', {
  skip,
}, async () => {
  assert.ok(merchant)
  const { ask, open } = merchant
  for (const lastName of ['Wolter', 'Wolters'])
    await ask('POST', '/customers', {
      lastName,
      city: 'Bonn',
      firstName: 'Heinz',
      email: `${lastName}@x.example`,
    })
  const page = await open('/customers?search=Wolter')
  await page.getByText('1–2 von 2').waitFor()
  await page.getByRole('grid').focus()
  await page.keyboard.press('Control+a')
  await page.getByText('2 gewählt').waitFor()
  await page.getByRole('button', { name: '2 sperren …' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Grund').fill('Zahlt nicht')
  await page.keyboard.press('Enter')
  await page.getByText('2 Kunden gesperrt.').waitFor()
  assert.equal((await ask('GET', '/customers?blocked=true')).count, 2)
  await page.getByRole('grid').focus()
  await page.keyboard.press('Enter')
  await page.getByText('gesperrt: Zahlt nicht').waitFor()
  await page.getByRole('button', { name: 'Freigeben' }).click()
  await page.getByText('1 Kunde freigegeben.').waitFor()

  await page.getByRole('button', { name: 'Anonymisieren …' }).click()
  const forget = dialog.getByRole('button', { name: 'Anonymisieren' })
  assert.equal(await forget.getAttribute('aria-disabled'), 'true', 'nobody is forgotten by a slip')
  await dialog.getByRole('checkbox').check()
  await forget.click()
  await page.getByText('Über die Person wird nichts mehr geführt.').waitFor()
  assert.equal(await page.getByLabel('Nachname', { exact: true }).getAttribute('readonly'), '')
})

test('the administration sets numbers, taxes, reasons and from when on a customer is recognised', {
  skip,
}, async () => {
  assert.ok(merchant)
  const { ask, open } = merchant
  const page = await open('/settings')
  const dialog = page.getByRole('dialog')
  await page.getByRole('button', { name: 'Ändern … Retouren' }).click()
  await dialog.getByLabel('Präfix').fill('RET-')
  await dialog.getByLabel('Nächste Nummer').fill('1')
  await dialog.getByRole('button', { name: 'Speichern' }).focus()
  await page.getByText('Der Nummernkreis steht schon bei').waitFor()
  await dialog.getByLabel('Nächste Nummer').fill('50000')
  await page.keyboard.press('Enter')
  await page.getByText('RET-50000').waitFor()

  await page.getByRole('tab', { name: 'Steuern' }).click()
  await page.getByRole('button', { name: 'Von einem Tag an ändern …' }).click()
  await dialog.getByRole('checkbox', { name: 'One-Stop-Shop' }).check()
  await dialog.getByRole('button', { name: 'Speichern' }).click()
  await dialog.waitFor({ state: 'detached' })
  assert.equal((await ask('GET', '/company-tax')).today.oss, true)

  await page.getByRole('tab', { name: 'Gründe' }).click()
  await page.getByRole('button', { name: 'Grund hinzufügen …' }).first().click()
  await dialog.getByLabel('Kürzel').fill('dispute')
  await dialog.getByLabel('Deutsch').fill('Zahlungsstreit')
  await dialog.getByLabel('Englisch').fill('Payment dispute')
  await page.keyboard.press('Enter')
  await page.getByRole('row', { name: /dispute Zahlungsstreit Payment dispute/ }).waitFor()

  await page.getByRole('tab', { name: 'Kunden erkennen' }).click()
  await page.getByLabel('Ein Mensch wird gefragt ab').fill('90')
  await page.getByText('Gefragt würde erst nach der Grenze').first().waitFor()
  await page.getByLabel('Ein Mensch wird gefragt ab').fill('60')
  await page.keyboard.press('Control+s')
  await page.getByText('60 bis 79 Punkte').waitFor()
  await page.getByRole('region', { name: 'Speichern' }).waitFor({ state: 'detached' })
  assert.deepEqual(await ask('GET', '/match-rule'), { automaticFrom: 80, askFrom: 60 })
})

test('where it is not sure whose an order is, the inbox says what speaks for whom, and a new customer can be chosen', {
  skip,
}, async () => {
  assert.ok(merchant)
  const { ask, open, shop, synchronise } = merchant
  await ask('PUT', '/match-rule', { automaticFrom: 101, askFrom: 55 })
  const [channel] = (await ask('GET', '/channels')).items
  await ask('PATCH', `/channels/${channel.id}`, { unsure: 'ask' })
  await ask('POST', '/customers', {
    ...thies,
    firstName: 'Ove',
    lastName: 'Harms',
    email: 'ove@posteo.example',
  })
  const { firstName, lastName, street, city, country } = { ...thies, firstName: 'Ove', lastName: 'Harms' }
  const buyer = { firstName, lastName, street, zipCode: '23552', city, country, email: 'ove@posteo.example' }
  const placed = shop.placeOrder({
    lines: [{ sku: 'ART-00001', quantity: '1' }],
    billing: buyer,
    shipping: buyer,
  })
  await synchronise()
  const page = await open('/inbox')
  const pane = page.getByRole('complementary', { name: placed.number })
  await pane.getByText('gleiche E-Mail-Adresse').waitFor()
  const take = pane.getByRole('button', { name: 'Diese übernehmen' })
  await take.and(page.locator('[aria-disabled=true]')).waitFor() // nobody is guessed
  await pane.getByRole('radio', { name: 'Neuen Kunden anlegen' }).check()
  assert.deepEqual(await seriousFindings(page), [])
  await pane.getByRole('button', { name: 'Zuordnen und übernehmen' }).click()
  await page.getByText('1 Auftrag angelegt').waitFor()
  assert.equal((await ask('GET', '/customers?search=Harms')).count, 2)
})
