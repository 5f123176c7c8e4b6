import type { Tx } from '../base/database.ts'
import type { StageOf } from './inboxStore.ts'
import type { WebAddress, WebOrder } from './webOrder.ts'

type Addresses = Pick<WebOrder, 'billing' | 'shipping'>

/**
 * For orders that are staged: a function that gives the addresses to check a changed version with. Where the new address
 * is missing, or says nothing that the staged one does not say, it is the staged one (eBay and Amazon let personal data
 * fade with time); else it is the new one.
 */
export async function stagedAddresses(
  tx: Tx,
  of: StageOf,
  ids: readonly string[],
): Promise<Map<string, (changed: WebOrder) => Addresses>> {
  if (ids.length === 0) return new Map()
  const rows = await tx.query<{ id: string; billing: WebAddress | null; shipping: WebAddress | null }>(
    `select w.id, w.record -> 'billing' as billing, w.record -> 'shipping' as shipping
     from unnest($2::uuid[]) as u (id) join web_order w on w.tenant_id = $1 and w.id = u.id`,
    [of.tenant, ids],
  )
  return new Map(
    rows.map(row => [
      row.id,
      changed => ({ ...kept('billing', row.billing, changed), ...kept('shipping', row.shipping, changed) }),
    ]),
  )
}

function kept(part: keyof Addresses, before: WebAddress | null, changed: WebOrder): Addresses {
  const now = changed[part]
  if (
    !before ||
    (now && Object.entries(now).some(([key, value]) => before[key as keyof WebAddress] !== value))
  )
    return {}
  return { [part]: before }
}
