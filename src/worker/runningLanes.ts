import type { LaneLife } from '../sync/laneLife.ts'
import type { HeldLane, LaneKey } from '../sync/lanes.ts'
import type { LaneUnderName } from '../sync/processStore.ts'

/** A run of this process, from its claim until it is settled. */
export interface RunningLane {
  readonly lane: HeldLane
  readonly quick: boolean
  readonly life: LaneLife
}

/** The runs of one process: their signals, and whether their lanes are still ours. */
export interface RunningLanes {
  readonly size: number
  /** How many of them are not quick. */
  readonly slow: number
  has(lane: LaneKey): boolean
  enter(lane: HeldLane, quick: boolean): RunningLane
  leave(running: RunningLane): void
  /** Compares with what a beat found under our name: a run whose lane is another one's ends, one that a person cancelled too. */
  compare(underName: readonly LaneUnderName[], asked: ReadonlySet<RunningLane>): void
  all(): readonly RunningLane[]
  /** No sign of life got through for most of the lease: all of them may be another one's by now. */
  loseAll(): void
  /** Ends all of them for the process's sake: what they were asked for is still to be done. */
  giveBackAll(): void
}

/** A new, empty set. */
export function runningLanes(): RunningLanes {
  interface State {
    readonly controller: AbortController
    lost: boolean
    givesBack: boolean
  }
  const runs = new Map<string, RunningLane>()
  const states = new Map<RunningLane, State>()
  let slow = 0
  const end = (running: RunningLane, change: Partial<State>) => {
    const state = states.get(running)
    if (!state) return
    Object.assign(state, change)
    state.controller.abort()
  }
  return {
    get size() {
      return runs.size
    },
    get slow() {
      return slow
    },
    has: lane => runs.has(nameOf(lane)),
    enter: (lane, quick) => {
      const state: State = { controller: new AbortController(), lost: false, givesBack: false }
      const life: LaneLife = {
        signal: state.controller.signal,
        lost: () => state.lost,
        givesBack: () => state.givesBack,
        stop: () => undefined,
      }
      const running = { lane, quick, life }
      runs.set(nameOf(lane), running)
      states.set(running, state)
      if (!quick) slow++
      return running
    },
    leave: running => {
      if (runs.get(nameOf(running.lane)) === running) runs.delete(nameOf(running.lane))
      if (states.delete(running) && !running.quick) slow--
    },
    compare: (underName, asked) => {
      const found = new Map(underName.map(one => [nameOf(one), one]))
      for (const running of asked) {
        const now = found.get(nameOf(running.lane))
        if (now?.fence !== running.lane.fence) end(running, { lost: true })
        else if (now.cancel) end(running, {})
      }
    },
    all: () => [...states.keys()],
    loseAll: () => {
      for (const running of states.keys()) end(running, { lost: true })
    },
    giveBackAll: () => {
      for (const running of states.keys()) end(running, { givesBack: true })
    },
  }
}

/** One lane as one text, as notifications name it. */
export function nameOf(lane: LaneKey): string {
  return `${lane.tenant} ${lane.connectionId} ${lane.kind}`
}
