import assert from 'node:assert/strict'
import { test } from 'node:test'
import { exact, rounded } from '../../src/base/decimal.ts'
import { fillShop, orderKinds } from './orderKinds.ts'
import { lineKinds, type NewOrder } from './placeOrder.ts'
import type { Shop } from './shop.ts'
import { call, given, send, withShop } from './testClient.ts'
import { listOf, readXml, textOf, type XmlNode } from './wire/readXml.ts'

const order: NewOrder = {
  lines: [
    { item: '10', name: 'Löffel', gross: '10.00', quantity: '2' },
    { kind: 'shipping', name: 'DHL', gross: '4.20' },
  ],
  billing: {
    salutation: 'w',
    lastName: 'O"Neill & <Söhne>',
    country: 'AT',
    street: 'Weg 1',
    email: 'a@example.com',
  },
}
const acked = (...ids: readonly string[]) =>
  `<ack_bestellungen>${ids.map(id => `<kBestellung>${id}</kBestellung>`).join('')}</ack_bestellungen>`
const set = (id: string, fields: Readonly<Record<string, string>>) =>
  `<tbestellungen><tbestellung kBestellung="${id}">${Object.entries(fields)
    .map(([name, value]) => `<${name}>${value}</${name}>`)
    .join('')}</tbestellung></tbestellungen>`
const lief = (n: string, id: string) =>
  `<lieferscheine><tlieferschein kLieferschein="${n}"><kInetBestellung>${id}</kInetBestellung></tlieferschein>
   <tlieferscheinpos><kLieferscheinPos>${n}1</kLieferscheinPos><kLieferschein>${n}</kLieferschein><kBestellPos>1</kBestellPos><fAnzahl>1</fAnzahl></tlieferscheinpos>
   <tversand kVersand="${n}2" kLieferschein="${n}"><cIdentCode>T${n}</cIdentCode></tversand></lieferscheine>`

async function said(shop: Shop, file: string, xml: string): Promise<string> {
  return (await send(shop, 'Bestellungen_xml', { [file]: xml })).text
}

async function orders(shop: Shop): Promise<readonly XmlNode[]> {
  return listOf(readXml(Buffer.from(await given(shop, 'GetBestellungen_xml'))), 'tbestellung')
}

test('orders come until they are acknowledged, and 0 when there are none', () =>
  withShop({}, async shop => {
    assert.equal((await call(shop, 'GetBestellungen_xml')).text, '0')
    for (let n = 0; n < 102; n++) shop.placeOrder(order)
    for (let time = 0; time < 2; time++) {
      const list = await orders(shop)
      assert.deepEqual(
        [list.length, list[0]?.attributes['kBestellung'], list[99]?.attributes['kBestellung']],
        [100, '1', '100'],
      )
    }
    assert.equal(await said(shop, 'ack_bestellung.xml', acked('1', '3', '999')), '0')
    assert.deepEqual(
      (await orders(shop)).slice(0, 2).map(one => one.attributes['kBestellung']),
      ['2', '4'],
    )
  }))

test('an ack makes 2 of status 1, and leaves every other', () =>
  withShop({}, async shop => {
    shop.placeOrder(order)
    shop.placeOrder({ ...order, status: '3', bank: { cIBAN: 'DE1' } })
    await said(shop, 'ack_bestellung.xml', acked('1', '2'))
    assert.deepEqual(
      shop.rows('tbestellung').map(row => row['cStatus']),
      ['2', '3'],
    )
    assert.equal(shop.rows('tzahlungsinfo')[0]?.['cAbgeholt'], 'Y')
  }))

test('an order is written in the hand of the shop', () =>
  withShop({}, async shop => {
    shop.placeOrder({ ...order, comment: 'vor\0nach \u0007' })
    const xml = await given(shop, 'GetBestellungen_xml')
    assert.match(
      xml,
      /^<\?xml version="1\.0" \?>\n<bestellungen anzahl="1">\n\t<tbestellung kBestellung="1" kKunde="1" kLieferadresse="0" kRechnungsadresse="1"/,
    )
    assert.match(xml, /<fPreis>8\.4033613445378<\/fPreis>/)
    assert.match(xml, /<twarenkorbposeigenschaft>\n\t+<\/twarenkorbposeigenschaft>/)
    assert.match(xml, /<dVersandDatum \/>/)
    assert.match(xml, /<cTracking><\/cTracking>/)
    assert.match(xml, /<cNachname>O&quot;Neill &amp; &lt;Söhne&gt;<\/cNachname>/)
    assert.match(xml, /<cLand>Österreich<\/cLand>/)
    assert.ok(xml.includes('<cKommentar>vornach \u0007</cKommentar>'))
    assert.match(xml, /<kKonfigitem>0<\/kKonfigitem>/)
    assert.doesNotMatch(xml, /fGesamtsumme/)
  }))

test('without a delivery address there is an element with an empty street only', () =>
  withShop({}, async shop => {
    shop.placeOrder(order)
    shop.placeOrder({ ...order, shipping: { lastName: 'Ötzi', country: 'DE' } })
    const [without, own] = await orders(shop)
    const shape = (one: XmlNode | undefined) => {
      const [address] = one ? listOf(one, 'tlieferadresse') : []
      return [one?.attributes['kLieferadresse'], address?.attributes, address?.children.length]
    }
    assert.deepEqual(shape(without), ['0', {}, 1])
    assert.deepEqual(shape(own).slice(0, 2), ['1', { kLieferadresse: '1', kKunde: '2' }])
  }))

test('orders of every kind have the total that the customer saw', () =>
  withShop({}, async shop => {
    const placed = fillShop(shop, { orders: Object.keys(orderKinds).length * 2, seed: 5 })
    const kinds = new Set<string>()
    for (const one of await orders(shop)) {
      const lines = listOf(one, 'twarenkorbpos')
      for (const line of lines) kinds.add(textOf(line, 'nPosTyp') ?? '')
      const gross = lines.map(line => {
        const [net = '0', count = '0', tax = '0'] = ['fPreis', 'nAnzahl', 'fMwSt'].map(name =>
          textOf(line, name),
        )
        return rounded(exact(net).times(count).times(exact(tax).plus(100)).div(100), 2)
      })
      const total = gross.reduce((sum, value) => sum.plus(value), exact(textOf(one, 'fGuthaben') ?? '0'))
      const known = placed.find(entry => entry.id === one.attributes['kBestellung'])
      assert.equal(total.toFixed(), known?.total, known?.kind)
    }
    assert.deepEqual([...kinds].sort(), Object.values(lineKinds).sort())
  }))

test('store credit is negative, and a gift costs nothing', () =>
  withShop({}, async shop => {
    const { total } = shop.placeOrder({ ...order, credit: '5' })
    assert.equal(total, '19.2')
    assert.equal(textOf((await orders(shop))[0] ?? readXml(Buffer.from('<a/>')), 'fGuthaben'), '-5')
    assert.equal(shop.placeOrder({ lines: [{ kind: 'gift', gross: '0' }] }).total, '0')
  }))

test('payments come until they are acknowledged, also of orders that nobody fetched', () =>
  withShop({}, async shop => {
    const { id } = shop.placeOrder(order)
    const payment = shop.addPayment({ order: id, amount: '24.20', note: 'TX-1' })
    for (let time = 0; time < 2; time++)
      assert.match(
        await given(shop, 'GetZahlungen_xml'),
        /<tzahlungseingang kZahlungseingang="1" kBestellung="1">\n.*<fBetrag>24\.20<.*<cHinweis>TX-1<.*<dZeit_formatted>/s,
      )
    const ack = `<ack_zahlungseingang><kZahlungseingang>${payment}</kZahlungseingang></ack_zahlungseingang>`
    assert.equal(await said(shop, 'ack_zahlungseingang.xml', ack), '0')
    assert.equal((await call(shop, 'GetZahlungen_xml')).text, '0')
  }))

test('a status is computed: cancelled stays, partly delivered needs a delivery, shipped beats paid', () =>
  withShop({}, async shop => {
    const { id } = shop.placeOrder(order)
    const status = async (fields: Readonly<Record<string, string>>) => {
      assert.equal(await said(shop, 'set_bestellung.xml', set(id, fields)), '0')
      return shop.row('tbestellung', id)?.['cStatus']
    }
    assert.equal(await status({}), '2')
    assert.equal(await status({ cBezahlt: 'Y' }), '3')
    assert.equal(await status({ cBezahlt: 'N', dVersandt: '2026-11-02' }), '4')
    assert.equal(await status({ dVersandt: '2026-11-02', nKomplettAusgeliefert: '0' }), '4')
    assert.equal((await send(shop, 'Lieferschein_xml', { 'lief.xml': lief('7', id) })).text, '0')
    assert.equal(await status({ dVersandt: '2026-11-02', nKomplettAusgeliefert: '0' }), '5')
    assert.equal(await status({ dVersandt: '2026-11-02', nKomplettAusgeliefert: '1' }), '4')
    await said(
      shop,
      'storno_bestellung.xml',
      `<storno_bestellungen><kBestellung>${id}</kBestellung></storno_bestellungen>`,
    )
    assert.equal(await status({ dVersandt: '2026-11-02' }), '-1')
    await said(
      shop,
      'reaktiviere_bestellung.xml',
      `<reaktiviere_bestellungen><kBestellung>${id}</kBestellung></reaktiviere_bestellungen>`,
    )
    assert.equal(shop.row('tbestellung', id)?.['cStatus'], '2')
    assert.deepEqual(
      shop.log.mails.map(mail => mail.kind),
      ['partlyShipped', 'cancelled'],
    )
  }))

test('set_bestellung replaces everything: what is not said is cleared', () =>
  withShop({ clock: () => new Date('2026-11-03T08:00:00Z') }, async shop => {
    const { id } = shop.placeOrder(order)
    const all = {
      cZahlungsartName: 'Vorkasse',
      cBezahlt: 'Y',
      dBezahltDatum: '2026-11-02',
      dVersandt: '2026-11-02',
      cIdentCode: '123',
      cLogistik: 'DHL',
    }
    await said(shop, 'set_bestellung.xml', set(id, all))
    assert.deepEqual(
      [shop.row('tbestellung', id)?.['cTracking'], shop.row('tbestellung', id)?.['dBezahltDatum']],
      ['123', '2026-11-02'],
    )
    assert.deepEqual(
      shop.log.mails.map(mail => mail.kind),
      ['shipped', 'paid'],
    )
    await said(shop, 'set_bestellung.xml', set(id, { cBezahlt: 'Y' }))
    const row = shop.row('tbestellung', id)
    assert.deepEqual([row?.['cTracking'], row?.['dBezahltDatum'], row?.['dVersandDatum']], ['', null, null])
    assert.equal(await said(shop, 'set_bestellung.xml', set('99', all)), '0')
  }))

test('deliveries are written by their keys, wherever these stand, and need an order', () =>
  withShop({}, async shop => {
    const { id } = shop.placeOrder(order)
    for (const xml of [lief('7', id), lief('7', id), lief('8', '0')])
      await send(shop, 'Lieferschein_xml', { 'lief.xml': xml })
    assert.deepEqual(
      shop.rows('tlieferschein').map(row => row['kLieferschein']),
      ['7'],
    )
    assert.deepEqual(shop.row('tversand', '72')?.['cIdentCode'], 'T7')
    assert.equal(shop.row('tlieferscheinpos', '71')?.['kBestellPos'], '1')
    await send(shop, 'Lieferschein_xml', { 'del_lief.xml': '<x><kLieferschein>7</kLieferschein></x>' })
    assert.equal(shop.rows('tlieferschein').length, 0)
  }))

test('an edited order keeps its number and state, and gets new lines', () =>
  withShop({}, async shop => {
    const { id, number } = shop.placeOrder(order)
    const edit = (
      no: string,
      name: string,
    ) => `<tbestellung kBestellung="${id}" kSprache="1" kWaehrung="1"><cBestellNr>${no}</cBestellNr>
      <fGuthaben>0</fGuthaben><fGesamtsumme>5</fGesamtsumme><trechnungsadresse><cNachname>${name}</cNachname></trechnungsadresse>
      <twarenkorbpos kArtikel="10"><cName>Gabel</cName><fPreis>4.2</fPreis><fMwSt>19</fMwSt><nAnzahl>1.5</nAnzahl><nPosTyp>1</nPosTyp></twarenkorbpos></tbestellung>`
    assert.match(await said(shop, 'upd_bestellung.xml', edit('X', 'Neu')), /^8\n/)
    assert.match(await said(shop, 'upd_bestellung.xml', edit(number, '')), /^8\n/)
    assert.equal(await said(shop, 'upd_bestellung.xml', edit(number, 'Neu')), '0')
    const [line] = shop.rows('twarenkorbpos')
    assert.deepEqual(
      [line?.['kWarenkorbPos'], line?.['nAnzahl'], shop.rows('twarenkorbpos').length],
      ['3', '1.5', 1],
    )
    assert.deepEqual(
      [shop.row('tbestellung', id)?.['cAbgeholt'], shop.row('tbestellung', id)?.['cStatus']],
      ['N', '1'],
    )
    assert.equal(shop.rows('trechnungsadresse')[0]?.['cNachname'], 'Neu')
  }))

test('an order of the ERP is offered to the ERP, from 5.3 on', async () => {
  const xml =
    '<tbestellung kKunde="1"><cBestellNr>E-1</cBestellNr><twarenkorbpos kArtikel="0"><cName>A</cName></twarenkorbpos></tbestellung>'
  for (const [version, there] of [
    ['5.2', 0],
    ['5.3', 1],
  ] as const)
    await withShop({ version }, async shop => {
      shop.addCustomer({})
      assert.equal(await said(shop, 'ins_bestellung.xml', xml), '0')
      assert.equal(shop.rows('tbestellung').length, there)
      if (there === 0) return
      assert.equal((await orders(shop))[0]?.attributes['kLieferadresse'], '0')
      assert.match(await said(shop, 'ins_bestellung.xml', xml), /^8\n/)
      assert.equal(await said(shop, 'ins_bestellung.xml', '<tbestellung kKunde="1"></tbestellung>'), '5')
    })
})

test('a deleted order takes its lines and the account of its guest with it', () =>
  withShop({}, async shop => {
    const { id } = shop.placeOrder(order)
    assert.equal(
      await said(
        shop,
        'del_bestellung.xml',
        `<del_bestellungen><kBestellung>${id}</kBestellung></del_bestellungen>`,
      ),
      '0',
    )
    for (const table of ['tbestellung', 'twarenkorbpos', 'tkunde'] as const)
      assert.equal(shop.rows(table).length, 0, table)
  }))
