import { describe, test } from 'node:test'
import { allFlips, tryFlip } from './quirkFlips.ts'

/**
 * Every switch and every fault of the simulated shop, turned over in each generation: a case of the contract suite notices it, or the
 * connector copes and a mutant that relies on the usual is noticed, or there is a reason why nothing can be lost or doubled.
 */
for (const generation of [5, 3] as const)
  describe(`a shop of generation ${generation} that is not as usual`, () => {
    for (const flip of allFlips().filter(one => one.generation === generation))
      test(`${flip.name} ${flip.to}: ${flip.verdict?.as ?? 'nobody says what comes of it'}`, async t => {
        t.diagnostic(await tryFlip(flip))
      })
  })
