import assert from 'node:assert/strict'
import { setTimeout as delay } from 'node:timers/promises'
import type { Changed, ChangedKind } from '../../src/base/changed.ts'
import type { Database, Tx } from '../../src/base/database.ts'
import { newId } from '../../src/base/ids.ts'
import { createItems } from '../../src/catalog/createItems.ts'
import { sellOn } from '../../src/catalog/sellOn.ts'
import { askForSweep } from '../../src/channels/dueStore.ts'
import type { Connector } from '../../src/port/connector.ts'
import { moveStock } from '../../src/stock/moveStock.ts'
import { createWarehouses } from '../../src/stock/warehouses.ts'
import { claimLane } from '../../src/sync/laneClaim.ts'
import { type LaneKind, type LeaseTimes, productLease } from '../../src/sync/lanes.ts'
import { markDue } from '../../src/sync/markDue.ts'
import { type LaneEnd, type LaneParts, runLane } from '../../src/sync/runLane.ts'
import { type Figures, noFigures } from '../../src/sync/runs.ts'
import type { TestScope } from '../../testkit/database/testDatabase.ts'
import { referenceConnector } from '../../testkit/reference/connector/index.ts'
import type { Shape } from '../../testkit/reference/connector/shape.ts'
import {
  type ReferenceSystem,
  type SystemOptions,
  startReferenceSystem,
} from '../../testkit/reference/system.ts'
import { createWorld, type World } from '../import/world.ts'

/** A tenant with a warehouse and one connection to the reference system: what is changed here is told there. */
export interface PushWorld {
  readonly world: World
  readonly system: ReferenceSystem
  readonly connectionId: string
  readonly channelId: string
  readonly warehouse: string
  /** Makes items with a price and so many pieces each, sold on the channel. Their ids. */
  sell(numbers: readonly string[], pieces?: string): Promise<string[]>
  /** A verb of the trade, and its change written down for the channels. */
  change<T extends { changed: Changed }>(verb: (tx: Tx) => Promise<T>): Promise<T>
  /** So many pieces come in or go out. */
  move(itemId: string, quantity: string): Promise<void>
  sweep(kind: ChangedKind, complete?: boolean): Promise<void>
  /** Works a lane off, as the worker would. */
  lane(kind: LaneKind, options?: LaneOptions): Promise<LaneEnd>
  /** Claims it, for a test that plays the process itself. */
  claim(kind: LaneKind, lease?: LeaseTimes): ReturnType<typeof claimLane>
  /** Due rows of a kind, oldest first. */
  due(kind?: ChangedKind): Promise<{ kind: string; objectId: string; tries: number; waits: boolean }[]>
  /** Calls that wrote something of a kind, since the last time it was asked. */
  calls(kind: string): number
}

export interface LaneOptions {
  readonly parts?: Partial<LaneParts>
  readonly signal?: AbortSignal
}

/** Starts it; `change` makes another connector of the usual one. */
export async function createPushWorld(
  db: Database,
  scope: TestScope,
  shape: Partial<Shape> = {},
  change: (connector: Connector) => Connector = connector => connector,
): Promise<PushWorld> {
  const world = await createWorld(db, scope)
  const system = await startReferenceSystem(systemOf(shape))
  scope.after(() => system.stop())
  const connectionId = await world.connect(change(referenceConnector(shape) as Connector), {
    url: system.url,
    token: system.token,
  })
  const [channel] = await world.query<{ id: string }>(
    `select id from channel where tenant_id = $1 and connection_id = $2`,
    world.tenant,
    connectionId,
  )
  const channelId = channel?.id ?? ''
  const [made] = await world.tx(tx => createWarehouses(tx, world.tenant, [{ code: 'M', name: 'Main' }]))
  const warehouse = made?.id ?? ''
  const changed: PushWorld['change'] = verb =>
    world.tx(async tx => {
      const done = await verb(tx)
      await markDue(tx, world.tenant, done.changed, 'tester')
      return done
    })
  const claim: PushWorld['claim'] = (kind, lease = productLease) =>
    claimLane(db, {
      tenant: world.tenant,
      connectionId,
      kind,
      holder: `test ${newId()}`,
      askedBy: 'tester',
      lease,
    })
  let seen = 0
  return {
    world,
    system,
    connectionId,
    channelId,
    warehouse,
    change: changed,
    claim,
    sell: async (numbers, pieces = '10') => {
      const { results: items } = await world.tx(tx =>
        createItems(
          tx,
          world.tenant,
          numbers.map(itemNumber => ({ itemNumber, name: `Tasse ${itemNumber}`, netPrice: '10' })),
        ),
      )
      const ids = items.map(item => item.id)
      if (pieces !== '0')
        await changed(tx =>
          moveStock(
            tx,
            world.tenant,
            ids.map(itemId => ({ itemId, warehouseId: warehouse, quantity: pieces, reason: 'receipt' })),
            'tester',
          ),
        )
      await changed(tx =>
        sellOn(
          tx,
          world.tenant,
          ids.map(itemId => ({ itemId, channelId, active: true })),
        ),
      )
      return ids
    },
    move: async (itemId, quantity) => {
      await changed(tx =>
        moveStock(
          tx,
          world.tenant,
          [{ itemId, warehouseId: warehouse, quantity, reason: 'adjustment' }],
          'tester',
        ),
      )
    },
    sweep: async (kind, complete = false) => {
      await world.tx(tx =>
        askForSweep(tx, world.tenant, { channelIds: [channelId], kind, by: 'tester', complete }),
      )
    },
    lane: async (kind, { parts, signal } = {}) => {
      const held = await claim(kind)
      assert.ok('fence' in held, 'the lane is held')
      return runLane({ ...world.parts, ...parts }, held, {
        lease: productLease,
        ...(signal ? { signal } : {}),
      })
    },
    due: kind =>
      world.query(
        `select kind, object_id as "objectId", tries, coalesce(not_before > clock_timestamp(), false) as waits from due
         where tenant_id = $1 and ($2::text is null or kind = $2) order by since_at, object_id`,
        world.tenant,
        kind ?? null,
      ),
    calls: kind => {
      const fresh = system.calls.slice(seen)
      seen = system.calls.length
      return fresh.filter(call => call.method === 'POST' && call.path === `/objects/${kind}`).length
    },
  }
}

function systemOf({
  inward = 'acked',
  outward = 'perRecord',
  keys = 'theirs',
  stock = 'absolute',
}: Partial<Shape>): SystemOptions {
  return { way: inward, outward, keys, stock }
}

/** The numbers of what was sent of a kind in a run that ended well. */
export function sent(end: LaneEnd, kind: string): Partial<Figures> {
  assert.equal(end.state, 'done', JSON.stringify(end.error))
  const { sent, accepted, pending, rejected, unknown } = end.figures[kind] ?? noFigures()
  return Object.fromEntries(
    Object.entries({ sent, accepted, pending, rejected, unknown }).filter(([, count]) => count > 0),
  )
}

/** Item numbers that the system has, with the stock it shows. */
export function shown(system: ReferenceSystem): Record<string, string | undefined> {
  return Object.fromEntries(
    system.objects
      .of('item')
      .map(item => String(item.fields['itemNumber']))
      .sort()
      .map(number => [number, system.objects.shown(number)]),
  )
}

/**
 * A letter waits for every transaction of the server that is older than its own, also for those of other tests: they share
 * one server.
 */
export async function everyLetterMayBeTaken({
  world,
}: {
  readonly world: Pick<PushWorld['world'], 'query' | 'tenant'>
}): Promise<void> {
  const waiting = () =>
    world.query(
      `select 1 from letter where tenant_id = $1 and xid >= pg_snapshot_xmin(pg_current_snapshot()) limit 1`,
      world.tenant,
    )
  while ((await waiting()).length > 0) await delay(5)
}
