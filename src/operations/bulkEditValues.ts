import { z } from 'zod'
import type { Tx } from '../base/database.ts'
import type { Language } from '../base/errors.ts'
import { catalogProblem, isCatalogCode } from '../catalog/problems.ts'
import { type BulkValue, namesOfThings } from '../sync/bulkEdit/bulkEditStore.ts'
import { fieldOf, titleOf } from '../sync/csv/csvFields.ts'

/** One field of one item: old and new, or why it was left as it is. */
export const valueShape = z.object({
  itemId: z.uuid(),
  field: z.string(),
  before: z.unknown(),
  after: z.unknown(),
  refusedCode: z.string().nullable(),
  /** The sentence of the code. */
  reason: z.string().nullable(),
})

/** What ids in fields and values are called. */
export const namesShape = z.record(z.string(), z.string())

/** A value with the sentence of why it was left as it is, if it was. */
export function showValue<T extends BulkValue & { readonly itemNumber: string }>(
  value: T,
  language: Language,
): T & { readonly reason: string | null } {
  const { refusedCode: code, refusedData, field, itemNumber } = value
  if (code === null || !isCatalogCode(code)) return { ...value, reason: code }
  const known = fieldOf('item', field)
  const title = known ? titleOf(known, language) : field
  const data = { item: itemNumber, itemNumber, id: itemNumber, ...refusedData, field: title }
  // Of what was written down earlier only the code is known.
  return { ...value, reason: catalogProblem(code, data).texts[language].replace(/\{\w+\}/g, '…') }
}

/** The names of everything that fields and values refer to by id. One statement. */
export function namesIn(
  tx: Tx,
  tenant: string,
  values: readonly { readonly field: string; readonly before: unknown; readonly after: unknown }[],
): Promise<Readonly<Record<string, string>>> {
  const ids = new Set(values.flatMap(value => JSON.stringify(value).match(uuid) ?? []))
  return namesOfThings(tx, tenant, [...ids])
}

const uuid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g
