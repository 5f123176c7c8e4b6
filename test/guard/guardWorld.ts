import type { Database } from '../../src/base/database.ts'
import { createCategories } from '../../src/catalog/categories.ts'
import { changeChannelOffer } from '../../src/catalog/channelOffer.ts'
import { setItemCategories } from '../../src/catalog/itemCategories.ts'
import { decideGuarded, type GuardDecision, listStops, storeGuard } from '../../src/channels/guardLists.ts'
import type { ChannelGuard } from '../../src/channels/guardSettings.ts'
import type { Connector } from '../../src/port/connector.ts'
import { markDue, markSweeps } from '../../src/sync/markDue.ts'
import type { LaneEnd } from '../../src/sync/runLane.ts'
import type { TestScope } from '../../testkit/database/testDatabase.ts'
import type { Shape } from '../../testkit/reference/connector/shape.ts'
import { createPushWorld, type PushWorld } from '../push/pushWorld.ts'

/** A push world with what the guard is asked and told. */
export interface GuardWorld extends PushWorld {
  /** Open lists in short: rule, kind and how many are held. */
  stops(): Promise<string[]>
  settings(guard: ChannelGuard): Promise<void>
  /** Releases or drops all that is held, or single objects of it. Answers how many. */
  decide(as: GuardDecision['as'], objectIds?: readonly string[]): Promise<number>
  /** Moves the root of the channel, as `channel set-offer` does. */
  reroot(categoryId: string | null): Promise<void>
  /** A root with one category in it, in which these items lie. The root's id. */
  shelve(name: string, itemIds: readonly string[]): Promise<string>
  /** What the runs' logs say of the guard. */
  notes(end: LaneEnd): Promise<{ rule: string; count: number }[]>
}

/** Makes it, with a free allowance of 10 as everywhere. */
export async function createGuardWorld(
  db: Database,
  scope: TestScope,
  shape: Partial<Shape> = {},
  change?: (connector: Connector) => Connector,
): Promise<GuardWorld> {
  const push = await createPushWorld(db, scope, shape, change)
  const { world, channelId } = push
  const { tenant } = world
  return {
    ...push,
    stops: async () =>
      (await world.tx(tx => listStops(tx, tenant, { channelId }, { limit: 50 }))).map(
        stop => `${stop.rule} ${stop.kind} ${stop.held}`,
      ),
    settings: guard => world.tx(tx => storeGuard(tx, tenant, channelId, guard)),
    decide: (as, objectIds) =>
      world.tx(async tx => {
        const stops = await listStops(tx, tenant, { channelId, ended: true }, { limit: 50 })
        const stopIds = stops.map(stop => stop.id)
        return (await decideGuarded(tx, tenant, { stopIds, objectIds, as, by: 'Eva', at: new Date() })).length
      }),
    reroot: rootCategoryId =>
      world.tx(async tx => {
        const { swept, changed } = await changeChannelOffer(tx, tenant, channelId, { rootCategoryId })
        await markDue(tx, tenant, changed, 'tester')
        await markSweeps(tx, tenant, { channelIds: [channelId], kinds: swept, by: 'tester', complete: false })
      }),
    shelve: (name, itemIds) =>
      world.tx(async tx => {
        const root = await createCategories(tx, tenant, [{ name }])
        const parentId = root.results[0]?.id ?? ''
        const made = await createCategories(tx, tenant, [{ name: `${name} shelf`, parentId }])
        const categoryId = made.results[0]?.id ?? ''
        const placed = await setItemCategories(
          tx,
          tenant,
          itemIds.map(itemId => ({ itemId, categoryIds: [categoryId] })),
        )
        for (const { changed } of [root, made, placed]) await markDue(tx, tenant, changed, 'tester')
        return parentId
      }),
    notes: async () => {
      const rows = await world.query<{ notes: { code: string; data: { rule: string; count: number } }[] }>(
        `select notes from sync_run where tenant_id = $1 order by id desc limit 1`,
        tenant,
      )
      return (rows[0]?.notes ?? [])
        .filter(one => one.code === 'GUARD_STOPPED')
        .map(({ data }) => ({ rule: data.rule, count: data.count }))
    },
  }
}
