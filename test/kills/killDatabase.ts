import assert from 'node:assert/strict'
import type { ImporterEnd } from './importer.ts'
import { type Killing, noteKill, oneProcess, promisesKept } from './killing.ts'
import { killAt } from './killProcess.ts'

/**
 * kill -9 of the database server at a spot of a run: the process says so in one sentence and ends, the launcher starts the
 * server again, everything that was promised is still there. False if the run did not come by the spot.
 */
export async function killDatabase(killing: Killing): Promise<boolean> {
  const { lane, tally, chance } = killing
  await promisesKept(killing) // the checks need the server too
  const aim = tally.spots.choose(chance)
  if (!aim) return false
  const strike = killAt(aim, chance, lane.lanes, (_, moment) => {
    lane.world.killDatabase()
    return moment?.what.startsWith('call ') ? 'pass' : 'drop'
  })
  const end = await oneProcess(killing, {
    strike,
    afterwards: async spoiled => {
      tally.restarts.push(await lane.world.startAgain())
      if (!isFaster(spoiled)) saysWhy(spoiled)
    },
  })
  if (!end.struck || isFaster(end)) return false
  noteKill(killing, 'database', end.struck.spot)
  return true
}

/** A server dies within milliseconds, not at once: a run at its last call may still have ended well. */
function isFaster(end: ImporterEnd): boolean {
  return end.over && end.status === 0
}

/** One sentence for a person, the same as JSON, no stack. */
function saysWhy(end: ImporterEnd): void {
  const said = `it ended with ${end.status ?? end.signal} and said:\n${end.out}\n${end.err}`
  assert.equal(end.status, 1, said)
  const lines = end.err.split('\n').filter(line => line !== '' && !/ (found|sent), /.test(line))
  assert.equal(lines.length, 1, said)
  assert.match(lines[0] ?? '', /^DATABASE_UNREACHABLE: [^.]+\./, said)
  assert.equal(JSON.parse(end.out).code, 'DATABASE_UNREACHABLE', said)
}
