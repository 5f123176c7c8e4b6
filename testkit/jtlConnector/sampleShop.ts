/** A handful of data, the same as in the transcripts of real endpoints: for tests that name every id. */
import type { ShopItem, ShopOrder } from './shopData.ts'
import type { ShopContents } from './store.ts'

/** Three categories, a master with a child, three items, two customers, two orders, one payment, two images. */
export function sampleShop(): ShopContents {
  return {
    categories: [
      { id: '101', parentId: null, texts: [text('Kleidung', 'kleidung')], active: true },
      { id: '102', parentId: '101', texts: [text('Hosen', 'hosen')], active: true },
      { id: '103', parentId: '101', texts: [text('Jacken & Mäntel', 'jacken')], active: true },
    ],
    manufacturers: [{ id: '201', name: 'Nordlicht' }],
    specifics: [{ id: '301', name: 'Farbe', values: [{ id: '302', value: 'blau' }] }],
    catalog: [
      item('401', 'TS', {
        isMaster: true,
        variations: [
          {
            id: '41',
            name: 'Größe',
            values: [
              { id: '42', name: 'S' },
              { id: '43', name: 'M' },
            ],
          },
        ],
      }),
      item('402', 'TS-S', {
        masterId: '401',
        variations: [{ id: '41', name: 'Größe', values: [{ id: '42', name: 'S' }] }],
      }),
      item('403', 'JA-1', {
        categoryIds: ['103'],
        manufacturerId: '201',
        prices: [
          { customerGroupId: '2', fromQuantity: 0, net: '9.50' },
          { customerGroupId: '2', fromQuantity: 10, net: '8.75' },
        ],
        attributes: [{ key: 'Material', value: 'Wolle' }],
      }),
      item('404', 'HO-1', { categoryIds: ['102'] }),
    ],
    crossSellings: [{ id: '451', itemId: '404', groups: [{ groupId: '1', itemIds: ['403'] }] }],
    images: [
      { id: '801', relation: 'product', ownerId: '404', fileName: 'hose.png', altText: 'Hose', sort: 1 },
      { id: '802', relation: 'category', ownerId: '101', fileName: 'kleidung.png', sort: 1 },
    ],
    customers: [
      {
        ...person,
        id: '501',
        groupId: '1',
        number: 'K501',
        createdAt: '2024-01-05T12:00:00+01:00',
        hasAccount: true,
      },
      { ...person, id: 'g_602', groupId: '1', createdAt: '2024-03-11T08:00:00+01:00', hasAccount: false },
    ],
    orders: [
      order('601', '501', '2024-03-10T08:00:00+01:00'),
      order('602', 'g_602', '2024-03-11T08:00:00+01:00'),
    ],
    payments: [
      {
        id: '701',
        orderId: '601',
        amount: '28.68',
        module: 'pm_paypal_standard',
        transactionId: 'TX-1',
        createdAt: '2024-03-10T09:00:00+01:00',
      },
    ],
  }
}

const person = {
  salutation: 'w',
  firstName: 'Käthe',
  lastName: 'Müller',
  street: 'Lindenallee 4/5',
  zipCode: '10115',
  city: 'Berlin',
  country: 'DE',
  email: 'kaethe@example.com',
}

function text(name: string, urlPath: string) {
  return { language: 'de', name, urlPath }
}

function item(id: string, sku: string, more: Partial<ShopItem>): ShopItem {
  return {
    id,
    sku,
    texts: [text(`Artikel ${sku}`, sku.toLowerCase())],
    active: true,
    priceNet: '10.00',
    vat: '19',
    stock: '7',
    ...more,
  }
}

function order(id: string, customerId: string, createdAt: string): ShopOrder {
  return {
    id,
    number: `B-${id}`,
    customerId,
    createdAt,
    currency: 'EUR',
    language: 'de',
    status: 'new',
    paymentStatus: 'unpaid',
    paymentModule: 'pm_prepayment',
    shippingMethodId: '1',
    shippingMethodName: 'DHL Paket',
    billing: person,
    shipping: person,
    lines: [
      {
        id: `${id}1`,
        type: 'product',
        itemId: '404',
        sku: 'HO-1',
        name: 'Artikel HO-1',
        quantity: '2',
        priceNet: '10.00',
        priceGross: '11.90',
        vat: '19.00',
      },
      {
        id: `${id}2`,
        type: 'shipping',
        sku: '',
        name: 'Versand',
        quantity: '1',
        priceNet: '4.10',
        priceGross: '4.88',
        vat: '19',
      },
    ],
  }
}
