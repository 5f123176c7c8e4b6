import type { PassingCall } from './callDoor.ts'
import type { ChaosWorld, Stall } from './chaosWorld.ts'

/** Longer than from an answer to the commit of its bytes, also on a busy machine. */
const commitMs = 5_000

/**
 * What a shop has given away and forgotten is ours alone once its bytes are committed; between the answer and that commit a
 * kill loses it, and no client can do anything about it. So whatever is missing must have been read just before a kill.
 */
export interface ReadAndForgotten {
  watch(stalls: readonly Stall[]): void
  passes(stall: string, call: PassingCall, when: 'before' | 'after'): void
  /** Who worked on this connection was killed; everybody, if none is named. */
  hit(connectionId?: string): void
  /** The shop gives once more what is missing here, as its owner would export it again. */
  giveBack(world: ChaosWorld): Promise<void>
  /** Records that are missing although nobody was killed over them. */
  readonly unexplained: () => readonly string[]
  /** So many were given back. */
  readonly given: () => number
}

/** Follows the readings of shops that forget. */
export function followReadings(): ReadAndForgotten {
  const stalls = new Map<string, Stall>()
  const before = new Map<string, ReadonlySet<string>>()
  const readAt = new Map<string, number>()
  const hits: { readonly connectionId: string | undefined; readonly at: number }[] = []
  const unexplained: string[] = []
  let given = 0
  return {
    watch(list) {
      for (const stall of list) if (stall.consumes) stalls.set(stall.name, stall)
    },
    passes(name, call, when) {
      const stall = stalls.get(name)
      if (!stall || call.kind !== 'read') return
      const gone = new Set(stall.outlet.forgotten())
      if (when === 'before') before.set(name, gone)
      else for (const id of gone.difference(before.get(name) ?? new Set())) readAt.set(id, performance.now())
    },
    hit: connectionId => void hits.push({ connectionId, at: performance.now() }),
    async giveBack(world) {
      for (const { name, connectionId, outlet } of stalls.values()) {
        const rows = await world.look(tx =>
          tx.query<{ id: string }>(
            'select external_id as id from ledger where tenant_id = $1 and connection_id = $2',
            [world.tenant, connectionId],
          ),
        )
        const here = new Set(rows.map(row => row.id))
        const missing = outlet.forgotten().filter(id => !here.has(id))
        for (const id of missing) {
          const at = readAt.get(id)
          const wasHit = hits.some(
            hit =>
              (hit.connectionId ?? connectionId) === connectionId &&
              at !== undefined &&
              hit.at > at - 100 &&
              hit.at < at + commitMs,
          )
          if (!wasHit) unexplained.push(`${id} of ${name}, read ${at === undefined ? 'unseen' : 'in peace'}`)
        }
        outlet.giveAgain(missing)
        given += missing.length
      }
    },
    unexplained: () => unexplained,
    given: () => given,
  }
}
