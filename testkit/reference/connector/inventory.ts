/** What the system has already: pages behind a position, read only. */

import type { CategoryRecord, Inventory, ItemRecord } from '../../../src/port/inventory.ts'
import { call, type Session } from './api.ts'
import { readInventory } from './payloads.ts'

type Listed = ReturnType<typeof readInventory>['objects'][number]

/** Each page goes on behind the last id of the one before; nothing has to be told of what is linked. */
export const inventory: Inventory<Session> = {
  kinds: ['category', 'item'],
  list: async (session, kind, resume, want) => {
    const query = new URLSearchParams({
      limit: String(want),
      ...(resume === undefined ? {} : { after: resume }),
    })
    const { objects, more } = readInventory((await call(session, 'GET', `/inventory/${kind}?${query}`)).body)
    const last = objects.at(-1)
    return {
      objects: objects.map(object => {
        const { id, name, number = '', gtin = '', parent = '' } = object
        const record = kind === 'category' ? categoryRecord(object) : itemRecord(object)
        return { theirs: id, name, number, gtin, parent, record }
      }),
      last: !more,
      ...(more && last ? { resume: last.id } : {}),
    }
  },
}

function categoryRecord({ active, names }: Listed): CategoryRecord {
  return { active, sort: 0, texts: textsOf(names) }
}

// What the system does not keep is said to be nothing where the port wants a word.
function itemRecord({ active, names, vat, prices, stock }: Listed): ItemRecord {
  return {
    active,
    isParent: false,
    texts: textsOf(names),
    ...(vat === undefined ? {} : { taxRate: vat }),
    categories: [],
    prices: prices.flatMap(({ group, scales }) =>
      scales.length === 0
        ? []
        : [{ ...(group ? { group } : {}), scales: scales.map(({ from, net }) => ({ from, net })) }],
    ),
    specials: [],
    ...(stock === undefined ? {} : { stock: stock.offered }),
    stockManaged: stock?.managed ?? true,
    oversell: stock?.oversell ?? false,
    variations: [],
    attributes: {},
    characteristics: [],
  }
}

function textsOf(names: Listed['names']): ItemRecord['texts'] {
  return Object.fromEntries(Object.entries(names).map(([language, name]) => [language, { name }]))
}
