import type { Changed } from '../base/changed.ts'
import { sqlState, type Tx } from '../base/database.ts'
import { newId } from '../base/ids.ts'
import { refusedAs } from './channelTexts.ts'
import {
  type Characteristic,
  type CharacteristicValue,
  characteristicsNamed,
  holdCharacteristics,
  insertCharacteristics,
  readCharacteristics,
  storeCharacteristics,
  usedValues,
} from './characteristicStore.ts'
import { catalogProblem, type Refused } from './problems.ts'
import { isLanguage } from './textFallback.ts'

/** A value as it is said; with an id, or else by its name, it is the one that was there. */
export interface SaidValue {
  readonly id?: string | undefined
  readonly name: string
  readonly sort?: number | undefined
  /** Names by ISO 639-1 language: these and no others. */
  readonly texts?: Readonly<Record<string, string>> | undefined
}

export interface NewCharacteristic extends Omit<SaidValue, 'id'> {
  readonly values?: readonly Omit<SaidValue, 'id'>[] | undefined
}

export interface CharacteristicChange {
  readonly id: string
  /** The version that was looked at: a newer one refuses the change. */
  readonly version?: number | undefined
  readonly name?: string | undefined
  readonly sort?: number | undefined
  /** Names by ISO 639-1 language: these and no others. */
  readonly texts?: Readonly<Record<string, string>> | undefined
  /** These and no others. */
  readonly values?: readonly SaidValue[] | undefined
}

/**
 * Makes characteristics with their values. A name that is taken keeps its characteristic, with the values it has: `exists`; a name
 * twice makes one, as the last says. Refused: LANGUAGE_INVALID, CHARACTERISTIC_TAKEN (a value twice). No item has them yet, so no
 * channel has to be told.
 */
export async function createCharacteristics(
  tx: Tx,
  tenant: string,
  list: readonly NewCharacteristic[],
): Promise<{
  results: ({ readonly id: string; readonly name: string; readonly did: 'new' | 'exists' } | Refused)[]
  changed: Changed
}> {
  const refused = list.map(one => objectionTo(one.name, one))
  const rows = [
    ...new Map(list.flatMap((one, at) => (refused[at] ? [] : [[one.name, one] as const]))).values(),
  ].map(({ name, sort = 0, texts = {}, values = [] }): Characteristic => {
    const made = values.map(value => ({
      ...value,
      id: newId(),
      sort: value.sort ?? 0,
      texts: value.texts ?? {},
    }))
    return { id: newId(), name, sort, texts, version: 1, values: made }
  })
  const made = await insertCharacteristics(tx, tenant, rows)
  await storeCharacteristics(
    tx,
    tenant,
    rows.filter(row => made.has(row.id)),
  )
  const ids = await characteristicsNamed(
    tx,
    tenant,
    rows.map(row => row.name),
  )
  return {
    results: list.map(({ name }, at) => {
      const id = ids.get(name) ?? ''
      return refused[at] ?? { id, name, did: made.has(id) ? 'new' : 'exists' }
    }),
    changed: {},
  }
}

/**
 * Changes characteristics and their values, one result per element. Refused (and left out) are CHARACTERISTIC_UNKNOWN, VERSION_OLD,
 * CHARACTERISTIC_TAKEN, LANGUAGE_INVALID, and CHARACTERISTIC_IN_USE where a value would go that items have. Items are not
 * touched: they name values, whatever those are called.
 */
export async function changeCharacteristics(
  tx: Tx,
  tenant: string,
  list: readonly CharacteristicChange[],
): Promise<{
  results: (
    | { readonly id: string; readonly did: 'changed' | 'unchanged'; readonly version: number }
    | Refused
  )[]
  changed: Changed
}> {
  const ids = [...new Set(list.map(one => one.id))]
  await holdCharacteristics(tx, tenant, ids)
  const rows = await readCharacteristics(tx, tenant, ids)
  const before = new Map(rows.map(row => [row.id, row]))
  const now = new Map(before)
  const taken = await characteristicsNamed(
    tx,
    tenant,
    list.flatMap(one => one.name ?? []),
  )
  const used = await usedValues(
    tx,
    tenant,
    rows.flatMap(row => row.values.map(value => value.id)),
  )
  const results = list.map(change => {
    const { id, version, name } = change
    const row = now.get(id)
    if (!row) return refusedAs(id, 'CHARACTERISTIC_UNKNOWN', { characteristic: id })
    if (version !== undefined && (version !== row.version || row !== before.get(id)))
      return refusedAs(id, 'VERSION_OLD', { id, version: String(row.version) })
    if (name !== undefined && (taken.get(name) ?? id) !== id)
      return refusedAs(id, 'CHARACTERISTIC_TAKEN', { name })
    const refused = objectionTo(id, change)
    if (refused) return refused
    const next = applied(row, change)
    const strange = (change.values ?? []).find(
      value => value.id && !row.values.some(one => one.id === value.id),
    )
    if (strange) return refusedAs(id, 'CHARACTERISTIC_UNKNOWN', { characteristic: strange.id ?? '' })
    const twice = next.values.find((value, at) => next.values.findIndex(one => one.id === value.id) !== at)
    if (twice) return refusedAs(id, 'CHARACTERISTIC_TAKEN', { name: twice.name })
    const gone = row.values.find(value => used.has(value.id) && !next.values.some(one => one.id === value.id))
    if (gone) return refusedAs(id, 'CHARACTERISTIC_IN_USE', { name: row.name, value: gone.name })
    if (JSON.stringify(next) === JSON.stringify(row))
      return { id, did: 'unchanged' as const, version: row.version }
    const version_ = (before.get(id)?.version ?? 0) + 1
    now.set(id, { ...next, version: version_ })
    taken.set(next.name, id)
    return { id, did: 'changed' as const, version: version_ }
  })
  const touched = [...now.values()].filter(row => row !== before.get(row.id))
  await storeCharacteristics(tx, tenant, touched).catch(error => {
    const name = touched.map(row => row.name).join(', ')
    throw sqlState(error) === '23505' ? catalogProblem('CHARACTERISTIC_TAKEN', { name }) : error
  })
  return {
    results,
    changed: touched.length > 0 ? { characteristic: touched.map(row => row.id).sort() } : {},
  }
}

function objectionTo(
  id: string,
  { texts = {}, values = [] }: Omit<CharacteristicChange, 'id'>,
): Refused | undefined {
  const languages = [texts, ...values.map(value => value.texts ?? {})].flatMap(one => Object.keys(one))
  const language = languages.find(one => !isLanguage(one))
  if (language !== undefined) return refusedAs(id, 'LANGUAGE_INVALID', { language })
  const names = values.map(value => value.name)
  const twice = names.find((name, at) => names.indexOf(name) !== at)
  return twice === undefined ? undefined : refusedAs(id, 'CHARACTERISTIC_TAKEN', { name: twice })
}

function applied(row: Characteristic, { name, sort, texts, values }: CharacteristicChange): Characteristic {
  return {
    id: row.id,
    name: name ?? row.name,
    sort: sort ?? row.sort,
    version: row.version,
    texts: sorted(texts ?? row.texts),
    values: values ? valuesOf(row, values) : row.values,
  }
}

// In the order in which they are stored, so that the same values are the same.
function valuesOf(row: Characteristic, values: readonly SaidValue[]): readonly CharacteristicValue[] {
  return values
    .map(({ id, name, sort, texts }) => {
      const known = row.values.find(value => (id ? value.id === id : value.name === name))
      return {
        id: known?.id ?? newId(),
        name,
        sort: sort ?? known?.sort ?? 0,
        texts: sorted(texts ?? known?.texts ?? {}),
      }
    })
    .sort((a, b) => a.sort - b.sort || (a.name < b.name ? -1 : 1))
}

function sorted(texts: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(texts).sort(([a], [b]) => (a < b ? -1 : 1)))
}
