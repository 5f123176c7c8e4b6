import type { Tx } from '../base/database.ts'
import type { Channel } from '../channels/connectionStore.ts'
import { type GuardSettings, guardSettings } from '../channels/guardSettings.ts'
import { guardCounted, lookAtGuard, objectsOf } from '../channels/guardStore.ts'
import type { SentOf } from '../channels/sentStore.ts'
import { type PushContext, sendOf } from './pushTask.ts'

/**
 * Of these items, and of the children of those that are parents, the ones that the channel shows although they have to leave it,
 * because the guard holds them or would: more leave than may go unseen (rule `vanish`). Their quantities go on being told as they
 * are; a quantity of 0 for all of them would be what the guard is there to stop. A few that leave have 0 at once. Where a channel is
 * told no items, nothing but the quantity takes one away: none.
 */
export async function stillShown(
  tx: Tx,
  context: PushContext,
  channel: Channel,
  ids: readonly string[],
): Promise<string[]> {
  const settings = guardSettings(channel.guard)
  const item = sendOf(context, 'item')
  if (!item || ids.length === 0) return []
  const of: SentOf = { tenant: context.tenant, channelId: channel.id, object: 'item' }
  const leaving = await tx.query<{ id: string; held: boolean; waits: boolean }>(
    `select i.id, coalesce(g.state in ('held', 'dropped'), false) as held,
       coalesce(g.state = 'sent', true) and exists (
         select from due where tenant_id = $1 and channel_id = $2 and kind = 'item' and object_id = i.id) as waits
     from item i join channel_object o on o.tenant_id = $1 and o.channel_id = $2 and o.kind = 'item' and o.object_id = i.id
       left join item_channel k on k.tenant_id = $1 and k.channel_id = $2 and k.item_id = i.id
       cross join lateral (select (select state from guard_item
         where tenant_id = $1 and channel_id = $2 and kind = 'item' and object_id = i.id and rule = 'vanish')) as g (state)
     where i.tenant_id = $1 and (i.id = any($3::uuid[]) or i.parent_id = any($3::uuid[])) and ${isLeaving}`,
    [of.tenant, of.channelId, ids],
  )
  const isNew = leaving.some(one => one.waits)
  const wide = isNew && (await tooManyLeave(tx, of, settings, item.remove !== undefined, context.now()))
  return leaving.flatMap(one => (one.held || (wide && one.waits) ? [one.id] : []))
}

// What was accepted as inactive has left, and is told no quantity at all.
const isLeaving = `o.data_hash is not null and coalesce((o.data_sent ->> 'active')::boolean, true)
       and not coalesce(k.active and i.active and not i.blocked, false)`

// As the guard counts it (`guardCandidates`): sent within 24 hours, held, and what waits to leave. Counting ends where it is decided.
async function tooManyLeave(
  tx: Tx,
  of: SentOf,
  { free, vanish }: GuardSettings,
  removes: boolean,
  now: Date,
): Promise<boolean> {
  if (vanish >= 100) return false
  const counted = await guardCounted(tx, of, 'vanish', now)
  const { held } = await lookAtGuard(tx, of, 'vanish', 'item', now)
  const waiting = async (most: number) => {
    const [row] = await tx.query<{ count: number }>(
      `select count(*)::int as count from (
         select from due d join channel_object o on o.tenant_id = $1 and o.channel_id = $2 and o.kind = 'item' and o.object_id = d.object_id
           join item i on i.tenant_id = $1 and i.id = d.object_id
           left join item_channel k on k.tenant_id = $1 and k.channel_id = $2 and k.item_id = i.id
         where d.tenant_id = $1 and d.channel_id = $2 and d.kind = 'item' and ${isLeaving} and not exists (select from guard_item
           where tenant_id = $1 and channel_id = $2 and kind = 'item' and object_id = i.id and rule = 'vanish' and state <> 'sent')
         limit $3) leaving`,
      [of.tenant, of.channelId, most],
    )
    return row?.count ?? 0
  }
  const before = counted + held
  if (before + (await waiting(Math.max(0, free - before) + 1)) <= free) return false
  const total = await objectsOf(tx, of, 1_000_000_000)
  const limit = Math.max(free, Math.floor(((total + (removes ? counted : 0)) * vanish) / 100))
  return before + (await waiting(Math.max(0, limit - before) + 1)) > limit
}
