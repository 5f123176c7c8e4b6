import type { Tx } from '../base/database.ts'
import type { Channel } from '../channels/connectionStore.ts'
import { type GuardSettings, guardSettings, mostUnder } from '../channels/guardSettings.ts'
import { guardCounted, lookAtGuard, objectsOf } from '../channels/guardStore.ts'
import type { SentOf } from '../channels/sentStore.ts'
import { itemTakes } from './itemTakes.ts'
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
  const { parents } = itemTakes(context)
  const sweptAfter = await wideSweep(tx, of)
  const leaving = await tx.query<{ id: string; held: boolean; waits: boolean }>(
    `select i.id, coalesce(g.state in ('held', 'dropped'), false) as held,
       coalesce(g.state = 'sent', true) and (coalesce(i.id > $5, false) or exists (
         select from due where tenant_id = $1 and channel_id = $2 and kind = 'item' and object_id = i.id)) as waits
     from item i join channel_object o on o.tenant_id = $1 and o.channel_id = $2 and o.kind = 'item' and o.object_id = i.id
       cross join lateral (select ${heldAs}) as g (state)
     where i.tenant_id = $1 and (i.id = any($3::uuid[]) or i.parent_id = any($3::uuid[])) and ${isLeaving('$4')}`,
    [of.tenant, of.channelId, ids, parents, sweptAfter],
  )
  const isNew = leaving.some(one => one.waits)
  const removes = item.remove !== undefined
  const wide =
    isNew &&
    (await remembered(context, channel.id, () =>
      tooManyLeave(tx, of, settings, { removes, parents, sweptAfter }, context.now()),
    ))
  return leaving.flatMap(one => (one.held || (wide && one.waits) ? [one.id] : []))
}

// Of 200,000 items counting takes a second, and each batch and each call asks: so it takes a tenth of the time of a run at most. What was
// told 0 meanwhile has its quantity again once it is held.
const pauses = 10

async function remembered(
  { guard }: PushContext,
  channelId: string,
  count: () => Promise<boolean>,
): Promise<boolean> {
  const started = performance.now()
  const before = guard.leaving.get(channelId)
  if (before && started < before.until) return before.wide
  const wide = await count()
  const ended = performance.now()
  guard.leaving.set(channelId, { wide, until: ended + pauses * (ended - started) })
  return wide
}

// For each by its key: of what the guard has just begun to hold there are no statistics, and a join would compare all with all.
const heldAs = `(select state from guard_item
         where tenant_id = $1 and channel_id = $2 and kind = 'item' and object_id = i.id and rule = 'vanish')`

// What the catalogue lane takes away, or says as inactive (`wantItems`): `parents`, where the system has a place for them, also children
// whose parent is not sold. What was accepted as inactive has left, and is told no quantity at all; what was never told is not guarded.
function isLeaving(parents: string): string {
  return `o.data_hash is not null and o.data_sent is not null and coalesce((o.data_sent ->> 'active')::boolean, true)
    and (not coalesce((select k.active from item_channel k where k.tenant_id = $1 and k.channel_id = $2 and k.item_id = i.id)
        and i.active and not i.blocked, false)
      or ${parents} and i.parent_id is not null and not coalesce((select k.active and p.active and not p.blocked
        from item p join item_channel k on k.tenant_id = $1 and k.channel_id = $2 and k.item_id = p.id
        where p.tenant_id = $1 and p.id = i.parent_id), false))`
}

// A change of very many objects has no due rows: all are walked through, in the order of their ids (`writeDue`). Those behind this one wait.
async function wideSweep(tx: Tx, of: SentOf): Promise<string | null> {
  const [row] = await tx.query<{ afterId: string }>(
    `select after_id as "afterId" from sweep where tenant_id = $1 and channel_id = $2 and kind = 'item' and not complete`,
    [of.tenant, of.channelId],
  )
  return row?.afterId ?? null
}

interface Waiting {
  readonly removes: boolean
  readonly parents: boolean
  readonly sweptAfter: string | null
}

// As the guard counts it (`guardCandidates`): sent within 24 hours, held, and what waits to leave. Counting ends where it is decided.
async function tooManyLeave(
  tx: Tx,
  of: SentOf,
  settings: GuardSettings,
  { removes, parents, sweptAfter }: Waiting,
  now: Date,
): Promise<boolean> {
  const { free, vanish } = settings
  if (vanish >= 100) return false
  const counted = await guardCounted(tx, of, 'vanish', now)
  const due = `select object_id from due where tenant_id = $1 and channel_id = $2 and kind = 'item'`
  const waiting = async (most: number) => {
    const [row] = await tx.query<{ count: number }>(
      `select count(*)::int as count from (
         select from channel_object o join item i on i.tenant_id = $1 and i.id = o.object_id
         where o.tenant_id = $1 and o.channel_id = $2 and o.kind = 'item' and coalesce(${heldAs} = 'sent', true)
           and (o.object_id in (${due}) ${sweptAfter === null ? '' : 'or o.object_id > $5'}) and ${isLeaving('$4')} limit $3) leaving`,
      [of.tenant, of.channelId, most, parents, ...(sweptAfter === null ? [] : [sweptAfter])],
    )
    return row?.count ?? 0
  }
  if (counted + (await waiting(Math.max(0, free - counted) + 1)) <= free) return false
  const { held } = await lookAtGuard(tx, of, 'vanish', 'item', now)
  const before = counted + held
  const total = await objectsOf(tx, of, 1_000_000_000)
  const limit = mostUnder(settings, 'vanish', total + (removes ? counted : 0))
  return before + (await waiting(Math.max(0, limit - before) + 1)) > limit
}
