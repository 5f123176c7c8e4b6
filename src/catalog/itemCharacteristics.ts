import type { Changed } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import { refusedAs } from './channelTexts.ts'
import { valuesKnown } from './characteristicStore.ts'
import { holdKnownItems } from './itemStore.ts'
import type { Refused } from './problems.ts'

/**
 * Says which values of characteristics items have: these and no others. Refused (and left out) are ITEM_UNKNOWN and
 * CHARACTERISTIC_UNKNOWN. Of an item that is named twice the last one counts. A characteristic that comes or goes may be new to a
 * channel, or used there no more: it is told too.
 */
export async function setItemCharacteristics(
  tx: Tx,
  tenant: string,
  list: readonly { readonly itemId: string; readonly valueIds: readonly string[] }[],
): Promise<{
  results: ({ readonly id: string; readonly did: 'changed' | 'unchanged' } | Refused)[]
  changed: Changed
}> {
  const items = await holdKnownItems(
    tx,
    tenant,
    list.map(one => one.itemId),
  )
  const known = await valuesKnown(
    tx,
    tenant,
    list.flatMap(one => one.valueIds),
  )
  const refused = list.map(({ itemId, valueIds }): Refused | undefined => {
    if (!items.has(itemId)) return refusedAs(itemId, 'ITEM_UNKNOWN', { item: itemId })
    const unknown = valueIds.find(id => !known.has(id))
    return unknown === undefined
      ? undefined
      : refusedAs(itemId, 'CHARACTERISTIC_UNKNOWN', { characteristic: unknown })
  })
  const wanted = new Map(
    list.flatMap(({ itemId, valueIds }, at) =>
      refused[at] ? [] : [[itemId, [...new Set(valueIds)]] as const],
    ),
  )
  const touched = await storeValues(tx, tenant, wanted)
  const changed = new Set(touched.map(row => row.itemId))
  return {
    results: list.map(
      ({ itemId }, at) => refused[at] ?? { id: itemId, did: changed.has(itemId) ? 'changed' : 'unchanged' },
    ),
    changed:
      changed.size > 0
        ? {
            item: [...changed].sort(),
            characteristic: [...new Set(touched.map(row => row.characteristicId))].sort(),
          }
        : {},
  }
}

/** Answers what came or went. */
function storeValues(
  tx: Tx,
  tenant: string,
  wanted: ReadonlyMap<string, readonly string[]>,
): Promise<{ itemId: string; characteristicId: string }[]> {
  const rows = [...wanted].flatMap(([item, values]) => values.map(value => ({ item, value })))
  return tx.query(
    `with wanted as (select r.item, r.value from unnest($3::uuid[], $4::uuid[]) as r (item, value)),
     gone as (
       delete from item_characteristic k where k.tenant_id = $1 and k.item_id = any($2::uuid[])
         and not exists (select from wanted w where w.item = k.item_id and w.value = k.value_id)
       returning k.item_id, k.value_id),
     come as (
       insert into item_characteristic (tenant_id, item_id, value_id)
       select $1, w.item, w.value from wanted w order by w.item, w.value on conflict do nothing returning item_id, value_id)
     select t.item_id as "itemId", v.characteristic_id as "characteristicId"
     from (select * from gone union select * from come) t
     join characteristic_value v on v.tenant_id = $1 and v.id = t.value_id`,
    [tenant, [...wanted.keys()], rows.map(row => row.item), rows.map(row => row.value)],
  )
}
