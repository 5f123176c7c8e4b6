import { type Changed, changedTogether } from '../../base/changed.ts'
import { allOf, TryAgain, type Tx } from '../../base/database.ts'
import type { ItemChange } from '../../catalog/changeItems.ts'
import { createItems, type NewItem } from '../../catalog/createItems.ts'
import { setItemCategories } from '../../catalog/itemCategories.ts'
import type { ItemFields, ItemText } from '../../catalog/itemFields.ts'
import { readItemTexts } from '../../catalog/itemTextStore.ts'
import { sellOn } from '../../catalog/sellOn.ts'
import { changeItemsAndOrders } from '../changeItemsAndOrders.ts'
import { categoriesOfPaths, pathKey } from './categoryPaths.ts'
import { sayAttributes } from './csvAttributes.ts'
import { sayListings } from './csvListings.ts'
import { findItemsOfRows } from './itemIdentity.ts'
import { type Makers, makeMakers, makersOfRows } from './itemMakers.ts'
import { snapshotItems } from './itemSnapshot.ts'
import { about, type ItemWork } from './itemWork.ts'
import { type MappedRow, type RowRefusal, writePaths } from './mapRow.ts'
import { firstQuantity, setOneScale } from './priceScales.ts'
import { type ResolvedRow, type RowKind, type RowResult, type RowsOf, refusal, textOf } from './rowKind.ts'

/** Rows about items: made where the number is new, else changed. */
export const itemRows: RowKind = {
  async resolve(tx, of, rows) {
    const found = await findItemsOfRows(tx, of, rows)
    const makers = await makersOfRows(tx, of.tenant, rows)
    return rows.map((row, at): ResolvedRow | RowRefusal => {
      const item = found[at]
      if (!item || 'code' in item) return item ?? refusal(row, 'CSV_IDENTIFICATION_MISSING')
      const taxClass = textOf(row, 'taxClass')
      if (taxClass !== undefined && !of.names.taxClass.has(taxClass))
        return refusal(row, 'TAX_CLASS_UNKNOWN', { taxClass })
      const manufacturer = textOf(row, 'manufacturer')
      const manufacturerId = makers.get(manufacturer ?? '')
      if (manufacturer !== undefined && manufacturerId === undefined && !of.settings.makeMissing)
        return refusal(row, 'MANUFACTURER_UNKNOWN', { manufacturer })
      const ids = manufacturerId === undefined ? {} : { manufacturerId }
      if (item.id !== undefined) return { row, key: item.id, object: item.object, id: item.id, ids }
      if (of.settings.onlyKnown) return refusal(row, 'CSV_NOT_KNOWN', { object: item.object })
      const number = textOf(row, 'itemNumber')
      if (number === undefined) return refusal(row, 'ITEM_UNKNOWN', { item: item.object })
      if (nameOf(row) === undefined) return refusal(row, 'CSV_CELL_MISSING', { column: 'name' })
      return { row, key: `number ${number}`, object: number, id: undefined, ids }
    })
  },
  async write(tx, of, rows) {
    const results: RowResult[] = rows.map(() => ({ did: 'unchanged' }))
    const changed: Changed[] = []
    const note: ItemWork['note'] = (at, result) => {
      const before = results[at]
      if (result.did === 'refused')
        results[at] = { did: 'refused', code: result.code ?? 'INTERNAL_ERROR', data: result.data ?? {} }
      else if (result.did === 'new') results[at] = { did: 'new' }
      else if (result.did === 'changed' && before?.did === 'unchanged') results[at] = { did: 'changed' }
    }
    const work: ItemWork = { tx, of, rows, ids: rows.map(row => row.id ?? ''), note, changed }
    const makers = await makeMakers(work)
    const rest = () => allOf([place(work), price(work), sell(work), sayAttributes(work), sayListings(work)])
    // A file of nothing but new items is the long one: nothing of it waits for anything but the items themselves.
    if (rows.every(row => row.id === undefined)) await make(work, makers, rest)
    else {
      await make(work, makers)
      await change(work, makers)
      await rest()
    }
    return { results, changed: changedTogether(...changed) }
  },
  snapshot: (tx, of, rows) => snapshotItems(tx, of.tenant, rows, of.settings.columns),
}

async function make(
  { tx, of, rows, ids, note, changed }: ItemWork,
  makers: Makers,
  rest: () => Promise<unknown> = async () => undefined,
): Promise<void> {
  const fresh = [...rows.entries()].filter(([, row]) => row.id === undefined)
  if (fresh.length === 0) return
  const items = fresh.map(([, { row, object }]): NewItem => {
    const { texts, ...fields } = fieldsOf(row, of, makers)
    const name = nameOf(row) ?? object
    return { ...fields, ...withTexts(texts, () => name), itemNumber: object, name }
  })
  const created = await createItems(tx, of.tenant, items, async results => {
    for (const [index, [at]] of fresh.entries()) {
      const result = results[index]
      if (!result) throw new TypeError('an item has no result')
      if (result.did === 'exists') {
        // Looked for by its number, it was not there a moment ago; by anything else, the number is that of another item.
        if (of.settings.identify.includes('itemNumber')) throw new TryAgain('an item was made meanwhile')
        note(at, { did: 'refused', ...refusalOf('ITEM_NUMBER_TAKEN', { itemNumber: result.itemNumber }) })
        continue
      }
      if (result.did === 'new') ids[at] = result.id
      note(at, result)
    }
    await rest()
  })
  changed.push(created.changed)
}

async function change({ tx, of, rows, note, changed }: ItemWork, makers: Makers): Promise<void> {
  const said = [...rows.entries()].flatMap(([at, { row, id }]) => {
    if (id === undefined) return []
    const { texts, ...fields } = fieldsOf(row, of, makers)
    // A number that finds the item is not said of it; another one is.
    return Object.keys(fields).length > 0 || texts.size > 0 ? [{ at, id, fields, texts, row }] : []
  })
  if (said.length === 0) return
  const names = await namesOfTexts(
    tx,
    of.tenant,
    said.filter(({ texts }) => [...texts.values()].some(text => text.name === undefined)).map(({ id }) => id),
  )
  const changes = said.map(({ id, fields, texts, row }): ItemChange => {
    const nameIn = (language: string) =>
      names.get(`${id} ${language}`) ?? textOf(row, 'name') ?? names.get(id) ?? ''
    return { id, ...fields, ...withTexts(texts, nameIn) }
  })
  const done = await changeItemsAndOrders(tx, of.tenant, changes)
  changed.push(done.changed)
  for (const [index, result] of done.results.entries()) note(said[index]?.at ?? -1, result)
}

async function place({ tx, of, rows, ids, note, changed }: ItemWork): Promise<void> {
  const said = [...rows.entries()].flatMap(([at, { row }]) => {
    const paths = row.cells.get('categories')
    return paths === undefined || ids[at] === ''
      ? []
      : [{ at, paths: Array.isArray(paths) ? (paths as readonly (readonly string[])[]) : [] }]
  })
  if (said.length === 0) return
  const places = await categoriesOfPaths(
    tx,
    of.tenant,
    said.flatMap(({ paths }) => paths),
    of.settings.makeMissing,
  )
  changed.push(places.changed)
  const placed = said.filter(({ at, paths }) => {
    const unknown = paths.find(path => !places.ids.has(pathKey(path)))
    if (unknown)
      note(at, { did: 'refused', ...refusalOf('CATEGORY_UNKNOWN', { category: writePaths([unknown]) }) })
    return !unknown
  })
  const done = await setItemCategories(
    tx,
    of.tenant,
    placed.map(({ at, paths }) => ({
      itemId: ids[at] ?? '',
      categoryIds: paths.flatMap(path => places.ids.get(pathKey(path)) ?? []),
    })),
  )
  changed.push(done.changed)
  for (const [index, result] of done.results.entries()) note(placed[index]?.at ?? -1, result)
}

async function price({ tx, of, rows, ids, note, changed }: ItemWork): Promise<void> {
  const said = [...rows.entries()].flatMap(([at, { row, id }]) => {
    if (ids[at] === '') return []
    const base = { at, isNew: id === undefined, itemId: ids[at] ?? '', from: firstQuantity }
    return [
      ...about(row, 'price.').map(([group, net]) => ({
        ...base,
        channelId: null,
        customerGroupId: of.names.group.get(group) ?? '',
        net: typeof net === 'string' ? net : null,
      })),
      ...about(row, 'channelPrice.').map(([channel, net]) => ({
        ...base,
        channelId: of.names.channel.get(channel) ?? '',
        customerGroupId: null,
        net: typeof net === 'string' ? net : null,
      })),
    ]
  })
  if (said.length === 0) return
  const done = await setOneScale(tx, of.tenant, said)
  changed.push(done.changed)
  for (const [index, result] of done.results.entries()) note(said[index]?.at ?? -1, result)
}

async function sell({ tx, of, rows, ids, note, changed }: ItemWork): Promise<void> {
  const said = [...rows.entries()].flatMap(([at, { row }]) =>
    (ids[at] === '' ? [] : about(row, 'sold.')).map(([channel, active]) => ({
      at,
      itemId: ids[at] ?? '',
      channelId: of.names.channel.get(channel) ?? '',
      active: active === true,
    })),
  )
  if (said.length === 0) return
  const done = await sellOn(tx, of.tenant, said)
  changed.push(done.changed)
  for (const [index, result] of done.results.entries()) note(said[index]?.at ?? -1, result)
}

function refusalOf(code: string, data: Readonly<Record<string, string>>): RowRefusal {
  return { code, data }
}

function nameOf(row: MappedRow): string | undefined {
  const inTexts = about(row, 'texts.').find(([rest]) => rest.endsWith('.name'))?.[1]
  return textOf(row, 'name') ?? (typeof inTexts === 'string' ? inTexts : undefined)
}

const plain = [
  'itemNumber',
  'name',
  'gtin',
  'manufacturerNumber',
  'ownNumber',
  'netPrice',
  'grossPrice',
  'weight',
  'shippingWeight',
  'length',
  'width',
  'height',
  'unit',
  'content',
  'contentUnit',
  'baseAmount',
  'baseUnit',
  'active',
  'blocked',
  'stockManaged',
  'oversell',
  'buffer',
] as const satisfies readonly (keyof ItemFields)[]

type SaidTexts = ReadonlyMap<string, Partial<ItemText>>

function fieldsOf(row: MappedRow, of: RowsOf, makers: Makers): ItemFields & { readonly texts: SaidTexts } {
  const fields: Record<string, unknown> = {}
  for (const field of plain) if (row.cells.has(field)) fields[field] = row.cells.get(field)
  const taxClass = row.cells.get('taxClass')
  if (taxClass !== undefined)
    fields['taxClassId'] = typeof taxClass === 'string' ? of.names.taxClass.get(taxClass) : null
  const manufacturer = row.cells.get('manufacturer')
  if (manufacturer !== undefined)
    fields['manufacturerId'] = typeof manufacturer === 'string' ? makers.get(manufacturer) : null
  const texts = new Map<string, Record<string, string>>()
  for (const [rest, value] of about(row, 'texts.')) {
    const language = rest.slice(0, 2)
    const text = texts.get(language) ?? {}
    text[rest.slice(3)] = typeof value === 'string' ? value : ''
    texts.set(language, text)
  }
  return { ...(fields as ItemFields), texts }
}

function withTexts(
  texts: SaidTexts,
  nameIn: (language: string) => string,
): { texts?: Record<string, ItemText> } {
  if (texts.size === 0) return {}
  const entries = [...texts].map(
    ([language, text]) => [language, { ...text, name: text.name ?? nameIn(language) }] as const,
  )
  return { texts: Object.fromEntries(entries) }
}

// A text has a name: where only another part is said, the one that it has, else that of the item.
async function namesOfTexts(
  tx: Tx,
  tenant: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  const texts = await readItemTexts(tx, tenant, ids)
  const items = await tx.query<{ id: string; name: string }>(
    'select id, name from item where tenant_id = $1 and id = any($2::uuid[])',
    [tenant, ids],
  )
  return new Map([
    ...items.map(item => [item.id, item.name] as const),
    ...texts.map(({ itemId, language, text }) => [`${itemId} ${language}`, text.name] as const),
  ])
}
