import assert from 'node:assert/strict'
import { test } from 'node:test'
import { call, given, opened, send, withShop } from './testClient.ts'
import { versionNumber, versions } from './version.ts'
import { zip } from './wire/zip.ts'

const wrong = { userPWD: 'x', uPWD: 'x' }
const ack = '<ack_bestellungen><kBestellung>1</kBestellung></ack_bestellungen>'
const item = '<tartikel kArtikel="1"><cName>Löffel</cName></tartikel>'
const order = { lines: [{ name: 'Löffel', gross: '10' }], comment: '5 € – „fein“' }

test('mytest says code, marker and version, in every version', async () => {
  for (const version of versions)
    await withShop({ version }, async shop => {
      const answer = await call(shop, 'mytest', { fields: { wawiversion: '100000' } })
      assert.equal(answer.text, `0;JTL4;${versionNumber(version)};`)
    })
})

test('mytest says 3 and the version to a wrong login, all others 3, and the status is 200', () =>
  withShop({}, async shop => {
    const answer = await call(shop, 'mytest', { fields: wrong })
    assert.deepEqual([answer.status, answer.text], [200, '3\n5.4.0'])
    assert.equal((await call(shop, 'GetBestellungen_xml', { fields: wrong })).text, '3')
    assert.equal((await send(shop, 'SetKunde_xml', { 'k.xml': '<tkunde/>' }, { fields: wrong })).text, '3;')
    assert.equal((await call(shop, 'Cronjob_xml', { fields: { e: '6' } })).text, '{"nCode":1}')
    const own = { uid: shop.userId, upwd: shop.password, e: '6' }
    assert.match((await call(shop, 'Cronjob_xml', { fields: own })).text, /^\{"nCode":0,"cToken"/)
  }))

test('mytest refuses a wawi that is too old, in ISO-8859-1', () =>
  withShop({}, async shop => {
    const { bytes } = await call(shop, 'mytest', { fields: { wawiversion: '99000' } })
    assert.match(bytes.toString('latin1'), /^8\nIhr JTL-Shop Version 5\.4\.0 benötigt .* mindestens JTL-Wawi/)
  }))

test('mytest raises the numbers that the shop gives', () =>
  withShop({}, async shop => {
    shop.placeOrder(order)
    const fields = { wawiversion: '109600', kBestellung: '500', kKunde: '70', kZahlungseingang: '9' }
    await call(shop, 'mytest', { fields })
    const placed = shop.placeOrder(order)
    assert.deepEqual([placed.id, placed.customer], ['501', '71'])
    assert.equal(shop.addPayment({ order: placed.id, amount: '1' }), '10')
    await call(shop, 'mytest', { fields: { ...fields, kBestellung: '3' } })
    assert.equal(shop.placeOrder(order).id, '502')
  }))

test('a shop that was set back gives its numbers once more, unless mytest says which are known', () =>
  withShop({}, async shop => {
    shop.placeOrder(order)
    const putBack = shop.backUp()
    assert.equal(shop.placeOrder(order).id, '2')
    putBack()
    assert.equal(shop.placeOrder(order).id, '2')
    putBack()
    assert.deepEqual(
      shop.rows('tbestellung').map(row => row['kBestellung']),
      ['1'],
    )
    await call(shop, 'mytest', { fields: { wawiversion: '109600', kBestellung: '2' } })
    assert.equal(shop.placeOrder(order).id, '3')
  }))

test('Shop 4 looks at uID and uPWD in mytest only, and at userID and userPWD in all others', () =>
  withShop({ version: '4.06' }, async shop => {
    const fields = { wawiversion: '99713' }
    const short = { userID: '', userPWD: '' }
    const long = { uID: '', uPWD: '' }
    assert.equal((await call(shop, 'mytest', { fields: { ...fields, ...short } })).text, '0;JTL4;406;')
    assert.match((await call(shop, 'mytest', { fields: { ...fields, ...long } })).text, /^3/)
    assert.equal((await call(shop, 'lastjobs', { fields: long })).text, '0')
    assert.equal((await call(shop, 'lastjobs', { fields: short })).text, '3')
  }))

test('gives UTF-8 only to whoever calls himself JTL-Wawi, and loses the euro sign else', () =>
  withShop({}, async shop => {
    shop.placeOrder(order)
    const known = await call(shop, 'GetBestellungen_xml', { agent: 'Kontor/0.1 JTL-Wawi/1.9.6.0' })
    assert.match(opened(known).toString('utf8'), /^<\?xml version="1\.0" \?>\n.*5 € – „fein“/s)
    for (const agent of ['Mozilla/5.0', 'JTL-Wawi', 'JTL-Wawi/1']) {
      const latin = opened(await call(shop, 'GetBestellungen_xml', { agent })).toString('latin1')
      assert.match(latin, /5 \? \? \?fein\?<.*<cName>Löffel</s)
    }
  }))

test('Shop 4 always answers in ISO-8859-1', () =>
  withShop({ version: '4.06' }, async shop => {
    shop.placeOrder(order)
    const xml = opened(await call(shop, 'GetBestellungen_xml')).toString('latin1')
    assert.match(xml, /5 \? \? \?fein\?<.*<cName>Löffel</s)
  }))

test('takes XML in UTF-8, and in ISO-8859-1 where it says so', () =>
  withShop({}, async shop => {
    const latin = (head: string) => Buffer.from(`<?xml version="1.0"${head}?>\n${item}`, 'latin1')
    const declared = latin(' encoding="ISO-8859-1"')
    assert.equal((await send(shop, 'Artikel_xml', { '1.xml': declared })).text, '0')
    assert.equal(shop.row('tartikel', '1')?.['cName'], 'Löffel')
    assert.equal((await send(shop, 'Artikel_xml', { '1.xml': latin('') })).status, 500)
    shop.setHabits({ malformedXml: 'ignored' })
    assert.equal((await send(shop, 'Artikel_xml', { '1.xml': latin('') })).text, '0')
  }))

test('what is no XML is HTTP 500, and from 5.6 on passed over', async () => {
  const bad = [
    '<tartikel kArtikel="2"><cName>a & b</cName></tartikel>',
    '<tartikel kArtikel="2"><cName>&nbsp;</cName></tartikel>',
    '<tartikel kArtikel="2"><cName>\u0007</cName></tartikel>',
    '<tartikel kArtikel="2" kArtikel="3"></tartikel>',
    '<tartikel kArtikel="2"><cName></tartikel>',
    '<tartikel kArtikel="2">',
    '<!DOCTYPE x [<!ENTITY a "b">]><tartikel kArtikel="2"></tartikel>',
    '',
  ]
  for (const version of ['5.4', '5.6'] as const)
    await withShop({ version }, async shop => {
      for (const xml of bad) {
        const answer = await send(shop, 'Artikel_xml', { '1.xml': item, '2.xml': xml })
        if (version === '5.4') assert.deepEqual([answer.status, answer.text], [500, ''], xml)
        else assert.deepEqual([answer.status, answer.text], [200, '0'], xml)
      }
      assert.equal(shop.rows('tartikel').length, version === '5.4' ? 0 : 1)
    })
})

test('items, categories, QuickSync and pictures are stored as a whole zip, everything else file by file', () =>
  withShop({}, async shop => {
    const bad = '<hersteller>'
    const good = '<hersteller><thersteller kHersteller="1"><cName>A</cName></thersteller></hersteller>'
    assert.equal(
      (await send(shop, 'Hersteller_xml', { 'a_hersteller.xml': good, 'hersteller.xml': bad })).status,
      500,
    )
    assert.equal(shop.rows('thersteller').length, 1)
    const category = '<tkategorie kKategorie="1" kOberKategorie="0"><cName>A</cName></tkategorie>'
    assert.equal((await send(shop, 'Kategorien_xml', { '1.xml': category, '2.xml': bad })).status, 500)
    assert.equal(shop.rows('tkategorie').length, 0)
  }))

test('without a zip it is 2, with an empty file 8, and with one that cannot be read 500 and 2', async () => {
  await withShop({}, async shop => {
    assert.equal((await call(shop, 'Bestellungen_xml')).text, '2')
    assert.match((await call(shop, 'Bestellungen_xml', { data: Buffer.alloc(0) })).text, /^8\n/)
    const corrupt = zip([{ name: 'ack_bestellung.xml', content: Buffer.from(ack) }]).subarray(0, 60)
    const answer = await call(shop, 'Bestellungen_xml', { data: corrupt })
    assert.deepEqual([answer.status, answer.text], [500, '2'])
    shop.setHabits({ corruptZipDies: false })
    assert.equal((await call(shop, 'Bestellungen_xml', { data: corrupt })).status, 200)
  })
  await withShop({ largestUpload: 100 }, async shop => {
    assert.match((await send(shop, 'Bestellungen_xml', { 'ack_bestellung.xml': ack })).text, /^8\n/)
  })
})

test('a script that it does not have is an empty answer, in Shop 4 a page that is not there', async () => {
  await withShop({}, async shop => {
    const { status, text } = await call(shop, 'Quatsch_xml')
    assert.deepEqual([status, text], [200, ''])
    assert.equal((await fetch(`${shop.url}dbeS/tmp/data.xml`)).status, 403)
    assert.equal((await fetch(`${shop.url}shop/dbeS/mytest.php`, { method: 'POST' })).status, 404)
    assert.equal((await fetch(`${shop.url}dbeS/mytest.php`)).status, 200)
  })
  await withShop({ version: '4.06' }, async shop =>
    assert.equal((await call(shop, 'GetReturns_xml')).status, 404),
  )
  await withShop({ version: '5.2' }, async shop =>
    assert.equal((await call(shop, 'GetReturns_xml')).text, ''),
  )
  await withShop({ version: '5.3' }, async shop =>
    assert.match(await given(shop, 'GetReturns_xml'), /<rmas anzahl="0">/),
  )
})

test('names of files count as part of a name, in Shop 4 as a whole', async () => {
  for (const [version, acked] of [
    ['5.4', 'Y'],
    ['4.06', 'N'],
  ] as const)
    await withShop({ version }, async shop => {
      const { id } = shop.placeOrder(order)
      assert.equal((await send(shop, 'Bestellungen_xml', { 'folder/ack_bestellung.xml': ack })).text, '0')
      assert.equal(shop.row('tbestellung', id)?.['cAbgeholt'], acked)
      assert.equal((await send(shop, 'Bestellungen_xml', { 'ack_bestellung.txt': ack })).text, '0')
    })
})

test('says Maintenance from 5.6 on, and works on before', async () => {
  for (const [version, said] of [
    ['5.6', 'Maintenance'],
    ['5.5', '0'],
  ] as const)
    await withShop({ version }, async shop => {
      shop.setMaintenance(true)
      const { status, text } = await call(shop, 'GetBestellungen_xml')
      assert.deepEqual([status, text], [200, said])
    })
})

test('lastjobs takes an upload away that runs beside it', () =>
  withShop({}, async shop => {
    const lastjobsIsOver = Promise.withResolvers<void>()
    shop.setHooks({ lasts: () => lastjobsIsOver.promise })
    shop.setFaults({ script: [{ onCall: 1, script: 'Artikel_xml', fault: 'slow' }] })
    const uploading = send(shop, 'Artikel_xml', { '1.xml': item })
    while (shop.log.counts.waiting === 0) await new Promise(done => setImmediate(done))
    assert.equal((await call(shop, 'lastjobs')).text, '0')
    lastjobsIsOver.resolve()
    assert.equal((await uploading).status, 500)
    assert.equal(shop.rows('tartikel').length, 0)
    assert.equal(shop.log.counts.mostAtOnce, 2)
  }))

test('shows people what it sells and who ordered', () =>
  withShop({ folder: '/shop/' }, async shop => {
    shop.insert('tartikel', { kArtikel: '1', cArtNr: 'A-1', cName: '<Löffel>' })
    shop.placeOrder(order)
    const page = await (await fetch(shop.url)).text()
    assert.match(page, /<td>A-1<\/td><td>&#60;Löffel&#62;<\/td>.*<td>BEST-00001<\/td>.*<td>offen<\/td>/s)
    assert.equal((await call(shop, 'lastjobs')).text, '0')
  }))
