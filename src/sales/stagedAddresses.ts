import type { Tx } from '../base/database.ts'
import type { StageOf } from './inboxStore.ts'
import {
  furthest,
  type RemoteState,
  remoteStates,
  type ShopPaymentState,
  shopPaymentStates,
} from './orderEvent.ts'
import type { WebAddress, WebOrder } from './webOrder.ts'

type Addresses = Pick<WebOrder, 'billing' | 'shipping'>
interface Known extends Addresses {
  readonly paymentState: ShopPaymentState
  readonly remoteState: RemoteState
  readonly pending?: boolean
}

/**
 * For orders that are known: a function that gives what a changed version is checked and staged with. Where the new address
 * is missing, or says nothing that the order did not say before, it is the staged one (eBay and Amazon let personal data
 * fade with time; an event may have brought another one since); else it is the new one. States only move on.
 */
export async function stagedAddresses(
  tx: Tx,
  of: StageOf,
  ids: readonly string[],
): Promise<Map<string, (changed: WebOrder) => Known>> {
  if (ids.length === 0) return new Map()
  const rows = await tx.query<Before>(
    `select w.id, w.record -> 'billing' as billing, w.record -> 'shipping' as shipping, e.record -> 'billing' as "ownBilling",
       e.record -> 'shipping' as "ownShipping", w.payment_state as payment, w.remote_state as remote, w.pending
     from unnest($2::uuid[]) as u (id) join web_order w on w.tenant_id = $1 and w.id = u.id
       left join web_event e on e.tenant_id = w.tenant_id and e.id = w.id`,
    [of.tenant, ids],
  )
  return new Map(
    rows.map(row => [
      row.id,
      changed => ({
        ...kept('billing', row.billing, row.ownBilling, changed),
        ...kept('shipping', row.shipping, row.ownShipping, changed),
        paymentState: furthest(shopPaymentStates, row.payment, changed.paymentState),
        remoteState: furthest(remoteStates, row.remote, changed.remoteState),
        ...(changed.pending && !row.pending && changed.totalGross !== undefined ? { pending: false } : {}),
      }),
    ]),
  )
}

interface Before {
  readonly id: string
  readonly billing: WebAddress | null
  readonly shipping: WebAddress | null
  /** What the record of the order said itself, where an event has said something else since. */
  readonly ownBilling: WebAddress | null
  readonly ownShipping: WebAddress | null
  readonly payment: string
  readonly remote: string
  readonly pending: boolean
}

function kept(
  part: keyof Addresses,
  staged: WebAddress | null,
  own: WebAddress | null,
  changed: WebOrder,
): Addresses {
  if (!staged || saysMore(changed[part], own ?? staged)) return {}
  return { [part]: staged }
}

/** Whether an address says something that another one does not say. */
export function saysMore(now: WebAddress | undefined, before: WebAddress): boolean {
  return (
    now !== undefined && Object.entries(now).some(([key, value]) => before[key as keyof WebAddress] !== value)
  )
}
