import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Shop } from './shop.ts'
import { call, given, send, withShop } from './testClient.ts'

const png = Buffer.from('\u0089PNG\r\n\u001a\n und mehr', 'latin1')
const check = '<bildercheck><bild kBild="501" cHash="a.png"/><bild kBild="502" cHash="b.png"/></bildercheck>'
const images =
  '<images><bild kBild="501" cHash="a.png"/><bild kBild="502" cHash="b.png"/><bild kBild="503" cHash="../c.png"/></images>'
const link =
  '<bildartikellink><tartikelpict kArtikelPict="1" kArtikel="10" kBild="501" nNr="1"/><tartikelpict kArtikelPict="2" kArtikel="10" kBild="999" nNr="2"/></bildartikellink>'

test('images of items come in three steps', () =>
  withShop({}, async shop => {
    const missing = async () => (await send(shop, 'img_check', { 'bildercheck.xml': check })).text
    assert.equal(await missing(), '0;\n<bildcheck><notfound>501;502</notfound></bildcheck>')
    assert.equal((await send(shop, 'img_upload', { 'images.xml': images, 501: png, 503: png })).text, '0')
    assert.equal(await missing(), '0;\n<bildcheck><notfound>502</notfound></bildcheck>')
    assert.deepEqual([...shop.files().keys()], ['media/image/storage/a.png'])
    assert.equal((await send(shop, 'img_link', { 'bildartikellink.xml': link })).text, '0')
    assert.deepEqual(
      shop.rows('tartikelpict').map(row => [row['kBild'], row['nNr']]),
      [['501', '1']],
    )
    const seen = await fetch(`${shop.url}media/image/storage/a.png`)
    assert.deepEqual(Buffer.from(await seen.arrayBuffer()), png)
  }))

test('another image of the same place replaces the one before, and a file goes with its last link', () =>
  withShop({}, async shop => {
    await send(shop, 'img_upload', { 'images.xml': images, 501: png, 502: png })
    await send(shop, 'img_link', { 'bildartikellink.xml': link })
    await send(shop, 'img_link', {
      'bildartikellink.xml': link.replace('"1" kArtikel="10" kBild="501"', '"3" kArtikel="10" kBild="502"'),
    })
    assert.deepEqual(
      shop.rows('tartikelpict').map(row => row['kBild']),
      ['502'],
    )
    await send(shop, 'img_link', {
      'del_bildartikellink.xml': '<x><tartikelpict><kArtikel>10</kArtikel><nNr>1</nNr></tartikelpict></x>',
    })
    assert.deepEqual([...shop.files().keys()], ['media/image/storage/a.png'])
  }))

test('an image whose file is called like that of another loses it with that one', () =>
  withShop({}, async shop => {
    const same = images.replace('b.png', 'a.png')
    await send(shop, 'img_upload', { 'images.xml': same, 501: png, 502: png })
    await send(shop, 'img_link', { 'bildartikellink.xml': link.replace('999', '502') })
    const gone = '<x><tartikelpict><kArtikel>10</kArtikel><nNr>1</nNr></tartikelpict></x>'
    await send(shop, 'img_link', { 'del_bildartikellink.xml': gone })
    assert.deepEqual([shop.rows('tartikelpict').length, shop.files().size], [1, 0])
    const asked = await send(shop, 'img_check', { 'bildercheck.xml': check.replace('b.png', 'a.png') })
    assert.equal(asked.text, '0;\n<bildcheck><notfound>501;502</notfound></bildcheck>')
  }))

test('other pictures lie beside their list, and have to be pictures', () =>
  withShop({}, async shop => {
    shop.insert('tkategorie', { kKategorie: '1', cName: 'K' })
    const list =
      '<bilder><tkategoriepict kKategoriePict="1" kKategorie="1"><cPfad>k1.png</cPfad></tkategoriepict></bilder>'
    assert.equal(
      (await send(shop, 'Bilder_xml', { 'bilder_k.xml': list, 'k1.png': Buffer.from('<html>') })).text,
      '0',
    )
    assert.equal(shop.files().size, 0)
    await send(shop, 'Bilder_xml', { 'bilder_k.xml': list, 'k1.png': png })
    assert.equal(shop.row('tkategorie', '1')?.['cBildpfad'], 'bilder/tkategorie/1.png')
    await send(shop, 'Bilder_xml', {
      'del_bilder_k.xml': '<del_bilder><kKategorie>1</kKategorie></del_bilder>',
    })
    assert.equal(shop.files().size, 0)
  }))

test('images of items come beside their list in Shop 4 only', async () => {
  const list =
    '<bilder><tartikelpict kArtikelPict="1" kArtikel="10" nNr="1"><cPfad>a</cPfad></tartikelpict></bilder>'
  for (const [version, there] of [
    ['4.06', 1],
    ['5.4', 0],
  ] as const)
    await withShop({ version }, async shop => {
      assert.equal((await send(shop, 'Bilder_xml', { 'bilder_a.xml': list, a: png })).text, '0')
      assert.equal(shop.rows('tartikelpict').length, there)
    })
})

const person = {
  billing: { salutation: 'w', lastName: 'Weiß', country: 'AT', street: 'Weg 1', email: 'a@example.com' },
  guest: false,
}

test('customers come until they are acknowledged, guests too, with the code of their country', () =>
  withShop({}, async shop => {
    shop.addCustomer(person)
    shop.placeOrder({ lines: [{ gross: '1' }] })
    const xml = await given(shop, 'GetKunden_xml')
    assert.match(xml, /<kunden anzahl="2">\n\t<tkunde kKunde="1" kKundengruppe="1" kSprache="1">/)
    assert.match(xml, /<cLand>AT<.*<nRegistriert>1<.*<nRegistriert>0</s)
    assert.doesNotMatch(xml, /kRechnungsadresse|cSperre/)
    await send(shop, 'Kunden_xml', {
      'ack_kunden.xml': '<ack_kunden><kKunde>1</kKunde><kKunde>2</kKunde></ack_kunden>',
    })
    assert.equal((await call(shop, 'GetKunden_xml')).text, '0')
  }))

const customer = (attributes: string, mail: string) =>
  `<tkunde ${attributes} kKundengruppe="1" kSprache="1"><cNachname>Weiß</cNachname><cMail>${mail}</cMail><tkundenattribut><cName>a</cName><cWert>b</cWert></tkundenattribut>
   <tadresse kAdresse="77" kInetAdresse="0"><cOrt>Köln</cOrt></tadresse></tkunde>`
const setCustomer = async (shop: Shop, attributes: string, mail: string) =>
  (await send(shop, 'SetKunde_xml', { 'kunde.xml': customer(attributes, mail) })).text

test('SetKunde says the keys, or who has the mail address already', () =>
  withShop({}, async shop => {
    const created = await setCustomer(shop, '', 'neu@example.com')
    assert.match(
      created,
      /^0;\n<keys>\s*<tkunde kKunde="1">\s*<tadresse kAdresse="77" kInetAdresse="1">\s*<\/tadresse>\s*<\/tkunde>\s*<\/keys>/,
    )
    assert.match(
      await setCustomer(shop, '', 'neu@example.com'),
      /^0;\n<kunden anzahl="1">\n\t<tkunde kKunde="1".*<cName>a</s,
    )
    assert.match(await setCustomer(shop, 'kKunde="1"', 'neu@example.com'), /<tkunde kKunde="1">/)
    assert.match(await setCustomer(shop, 'kKunde="9"', 'x@example.com'), /<tkunde kKunde="0">/)
    assert.match(await setCustomer(shop, '', 'keine Adresse'), /<tkunde kKunde="0">/)
    assert.deepEqual(shop.log.mails, [{ kind: 'newPassword', to: 'neu@example.com' }])
    assert.equal((await call(shop, 'GetKunden_xml')).text, '0')
  }))

test('store credit is added once for each voucher', () =>
  withShop({}, async shop => {
    const key = shop.addCustomer(person)
    const voucher = `<gutscheine><gutschein kGutschein="5" kKunde="${key}"><fWert>10.5</fWert><cGrund>x</cGrund></gutschein></gutscheine>`
    for (let time = 0; time < 2; time++) await send(shop, 'Kunden_xml', { 'gutscheine.xml': voucher })
    assert.equal(shop.row('tkunde', key)?.['fGuthaben'], '10.5')
    await send(shop, 'Kunden_xml', { 'del_kunden.xml': `<del_kunden><kKunde>${key}</kKunde></del_kunden>` })
    assert.equal(shop.rows('tkunde').length, 0)
  }))

test('deleted customers and returns are always an archive, also with nothing in it', () =>
  withShop({}, async shop => {
    assert.match(await given(shop, 'GetDeletedCustomers_xml'), /<kunden anzahl="0" max="0">/)
    assert.match(await given(shop, 'GetReturns_xml'), /<rmas anzahl="0">/)
    shop.insert('tkundegeloescht', { kKunde: '4', customer_id: '4', deleted: '2026-11-01', issuer: 'admin' })
    for (let time = 0; time < 2; time++)
      assert.match(await given(shop, 'GetDeletedCustomers_xml'), /<deleted_customer kKunde="4">/)
    await send(shop, 'Kunden_xml', {
      'ack_deleted_customers.xml': '<ack_kunden><kKunde>4</kKunde></ack_kunden>',
    })
    assert.match(await given(shop, 'GetDeletedCustomers_xml'), /anzahl="0"/)
    assert.match(await given(shop, 'Invoice_xml', { fields: { kBestellung: '1' } }), /<cTyp>FAILURE</)
  }))

test('who waits for an item is told once, uploads until they are acknowledged', () =>
  withShop({}, async shop => {
    assert.equal((await call(shop, 'GetData_xml')).text, '0')
    shop.insert('tverfuegbarkeitsbenachrichtigung', {
      kVerfuegbarkeitsbenachrichtigung: '1',
      kArtikel: '10',
      cMail: 'a@example.com',
    })
    shop.insert('tuploadqueue', { kUploadqueue: '3', kBestellung: '1', kArtikel: '10' })
    assert.match(
      await given(shop, 'GetData_xml'),
      /<verfuegbarkeitsbenachrichtigungen>.*<tuploadqueue kUploadqueue="3"/s,
    )
    assert.doesNotMatch(await given(shop, 'GetData_xml'), /verfuegbarkeit/)
    await send(shop, 'Data_xml', {
      'ack_uploadqueue.xml': '<ack_uploadqueue><kuploadqueue>3</kuploadqueue></ack_uploadqueue>',
    })
    assert.equal((await call(shop, 'GetData_xml')).text, '0')
  }))
