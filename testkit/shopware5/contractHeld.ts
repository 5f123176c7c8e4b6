/** What the contract suite asks of a shop about things sent to it: what it holds and refuses. */
import { createHash } from 'node:crypto'
import { exact, rounded } from '../../src/base/decimal.ts'
import type { Outgoing } from '../../src/port/outgoing.ts'
import type { OutgoingKind } from '../../src/port/records.ts'
import type { Held } from '../contract/subject.ts'
import type { Shop } from './shop.ts'
import type { TableName } from './state.ts'
import { numberOf, type Row, rowOf, rowsOf, textOf } from './wire.ts'

const deliveries: Readonly<Record<number, string>> = {
  2: 'shipped',
  4: 'cancelled',
  6: 'partly_shipped',
  7: 'shipped',
}

/** Everything of a kind, in the words of the port. Articles and variants have an id each: `7/12`. */
export function heldIn(shop: Shop, kind: OutgoingKind): readonly Held[] {
  switch (kind) {
    case 'category':
      return shop
        .rows('categories')
        .filter(row => numberOf(row['id']) > 3)
        .map(row => held(row['id'], { name: textOf(row['name']) }))
    case 'manufacturer':
      return shop.rows('manufacturers').map(row => held(row['id'], { name: textOf(row['name']) }))
    case 'characteristic':
      return shop.rows('propertyGroups').flatMap(group =>
        rowsOf(group['options']).map(option => {
          const name = textOf(option['name'])
          return held(`${group['id']}/${encodeURIComponent(name)}`, { name })
        }),
      )
    case 'item':
      return shop.rows('variants').map(variant => {
        const article = articleOf(shop, variant)
        return held(keyOf(article, variant), {
          itemNumber: textOf(variant['number']),
          name: textOf(article['name']),
          manufacturer: textOf(shop.row('manufacturers', textOf(article['supplierId']))?.['name']),
          values: rowsOf(article['propertyValues'])
            .map(({ value }) => textOf(value))
            .join(', '),
          shown: [...rowsOf(article['related']), ...rowsOf(article['similar'])]
            .map(({ id }) => ourNumber(shop, textOf(id)))
            .join(' '),
        })
      })
    case 'price':
      return shop.rows('variants').map(variant => {
        const article = articleOf(shop, variant)
        return held(keyOf(article, variant), {
          itemNumber: textOf(variant['number']),
          gross: grossOf(shop, article, textOf(variant['number'])),
        })
      })
    case 'stock':
      return shop.rows('variants').map(variant =>
        held(keyOf(articleOf(shop, variant), variant), {
          itemNumber: textOf(variant['number']),
          offered: textOf(variant['inStock']),
        }),
      )
    case 'image':
      return shop.rows('articles').flatMap(article =>
        rowsOf(article['images']).map(image =>
          held(`${article['id']}/${image['mediaId']}`, {
            hash: hashOf(shop.image(textOf(image['mediaId']))),
            sort: textOf(image['position']),
          }),
        ),
      )
    case 'customer':
      return shop.rows('customers').map(row => {
        const { lastname, city } = rowOf(row['defaultBillingAddress'])
        return held(row['id'], { name: textOf(lastname), city: textOf(city) })
      })
    case 'order_status':
      return orders(shop, row => ({ delivery: deliveries[numberOf(row['orderStatusId'])] ?? 'open' }))
    case 'cancellation':
      return orders(shop, () => ({})).filter(
        ({ theirs }) => shop.row('orders', theirs)?.['orderStatusId'] === 4,
      )
    case 'delivery':
      return orders(shop, row => ({ tracking: textOf(row['trackingCode']) }))
    default:
      return []
  }
}

function orders(shop: Shop, fields: (row: Row) => Held['fields']): readonly Held[] {
  return shop.rows('orders').map(row => held(row['id'], { order: textOf(row['id']), ...fields(row) }))
}

function held(theirs: Row[string] | undefined, fields: Held['fields']): Held {
  return { theirs: textOf(theirs), fields }
}

function articleOf(shop: Shop, variant: Row): Row {
  return shop.row('articles', textOf(variant['articleId'])) ?? {}
}

// The variant that only holds the place of variants to come is the article itself.
function keyOf(article: Row, variant: Row): string {
  const waits =
    rowsOf(rowOf(article['configuratorSet'])['groups']).length > 0 &&
    rowsOf(variant['configuratorOptions']).length === 0
  return waits ? textOf(article['id']) : `${article['id']}/${variant['id']}`
}

// The suite numbers its items: `KT-1005` is ours by 1005.
function ourNumber(shop: Shop, article: string): string {
  const main = textOf(shop.row('articles', article)?.['mainDetailId'])
  return textOf(shop.row('variants', main)?.['number']).replace(/^KT-/, '')
}

// Doubles of the shop: an amount is what it is to six digits.
function grossOf(shop: Shop, article: Row, number: string): string {
  const tax = exact(textOf(shop.row('taxes', textOf(article['taxId']))?.['tax']))
  const net = exact(String(shop.price(number) ?? 0))
  return rounded(net.times(tax.plus(100)).div(100), 6).toFixed()
}

function hashOf(bytes: Uint8Array | undefined): string {
  return bytes ? createHash('sha256').update(bytes).digest('hex') : ''
}

/** Refuses the objects that the suite names. */
export function refusals(shop: Shop) {
  const refused = new Set<string>()
  shop.setRefusal((table, body) =>
    namesOf(table, body).some(name => refused.has(`${table} ${name}`))
      ? 'name: The shop refuses this'
      : undefined,
  )
  return <K extends OutgoingKind>(kind: K, { ref, state }: Outgoing<K>) => {
    const tables = tablesOf[kind] ?? []
    for (const table of tables) {
      if ('itemNumber' in state) refused.add(`${table} ${state.itemNumber}`)
      else if ('order' in state) refused.add(`${table} ${state.order.theirs}`)
      else if ('hash' in state) refused.add(`${table} ${state.hash}`)
      else if (kind === 'customer') refused.add(`${table} ${ref.theirs}`)
      else if ('texts' in state) refused.add(`${table} ${state.texts['de']?.name ?? ''}`)
    }
  }
}

const tablesOf: { readonly [K in OutgoingKind]?: readonly TableName[] } = {
  category: ['categories'],
  manufacturer: ['manufacturers'],
  characteristic: ['propertyGroups'],
  item: ['articles', 'variants'],
  price: ['articles', 'variants'],
  stock: ['articles', 'variants'],
  image: ['media'],
  customer: ['customers'],
  order_status: ['orders'],
  delivery: ['orders'],
  cancellation: ['orders'],
}

/** By what the suite names an object that a body is about. */
function namesOf(table: TableName, body: Row): readonly string[] {
  switch (table) {
    case 'articles':
      return [
        textOf(rowOf(body['mainDetail'])['number']),
        ...rowsOf(body['variants']).map(one => textOf(one['number'])),
      ]
    case 'variants':
      return [textOf(body['number'])]
    case 'propertyGroups':
      return rowsOf(body['options']).map(one => textOf(one['name']))
    case 'media': {
      const [, data = ''] = /^data:[^,]*;base64,(.*)$/s.exec(textOf(body['file'])) ?? []
      return [hashOf(Buffer.from(data, 'base64'))]
    }
    case 'categories':
    case 'manufacturers':
      return [textOf(body['name'])]
    default:
      return [textOf(body['id'])]
  }
}
