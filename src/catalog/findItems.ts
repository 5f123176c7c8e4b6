import type { Tx } from '../base/database.ts'
import { isId } from '../base/ids.ts'

/** An item as an order line needs to know it. */
export interface FoundItem {
  readonly id: string
  readonly itemNumber: string
  readonly kind: 'simple' | 'parent' | 'child' | 'kit'
  readonly blocked: boolean
}

/** Item numbers are compared as they are first, then without regard to case and outer blanks. */
export function numberKey(itemNumber: string): string {
  return itemNumber.trim().toLowerCase()
}

/**
 * The items that each number may mean, in two statements' worth of one: exact matches alone where there are any, else
 * those that differ only in case or blanks. Several items for a number: ambiguous. Numbers without an item are absent.
 */
export async function findItemsByNumber(
  tx: Tx,
  tenant: string,
  numbers: readonly string[],
): Promise<Map<string, FoundItem[]>> {
  const found = new Map<string, FoundItem[]>()
  if (numbers.length === 0) return found
  const keys = [...new Set(numbers.map(numberKey))]
  const rows = await tx.query<{
    id: string
    item_number: string
    number_key: string
    kind: FoundItem['kind']
    blocked: boolean
  }>(
    `select i.id, i.item_number, i.number_key, i.kind, i.blocked
     from unnest($2::text[]) as u (number_key) join item i on i.tenant_id = $1 and i.number_key = u.number_key`,
    [tenant, keys],
  )
  const byKey = Map.groupBy(rows, row => row.number_key)
  for (const number of numbers) {
    const candidates = byKey.get(numberKey(number)) ?? []
    const exact = candidates.filter(row => row.item_number === number)
    const matches = exact.length > 0 ? exact : candidates
    if (matches.length > 0)
      found.set(
        number,
        matches.map(row => ({
          id: row.id,
          itemNumber: row.item_number,
          kind: row.kind,
          blocked: row.blocked,
        })),
      )
  }
  return found
}

/** Items by our own ids, as links name them. */
export async function findItemsById(
  tx: Tx,
  tenant: string,
  ids: readonly string[],
): Promise<Map<string, FoundItem>> {
  if (ids.length === 0) return new Map()
  const rows = await tx.query<{ id: string; item_number: string; kind: FoundItem['kind']; blocked: boolean }>(
    `select i.id, i.item_number, i.kind, i.blocked from unnest($2::uuid[]) as u (id) join item i on i.tenant_id = $1 and i.id = u.id`,
    [tenant, ids],
  )
  return new Map(
    rows.map(row => [
      row.id,
      { id: row.id, itemNumber: row.item_number, kind: row.kind, blocked: row.blocked },
    ]),
  )
}

/**
 * The items that a code may mean, as a scanner or a person gives it: an id, a number, or else a GTIN, however many zeros stand
 * before it. None, one, or several.
 */
export async function findItemsByCode(tx: Tx, tenant: string, code: string): Promise<FoundItem[]> {
  const plain = code.trim()
  const byId = isId(plain) ? (await findItemsById(tx, tenant, [plain])).get(plain) : undefined
  if (byId) return [byId]
  const byNumber = (await findItemsByNumber(tx, tenant, [plain])).get(plain)
  if (byNumber) return byNumber
  const digits = /^0*(\d{1,14})$/.exec(plain)?.[1]
  if (digits === undefined) return []
  return tx.query<FoundItem>(
    `select i.id, i.item_number as "itemNumber", i.kind, i.blocked from item i where i.tenant_id = $1 and i.gtin = any($2::text[])
     order by i.item_number limit 2`,
    [tenant, [8, 12, 13, 14].map(length => digits.padStart(length, '0'))],
  )
}
