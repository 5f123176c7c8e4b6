import assert from 'node:assert/strict'
import type { Strike } from './importer.ts'
import { assertEnded, type Killing, noteKill, noteRecovery, promisesKept, timePasses } from './killing.ts'
import { isKilledInRun, killAt } from './killProcess.ts'
import { brokenPromises } from './promises.ts'

/**
 * Two importing processes on one connection at the same time: whoever comes by the spot first is killed, the other one
 * takes over at once and ends what was begun. False if neither came by.
 */
export async function killOneOfTwo(killing: Killing): Promise<boolean> {
  const { lane, life, tally, chance } = killing
  await promisesKept(killing)
  life.goesOn()
  await killing.trade.goesOn()
  await timePasses(lane)
  lane.shop.setFaults(null)
  const aim = tally.spots.choose(chance)
  const options = aim ? { strike: once(killAt(aim, chance, lane.lanes)) } : {}
  const importers = await Promise.all([lane.start(options), lane.start(options)])
  const ends = await Promise.all(importers.map(importer => importer.ended))
  const killed = ends.find(isKilledInRun)
  for (const end of ends.filter(one => one !== killed)) {
    assertEnded(end, false)
    tally.ends.done++
    killing.killedAt = killed?.struck?.at
    if ((end.claimedAt ?? 0) > (killing.killedAt ?? 0)) noteRecovery(killing, end)
  }
  killing.killedAt = undefined
  assert.deepEqual(await brokenPromises(lane), [], lane.name)
  if (killed?.struck) noteKill(killing, 'process', killed.struck.spot)
  return killed !== undefined
}

/** The strike for several processes: it hits one of them. */
function once(strike: Strike): Strike {
  let spent = false
  return {
    ...strike,
    at: (moment, passage) => {
      if (spent || !strike.at?.(moment, passage)) return false
      spent = true
      return true
    },
  }
}
