import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Shop } from './shop.ts'
import type { TableName } from './store/tableShapes.ts'
import { call, send, withShop } from './testClient.ts'

const order = { lines: [{ item: '10', name: 'Löffel', gross: '10.00', quantity: '2' }] }
const item = (fields: Readonly<Record<string, string>> = {}, more = '', attributes = 'kArtikel="10"') => {
  const all = {
    cArtNr: 'A-10',
    cName: 'Löffel',
    fLagerbestand: '10',
    fStandardpreisNetto: '8.4',
    fMwSt: '19',
    cLagerBeachten: 'Y',
    ...fields,
  }
  const inner = Object.entries(all).map(([name, value]) => `<${name}>${value}</${name}>`)
  return `<tartikel ${attributes}>${inner.join('')}${more}</tartikel>`
}
const price = (group: string, details: Readonly<Record<string, string>>, customer = '0') =>
  `<tpreis kPreis="1" kArtikel="10" kKundenGruppe="${group}" kKunde="${customer}">${Object.entries(details)
    .map(
      ([from, net]) =>
        `<tpreisdetail kPreis="1"><nAnzahlAb>${from}</nAnzahlAb><fNettoPreis>${net}</fNettoPreis></tpreisdetail>`,
    )
    .join('')}</tpreis>`
const quick = (stock: string, more = '<fStandardpreisNetto>9</fStandardpreisNetto>', key = '10') =>
  `<quicksync><tartikel kArtikel="${key}"><fLagerbestand>${stock}</fLagerbestand>${more}</tartikel></quicksync>`

async function sent(shop: Shop, script: string, xml: string, file = 'x.xml'): Promise<string> {
  return (await send(shop, script, { [file]: xml })).text
}

const itemSent = (shop: Shop, xml: string) => sent(shop, 'Artikel_xml', xml)
const quickSent = (shop: Shop, xml: string) => sent(shop, 'QuickSync_xml', xml, 'quicksync.xml')
const count = (shop: Shop, ...tables: readonly TableName[]) => tables.map(table => shop.rows(table).length)

test('a row with an attribute that is no column is not stored, and the answer is 0', () =>
  withShop({}, async shop => {
    await itemSent(shop, item())
    assert.equal(
      await itemSent(
        shop,
        item(
          {},
          '<tkategorieartikel kKategorieArtikel="1" kArtikel="10" kKategorie="1"/>',
          'kArtikel="10" kFarbe="1"',
        ),
      ),
      '0',
    )
    assert.equal(shop.item('A-10'), undefined, 'the old item was deleted before')
    assert.deepEqual(count(shop, 'tkategorieartikel'), [1])
    assert.match(shop.log.rowErrors[0]?.reason ?? '', /kFarbe/)
  }))

test('a record without any attribute is dropped without a word', () =>
  withShop({}, async shop => {
    assert.equal(
      await sent(
        shop,
        'Hersteller_xml',
        '<hersteller><thersteller><kHersteller>1</kHersteller><cName>A</cName></thersteller></hersteller>',
        'hersteller.xml',
      ),
      '0',
    )
    assert.deepEqual([count(shop, 'thersteller'), shop.log.rowErrors.length], [[0], 0])
  }))

test('keys that have to be elements lose what an attribute says', () =>
  withShop({}, async shop => {
    await itemSent(
      shop,
      item({ kWarengruppe: '5' }, '', 'kArtikel="10" kVersandklasse="3" kWarengruppe="4" kSteuerklasse="2"'),
    )
    const row = shop.item('A-10')
    assert.deepEqual(
      [row?.['kVersandklasse'], row?.['kWarengruppe'], row?.['kSteuerklasse']],
      ['0', '5', '2'],
    )
  }))

test('unknown elements, missing ones and texts that are too long do no harm', () =>
  withShop({}, async shop => {
    await itemSent(
      shop,
      '<tartikel kArtikel="10"><cName>L</cName><cUnbekannt>1</cUnbekannt><cBarcode>123456789012345678901234</cBarcode><dMHD></dMHD><cHAN>_DBNULL_</cHAN></tartikel>',
    )
    const row = shop.row('tartikel', '10')
    assert.deepEqual(
      [row?.['cBarcode'], row?.['dMHD'], row?.['fLagerbestand'], row?.['cHAN'], row?.['cTaric']],
      ['12345678901234567890', null, '0', null, ''],
    )
  }))

test('a complete item is built again with its lists, and keeps its images', () =>
  withShop({}, async shop => {
    const lists = `<tkategorieartikel kKategorieArtikel="1" kArtikel="10" kKategorie="1"/><tartikelsprache kArtikel="10" kSprache="2"><cName>Spoon</cName></tartikelsprache>
      <tartikelattribut kArtikelAttribut="1" kArtikel="10"><cName>a</cName><cWert>b</cWert></tartikelattribut>
      <tartikelsonderpreis kArtikelSonderpreis="1" kArtikel="10"><cAktiv>Y</cAktiv><tsonderpreise kArtikelSonderpreis="1" kKundengruppe="1"><fNettoPreis>5</fNettoPreis></tsonderpreise></tartikelsonderpreis>
      <tartikelsonderpreis kArtikelSonderpreis="2" kArtikel="10"><cAktiv>Y</cAktiv></tartikelsonderpreis>
      <teigenschaft kEigenschaft="1" kArtikel="10"><cName>Farbe</cName><cTyp>SELECTBOX</cTyp><teigenschaftwert kEigenschaftWert="1" kEigenschaft="1"><cName>rot</cName><teigenschaftwertsprache kEigenschaftWert="1" kSprache="2"><cName>red</cName></teigenschaftwertsprache></teigenschaftwert></teigenschaft>
      <teigenschaft kEigenschaft="2" kArtikel="10"><cName>ohne Typ</cName></teigenschaft>`
    const tables = [
      'tkategorieartikel',
      'tartikelsprache',
      'tartikelattribut',
      'tartikelsonderpreis',
      'tsonderpreise',
      'teigenschaft',
      'teigenschaftwert',
      'teigenschaftwertsprache',
    ] as const
    await itemSent(shop, item({}, lists))
    assert.deepEqual(count(shop, ...tables), [1, 1, 1, 1, 1, 1, 1, 1])
    shop.insert('tartikelpict', { kArtikelPict: '1', kArtikel: '10', kBild: '1', nNr: '1' })
    await itemSent(shop, item())
    assert.deepEqual(count(shop, ...tables, 'tartikelpict'), [0, 0, 0, 0, 0, 0, 0, 0, 1])
  }))

test('every group gets the standard price, and each message resets all others', () =>
  withShop({}, async shop => {
    shop.insert('tkundengruppe', { kKundengruppe: '2', cName: 'Händler' })
    await itemSent(shop, item({}, price('1', { 0: '7', 5: '6.5' }) + price('2', { 0: '4' }, '99')))
    const shown = () => [
      shop.price('A-10'),
      shop.price('A-10', { from: '5' }),
      shop.price('A-10', { group: '2' }),
      shop.price('A-10', { group: '2', customer: '99' }),
    ]
    assert.deepEqual(shown(), ['7', '6.5', '8.4', '4'])
    await itemSent(shop, item())
    assert.deepEqual(shown(), ['8.4', undefined, '8.4', '8.4'])
    await quickSent(
      shop,
      quick('1', `<fStandardpreisNetto>9</fStandardpreisNetto>${price('2', { 0: '5', 10: '4' })}`),
    )
    assert.deepEqual(shown(), ['9', undefined, '5', '9'])
    assert.equal(shop.price('A-10', { group: '2', from: '10' }), '4')
    assert.deepEqual(
      ['1', '10', '11'].map(quantity => shop.price('A-10', { group: '2', quantity })),
      ['5', '4', '4'],
    )
  }))

test('a price for a group that is called otherwise is not stored', () =>
  withShop({}, async shop => {
    await itemSent(shop, item({}, price('1', { 0: '7' }).replace('kKundenGruppe', 'kKundengruppe')))
    assert.equal(shop.price('A-10'), '8.4')
  }))

test('Shop 4 reads prices only from somebody who is new enough', () =>
  withShop({ version: '4.06' }, async shop => {
    const files = { 'x.xml': item({}, price('1', { 0: '7' })) }
    await send(shop, 'Artikel_xml', files, { fields: { vers: '099975' } })
    assert.equal(shop.price('A-10'), '8.4')
    await send(shop, 'Artikel_xml', files, { fields: { vers: '099976' } })
    assert.equal(shop.price('A-10'), '7')
  }))

test('unfetched orders are taken off every stock that is sent', () =>
  withShop({}, async shop => {
    await itemSent(shop, item())
    const { id } = shop.placeOrder(order)
    assert.equal(shop.stock('A-10'), '8')
    await itemSent(shop, item())
    assert.equal(shop.stock('A-10'), '8')
    await quickSent(shop, quick('10'))
    assert.equal(shop.stock('A-10'), '8')
    await sent(
      shop,
      'Bestellungen_xml',
      `<ack_bestellungen><kBestellung>${id}</kBestellung></ack_bestellungen>`,
      'ack_bestellung.xml',
    )
    await quickSent(shop, quick('8'))
    assert.equal(shop.stock('A-10'), '8')
  }))

test('QuickSync never goes below 0, a complete item does', () =>
  withShop({}, async shop => {
    await itemSent(shop, item({ fLagerbestand: '-3' }))
    assert.equal(shop.stock('A-10'), '-3')
    await quickSent(shop, quick('-3'))
    assert.equal(shop.stock('A-10'), '0')
  }))

test('QuickSync without a price leaves none', () =>
  withShop({}, async shop => {
    await itemSent(shop, item())
    assert.equal(await quickSent(shop, quick('3', '')), '0')
    assert.deepEqual([shop.price('A-10'), shop.item('A-10')?.['fStandardpreisNetto']], [null, null])
  }))

test('QuickSync of an unknown item writes prices and answers 0', () =>
  withShop({}, async shop => {
    for (const kArtikel of ['10', '77'])
      shop.insert('tverfuegbarkeitsbenachrichtigung', {
        kVerfuegbarkeitsbenachrichtigung: kArtikel,
        kArtikel,
        cMail: `${kArtikel}@example.com`,
      })
    assert.equal(await quickSent(shop, quick('3', undefined, '77')), '0')
    assert.deepEqual(count(shop, 'tartikel', 'tpreisdetail'), [0, 1])
    await itemSent(shop, item())
    for (let time = 0; time < 2; time++) await quickSent(shop, quick('3'))
    assert.deepEqual(shop.log.mails, [{ kind: 'available', to: '10@example.com' }])
  }))

test('the stock of a parent is the sum of its children when one comes complete, not with QuickSync', () =>
  withShop({}, async shop => {
    await send(shop, 'Artikel_xml', {
      'p.xml': item({ nIstVater: '1', fLagerbestand: '0' }),
      'a.xml': item({ kVaterArtikel: '10', fLagerbestand: '3', cArtNr: 'A' }, '', 'kArtikel="11"'),
      'b.xml': item({ kVaterArtikel: '10', fLagerbestand: '4', cArtNr: 'B' }, '', 'kArtikel="12"'),
    })
    assert.equal(shop.stock('A-10'), '7')
    await quickSent(shop, quick('1', undefined, '11'))
    assert.deepEqual([shop.stock('A'), shop.stock('A-10')], ['1', '7'])
    await sent(
      shop,
      'Artikel_xml',
      '<del_artikel><kArtikel>12</kArtikel><kArtikel>99</kArtikel></del_artikel>',
      'artdel.xml',
    )
    assert.deepEqual([shop.rows('tartikel').length, shop.stock('A-10')], [2, '1'])
  }))

test('combinations come by raw SQL only', () =>
  withShop({}, async shop => {
    const sql = (kombi: number) =>
      `<SQLDEL>DELETE FROM teigenschaftkombiwert WHERE kEigenschaftKombi=${kombi}</SQLDEL><SQL>INSERT INTO teigenschaftkombiwert (kEigenschaftKombi,kEigenschaft,kEigenschaftWert) VALUES (${kombi},1,11),(${kombi},2,21)</SQL>`
    for (let time = 0; time < 2; time++) await itemSent(shop, item({}, sql(5)))
    assert.deepEqual(
      shop.rows('teigenschaftkombiwert').map(row => Object.values(row)),
      [
        ['5', '1', '11'],
        ['5', '2', '21'],
      ],
    )
    await itemSent(shop, item({}, '<SQL>DROP TABLE tartikel</SQL>'))
    assert.equal(shop.log.rowErrors[0]?.table, 'SQL')
  }))

test('globals replace the tables that they name, and no other', () =>
  withShop({}, async shop => {
    const globals = (inner: string) => sent(shop, 'Globals_xml', `<globals>${inner}</globals>`, 'globals.xml')
    await globals(
      '<tsteuersatz kSteuersatz="1" kSteuerzone="1" kSteuerklasse="1"><fSteuersatz>19</fSteuersatz></tsteuersatz><twarenlager kWarenlager="1"><cName>L</cName></twarenlager>',
    )
    assert.equal(shop.row('twarenlager', '1')?.['nAktiv'], '0')
    shop.change('twarenlager', '1', { nAktiv: '1' })
    await globals(`<tkundengruppe kKundengruppe="3"><cName>C</cName><tkundengruppensprache kKundengruppe="3" kSprache="1"><cName>C</cName></tkundengruppensprache></tkundengruppe>
      <twarenlager kWarenlager="1"><cName>M</cName></twarenlager><tmasseinheit kMassEinheit="1" kBezugsMassEinheit="2"><cCode>kg</cCode></tmasseinheit>
      <tsprache kSprache="7"><cISO>fre</cISO><cWawiStandard>Y</cWawiStandard></tsprache>`)
    assert.deepEqual(
      shop.rows('tkundengruppe').map(row => row['kKundengruppe']),
      ['3'],
    )
    assert.deepEqual(
      [
        count(shop, 'tsteuersatz', 'tmasseinheit', 'tkundengruppensprache'),
        shop.row('twarenlager', '1')?.['nAktiv'],
      ],
      [[1, 1, 1], '1'],
    )
    assert.deepEqual(
      shop.rows('tsprache').map(row => [row['cISO'], row['active'], row['cStandard']]),
      [
        ['ger', '0', 'Y'],
        ['eng', '0', 'N'],
        ['fre', '1', 'Y'],
      ],
    )
    await sent(
      shop,
      'Globals_xml',
      '<globals_wg><tWarengruppe kWarengruppe="4"><cName>W</cName></tWarengruppe></globals_wg>',
      'globals.xml',
    )
    assert.deepEqual(count(shop, 'twarengruppe'), [1])
  }))

test('values of characteristics stand beside them, and missing languages are filled', () =>
  withShop({}, async shop => {
    const value = (key: string) =>
      `<tmerkmalwert kMerkmalWert="${key}" kMerkmal="1"><nSort>1</nSort><tmerkmalwertsprache kMerkmalWert="${key}" kSprache="1"><cWert>rot</cWert></tmerkmalwertsprache></tmerkmalwert>`
    await sent(
      shop,
      'Merkmal_xml',
      `<merkmale><tmerkmal kMerkmal="1"><cName>Farbe</cName><cTyp>TEXT</cTyp>${value('8')}</tmerkmal>${value('9')}</merkmale>`,
      'merkmal.xml',
    )
    assert.deepEqual(
      shop.rows('tmerkmalwert').map(row => row['kMerkmalWert']),
      ['9'],
    )
    assert.deepEqual(
      shop.rows('tmerkmalwertsprache').map(row => [row['kSprache'], row['cWert']]),
      [
        ['1', 'rot'],
        ['2', 'rot'],
      ],
    )
    assert.deepEqual(
      shop.rows('tmerkmalsprache').map(row => row['cName']),
      ['Farbe', 'Farbe'],
    )
    await sent(shop, 'Merkmal_xml', '<del_merkmale><kMerkmal>1</kMerkmal></del_merkmale>', 'del_merkmal.xml')
    assert.deepEqual(count(shop, 'tmerkmal', 'tmerkmalwert', 'tmerkmalwertsprache'), [0, 0, 0])
  }))

test('lastjobs numbers the tree and switches manufacturers', () =>
  withShop({}, async shop => {
    const category = (key: string, parent: string, more = '') =>
      `<tkategorie kKategorie="${key}" kOberKategorie="${parent}" nGesamt="3" nAktuell="1"><cName>Küche ${key}</cName>${more}</tkategorie>`
    const hidden = '<tkategoriesichtbarkeit kKategorie="1" kKundengruppe="1"/>'
    await send(shop, 'Kategorien_xml', {
      '1.xml': category('1', '0', hidden),
      '2.xml': category('2', '1'),
      '3.xml': category('3', '0'),
    })
    await sent(
      shop,
      'Hersteller_xml',
      '<hersteller><thersteller kHersteller="1"><cName>A & B</cName></thersteller></hersteller>'.replace(
        '&',
        '&amp;',
      ),
      'hersteller.xml',
    )
    const places = () =>
      shop.rows('tkategorie').map(row => [row['lft'], row['rght'], row['nLevel']].join('-'))
    assert.deepEqual(places(), ['0-0-0', '0-0-0', '0-0-0'])
    assert.equal((await call(shop, 'lastjobs')).text, '0')
    assert.deepEqual(places(), ['1-4-1', '2-3-2', '5-6-1'])
    assert.equal(shop.row('thersteller', '1')?.['nAktiv'], '0')
    await send(shop, 'Kategorien_xml', { '1.xml': category('1', '0') })
    assert.deepEqual([places()[0], count(shop, 'tkategoriesichtbarkeit')], ['1-4-1', [0]])
    assert.equal(shop.row('tkategorie', '1')?.['cSeo'], 'Kueche-1')
    await sent(
      shop,
      'Kategorien_xml',
      '<del_kategorien><kKategorie>1</kKategorie></del_kategorien>',
      'katdel.xml',
    )
    assert.deepEqual(count(shop, 'tkategorie'), [2])
  }))

test('Shop 4 loses what does not fit into latin1', async () => {
  for (const [storesLatin1, name] of [
    ['lost', '5 ? Löffel'],
    ['entities', '5 &#8364; Löffel'],
    [false, '5 € Löffel'],
  ] as const)
    await withShop({ version: '4.06', habits: { storesLatin1 } }, async shop => {
      await itemSent(shop, item({ cName: '5 € Löffel' }))
      assert.equal(shop.item('A-10')?.['cName'], name)
    })
})
