import { createHash } from 'node:crypto'
import { connector } from '../../src/connectors/jtl-shop/index.ts'
import type { Connector } from '../../src/port/connector.ts'
import { createChance } from '../../testkit/jtlConnector/chance.ts'
import { orderKinds } from '../../testkit/jtlShop/orderKinds.ts'
import type { Shop } from '../../testkit/jtlShop/shop.ts'
import { startJtlShop } from '../../testkit/jtlShop/startJtlShop.ts'
import type { Row } from '../../testkit/jtlShop/store/tables.ts'
import type { Version } from '../../testkit/jtlShop/version.ts'
import { plain } from './expectedItems.ts'
import { quantities, type ShownItem, tripGroups } from './shownItem.ts'
import type { PlacedOrder, TripSubject } from './subject.ts'

const login = { user: 'sync', password: 'geheim-1' }
const languages = { de: '1', en: '2' } as const
const groups = { '1': 'Endkunden', '2': 'Händler' } as const

/** A JTL-Shop of that version through its own interface. */
export function jtlShopTrip(
  version: Version,
  size: { readonly items: number; readonly orders: number },
): TripSubject {
  return {
    name: `JTL-Shop ${version}`,
    ...size,
    letters: version === '4.06' ? 'latin1' : 'all',
    priceDigits: 13,
    holds: [
      ...([
        'names',
        'descriptions',
        'shortDescriptions',
        'taxRate',
        'gtin',
        'weight',
        'manufacturer',
      ] as const),
      ...(['categories', 'characteristics', 'attributes', 'prices', 'specials', 'stock', 'parent'] as const),
      ...(['variations', 'chosen', 'images'] as const),
    ],
    tellsPayments: true,
    hears: ['shipped', 'partlyShipped', 'tracking', 'paid', 'cancelled'],
    open: async scope => {
      const shop = await startJtlShop({ version, userId: login.user, password: login.password })
      scope.after(() => shop.stop())
      let seen = 0
      return {
        connector: connector as Connector,
        settings: {
          url: shop.url,
          ...login,
          languages: '1=de, 2=en',
          customerGroups: '1=Endkunden, 2=Händler',
          globals: 'replace',
        },
        groups,
        shown: () => shownIn(shop),
        overwrite: itemNumber => {
          const row = shop.item(itemNumber)
          const changes = { cName: 'Im Shop geändert', fStandardpreisNetto: '1', fLagerbestand: '999' }
          shop.change('tartikel', row?.['kArtikel'] ?? '', changes)
        },
        lose: itemNumber => shop.remove('tartikel', shop.item(itemNumber)?.['kArtikel'] ?? ''),
        sellsBesides: ['BUCH', 'FREI', 'NETTO', 'STOFF'],
        placeOrders: (count, itemNumbers) => placeOrders(shop, count, itemNumbers),
        offerAgain: shop.forgetAcks,
        pay: ({ id }, amount) => {
          shop.addPayment({ order: id, amount, note: `TX-${id}` })
          return `TX-${id}`
        },
        orderShown: id => {
          const row = shop.row('tbestellung', id) ?? {}
          const notes = shop.rows('tlieferschein').filter(note => note['kInetBestellung'] === id)
          const parcels = shop
            .rows('tversand')
            .filter(parcel => notes.some(note => note['kLieferschein'] === parcel['kLieferschein']))
          return {
            delivery: deliveries[row['cStatus'] ?? ''] ?? 'open',
            paid: (row['dBezahltDatum'] ?? '') !== '',
            tracking: parcels.map(parcel => parcel['cIdentCode'] ?? ''),
          }
        },
        complaints: () => shop.log.rowErrors.map(error => `${error.table}: ${error.reason}`),
        written: () => {
          const sent = shop.log.calls.slice(seen).filter(call => writesItems.has(call.script))
          seen = shop.log.calls.length
          const keys = sent.flatMap(call =>
            call.sent.flatMap(xml => [...xml.matchAll(/<tartikel [^>]*kArtikel="(\d+)"/g)]),
          )
          const numbers = keys.map(([, key = '']) => shop.row('tartikel', key)?.['cArtNr'] ?? key)
          return [...new Set(numbers)].sort()
        },
      }
    },
  }
}

const writesItems = new Set(['Artikel_xml', 'QuickSync_xml'])
const deliveries: Readonly<Record<string, 'cancelled' | 'shipped' | 'partlyShipped'>> = {
  '-1': 'cancelled',
  '4': 'shipped',
  '5': 'partlyShipped',
}

function shownIn(shop: Shop): readonly ShownItem[] {
  const of = (table: Parameters<Shop['rows']>[0], column: string) =>
    Map.groupBy(shop.rows(table), row => row[column] ?? '')
  const lists = {
    texts: of('tartikelsprache', 'kArtikel'),
    places: of('tkategorieartikel', 'kArtikel'),
    values: of('tartikelmerkmal', 'kArtikel'),
    attributes: of('tattribut', 'kArtikel'),
    details: of('tpreisdetail', 'kArtikel'),
    specials: of('tartikelsonderpreis', 'kArtikel'),
    properties: of('teigenschaft', 'kArtikel'),
    propertyValues: of('teigenschaftwert', 'kEigenschaft'),
    combinations: of('teigenschaftkombiwert', 'kEigenschaftKombi'),
    pictures: of('tartikelpict', 'kArtikel'),
  }
  const hashes = new Map(
    [...shop.files()].map(([path, content]) => [
      path.split('/').at(-1),
      createHash('sha256').update(content).digest('hex'),
    ]),
  )
  const name = (table: Parameters<Shop['row']>[0], key: string | null | undefined) =>
    shop.row(table, key ?? '')?.['cName'] ?? ''
  return shop.rows('tartikel').map((row): ShownItem => {
    const key = row['kArtikel'] ?? ''
    const english = lists.texts.get(key)?.find(text => text['kSprache'] === languages.en)
    const both = (column: string) => ({ de: row[column] ?? '', en: english?.[column] ?? '' })
    const properties = (lists.properties.get(key) ?? []).toSorted(bySort)
    return {
      itemNumber: row['cArtNr'] ?? '',
      names: both('cName'),
      descriptions: both('cBeschreibung'),
      shortDescriptions: both('cKurzBeschreibung'),
      taxRate: plain(row['fMwSt'] ?? '0'),
      gtin: row['cBarcode'] ?? '',
      weight: plain(row['fArtikelgewicht'] ?? '0'),
      manufacturer: name('thersteller', row['kHersteller']),
      categories: (lists.places.get(key) ?? []).map(place => name('tkategorie', place['kKategorie'])).sort(),
      characteristics: (lists.values.get(key) ?? [])
        .map(one => {
          const text = shop.row('tmerkmalwertsprache', one['kMerkmalWert'] ?? '', languages.de)
          return `${name('tmerkmal', one['kMerkmal'])}: ${text?.['cWert'] ?? ''}`
        })
        .sort(),
      attributes: Object.fromEntries(
        (lists.attributes.get(key) ?? []).map(one => [one['cName'] ?? '', one['cStringWert'] ?? '']),
      ),
      prices: pricesOf(lists.details.get(key) ?? []),
      specials: specialsOf(shop, lists.specials.get(key) ?? []),
      stock: plain(row['fLagerbestand'] ?? '0'),
      parent:
        row['kVaterArtikel'] === '0'
          ? ''
          : (shop.row('tartikel', row['kVaterArtikel'] ?? '')?.['cArtNr'] ?? '?'),
      variations: properties.map(property => {
        const values = (lists.propertyValues.get(property['kEigenschaft'] ?? '') ?? []).toSorted(bySort)
        return `${property['cName']}: ${values.map(value => value['cName']).join(', ')}`
      }),
      chosen: (row['kEigenschaftKombi'] === '0'
        ? []
        : (lists.combinations.get(row['kEigenschaftKombi'] ?? '') ?? [])
      )
        .map(
          one =>
            `${name('teigenschaft', one['kEigenschaft'])}: ${name('teigenschaftwert', one['kEigenschaftWert'])}`,
        )
        .sort(),
      images: (lists.pictures.get(key) ?? [])
        .toSorted((a, b) => Number(a['nNr']) - Number(b['nNr']))
        .map(one => hashes.get(one['cPfad'] ?? '') ?? `no file ${one['cPfad']}`),
    }
  })
}

// What is paid: of the scales of the group the one that so many pieces reach.
function pricesOf(details: readonly Row[]): Readonly<Record<string, string>> {
  const prices = Object.entries(groups).flatMap(([key, group]) =>
    quantities.map(quantity => {
      const reached = details
        .filter(row => row['kKundenGruppe'] === key && row['kKunde'] === '0')
        .filter(row => Number(row['nAnzahlAb']) <= Number(quantity))
        .sort((a, b) => Number(a['nAnzahlAb']) - Number(b['nAnzahlAb']))
      return [`${group} ${quantity}`, plain(reached.at(-1)?.['fNettoPreis'] ?? '-1')] as const
    }),
  )
  return Object.fromEntries(prices)
}

function specialsOf(shop: Shop, specials: readonly Row[]): Readonly<Record<string, string>> {
  const [special] = specials
  if (special?.['cAktiv'] !== 'Y') return {}
  const days = `${special['dStart']?.slice(0, 10)} ${special['dEnde']?.slice(0, 10)}`
  return Object.fromEntries(
    tripGroups.flatMap(group => {
      const key = Object.entries(groups).find(([, name]) => name === group)?.[0] ?? ''
      const row = shop.row('tsonderpreise', special['kArtikelSonderpreis'] ?? '', key)
      return row ? [[group, `${plain(row['fNettoPreis'] ?? '0')} ${days}`]] : []
    }),
  )
}

function bySort(a: Row, b: Row): number {
  return Number(a['nSort']) - Number(b['nSort'])
}

function placeOrders(shop: Shop, count: number, itemNumbers: readonly string[]): readonly PlacedOrder[] {
  const kinds = Object.entries(orderKinds)
  return Array.from({ length: count }, (_, n): PlacedOrder => {
    const [kind = '', make] = kinds[n % kinds.length] ?? []
    if (!make) throw new RangeError('there are no kinds of orders')
    const chance = createChance(n)
    const lines = [1, 2].map(at => ({
      sku: itemNumbers[(n * 2 + at) % itemNumbers.length] ?? '',
      quantity: String(1 + ((n + at) % 3)),
    }))
    const billing = {
      salutation: n % 2 === 0 ? 'w' : 'm',
      firstName: 'Käthe',
      lastName: `Groß-${n}`,
      street: `Große Straße ${n + 1}`,
      postcode: '04109',
      city: 'Köln',
      country: 'DE',
      email: `kunde-${n}@example.com`,
    }
    const placed = shop.placeOrder(make({ chance, lines, billing }))
    // What the shop sold without an item of its own, a person has to say.
    return { kind, ...placed, ...(kind === 'freeText' ? { parked: 'ITEM_UNKNOWN' } : {}) }
  })
}
