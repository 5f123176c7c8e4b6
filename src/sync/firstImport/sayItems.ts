import type { Changed } from '../../base/changed.ts'
import type { Tx } from '../../base/database.ts'
import { defineAttributes, listAttributes, setItemAttributes } from '../../catalog/attributes.ts'
import { setItemCategories } from '../../catalog/itemCategories.ts'
import { setItemCharacteristics } from '../../catalog/itemCharacteristics.ts'
import { sellOn } from '../../catalog/sellOn.ts'
import type { Note } from '../../channels/adoptionStore.ts'
import { type ImportRow, objectsNamed } from '../../channels/importStore.ts'
import type { Linkable } from '../../channels/linkStore.ts'
import type { ItemRecord } from '../../port/inventory.ts'
import { allocateWaiting } from '../../sales/allocate.ts'
import { adjustStock } from '../../stock/adjust.ts'
import { type ImportWork, note } from './importWork.ts'
import { sayPrices } from './sayPrices.ts'

/** An item that was made a moment ago, with what the shop says of it. */
export interface SaidItem {
  readonly id: string
  readonly row: ImportRow
  readonly record: ItemRecord
  readonly notes: readonly Note[]
}

/** What of items was said beside themselves. */
export interface Said {
  readonly changed: readonly Changed[]
  /** Remarks of an item, those of its making first. */
  notesOf(id: string): readonly Note[]
  readonly along: readonly Linkable[]
}

/**
 * Says all that goes with items that are here now: categories, attributes, characteristics, prices, what lies there, and that
 * they are sold at the channel. What a part cannot be is a remark of its item, and the rest stays.
 */
export async function sayItems(tx: Tx, work: ImportWork, items: readonly SaidItem[]): Promise<Said> {
  const notes = new Map(items.map(item => [item.id, [...item.notes]]))
  const remark = (id: string, one: Note) => notes.get(id)?.push(one)
  const refused = (results: readonly { id: string; did: string; code?: string; data?: object }[]) => {
    for (const result of results)
      if (result.did === 'refused')
        remark(result.id, note(result.code ?? 'INTERNAL_ERROR', { ...result.data }))
  }
  const changed: Changed[] = []
  const along: Linkable[] = []
  if (items.length > 0) {
    await place()
    await describe()
    await characterise()
    const prices = await sayPrices(tx, work, items, remark)
    changed.push(...prices)
    await sell()
    await count()
  }
  return { changed, along, notesOf: id => notes.get(id) ?? [] }

  async function place(): Promise<void> {
    const ids = await named('category', ({ categories }) => categories)
    // A child stands where its parent does, and nowhere by itself.
    const done = await setItemCategories(
      tx,
      work.tenant,
      items
        .filter(({ row }) => row.parent === '')
        .map(({ id, record }) => ({
          itemId: id,
          categoryIds: record.categories.flatMap(theirs => {
            const own = ids.get(theirs)
            if (own === undefined) remark(id, note('IMPORT_PART_LEFT', { what: 'category', theirs }))
            return own ?? []
          }),
        })),
    )
    refused(done.results)
    changed.push(done.changed)
    for (const objectId of ids.values()) along.push({ kind: 'category', objectId })
    const makers = await named('manufacturer', ({ manufacturer }) => (manufacturer ? [manufacturer] : []))
    for (const objectId of makers.values()) along.push({ kind: 'manufacturer', objectId })
  }

  async function describe(): Promise<void> {
    const said = items.filter(({ record }) => Object.keys(record.attributes).length > 0)
    if (said.length === 0) return
    const known = new Set((await listAttributes(tx, work.tenant)).map(one => one.name))
    const fresh = new Map(
      said.flatMap(({ record }) =>
        Object.entries(record.attributes).flatMap(([name, value]) =>
          known.has(name) ? [] : [[name, { name, translated: typeof value !== 'string' }] as const],
        ),
      ),
    )
    if (fresh.size > 0) changed.push((await defineAttributes(tx, work.tenant, [...fresh.values()])).changed)
    const attributes = new Map((await listAttributes(tx, work.tenant)).map(one => [one.name, one]))
    const done = await setItemAttributes(
      tx,
      work.tenant,
      said.map(({ id, record }) => ({
        itemId: id,
        values: Object.fromEntries(
          Object.entries(record.attributes).flatMap(([name, value]) => {
            const attribute = attributes.get(name)
            return attribute ? [[attribute.id, valueFor(work, attribute, value)] as const] : []
          }),
        ),
      })),
    )
    refused(done.results)
    changed.push(done.changed)
  }

  async function characterise(): Promise<void> {
    const values = await named('characteristic_value', record => record.characteristics.map(one => one.value))
    const done = await setItemCharacteristics(
      tx,
      work.tenant,
      items.map(({ id, record }) => ({
        itemId: id,
        valueIds: record.characteristics.flatMap(({ value: theirs }) => {
          const own = values.get(theirs)
          if (own === undefined) remark(id, note('IMPORT_PART_LEFT', { what: 'characteristic', theirs }))
          return own ?? []
        }),
      })),
    )
    refused(done.results)
    changed.push(done.changed)
    for (const objectId of done.changed.characteristic ?? []) along.push({ kind: 'characteristic', objectId })
  }

  async function sell(): Promise<void> {
    const done = await sellOn(
      tx,
      work.tenant,
      items.map(({ id }) => ({ itemId: id, channelId: work.channel.id, active: true })),
    )
    changed.push(done.changed)
  }

  // What is new has nothing anywhere: what the shop has is what lies there first.
  async function count(): Promise<void> {
    const { warehouseId, tenant, by } = work
    if (warehouseId === undefined) return
    const list = items.flatMap(({ id, record: { stock = '0', stockManaged, isParent } }) => {
      if (!stockManaged || isParent || stock === '0') return []
      if (stock.startsWith('-')) {
        remark(id, note('IMPORT_STOCK_LEFT', { quantity: stock }))
        return []
      }
      return [{ itemId: id, warehouseId, to: stock }]
    })
    const done = await adjustStock(tx, tenant, list, by)
    refused(done.results)
    changed.push(done.changed)
    await allocateWaiting(tx, tenant, list.map(one => one.itemId).sort(), work.context.now())
  }

  function named(kind: string, of: (record: ItemRecord) => readonly string[]): Promise<Map<string, string>> {
    const { tenant, context } = work
    const theirs = [...new Set(items.flatMap(({ record }) => of(record)))]
    return objectsNamed(tx, { tenant, connectionId: context.connection.id, kind }, theirs)
  }
}

function valueFor(
  { facts }: ImportWork,
  attribute: { readonly translated: boolean },
  value: ItemRecord['attributes'][string],
): string | Readonly<Record<string, string>> {
  if (attribute.translated) return typeof value === 'string' ? { [facts.language]: value } : value
  return typeof value === 'string' ? value : (value[facts.language] ?? Object.values(value)[0] ?? '')
}
