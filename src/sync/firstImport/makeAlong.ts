import { createCategories } from '../../catalog/categories.ts'
import { readCharacteristics } from '../../catalog/characteristicStore.ts'
import { changeCharacteristics, createCharacteristics } from '../../catalog/characteristics.ts'
import { createManufacturers } from '../../catalog/manufacturers.ts'
import type { ImportRow } from '../../channels/importStore.ts'
import { objectsNamed } from '../../channels/importStore.ts'
import type { CategoryRecord, CharacteristicRecord, ManufacturerRecord } from '../../port/inventory.ts'
import {
  type Made,
  type Maker,
  mainName,
  namesTaken,
  note,
  refuse,
  textsTaken,
  unreadNotes,
} from './importWork.ts'

/** Categories, below those that are here already; a root lies where the channel's part of the tree begins. */
export const makeCategories: Maker = async (tx, work, rows) => {
  const { tenant, context, facts } = work
  const of = { tenant, connectionId: context.connection.id, kind: 'category' as const }
  const parents = await objectsNamed(
    tx,
    of,
    rows.map(row => row.parent),
  )
  const named = rows.map(row => {
    const record = row.record as CategoryRecord
    return { row, record, name: mainName(work, record.texts).slice(0, mostName) }
  })
  const wanted = named.filter(one => one.name !== '')
  const at = (row: ImportRow) =>
    row.parent === '' ? facts.rootCategoryId : (parents.get(row.parent) ?? null)
  const { results, changed } = await createCategories(
    tx,
    tenant,
    wanted.map(({ row, record, name }) => ({
      name,
      parentId: at(row),
      sort: record.sort,
      active: record.active,
      texts: textsTaken(work, record.texts),
    })),
  )
  const made = new Map(wanted.map(({ row }, index) => [row.id, results[index]]))
  const seen = new Set<string>()
  return {
    changed: [changed],
    results: named.map(({ row, record, name }): Made => {
      const result = made.get(row.id)
      if (name === '') return refuse('IMPORT_NAME_MISSING')
      if (!result || result.did === 'refused') return refuse(result?.code ?? 'CATEGORY_UNKNOWN', result?.data)
      // One of ours is one of theirs: a second one of the same name at the same place is none.
      if (seen.has(result.id)) return refuse('IMPORT_NAME_TWICE', { name })
      seen.add(result.id)
      const known = result.did === 'exists'
      return {
        objectId: result.id,
        inside: [],
        notes: [...(known ? [note('IMPORT_KNOWN_HERE', { name })] : []), ...unreadNotes(record)],
      }
    }),
  }
}

/** Manufacturers; one of the same name is that one, as it is here. */
export const makeManufacturers: Maker = async (tx, work, rows) => {
  const named = rows.map(row => ({
    row,
    record: row.record as ManufacturerRecord,
    name: row.name.trim().slice(0, mostName),
  }))
  const wanted = named.filter(one => one.name !== '')
  const { results, changed } = await createManufacturers(
    tx,
    work.tenant,
    wanted.map(({ record, name }) => ({
      name,
      url: record.url ?? null,
      texts: Object.fromEntries(
        Object.entries(textsTaken(work, record.texts)).flatMap(([language, { description = '' }]) =>
          description === '' ? [] : [[language, { description }]],
        ),
      ),
    })),
  )
  return { changed: [changed], results: byName(named, wanted, results, () => []) }
}

/** Characteristics with their values; one of the same name is that one, and gets the values that it has not. */
export const makeCharacteristics: Maker = async (tx, work, rows) => {
  const { tenant } = work
  const named = rows.map(row => {
    const record = row.record as CharacteristicRecord
    const values = record.values.flatMap(({ theirs, sort, texts }) => {
      const name = mainName(work, texts).slice(0, mostName)
      return name === '' ? [] : [{ theirs, sort, name, texts: namesTaken(work, texts) }]
    })
    return { row, record, name: mainName(work, record.texts).slice(0, mostName), values }
  })
  const wanted = named.filter(one => one.name !== '')
  const { results, changed } = await createCharacteristics(
    tx,
    tenant,
    wanted.map(({ record, name, values }) => ({
      name,
      sort: record.sort,
      texts: namesTaken(work, record.texts),
      values: onceEach(values),
    })),
  )
  const ids = results.flatMap(result => (result.did === 'exists' ? [result.id] : []))
  const known = await readCharacteristics(tx, tenant, [...new Set(ids)])
  const more = wanted.flatMap(({ values }, at) => {
    const own = known.find(one => one.id === results[at]?.id)
    const missing = own && onceEach(values).filter(value => !own.values.some(one => one.name === value.name))
    return own && missing && missing.length > 0 ? [{ id: own.id, values: [...own.values, ...missing] }] : []
  })
  const grown = more.length > 0 ? await changeCharacteristics(tx, tenant, more) : undefined
  const all = await readCharacteristics(
    tx,
    tenant,
    results.flatMap(result => (result.did === 'refused' ? [] : [result.id])),
  )
  const insideOf = (id: string, at: number) => {
    const own = all.find(one => one.id === id)
    const once = new Set<string>()
    return (wanted[at]?.values ?? []).flatMap(({ name, theirs }) => {
      const value = own?.values.find(one => one.name === name)
      if (!value || theirs === '' || once.has(value.id)) return []
      once.add(value.id)
      return [{ kind: 'characteristic_value', objectId: value.id, theirs }]
    })
  }
  return {
    changed: [changed, ...(grown ? [grown.changed] : [])],
    results: byName(named, wanted, results, insideOf),
  }
}

/** The longest name that is kept; a shop's own screens cut it earlier. */
const mostName = 300

type Result = { readonly id: string; readonly did: string; readonly code?: string; readonly data?: object }
type NamedRow = { readonly row: ImportRow; readonly record: object; readonly name: string }

function byName(
  named: readonly NamedRow[],
  wanted: readonly NamedRow[],
  results: readonly Result[],
  insideOf: (id: string, at: number) => readonly { kind: string; objectId: string; theirs: string }[],
): Made[] {
  const seen = new Set<string>()
  return named.map((one): Made => {
    const at = wanted.indexOf(one)
    const result = results[at]
    if (!result) return refuse('IMPORT_NAME_MISSING')
    if (result.did === 'refused') return refuse(result.code ?? 'LANGUAGE_INVALID', { ...result.data })
    if (seen.has(result.id)) return refuse('IMPORT_NAME_TWICE', { name: one.name })
    seen.add(result.id)
    const known = result.did === 'exists' ? [note('IMPORT_KNOWN_HERE', { name: one.name })] : []
    return {
      objectId: result.id,
      inside: insideOf(result.id, at),
      notes: [...known, ...unreadNotes(one.record)],
    }
  })
}

// Two values of one name are one here.
function onceEach<T extends { readonly name: string }>(values: readonly T[]): T[] {
  return [...new Map(values.map(value => [value.name, value])).values()]
}
