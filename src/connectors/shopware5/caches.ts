import { Rejected } from '../../port/errors.ts'
import type { Session } from './session.ts'

const changed = new WeakSet<Session>()

/** Says that pages of the shop show something else from now on: prices, texts, items that are gone. */
export function notePages(session: Session): void {
  changed.add(session)
}

/**
 * Ends a run: the shop forgets the pages that it keeps, or they would show old prices until they expire (verified at 5.7.19). Once for
 * a run, and only where it has changed any. A role that may not do it does without.
 */
export async function clearPages(session: Session): Promise<void> {
  if (!changed.delete(session)) return
  try {
    await session.api.del('caches/http')
  } catch (error) {
    if (!(error instanceof Rejected)) throw error
    session.run.log('info', 'the shop does not clear its pages; they show old prices until they expire', {
      why: error.detail,
    })
  }
}
