import { createHash } from 'node:crypto'
import { exact, rounded } from '../../src/base/decimal.ts'
import { connector } from '../../src/connectors/shopware5/index.ts'
import type { Connector } from '../../src/port/connector.ts'
import { orderKinds } from '../../testkit/shopware5/orderKinds.ts'
import type { Shop } from '../../testkit/shopware5/shop.ts'
import { startShopware5 } from '../../testkit/shopware5/startShopware5.ts'
import { type Json, type Row, rowOf, rowsOf, textOf } from '../../testkit/shopware5/wire.ts'
import { plain } from './expectedItems.ts'
import { quantities, type ShownField, type ShownItem } from './shownItem.ts'
import type { PlacedOrder, TripSubject } from './subject.ts'

const login = { user: 'kontor', apiKey: 'geheim-1' }
const groups = { EK: 'Endkunden', H: 'Händler' } as const
// Prices are entered gross in whole cents: net ones are as good as that.
const priceDigits = 2

/** What an article holds, and what each of its variants does. */
const ofArticle: readonly ShownField[] = [
  ...(['names', 'descriptions', 'shortDescriptions', 'taxRate', 'manufacturer', 'categories'] as const),
  'characteristics',
]
const ofVariant: readonly ShownField[] = ['gtin', 'weight', 'prices', 'stock', 'parent', 'chosen']

/** A Shopware 5 through its REST API. */
export function shopware5Trip(size: { readonly items: number; readonly orders: number }): TripSubject {
  return {
    name: 'Shopware 5',
    ...size,
    letters: 'all',
    priceDigits,
    holds: [...ofArticle, ...ofVariant, 'images'],
    holdsOfFamilies: { parent: [...ofArticle, 'variations', 'stock'], child: [...ofVariant, 'taxRate'] },
    familiesAreOne: true,
    plainNumbers: true,
    tellsPayments: false,
    canBeSeen: true,
    hears: ['shipped', 'partlyShipped', 'tracking', 'paid', 'cancelled'],
    open: async scope => {
      const shop = await startShopware5({ ...login, quirks: { abandonedBaskets: false } })
      scope.after(() => shop.stop())
      let seen = 0
      return {
        connector: connector as Connector,
        settings: { url: shop.url, ...login },
        place: '1',
        groups,
        shown: () => shownIn(shop),
        overwrite: itemNumber => {
          const variant = shop.variant(itemNumber) ?? {}
          shop.changeArticle(textOf(variant['articleId']), {
            name: 'Im Shop geändert',
            mainDetail: { inStock: 999, prices: [{ customerGroupKey: 'EK', price: 1.19 }] },
          })
        },
        lose: itemNumber => shop.remove('articles', textOf(shop.variant(itemNumber)?.['articleId'])),
        sellsBesides: [
          ...['BUCH', 'STIFT', 'PROBE', 'PRAEMIE', 'ESD-1', 'NETTO', 'NETTO-2', 'FREI', 'HTML', 'DRITTEL'],
          'ZEHN',
        ],
        placeOrders: (count, itemNumbers) => placeOrders(shop, count, itemNumbers),
        offerAgain: () => {
          // As a restored backup has them: open, and touched by nobody.
          for (const { id } of shop.rows('orders'))
            shop.patch('orders', textOf(id), { orderStatusId: 0, changed: null })
        },
        pay: () => {
          throw new RangeError('the shop knows no single payments')
        },
        orderShown: id => {
          const row = shop.row('orders', id) ?? {}
          return {
            delivery: deliveries[Number(row['orderStatusId'])] ?? 'open',
            paid: row['paymentStatusId'] === 12,
            tracking: textOf(row['trackingCode']).split(/, ?/).filter(Boolean),
          }
        },
        complaints: () =>
          shop.log.calls
            .filter(({ call, status }) => status >= 400 && !call.startsWith('GET ') && call !== 'challenge')
            .map(({ call, status }) => `${call}: ${status}`),
        written: () => {
          const numbers = shop.log.calls.slice(seen).flatMap(call => numbersIn(shop, call.call, call.body))
          seen = shop.log.calls.length
          return [...new Set(numbers)].sort()
        },
      }
    },
  }
}

const deliveries: Readonly<Record<number, 'cancelled' | 'shipped' | 'partlyShipped'>> = {
  2: 'shipped',
  4: 'cancelled',
  6: 'partlyShipped',
  7: 'shipped',
}

/** Items that a batch writes; which images an article shows is none. */
function numbersIn(shop: Shop, call: string, body: Json): readonly string[] {
  if (call === 'PUT variants')
    return rowsOf(body).map(
      one => textOf(one['number']) || textOf(shop.row('variants', textOf(one['id']))?.['number']),
    )
  if (call !== 'PUT articles') return []
  return rowsOf(body).flatMap(one => {
    const children = rowsOf(one['variants']).map(child => textOf(child['number']))
    if (one['name'] === undefined) return children
    const id = textOf(one['id'])
    return [...children, textOf(rowOf(one['mainDetail'])['number']) || (shop.movedNumber(id) ?? id)]
  })
}

function shownIn(shop: Shop): readonly ShownItem[] {
  return shop.rows('articles').flatMap(article => {
    const variants = shop.rows('variants').filter(row => row['articleId'] === article['id'])
    const sets = rowsOf(rowOf(article['configuratorSet'])['groups'])
    const [main] = variants.filter(row => row['id'] === article['mainDetailId'])
    if (sets.length === 0) return main ? [{ ...articleShown(shop, article), ...variantShown(main, '') }] : []
    const itemNumber = shop.movedNumber(textOf(article['id'])) ?? textOf(main?.['number'])
    const parent: ShownItem = {
      ...articleShown(shop, article),
      itemNumber,
      parent: '',
      stock: String(variants.reduce((sum, row) => sum + Number(row['inStock']), 0)),
      variations: sets.map(
        group =>
          `${textOf(group['name'])}: ${inOrder(group['options'])
            .map(one => textOf(one['name']))
            .join(', ')}`,
      ),
    }
    const children = variants.filter(row => rowsOf(row['configuratorOptions']).length > 0)
    return [
      parent,
      ...children.map(row => ({
        ...variantShown(row, itemNumber),
        taxRate: taxOf(shop, article),
        chosen: rowsOf(row['configuratorOptions'])
          .map(one => {
            const group = sets.find(({ id }) => id === one['groupId'])
            return `${textOf(group?.['name'])}: ${textOf(one['name'])}`
          })
          .sort(),
      })),
    ]
  })
}

function taxOf(shop: Shop, article: Row): string {
  return plain(textOf(shop.row('taxes', textOf(article['taxId']))?.['tax']) || '0')
}

function articleShown(shop: Shop, article: Row): Omit<ShownItem, 'itemNumber'> {
  const english = rowOf(
    shop
      .rows('translations')
      .find(one => one['key'] === article['id'] && one['type'] === 'article' && one['shopId'] === 2)?.[
      'data'
    ],
  )
  const both = (key: string) => ({ de: textOf(article[key]), en: textOf(english[key]) })
  const options = rowsOf(shop.row('propertyGroups', textOf(article['filterGroupId']))?.['options'])
  return {
    names: both('name'),
    descriptions: both('descriptionLong'),
    shortDescriptions: both('description'),
    taxRate: taxOf(shop, article),
    manufacturer: textOf(shop.row('manufacturers', textOf(article['supplierId']))?.['name']),
    categories: rowsOf(article['categories'])
      .map(({ id }) => textOf(shop.row('categories', textOf(id))?.['name']))
      .sort(),
    characteristics: rowsOf(article['propertyValues'])
      .map(one => {
        const option = options.find(({ id }) => id === one['optionId'])
        return `${textOf(option?.['name'])}: ${textOf(one['value'])}`
      })
      .sort(),
    images: inOrder(article['images']).map(({ mediaId }) =>
      createHash('sha256')
        .update(shop.image(textOf(mediaId)) ?? '')
        .digest('hex'),
    ),
  }
}

function variantShown(variant: Row, parent: string): ShownItem {
  return {
    itemNumber: textOf(variant['number']),
    gtin: textOf(variant['ean']),
    weight: plain(textOf(variant['weight']) || '0'),
    prices: pricesOf(variant),
    stock: textOf(variant['inStock']),
    parent,
    chosen: [],
  }
}

// A group without prices of its own pays what everybody does; struck out stands what is usual beside a special price.
function pricesOf(variant: Row): Readonly<Record<string, string>> {
  const all = rowsOf(variant['prices'])
  return Object.fromEntries(
    Object.entries(groups).flatMap(([key, group]) =>
      quantities.map(quantity => {
        const own = all.filter(row => row['customerGroupKey'] === key)
        const scale = (own.length > 0 ? own : all.filter(row => row['customerGroupKey'] === 'EK')).find(
          ({ from, to }) =>
            Number(from) <= Number(quantity) && (to === 'beliebig' || Number(to) >= Number(quantity)),
        )
        const usual = Number(scale?.['pseudoPrice']) > 0 ? scale?.['pseudoPrice'] : scale?.['price']
        const net = rounded(exact(textOf(usual) || '-1'), priceDigits)
        return [`${group} ${quantity}`, plain(net.toFixed())] as const
      }),
    ),
  )
}

function inOrder(list: Json | undefined): readonly Row[] {
  return rowsOf(list).toSorted((a, b) => Number(a['position']) - Number(b['position']))
}

function placeOrders(shop: Shop, count: number, itemNumbers: readonly string[]): readonly PlacedOrder[] {
  const kinds = Object.entries(orderKinds)
  return Array.from({ length: count }, (_, n): PlacedOrder => {
    const [kind = '', make] = kinds[n % kinds.length] ?? []
    if (!make) throw new RangeError('there are no kinds of orders')
    const lines = [1, 2].map(at => ({
      sku: itemNumbers[(n * 2 + at) % itemNumbers.length] ?? '',
      name: `Größe ${at}`,
      price: rounded(exact(String(n * 7 + at * 100 + 99)).div(100), 2).toFixed(2),
      quantity: String(1 + ((n + at) % 3)),
    }))
    const billing: Row = {
      salutation: n % 2 === 0 ? 'ms' : 'mr',
      firstName: 'Käthe',
      lastName: `Groß-${n}`,
      street: `Große Straße ${n + 1}`,
      zipCode: '04109',
      city: 'Köln',
      countryId: 2,
    }
    return { kind, ...shop.placeOrder({ email: `kunde-${n}@example.com`, ...make({ lines, billing }) }) }
  })
}
