/** What the shop holds, in the words of the contract suite. */
import { createHash } from 'node:crypto'
import { exact } from '../../src/base/decimal.ts'
import type { OutgoingKind } from '../../src/port/records.ts'
import type { Held } from '../contract/subject.ts'
import type { Shop } from './shop.ts'
import type { Row } from './store/tables.ts'
import { imageFolder } from './sync/productImages.ts'

const statuses: Readonly<Record<string, string>> = {
  '-1': 'cancelled',
  '4': 'shipped',
  '5': 'partly_shipped',
}

/** Everything of a kind. */
export function heldIn(shop: Shop, kind: OutgoingKind): readonly Held[] {
  const items = (fields: (row: Row) => Held['fields']) =>
    shop
      .rows('tartikel')
      .map(row => held(row['kArtikel'], { itemNumber: text(row['cArtNr']), ...fields(row) }))
  switch (kind) {
    case 'category':
      return shop.rows('tkategorie').map(row => held(row['kKategorie'], { name: text(row['cName']) }))
    case 'manufacturer':
      return shop.rows('thersteller').map(row => held(row['kHersteller'], { name: text(row['cName']) }))
    case 'characteristic':
      return shop.rows('tmerkmal').map(row => held(row['kMerkmal'], { name: text(row['cName']) }))
    case 'item':
      return items(row => ({
        name: text(row['cName']),
        manufacturer: text(shop.row('thersteller', text(row['kHersteller']))?.['cName']),
        values: valuesOf(shop, text(row['kArtikel'])),
        shown: shownBeside(shop, row['kArtikel']),
      }))
    case 'price':
      return items(row => ({ gross: grossOf(shop, row) }))
    case 'stock':
      return items(row => ({ offered: text(row['fLagerbestand']) }))
    case 'image':
      return shop.rows('tartikelpict').map(row => imageOf(shop, row))
    case 'customer':
      return shop
        .rows('tkunde')
        .map(row => held(row['kKunde'], { name: text(row['cNachname']), city: text(row['cOrt']) }))
    case 'order_status':
      return shop.rows('tbestellung').map(row =>
        held(row['kBestellung'], {
          order: text(row['kBestellung']),
          delivery: statuses[text(row['cStatus'])] ?? 'open',
        }),
      )
    case 'cancellation':
      return shop
        .rows('tbestellung')
        .filter(row => row['cStatus'] === '-1')
        .map(row => held(row['kBestellung'], { order: text(row['kBestellung']) }))
    case 'delivery':
      return shop.rows('tlieferschein').map(row =>
        held(row['kLieferschein'], {
          order: text(row['kInetBestellung']),
          tracking: text(
            shop.rows('tversand').find(one => one['kLieferschein'] === row['kLieferschein'])?.['cIdentCode'],
          ),
        }),
      )
    default:
      return []
  }
}

function held(theirs: string | null | undefined, fields: Held['fields']): Held {
  return { theirs: text(theirs), fields }
}

function text(value: string | null | undefined): string {
  return value ?? ''
}

// By our numbers, which are the shop's keys.
function shownBeside(shop: Shop, kArtikel: string | null | undefined): string {
  return shop
    .rows('txsell')
    .filter(row => row['kArtikel'] === kArtikel)
    .toSorted((a, b) => Number(a['kXSell']) - Number(b['kXSell']))
    .map(row => text(row['kXSellArtikel']))
    .join(' ')
}

function valuesOf(shop: Shop, kArtikel: string): string {
  const language = shop.rows('tsprache').find(row => row['cStandard'] === 'Y')?.['kSprache']
  const names = shop
    .rows('tartikelmerkmal')
    .filter(row => row['kArtikel'] === kArtikel)
    .map(({ kMerkmalWert }) => {
      const texts = shop.rows('tmerkmalwertsprache').filter(row => row['kMerkmalWert'] === kMerkmalWert)
      return text((texts.find(row => row['kSprache'] === language) ?? texts[0])?.['cWert'])
    })
  return names.join(', ')
}

// What one piece costs for everybody; not rounded, because the suite asks for the very price.
function grossOf(shop: Shop, row: Row): string {
  const net = shop.price(text(row['cArtNr']), { quantity: '1' }) ?? '0'
  return exact(net)
    .times(exact(row['fMwSt'] ?? '0').plus(100))
    .div(100)
    .toFixed()
}

function imageOf(shop: Shop, row: Row): Held {
  const path = text(row['cPfad'])
  const content = shop.files().get(`${imageFolder}${path}`) ?? shop.files().get(path)
  return held(row['kBild'] === '0' ? row['kArtikelPict'] : row['kBild'], {
    hash: content ? createHash('sha256').update(content).digest('hex') : '',
    sort: text(row['nNr']),
  })
}
