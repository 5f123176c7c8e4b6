import type { Database } from '../../src/base/database.ts'
import { holderName } from '../../src/base/holder.ts'
import { type CompleteKind, type CompleteSweep, listComplete } from '../../src/channels/completeStore.ts'
import type { Connector } from '../../src/port/connector.ts'
import { type LaneKind, productLease } from '../../src/sync/lanes.ts'
import type { SyncRun } from '../../src/sync/runs.ts'
import { askForSync, type StartedSync, workOffSync } from '../../src/sync/startSync.ts'
import type { TestScope } from '../../testkit/database/testDatabase.ts'
import type { Shape } from '../../testkit/reference/connector/shape.ts'
import { createPushWorld, type PushWorld } from '../push/pushWorld.ts'

/** A world that sends, in which a person asks for complete synchronisations. */
export interface CompleteWorld extends PushWorld {
  /** Asks for it, and leaves the work to others. */
  ask(kinds: readonly CompleteKind[], lanes?: readonly LaneKind[]): Promise<StartedSync>
  /** Asks for it and works it off. */
  complete(kinds: readonly CompleteKind[], lanes?: readonly LaneKind[]): Promise<SyncRun>
  sweeps(): Promise<CompleteSweep[]>
  /** How often items were written since the last time, by how often: `{ 1: 300 }`. */
  writes(kind?: string): Readonly<Record<number, number>>
}

/** The numbers of so many items. */
export function numbers(count: number): string[] {
  return Array.from({ length: count }, (_, n) => `T-${String(n + 1).padStart(5, '0')}`)
}

export async function createCompleteWorld(
  db: Database,
  scope: TestScope,
  shape: Partial<Shape> = {},
  change: (connector: Connector) => Connector = connector => connector,
): Promise<CompleteWorld> {
  const push = await createPushWorld(db, scope, shape, change)
  const { world, system } = push
  const wish = (kinds: readonly CompleteKind[], lanes: readonly LaneKind[]) => ({
    tenant: world.tenant,
    channels: [],
    lanes,
    askedBy: 'tester',
    holder: holderName(),
    complete: { kinds, connectors: world.parts.connectors },
  })
  let seen = new Map<string, number>()
  return {
    ...push,
    ask: (kinds, lanes = ['catalogue']) => world.tx(tx => askForSync(tx, wish(kinds, lanes))),
    complete: async (kinds, lanes = ['catalogue']) => {
      const asked = wish(kinds, lanes)
      const started = await world.tx(tx => askForSync(tx, asked))
      return workOffSync(world.parts, asked, started, { lease: productLease })
    },
    sweeps: () => world.tx(tx => listComplete(tx, world.tenant)),
    writes: (kind = 'item') => {
      const counts: Record<number, number> = {}
      for (const [name, count] of system.objects.written) {
        const more = name.startsWith(`${kind} `) ? count - (seen.get(name) ?? 0) : 0
        if (more > 0) counts[more] = (counts[more] ?? 0) + 1
      }
      seen = new Map(system.objects.written)
      return counts
    },
  }
}
