import { Rejected, Unreachable } from '../../port/errors.ts'
import type { SendResult } from '../../port/outgoing.ts'
import type { Ref } from '../../port/records.ts'
import type { ApiAnswer } from './api.ts'
import { oneByOne } from './batches.ts'
import { isRow, keyOf } from './payloads.ts'
import type { Session } from './session.ts'

/** The key of what was just made. Throws `Unreachable` where the shop does not say it: it may be there. */
export function madeKey({ data }: ApiAnswer): string {
  const key = keyOf(isRow(data) ? data['id'] : undefined)
  if (key === '') throw new Unreachable('the shop does not say under which id it stored what is new')
  return key
}

/** Takes objects away, one call for each; what is not there any more is as wanted. One result per element, in order. */
export function removeEach(
  session: Session,
  resource: string,
  list: readonly { readonly ref: Ref }[],
): Promise<readonly SendResult[]> {
  return oneByOne(list, async ({ ref }): Promise<SendResult> => {
    if (ref.theirs !== '') await unlessGone(session.api.del(`${resource}/${ref.theirs}`))
    return { result: 'accepted', ...(ref.theirs === '' ? {} : { theirs: ref.theirs }), proof: 'stored' }
  })
}

/** Waits for a call that takes something away: that it is gone already is no error. */
export async function unlessGone(call: Promise<unknown>): Promise<void> {
  try {
    await call
  } catch (error) {
    if (!(error instanceof Rejected) || error.code !== 'REMOTE_DELETED') throw error
  }
}
