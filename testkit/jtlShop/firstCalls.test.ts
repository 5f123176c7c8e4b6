import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { NewOrder } from './placeOrder.ts'
import type { Shop } from './shop.ts'
import { startJtlShop } from './startJtlShop.ts'
import type { ShopOptions } from './state.ts'
import { call, opened, send } from './testClient.ts'

async function withShop(options: ShopOptions, act: (shop: Shop) => Promise<void>): Promise<void> {
  const shop = await startJtlShop(options)
  try {
    await act(shop)
  } finally {
    await shop.stop()
  }
}

const order: NewOrder = {
  lines: [
    { item: '10', name: 'Löffel – groß', gross: '10.00', quantity: '2' },
    { kind: 'shipping', name: 'DHL', gross: '4.20' },
  ],
  billing: {
    salutation: 'w',
    firstName: 'Änne',
    lastName: 'O"Neill & Söhne',
    country: 'AT',
    street: 'Weg 1',
  },
}

const item = (stock: string, more = '') =>
  `<tartikel kArtikel="10" kHersteller="0"><cArtNr>A-10</cArtNr><cName>Löffel</cName><fLagerbestand>${stock}</fLagerbestand>
   <fStandardpreisNetto>8.4</fStandardpreisNetto><fMwSt>19</fMwSt><cLagerBeachten>Y</cLagerBeachten>${more}</tartikel>`

test('says its version to whoever may enter', () =>
  withShop({ version: '5.4' }, async shop => {
    const fields = { wawiversion: '109600' }
    assert.equal((await call(shop, 'mytest', { fields })).text, '0;JTL4;504;')
    assert.equal(
      (await call(shop, 'mytest', { fields: { ...fields, userPWD: 'x', uPWD: 'x' } })).text,
      '3\n5.4.0',
    )
    const old = await call(shop, 'mytest', { fields: { wawiversion: '99000' } })
    assert.match(old.bytes.toString('latin1'), /^8\nIhr JTL-Shop Version 5\.4\.0 benötigt/)
  }))

test('gives out orders until they are acknowledged', () =>
  withShop({ version: '5.4' }, async shop => {
    assert.equal((await call(shop, 'GetBestellungen_xml')).text, '0')
    const placed = shop.placeOrder(order)
    assert.equal(placed.total, '24.2')
    for (let time = 0; time < 2; time++) {
      const xml = opened(await call(shop, 'GetBestellungen_xml')).toString('utf8')
      assert.match(
        xml,
        /^<\?xml version="1\.0" \?>\n<bestellungen anzahl="1">\n\t<tbestellung kBestellung="1" kKunde="1" kLieferadresse="0"/,
      )
      assert.match(xml, /<fPreis>8\.4033613445378<\/fPreis>/)
      assert.match(xml, /<twarenkorbposeigenschaft>\n\t+<\/twarenkorbposeigenschaft>/)
      assert.match(xml, /<tlieferadresse>\n\t\t\t<cStrasse><\/cStrasse>\n\t\t<\/tlieferadresse>/)
      assert.match(xml, /<cNachname>O&quot;Neill &amp; Söhne<\/cNachname>/)
      assert.match(xml, /<cLand>Österreich<\/cLand>/)
      assert.doesNotMatch(xml, /fGesamtsumme/)
    }
    const ack =
      '<ack_bestellungen><kBestellung>1</kBestellung><kBestellung>99</kBestellung></ack_bestellungen>'
    assert.equal((await send(shop, 'Bestellungen_xml', { 'ack_bestellung.xml': ack })).text, '0')
    assert.equal((await call(shop, 'GetBestellungen_xml')).text, '0')
    assert.equal(shop.row('tbestellung', '1')?.['cStatus'], '2')
  }))

test('speaks UTF-8 only to whoever calls himself JTL-Wawi, and loses the euro sign else', () =>
  withShop({ version: '5.4' }, async shop => {
    shop.placeOrder({ ...order, comment: '5 € – „fein“' })
    const known = opened(await call(shop, 'GetBestellungen_xml')).toString('utf8')
    assert.match(known, /5 € – „fein“/)
    const unknown = opened(await call(shop, 'GetBestellungen_xml', { agent: 'Mozilla/5.0' })).toString(
      'latin1',
    )
    assert.match(unknown, /5 \? \? \?fein\?/)
    assert.match(unknown, /Änne/)
  }))

test('takes unfetched orders off the stock that it is sent', () =>
  withShop({ version: '5.4' }, async shop => {
    assert.equal((await send(shop, 'Artikel_xml', { '10.xml': item('10') })).text, '0')
    shop.placeOrder(order)
    assert.equal(shop.stock('A-10'), '8')
    await send(shop, 'Artikel_xml', { '10.xml': item('10') })
    assert.equal(shop.stock('A-10'), '8')
    const quick = (stock: string) =>
      `<quicksync><tartikel kArtikel="10"><fLagerbestand>${stock}</fLagerbestand><fStandardpreisNetto>9</fStandardpreisNetto></tartikel></quicksync>`
    await send(shop, 'QuickSync_xml', { 'quicksync.xml': quick('10') })
    assert.equal(shop.stock('A-10'), '8')
    await send(shop, 'QuickSync_xml', { 'quicksync.xml': quick('1') })
    assert.equal(shop.stock('A-10'), '0')
  }))

test('resets every price with each QuickSync', () =>
  withShop({ version: '5.4' }, async shop => {
    const scale =
      '<tpreis kPreis="1" kArtikel="10" kKundenGruppe="1" kKunde="0"><tpreisdetail kPreis="1"><nAnzahlAb>0</nAnzahlAb><fNettoPreis>7</fNettoPreis></tpreisdetail><tpreisdetail kPreis="1"><nAnzahlAb>5</nAnzahlAb><fNettoPreis>6.5</fNettoPreis></tpreisdetail></tpreis>'
    await send(shop, 'Artikel_xml', { '10.xml': item('10', scale) })
    assert.deepEqual([shop.price('A-10'), shop.price('A-10', { from: '5' })], ['7', '6.5'])
    const bare = '<quicksync><tartikel kArtikel="10"><fLagerbestand>3</fLagerbestand></tartikel></quicksync>'
    await send(shop, 'QuickSync_xml', { 'quicksync.xml': bare })
    assert.deepEqual([shop.price('A-10'), shop.price('A-10', { from: '5' })], [null, undefined])
  }))

test('answers 0 for a row that it does not store', () =>
  withShop({ version: '5.4' }, async shop => {
    const stray = item('1').replace('kHersteller="0"', 'kFarbe="1"')
    assert.equal((await send(shop, 'Artikel_xml', { '10.xml': stray })).text, '0')
    assert.equal(shop.item('A-10'), undefined)
    assert.match(shop.log.rowErrors[0]?.reason ?? '', /kFarbe/)
  }))

test('stores nothing of a zip of items in which one file is no XML', () =>
  withShop({ version: '5.4' }, async shop => {
    const files = { '10.xml': item('1'), '11.xml': '<tartikel kArtikel="11"><cName>a & b</cName></tartikel>' }
    const answer = await send(shop, 'Artikel_xml', files)
    assert.equal(answer.status, 500)
    assert.equal(shop.item('A-10'), undefined)
    shop.setHabits({ malformedXml: 'ignored' })
    assert.equal((await send(shop, 'Artikel_xml', files)).text, '0')
    assert.equal(shop.stock('A-10'), '1')
  }))
