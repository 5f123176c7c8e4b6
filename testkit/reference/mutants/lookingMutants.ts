import type { Connector } from '../../../src/port/connector.ts'
import type { InventoryObject } from '../../../src/port/inventory.ts'
import type { Send } from '../../../src/port/send.ts'
import { call, type Session } from '../connector/api.ts'
import { itemSend, type Mutant, pullOf } from './breaking.ts'

/** Connectors that look wrongly at what the system has, count wrongly, or miss what moves while they read. */
export const lookingMutants: readonly Mutant[] = [
  {
    name: 'loses the last page of the inventory',
    topic: 'looking',
    noticedBy: /inventory of category: lists each object once/,
    breaks: good => ({
      inventory: {
        ...inventoryOf(good),
        list: async (...question) => {
          const page = await inventoryOf(good).list(...question)
          return page.last && question[2] !== undefined ? { ...page, objects: [] } : page
        },
      },
    }),
  },
  {
    name: 'goes on in the inventory by a count instead of a place',
    topic: 'looking',
    noticedBy: /inventory of category: lists each object once/,
    breaks: good => ({
      inventory: {
        ...inventoryOf(good),
        list: async (session, kind, resume, want) => {
          const all = await inventoryOf(good).list(session, kind, undefined, 100)
          const from = Number(resume ?? 0) + (resume === undefined ? 0 : 1)
          const objects = all.objects.slice(from, from + want)
          const last = from + want >= all.objects.length
          return { objects, last, ...(last ? {} : { resume: String(from + want) }) }
        },
      },
    }),
  },
  {
    name: 'gives amounts of the inventory as numbers',
    topic: 'looking',
    noticedBy: /inventory of item: what it says of an object has the form of the port/,
    breaks: good => ({
      inventory: {
        ...inventoryOf(good),
        list: async (...question) => {
          const page = await inventoryOf(good).list(...question)
          return { ...page, objects: page.objects.map(withNumbers) }
        },
      },
    }),
  },
  {
    name: 'takes a fault of the inventory for "nothing there"',
    topic: 'looking',
    noticedBy: /inventory of category: never takes serverError/,
    breaks: good => ({
      inventory: {
        ...inventoryOf(good),
        list: (...question) =>
          inventoryOf(good)
            .list(...question)
            .catch(() => ({ objects: [], last: true })),
      },
    }),
  },
  {
    name: 'writes while it takes inventory',
    topic: 'looking',
    noticedBy: /inventory of category: (lists each object once|writes and consumes nothing)/,
    breaks: good => ({
      inventory: {
        ...inventoryOf(good),
        list: async (session, kind, resume, want) => {
          await call(session, 'POST', '/objects/item', { entries: [{ no: 1, reference: 'x', fields: {} }] })
          return inventoryOf(good).list(session, kind, resume, want)
        },
      },
    }),
  },
  {
    name: 'shows another object than it was asked for',
    topic: 'looking',
    noticedBy: /item: shows what is there now/,
    breaks: good =>
      readingItems(good, async (read, session, list) => (await read(session, list)).toReversed()),
  },
  {
    name: 'leaves out what is not there any more, so that the others move up',
    topic: 'looking',
    noticedBy: /item: shows what is there now/,
    breaks: good =>
      readingItems(good, async (read, session, list) =>
        (await read(session, list)).filter(state => state !== undefined),
      ),
  },
  {
    name: 'takes a fault while it looks for "gone"',
    topic: 'looking',
    noticedBy: /item: never takes serverError while looking/,
    breaks: good =>
      readingItems(good, (read, session, list) => read(session, list).catch(() => list.map(() => undefined))),
  },
  {
    name: 'counts one too few',
    topic: 'reading',
    noticedBy: /counts what the system has/,
    breaks: good => ({
      count: async (...question) => ((await good.count?.(...question)) ?? 0) - 1,
    }),
  },
  {
    name: 'goes back no second behind the last time that it has seen',
    shape: 'Woo',
    topic: 'reading while it changes',
    noticedBy: /is inserted between any two pages/,
    breaks: good => ({
      pull: {
        ...pullOf(good),
        kinds: pullOf(good).kinds.map(kind => ({ ...kind, overlapSeconds: 0 })),
      },
    }),
  },
  {
    name: 'sends what was made before under a new number after a lost answer',
    shape: 'Amazon',
    topic: 'lost answers',
    noticedBy: /item: is there once/,
    breaks: good => {
      let number = 9000
      const item = itemSend(good)
      return {
        send: {
          ...good.send,
          item: {
            ...item,
            send: (session, list) =>
              item.send(
                session,
                list.map(element => ({ ...element, ref: { ...element.ref, no: ++number } })),
              ),
          },
        },
      }
    },
  },
  {
    name: 'finds nothing of what it sent in vain',
    topic: 'lost answers',
    noticedBy: /item: is there once/,
    breaks: good => ({
      send: {
        ...good.send,
        item: { ...itemSend(good), find: async (_session, list) => list.map(() => undefined) },
      },
    }),
  },
]

function inventoryOf(good: Connector<Session>) {
  if (!good.inventory) throw new TypeError('the connector has no inventory')
  return good.inventory
}

type Read = NonNullable<Send<Session, 'item'>['read']>

function readingItems(
  good: Connector<Session>,
  instead: (read: Read, ...question: Parameters<Read>) => ReturnType<Read>,
) {
  const item = itemSend(good)
  const { read } = item
  if (!read) throw new TypeError('items are not read')
  return {
    send: {
      ...good.send,
      item: { ...item, read: (...question: Parameters<Read>) => instead(read, ...question) },
    },
  }
}

function withNumbers(object: InventoryObject): InventoryObject {
  const { record } = object
  if (!record || !('taxRate' in record)) return object
  return { ...object, record: { ...record, taxRate: Number(record.taxRate) as unknown as string } }
}
