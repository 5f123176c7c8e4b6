import type { Tx } from '../../base/database.ts'
import { createManufacturers, manufacturersNamed } from '../../catalog/manufacturers.ts'
import type { ItemWork } from './itemWork.ts'
import type { MappedRow } from './mapRow.ts'
import { textOf } from './rowKind.ts'

/** Manufacturers by name. */
export type Makers = ReadonlyMap<string, string>

/** The manufacturers that rows name and that exist; no statement where none is named. */
export async function makersOfRows(tx: Tx, tenant: string, rows: readonly MappedRow[]): Promise<Makers> {
  const names = new Set(rows.flatMap(row => textOf(row, 'manufacturer') ?? []))
  return names.size === 0 ? new Map() : manufacturersNamed(tx, tenant, [...names])
}

/** All manufacturers that rows name; those that are missing are made. */
export async function makeMakers({ tx, of, rows, changed }: ItemWork): Promise<Makers> {
  const makers = new Map<string, string>()
  const missing = new Set<string>()
  for (const { row, ids } of rows) {
    const name = textOf(row, 'manufacturer')
    const { manufacturerId } = ids
    if (name === undefined) continue
    if (manufacturerId === undefined) missing.add(name)
    else makers.set(name, manufacturerId)
  }
  if (missing.size === 0) return makers
  const done = await createManufacturers(
    tx,
    of.tenant,
    [...missing].map(name => ({ name })),
  )
  changed.push(done.changed)
  for (const result of done.results) if ('name' in result) makers.set(result.name, result.id)
  return makers
}
