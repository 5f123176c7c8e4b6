import type { Tx } from '../base/database.ts'
import type { CrossSellingForChannel, GroupForChannel } from '../catalog/crossSellingForChannel.ts'
import type { Channel } from '../channels/connectionStore.ts'
import { acceptedOwners, type SentRow, sentRows } from '../channels/sentStore.ts'
import { nextLeftovers } from '../channels/sweepStore.ts'
import type { LocalTexts } from '../port/outgoing.ts'
import { takesParents } from './itemTakes.ts'
import { waitsForCategory } from './pushRows.ts'
import {
  aspectOf,
  type Making,
  type NamedThing,
  type PushContext,
  type PushTask,
  type RefOf,
  sendOf,
  type Wanted,
} from './pushTask.ts'

/** What is shown beside an item as it is compared and kept, by our ids. */
interface ShownFields {
  readonly itemId: string
  readonly groups: readonly {
    readonly groupId: string
    readonly texts: LocalTexts
    readonly itemIds: readonly string[]
  }[]
}

/** Whether that very system takes cross-selling within its items. */
export function isWithinItem(context: Pick<PushContext, 'connector' | 'connection'>): boolean {
  return sendOf(context, 'item')?.carries?.includes('cross_selling') ?? false
}

/** How cross-selling is sent where it is an object of its own: after the items that it names. */
export const crossSellingAlone: PushTask = {
  kind: 'cross_selling',
  as: 'cross_selling',
  object: 'cross_selling',
  patient: true,
  compares: ['data'],
  want: wantCrossSelling,
  next: nextShowing,
}

/** How it is told within items: `item` tells it, to those that the channel has. The others get it when it takes them. */
export function crossSellingWithin(item: PushTask): PushTask {
  return {
    ...item,
    kind: 'cross_selling',
    compares: ['data'],
    want: async (tx, context, channel, ids, known) => {
      const there = ids.filter(id => known.get(id)?.data || known.get(id)?.rejectedCode)
      const wanted = await item.want(tx, context, channel, there, known)
      return new Map([...wanted].filter(([, one]) => one.do === 'send'))
    },
  }
}

/**
 * What a channel shall show beside items, after they and all that are named were accepted there. One that the channel refuses is left
 * out until it takes it (`renewCrossSelling`); one that is on its way is waited for.
 */
async function wantCrossSelling(
  tx: Tx,
  context: PushContext,
  channel: Channel,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Wanted>> {
  const { tenant, sources } = context
  const of = { tenant, channelId: channel.id }
  const wish = { channelId: channel.id, itemIds: ids, now: context.now() }
  const { items } = await sources.crossSellingForChannel(tx, tenant, wish)
  const named = [...new Set(items.flatMap(one => (one ? namedIn(one) : [])))]
  const there = await acceptedOwners(tx, of, [...ids, ...named])
  const missing = [...new Set([...ids, ...named])].filter(id => !there.has(id))
  const refused = refusedOf(await sentRows(tx, { ...of, object: 'item' }, missing))
  const parents = takesParents(context)
  const comes = (one: Shown) => !refused.has(one.id) && (parents || !one.isParent)
  return new Map(
    ids.map((id, at): [string, Wanted] => {
      const item = items[at]
      if (item && !there.has(id) && !comes({ ...item, id })) return [id, { do: 'nothing' }]
      const shown = item && fieldsOf(item, comes)
      if (!shown || shown.groups.length === 0)
        return [id, { do: 'leave', ...(there.has(id) ? { of: itemThing(id) } : {}) }]
      return [
        id,
        {
          do: 'send',
          sent: { data: aspectOf(shown) },
          making: makingOf(shown),
          waitsFor: [id, ...shown.groups.flatMap(group => group.itemIds)],
          level: 0,
        },
      ]
    }),
  )
}

function namedIn({ groups }: CrossSellingForChannel): string[] {
  return groups.flatMap(group => group.items.map(one => one.id))
}

// What waits for its category is on its way.
function refusedOf(rows: ReadonlyMap<string, SentRow>): ReadonlySet<string> {
  const refused = [...rows.values()].filter(
    row => row.rejectedCode !== null && row.rejectedCode !== waitsForCategory && !row.inFlight && !row.ticket,
  )
  return new Set(refused.map(row => row.objectId))
}

type Shown = CrossSellingForChannel['groups'][number]['items'][number]

function fieldsOf({ itemId, groups }: CrossSellingForChannel, isShown: (one: Shown) => boolean): ShownFields {
  return {
    itemId,
    groups: groups
      .map(({ id, texts, items }) => ({
        groupId: id,
        texts,
        itemIds: items.filter(isShown).map(one => one.id),
      }))
      .filter(group => group.itemIds.length > 0),
  }
}

function makingOf(shown: ShownFields): Making {
  const item = itemThing(shown.itemId)
  const { things, groups } = shownMaking(shown)
  return {
    things: [{ kind: 'cross_selling', objectId: shown.itemId }, item, ...things],
    state: refOf => ({ item: refOf(item), groups: groups(refOf) }),
  }
}

function shownMaking({ groups }: Pick<ShownFields, 'groups'>) {
  const made = groups.map(({ groupId, texts, itemIds }) => ({
    group: groupThing(groupId),
    texts,
    items: itemIds.map(itemThing),
  }))
  return {
    things: made.flatMap(one => [one.group, ...one.items]),
    groups: (refOf: RefOf) =>
      made.map(one => ({ group: refOf(one.group), texts: one.texts, items: one.items.map(refOf) })),
  }
}

/** Items as they are wanted, with what is shown beside them where the system takes that within them. One that leaves shows nothing. */
export async function withCrossSelling(
  tx: Tx,
  context: PushContext,
  channel: Channel,
  items: ReadonlyMap<string, Wanted>,
): Promise<ReadonlyMap<string, Wanted>> {
  if (!isWithinItem(context) || items.size === 0) return items
  const itemIds = [...items.keys()]
  const wish = { channelId: channel.id, itemIds, now: context.now() }
  const shown = await context.sources.crossSellingForChannel(tx, context.tenant, wish)
  return new Map(
    [...items].map(([id, one], at) => {
      if (one.do === 'leave' && one.making)
        return [id, { ...one, making: { ...one.making, state: withoutShown(one.making) } }]
      const beside = shown.items[at]
      return [id, one.do === 'send' && beside ? showing(one, beside, shown.all) : one]
    }),
  )
}

function showing(
  one: Extract<Wanted, { do: 'send' }>,
  beside: CrossSellingForChannel,
  all: readonly GroupForChannel[],
): Wanted {
  const { groups } = fieldsOf(beside, () => true)
  const { sent, making } = one
  const made = shownMaking({ groups })
  const known = all.map(({ id, texts }) => ({ group: groupThing(id), texts }))
  const fields = sent.data?.fields
  return {
    ...one,
    sent: {
      ...sent,
      data: aspectOf({ ...(typeof fields === 'object' ? fields : {}), crossSelling: groups }),
    },
    making: {
      ...making,
      things: [...making.things, ...made.things, ...known.map(one => one.group)],
      state: (refOf, stock, others) => ({
        ...making.state(refOf, stock, others),
        crossSelling: {
          groups: made.groups(refOf),
          all: known.map(({ group, texts }) => ({ group: refOf(group), texts })),
        },
      }),
    },
  }
}

// What was accepted last names it by our ids.
function withoutShown(making: Making): Making['state'] {
  return (refOf, stock, others) => {
    const { crossSelling: _, ...state } = { crossSelling: undefined, ...making.state(refOf, stock, others) }
    return state as ReturnType<Making['state']>
  }
}

// Those beside which something is shown, and those that the channel was told of, which may show nothing any more.
async function nextShowing(
  ...[tx, { tenant, sources }, channelId, afterId, limit]: Parameters<NonNullable<PushTask['next']>>
): Promise<string[]> {
  const of = { tenant, channelId, object: 'cross_selling' as const }
  const showing = await sources.nextCrossSellingOf(tx, tenant, channelId, afterId, limit)
  const told = await nextLeftovers(tx, of, afterId, limit)
  return [...new Set([...showing, ...told])].sort().slice(0, limit)
}

function itemThing(objectId: string): NamedThing {
  return { kind: 'item', objectId }
}

function groupThing(objectId: string): NamedThing {
  return { kind: 'cross_selling_group', objectId }
}

/**
 * A channel has taken items that it did not have, or refuses some: what it had of what is shown beside those it took went with what it
 * had of them, and all that names any of them is due.
 */
export async function renewCrossSelling(
  tx: Tx,
  of: { readonly tenant: string; readonly channelId: string; readonly connectionId: string },
  { taken, refused }: { readonly taken: readonly string[]; readonly refused: readonly string[] },
): Promise<void> {
  if (taken.length + refused.length === 0) return
  await tx.run(
    `update channel_object set data_hash = null, data_sent = null
     where tenant_id = $1 and channel_id = $2 and kind = 'cross_selling' and object_id = any($3::uuid[]) and data_hash is not null`,
    [of.tenant, of.channelId, taken],
  )
  await tx.run(
    `insert into due (tenant_id, channel_id, kind, object_id, connection_id, since_at)
     select $1, $2, 'cross_selling', x.item_id, $4, clock_timestamp()
     from (select x.item_id from item_cross_selling x where x.tenant_id = $1 and x.item_id = any($5::uuid[])
       union select x.item_id from item_cross_selling x where x.tenant_id = $1 and x.other_id = any($3::uuid[])) as x
     join item_channel k on k.tenant_id = $1 and k.channel_id = $2 and k.item_id = x.item_id
     order by x.item_id
     on conflict (tenant_id, channel_id, kind, object_id) do update set version = due.version + 1, not_before = null, tries = 0`,
    [of.tenant, of.channelId, [...taken, ...refused], of.connectionId, taken],
  )
}
