import type { Chance } from '../../testkit/jtlConnector/chance.ts'
import type { Importer, ImporterEnd, Strike } from './importer.ts'
import { type Killing, noteKill, oneProcess } from './killing.ts'
import { endingOf, spotOf } from './moment.ts'
import type { Aim } from './spotBook.ts'

/** kill -9 at a spot that was hit least so far. False if the process ended without coming by. */
export async function killAtSpot(killing: Killing): Promise<boolean> {
  const { tally, chance } = killing
  const aim = tally.spots.choose(chance)
  const fault = killing.life.nextFault()
  const end = await oneProcess(killing, {
    fault,
    ...(aim ? { strike: killAt(aim, chance, killing.lane.lanes) } : {}),
  })
  if (aim && end.struck?.spot !== aim.spot) tally.spots.missed(aim.spot)
  if (!end.struck || !isKilledInRun(end)) return false
  noteKill(killing, 'process', end.struck.spot)
  return true
}

/** kill -9 at a moment within the run that only chance knows. False if the run had ended before. */
export async function killAtRandom(killing: Killing): Promise<boolean> {
  const strike = { afterMs: killing.chance() * 150, blow: kill }
  const end = await oneProcess(killing, { fault: killing.life.nextFault(), strike })
  if (!isKilledInRun(end)) return false
  noteKill(killing, 'random')
  return true
}

/** kill -9 before the run has begun or after it has ended: as harmless, and not counted. */
export async function killOutside(killing: Killing): Promise<void> {
  const { tally, chance } = killing
  const aim = tally.outside.choose(chance)
  if (!aim) return
  const strike: Strike = { at: (moment, passage) => passage === 0 && spotOf(moment) === aim.spot, blow: kill }
  const end = await oneProcess(killing, { fault: killing.life.nextFault(), strike })
  if (end.signal !== 'SIGKILL') return
  tally.outside.hit(aim.spot)
  tally.kills.outside++
}

/**
 * The strike at a spot: kill -9, or what else is given. A run that does not come by is mostly struck on its last steps.
 */
export function killAt(aim: Aim, chance: Chance, lanes: number, blow: Strike['blow'] = kill): Strike {
  let steps = !aim.late && chance() < 0.85 ? Math.floor(chance() * 18) : Number.POSITIVE_INFINITY
  const isEnding = endingOf(lanes)
  return {
    blow,
    at: (moment, passage) => {
      if (passage === 0) return false
      const over = isEnding(moment)
      return (passage === aim.passage && spotOf(moment) === aim.spot) || (over && steps-- === 0)
    },
  }
}

/** The blow that this is about. */
export function kill(importer: Importer): 'hold' {
  importer.signal('SIGKILL')
  return 'hold'
}

/** It was killed between the first and the last statement or call of its run. */
export function isKilledInRun(end: ImporterEnd): boolean {
  return end.signal === 'SIGKILL' && end.struck?.inRun === true
}
