import { type Database, transact } from '../base/database.ts'
import { isOldSeal, type Keyring, seal, unseal } from '../base/keyring.ts'
import { listAnswers, replaceAnswers, type SealedAnswer } from '../company/idempotencyStore.ts'
import { answerSeal } from './perform.ts'

const atOnce = 500

/** Seals the kept answers of a tenant with the newest key; returns how many moved. Stopped in between, it goes on. */
export async function resealAnswers(db: Database, ring: Keyring, tenant: string): Promise<number> {
  let moved = 0
  let after: SealedAnswer | undefined
  for (;;) {
    const last = after
    const page = await transact(db, { tenant }, async tx => {
      const answers = await listAnswers(tx, tenant, last, atOnce)
      const old = answers.filter(one => isOldSeal(ring, one.answer))
      const fresh = old.map(one => {
        const place = answerSeal({ tenant, actorId: one.actorId, key: one.key })
        return { ...one, answer: seal(ring, unseal(ring, one.answer, place), place) }
      })
      await replaceAnswers(tx, tenant, fresh)
      return { last: answers.at(-1), moved: fresh.length }
    })
    moved += page.moved
    if (!page.last) return moved
    after = page.last
  }
}
