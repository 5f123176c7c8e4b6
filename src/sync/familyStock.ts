import type { Tx } from '../base/database.ts'
import { acceptOfChildren } from '../channels/acceptOfChildren.ts'
import { putOffDue } from '../channels/dueStore.ts'
import { itemTakes } from './itemTakes.ts'
import { dueOf, type Ready, seenWith, type Way } from './pushRows.ts'
import { type PushContext, sendOf } from './pushTask.ts'

/** Whether a system hears the quantities of children from their parents first, and by themselves afterwards. */
export function tellsFamilies(context: PushContext): boolean {
  return itemTakes(context).whole && sendOf(context, 'stock') !== undefined
}

/**
 * Items as they count as told: a child that its parent tells says nothing by itself, so its quantity is not among it. It is compared
 * with what the parent said, which may be older.
 */
export function withoutStockOfChildren(context: PushContext, { task }: Way, list: readonly Ready[]): Ready[] {
  if (task.as !== 'item' || !tellsFamilies(context)) return [...list]
  return list.map(one => {
    if (!isChild(one)) return one
    const { stock: _, ...sent } = one.sent
    return { ...one, sent }
  })
}

/**
 * What accepted parents said of the quantities of their children counts as told. Children whose quantity is not sure to be the newest
 * there are looked at by the stock lane: those that their parents said otherwise than they were told last, and those that the system
 * just took.
 */
export async function settleFamilyStock(
  tx: Tx,
  context: PushContext,
  { task, channel }: Way,
  list: readonly Ready[],
): Promise<void> {
  if (task.as !== 'item' || !tellsFamilies(context)) return
  const said = list.flatMap(one =>
    [...(one.others ?? [])].map(([objectId, stock]) => ({ ...seenWith(one), objectId, stock })),
  )
  const changed = await acceptOfChildren(tx, { tenant: context.tenant, channelId: channel.id }, said)
  const children = list.filter(isChild).map(one => one.row.objectId)
  await putOffDue(
    tx,
    dueOf(context, { kind: 'stock' }),
    [...new Set([...changed, ...children])].map(objectId => ({
      channelId: channel.id,
      objectId,
      seconds: 0,
      tries: 0,
    })),
  )
}

function isChild({ sent }: Ready): boolean {
  const fields = sent.data?.fields
  return (
    typeof fields === 'object' && fields !== null && 'parentId' in fields && fields.parentId !== undefined
  )
}
