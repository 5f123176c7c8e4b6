import { Rejected, Unreachable } from '../../port/errors.ts'
import type { Inventory, InventoryKind, InventoryObject, InventoryPage } from '../../port/inventory.ts'
import type { Globals } from './globals.ts'
import {
  categoryObject,
  imageObjects,
  itemObjects,
  manufacturerObject,
  propertyObjects,
} from './inventoryRecords.ts'
import { isRow, keyOf, listOf } from './payloads.ts'
import { filterBy, sortBy } from './query.ts'
import type { Session } from './session.ts'

type Row = Readonly<Record<string, unknown>>

/** Of one kind: which list it is in, and what its rows, each as the shop shows it alone, are here. */
interface Listed {
  readonly resource: string
  readonly most: number
  objects(row: Row, globals: Globals, timeZone: string): readonly InventoryObject[]
}

/** A list says little of each: all else is asked for one by one, so pages stay small. */
const mostOfPage = 100

const listed: { readonly [K in InventoryKind]: Listed } = {
  category: { resource: 'categories', most: mostOfPage, objects: categoryObject },
  item: { resource: 'articles', most: mostOfPage, objects: itemObjects },
  manufacturer: { resource: 'manufacturers', most: mostOfPage, objects: manufacturerObject },
  characteristic: { resource: 'propertyGroups', most: mostOfPage, objects: propertyObjects },
  image: { resource: 'articles', most: mostOfPage, objects: imageObjects },
}

/**
 * What the shop has: each list in the order of its keys, which never move, and of each row what it shows of it alone. A row that goes in
 * between is left out.
 */
export const inventory: Inventory<Session> = {
  kinds: ['category', 'item', 'manufacturer', 'characteristic', 'image'],
  list: listObjects,
}

async function listObjects(
  session: Session,
  kind: InventoryKind,
  resume: string | undefined,
  want: number,
): Promise<InventoryPage> {
  const { resource, most, objects } = listed[kind]
  const after = resume ?? '0'
  if (!/^\d{1,19}$/.test(after)) throw new Rejected('RESUME_REFUSED', '', 'no place in a list')
  const limit = Math.max(1, Math.min(want, most))
  const globals = await session.globals()
  const { data } = await session.api.get(resource, {
    ...filterBy({ property: 'id', expression: '>', value: after }),
    ...sortBy('id'),
    limit: String(limit),
  })
  if (data === undefined) throw new Unreachable(`the shop has no list of ${resource}`)
  const rows = listOf(data).filter(isRow)
  const keys = rows.map(row => keyOf(row['id'])).filter(key => key !== '')
  if (keys.length < rows.length) throw new Unreachable(`the shop lists ${resource} without their ids`)
  const found: InventoryObject[] = []
  for (const key of new Set(keys)) {
    const { data: row } = await session.api.get(`${resource}/${key}`)
    if (isRow(row)) found.push(...objects(row, globals, session.run.timeZone))
  }
  const last = rows.length < limit
  return { objects: found, last, ...(last ? {} : { resume: keys.at(-1) ?? after }) }
}
