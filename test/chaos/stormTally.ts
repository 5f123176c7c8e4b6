import { share } from '../kills/tally.ts'

/** What was done to a world, and what came of it. */
export interface StormTally {
  /** A kill; `distance`: milliseconds since an acknowledgement of what it worked on passed. Counted where it worked. */
  note(kind: Blow, distance: number | undefined, working: boolean): void
  /** Kills that count. */
  count(): number
  /** Of these, within so many milliseconds of an acknowledgement. */
  near(ms: number): number
  /** Adds another world's. */
  add(other: StormTally): void
  readonly blows: Readonly<Record<Blow, number>>
  readonly distances: readonly number[]
  readonly deeds: Map<string, number>
  readonly refused: Map<string, number>
  readonly starts: number[]
  /** Processes that were killed while they had nothing to do. */
  idle: number
  orders: number
  acks: number
  faults: number
  settledMs: number
  /** Records that a shop forgot, and that were lost with the process that had just read them. */
  givenBack: number
  line(): string
}

const blowNames = ['aimed', 'random', 'server', 'database'] as const
type Blow = (typeof blowNames)[number]

/** Nothing done yet. */
export function createStormTally(): StormTally {
  const blows: Record<Blow, number> = { aimed: 0, random: 0, server: 0, database: 0 }
  const distances: number[] = []
  const tally: StormTally = {
    blows,
    distances,
    deeds: new Map(),
    refused: new Map(),
    starts: [],
    idle: 0,
    orders: 0,
    acks: 0,
    faults: 0,
    settledMs: 0,
    givenBack: 0,
    note(kind, distance, working) {
      if (!working) {
        tally.idle++
        return
      }
      blows[kind]++
      if (distance !== undefined && Number.isFinite(distance)) distances.push(distance)
    },
    count: () => blowNames.reduce((sum, name) => sum + blows[name], 0),
    near: ms => distances.filter(distance => distance <= ms).length,
    add(other) {
      for (const name of blowNames) blows[name] += other.blows[name]
      distances.push(...other.distances)
      for (const key of ['deeds', 'refused'] as const)
        for (const [name, count] of other[key]) tally[key].set(name, (tally[key].get(name) ?? 0) + count)
      tally.starts.push(...other.starts)
      for (const key of ['idle', 'orders', 'acks', 'faults', 'settledMs', 'givenBack'] as const)
        tally[key] += other[key]
    },
    line: () =>
      `${tally.count()} kills (${blowNames.map(name => `${blows[name]} ${name}`).join(', ')}; ${tally.near(20)} within ` +
      `20 ms of an acknowledgement, p50 ${share(distances, 0.5)} ms; ${tally.idle} of idle processes, not counted)`,
  }
  return tally
}

/** The figures, as lines to print. */
export function report(tally: StormTally): string[] {
  const list = (map: ReadonlyMap<string, number>) =>
    [...map]
      .sort((a, b) => b[1] - a[1])
      .map(([name, count]) => `${name} ${count}`)
      .join(', ')
  return [
    tally.line(),
    `${tally.orders} orders, ${tally.acks} acknowledged records, ${tally.faults} faults at shops; ` +
      `${tally.givenBack} records were lost with who had just read them, and given again`,
    `the merchant: ${list(tally.deeds)}`,
    ...(tally.refused.size === 0 ? [] : [`refused: ${list(tally.refused)}`]),
    `a process was ready after p50 ${share(tally.starts, 0.5)} ms, p95 ${share(tally.starts, 0.95)} ms; ` +
      `all settled after ${Math.round(tally.settledMs)} ms`,
  ]
}
