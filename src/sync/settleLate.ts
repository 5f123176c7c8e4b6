import type { ChangedKind } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import { putOffDue } from '../channels/dueStore.ts'
import { acceptDropped, acceptRefused, hasAfterAll, loseAccepted } from '../channels/lateStore.ts'
import { nameTheirs } from '../channels/linkStore.ts'
import {
  type Aspect,
  clearRefusal,
  noHash,
  type ObjectKind,
  objectKinds,
  onceKinds,
  quarantine,
  type SentAspect,
} from '../channels/sentStore.ts'
import { type ToldObject, toldByNumber } from '../channels/toldByNumber.ts'
import type { SendResult } from '../port/outgoing.ts'
import type { OutgoingKind } from '../port/records.ts'
import { raiseRefused, rememberAccepted, settleRefused } from '../sales/refusedTasks.ts'
import { hider, type Journaling } from './journalCall.ts'
import { dueOf } from './pushRows.ts'
import { contentHash, type PushContext, sendOf } from './pushTask.ts'

/** A result about something that was answered before: `kind` and `no` name the object. */
export interface LateResult {
  readonly kind: OutgoingKind
  readonly no: number
  readonly result: SendResult
}

/**
 * Settles what a system says of objects long after it answered them. Refused: what it accepted counts for nothing, and the object is
 * held with code and words as if it had been refused when it was sent. Accepted: it bears their new name; what was refused is told
 * anew, also what it had never accepted before: it is there, and has to learn what it is. What is told once is told no more then, and
 * nobody has to decide about it; what a person let go of neither, but for the quantity of an item that is sold there now. Objects that no channel ever answered, and numbers of nothing, are passed over.
 */
export async function settleLate(
  tx: Tx,
  context: Journaling & Pick<PushContext, 'connector' | 'now'>,
  late: readonly LateResult[],
): Promise<void> {
  const { tenant, connection } = context
  const hide = hider(context)
  for (const [kind, ofKind] of Map.groupBy(late, one => one.kind)) {
    const object = objectOf(kind)
    // Of two results about one object the last one counts.
    const results = new Map(ofKind.map(one => [one.no, one.result]))
    const told = await toldByNumber(tx, { tenant, connectionId: connection.id, object }, [...results.keys()])
    const names = [...new Set(told.map(one => one.no))].flatMap(no => {
      const result = results.get(no)
      if (result?.result !== 'accepted') return []
      return [...(result.theirs ? [{ no, theirs: result.theirs }] : []), ...(result.nested ?? [])]
    })
    await nameTheirs(tx, tenant, connection.id, names)
    for (const [channelId, here] of Map.groupBy(told, one => one.channelId)) {
      const of = { tenant, channelId, object }
      const refused = here.flatMap(one => {
        const result = results.get(one.no)
        if (result?.result !== 'rejected' || one.data === null) return []
        return [
          {
            objectId: one.objectId,
            kind,
            hash: contentHash(kind, aspectsOf(one)),
            code: result.code,
            field: result.field === undefined ? null : hide(result.field),
            text: hide(result.text),
          },
        ]
      })
      await loseAccepted(
        tx,
        of,
        refused.map(one => one.objectId),
      )
      await quarantine(tx, of, refused, true)
      await raiseRefused(tx, tenant, { kind, channelId }, refused, {
        name: connection.name,
        now: context.now(),
      })
      const isBack = (one: ToldObject) => results.get(one.no)?.result === 'accepted'
      const idsOf = (list: readonly ToldObject[]) => list.filter(isBack).map(one => one.objectId)
      const dropped = idsOf(here.filter(one => one.dropped))
      const ids = idsOf(here.filter(one => one.rejected))
      if (onceKinds.has(object)) {
        const all = [...ids, ...dropped]
        const doing = { name: connection.name, now: context.now() }
        await acceptRefused(tx, of, all)
        await settleRefused(tx, tenant, kind, all, doing)
        await rememberAccepted(tx, tenant, kind, all, doing)
        continue
      }
      const found = await acceptDropped(tx, of, dropped)
      if (object === 'item' && sendOf(context, 'stock'))
        await tellSoon(tx, context, 'stock', channelId, found)
      await hasAfterAll(tx, of, ids)
      await clearRefusal(tx, of, ids)
      await tellSoon(tx, context, kind, channelId, ids)
    }
  }
}

function tellSoon(
  tx: Tx,
  context: Parameters<typeof dueOf>[0],
  kind: ChangedKind,
  channelId: string,
  ids: readonly string[],
): Promise<unknown> {
  const rows = ids.map(objectId => ({ channelId, objectId, seconds: 0, tries: 0 }))
  return putOffDue(tx, dueOf(context, { kind }), rows)
}

// Price and stock are aspects of an item, and the status is that of an order.
function objectOf(kind: OutgoingKind): ObjectKind {
  if (kind === 'price' || kind === 'stock') return 'item'
  if (kind === 'order_status') return 'order'
  const found = objectKinds.find(one => one === kind)
  if (!found) throw new TypeError(`${kind} is no kind of object`)
  return found
}

function aspectsOf({ data, price, stock }: ToldObject): Partial<Record<Aspect, SentAspect<never>>> {
  const aspect = (hash: string | null) =>
    hash === null || hash === noHash ? undefined : { hash, fields: {} as never }
  const found = { data: aspect(data), price: aspect(price), stock: aspect(stock) }
  return Object.fromEntries(Object.entries(found).filter(([, one]) => one !== undefined))
}
