import type { Tx } from '../../base/database.ts'
import { isOneDimension } from '../../catalog/basePrice.ts'
import { createChildren } from '../../catalog/children.ts'
import { createItems, type NewItem } from '../../catalog/createItems.ts'
import { isGtin } from '../../catalog/gtin.ts'
import { readVariations, type Variation } from '../../catalog/variationStore.ts'
import { setVariations } from '../../catalog/variations.ts'
import type { Note } from '../../channels/adoptionStore.ts'
import { type ImportRow, objectsNamed, undecided } from '../../channels/importStore.ts'
import type { Linkable } from '../../channels/linkStore.ts'
import type { ItemRecord, NamedValue } from '../../port/inventory.ts'
import { normalRate } from '../../sales/checkWebOrder.ts'
import {
  type ImportWork,
  type Made,
  type Maker,
  mainName,
  namesTaken,
  note,
  refuse,
  textsTaken,
  unreadNotes,
} from './importWork.ts'
import { type SaidItem, sayItems } from './sayItems.ts'

const mostNumber = 150
const mostName = 500

/** Items that are nobody's child: simple ones, and parents with their variations. */
export const makeItems: Maker = async (tx, work, rows) => {
  const { tenant } = work
  const drafts = await draftsOf(tx, work, rows)
  const wanted = drafts.flatMap(one => ('item' in one ? [one] : []))
  const created = await createItems(
    tx,
    tenant,
    wanted.map(one => one.item),
  )
  const seen = new Set<string>()
  const results = new Map<string, Made>()
  const made: SaidItem[] = []
  for (const [at, draft] of wanted.entries()) {
    const result = created.results[at]
    const isNew = result?.did === 'new' && !seen.has(result.id)
    if (isNew) {
      seen.add(result.id)
      made.push({ ...draft, id: result.id })
    } else results.set(draft.row.id, refusedAs(result, draft))
  }
  const parents = made.filter(one => one.record.isParent && one.record.variations.length > 0)
  const varied = await setVariations(
    tx,
    tenant,
    parents.map(({ id, record }) => ({ itemId: id, variations: variationsOf(work, record) })),
  )
  const stored = await readVariations(
    tx,
    tenant,
    parents.map(one => one.id),
  )
  const inside = new Map<string, readonly (Linkable & { readonly theirs: string })[]>()
  for (const [at, { id, row, record }] of parents.entries()) {
    const result = varied.results[at]
    // Without its variations it would be no place for its children: as a whole or not at all.
    if (result?.did === 'refused')
      results.set(row.id, { refused: [note(result.code, result.data)], written: true })
    else inside.set(id, pairsOf(work, record, stored.get(id) ?? []))
  }
  const kept = made.filter(one => !results.has(one.row.id))
  const said = await sayItems(tx, work, kept)
  for (const { id, row } of kept)
    results.set(row.id, { objectId: id, inside: inside.get(id) ?? [], notes: said.notesOf(id) })
  return {
    results: drafts.map(one =>
      'refused' in one ? one : (results.get(one.row.id) ?? refuse('INTERNAL_ERROR')),
    ),
    changed: [created.changed, varied.changed, ...said.changed],
    along: said.along,
  }
}

/** Children of what is here already, each with its values. */
export const makeChildren: Maker = async (tx, work, rows) => {
  const { tenant, context } = work
  const drafts = await draftsOf(tx, work, rows)
  const of = { tenant, connectionId: context.connection.id }
  const parents = await objectsNamed(
    tx,
    { ...of, kind: 'item' },
    rows.map(row => row.parent),
  )
  const wanted = drafts.flatMap(one => ('item' in one ? [one] : []))
  const [variations, byTheirs, values] = await Promise.all([
    readVariations(tx, tenant, [...new Set(parents.values())]),
    objectsNamed(
      tx,
      { ...of, kind: 'variation' },
      chosenIds(wanted, one => one.theirs),
    ),
    objectsNamed(
      tx,
      { ...of, kind: 'variation_value' },
      chosenIds(wanted, one => one.values[0]?.theirs ?? ''),
    ),
  ])
  const created = await createChildren(
    tx,
    tenant,
    wanted.map(({ item, row, record }, at) => {
      const parentId = parents.get(row.parent) ?? ''
      const own = variations.get(parentId) ?? []
      return { ...item, parentId, values: choose(work, record, own, byTheirs, values), sort: at }
    }),
  )
  const results = new Map<string, Made>()
  const made: SaidItem[] = []
  for (const [at, draft] of wanted.entries()) {
    const result = created.results[at]
    if (result?.did === 'new') made.push({ ...draft, id: result.id })
    else results.set(draft.row.id, refusedAs(result, draft))
  }
  const said = await sayItems(tx, work, made)
  for (const { id, row } of made) results.set(row.id, { objectId: id, inside: [], notes: said.notesOf(id) })
  return {
    results: drafts.map(one =>
      'refused' in one ? one : (results.get(one.row.id) ?? refuse('INTERNAL_ERROR')),
    ),
    changed: [created.changed, ...said.changed],
    along: [
      ...said.along,
      ...made.map(one => ({ kind: 'item', objectId: parents.get(one.row.parent) ?? '' })),
    ],
  }
}

interface Draft {
  readonly row: ImportRow
  readonly record: ItemRecord
  readonly item: NewItem
  readonly notes: readonly Note[]
}

async function draftsOf(
  tx: Tx,
  work: ImportWork,
  rows: readonly ImportRow[],
): Promise<(Draft | Extract<Made, { refused: readonly Note[] }>)[]> {
  const of = { tenant: work.tenant, connectionId: work.context.connection.id }
  const records = rows.map(row => row.record as ItemRecord)
  const makers = await objectsNamed(
    tx,
    { ...of, kind: 'manufacturer' },
    records.flatMap(record => record.manufacturer ?? []),
  )
  const open = await undecided(
    tx,
    { ...of, kind: 'category' },
    records.flatMap(record => record.categories),
  )
  return rows.map((row, at) => {
    const record = records[at]
    const waiting = record?.categories.find(one => open.has(one))
    if (!record) return { refused: [note('INTERNAL_ERROR')] }
    if (waiting !== undefined) return { refused: [note('IMPORT_UNDECIDED', { theirs: waiting })] }
    return draftOf(work, row, record, makers)
  })
}

function draftOf(
  work: ImportWork,
  row: ImportRow,
  record: ItemRecord,
  makers: ReadonlyMap<string, string>,
): Draft | Extract<Made, { refused: readonly Note[] }> {
  const itemNumber = row.number.trim()
  const name = mainName(work, record.texts)
  const rate = normalRate(record.taxRate ?? '')
  const taxClassId = work.taxClasses.get(rate)
  const faults: Note[] = []
  if (itemNumber === '') faults.push(note('IMPORT_NUMBER_MISSING'))
  if (name === '') faults.push(note('IMPORT_NAME_MISSING'))
  if (itemNumber.length > mostNumber)
    faults.push(note('IMPORT_TOO_LONG', { field: 'number', most: mostNumber }))
  if (name.length > mostName) faults.push(note('IMPORT_TOO_LONG', { field: 'name', most: mostName }))
  if (taxClassId === undefined || work.leftOut.rates.has(rate))
    faults.push(note('IMPORT_TAX_UNKNOWN', { rate: record.taxRate ?? '' }))
  if (record.variations.length > 0 && !record.isParent && row.parent === '')
    faults.push(note('IMPORT_CHOICES'))
  if (faults.length > 0) return { refused: faults }
  const notes: Note[] = [...unreadNotes(record)]
  const gtin = row.gtin === '' || isGtin(row.gtin) ? row.gtin : ''
  if (gtin !== row.gtin) notes.push(note('IMPORT_GTIN_LEFT', { gtin: row.gtin }))
  const { basePrice, size = {} } = record
  const shown = basePrice && isOneDimension(basePrice.contentUnit, basePrice.baseUnit) ? basePrice : undefined
  if (basePrice && !shown)
    notes.push(note('IMPORT_BASE_PRICE_LEFT', { units: `${basePrice.contentUnit}, ${basePrice.baseUnit}` }))
  const manufacturerId = makers.get(record.manufacturer ?? '')
  if (record.manufacturer !== undefined && manufacturerId === undefined)
    notes.push(note('IMPORT_PART_LEFT', { what: 'manufacturer', theirs: record.manufacturer }))
  const netPrice = basePriceOf(record)
  return {
    row,
    record,
    notes,
    item: {
      itemNumber,
      name,
      texts: textsTaken(work, record.texts),
      taxClassId: taxClassId ?? null,
      active: record.active,
      stockManaged: record.stockManaged,
      oversell: record.oversell,
      ...(gtin === '' ? {} : { gtin }),
      ...(record.manufacturerNumber === undefined ? {} : { manufacturerNumber: record.manufacturerNumber }),
      ...(manufacturerId === undefined ? {} : { manufacturerId }),
      ...(netPrice === undefined ? {} : { netPrice }),
      ...(record.weight === undefined ? {} : { weight: record.weight }),
      ...(record.shippingWeight === undefined ? {} : { shippingWeight: record.shippingWeight }),
      ...size,
      ...(record.unit === undefined ? {} : { unit: record.unit }),
      ...shown,
    },
  }
}

function basePriceOf({ prices }: ItemRecord): string | undefined {
  const list = prices.find(one => one.group === undefined) ?? prices[0]
  return list?.scales.find(scale => scale.from === '0')?.net
}

function refusedAs(
  result: { readonly did: string; readonly code?: string; readonly data?: object } | undefined,
  { item }: Draft,
): Made {
  if (result?.did === 'refused') return refuse(result.code ?? 'INTERNAL_ERROR', { ...result.data })
  return refuse('IMPORT_NUMBER_TAKEN', { number: item.itemNumber })
}

function variationsOf(work: ImportWork, { variations }: ItemRecord) {
  return variations.map(variation => ({
    name: mainName(work, variation.texts),
    sort: variation.sort,
    texts: namesTaken(work, variation.texts),
    values: variation.values.map(value => ({
      name: mainName(work, value.texts),
      sort: value.sort,
      texts: namesTaken(work, value.texts),
    })),
  }))
}

// What is theirs of what was stored, by the names under which it was.
function pairsOf(work: ImportWork, { variations }: ItemRecord, stored: readonly Variation[]) {
  return variations.flatMap(variation => {
    const own = stored.find(one => one.name === mainName(work, variation.texts))
    if (!own) return []
    const values = variation.values.flatMap(value => {
      const found = own.values.find(one => one.name === mainName(work, value.texts))
      return found && value.theirs !== ''
        ? [{ kind: 'variation_value', objectId: found.id, theirs: value.theirs }]
        : []
    })
    return variation.theirs === ''
      ? values
      : [{ kind: 'variation', objectId: own.id, theirs: variation.theirs }, ...values]
  })
}

type Chosen = ItemRecord['variations'][number]

function chosenIds(drafts: readonly Draft[], idOf: (one: Chosen) => string): string[] {
  return [...new Set(drafts.flatMap(({ record }) => record.variations.map(idOf)))].filter(Boolean)
}

/** The value of each variation that a child has: by their ids, else by their names. */
function choose(
  work: ImportWork,
  { variations }: ItemRecord,
  own: readonly Variation[],
  byTheirs: ReadonlyMap<string, string>,
  values: ReadonlyMap<string, string>,
): Record<string, string> {
  const chosen: Record<string, string> = {}
  for (const variation of variations) {
    const [value] = variation.values
    const found =
      own.find(one => one.id === byTheirs.get(variation.theirs)) ??
      own.find(one => one.name === mainName(work, variation.texts))
    if (!found || !value || variation.values.length > 1) continue
    const valueId =
      found.values.find(one => one.id === values.get(value.theirs))?.id ?? valueNamed(work, found, value)
    if (valueId !== undefined) chosen[found.id] = valueId
  }
  return chosen
}

function valueNamed(work: ImportWork, variation: Variation, value: NamedValue): string | undefined {
  return variation.values.find(one => one.name === mainName(work, value.texts))?.id
}
