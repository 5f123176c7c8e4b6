/** What the system has already: pages behind a position, read only. */

import type { Inventory } from '../../../src/port/inventory.ts'
import { call, type Session } from './api.ts'
import { readInventory } from './payloads.ts'

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
      objects: objects.map(({ id, name, number = '', gtin = '', parent = '' }) => ({
        theirs: id,
        name,
        number,
        gtin,
        parent,
      })),
      last: !more,
      ...(more && last ? { resume: last.id } : {}),
    }
  },
}
