import { channelProblem } from '../channels/problems.ts'
import type { Connector, Pull, PullKind } from '../port/connector.ts'
import type { IncomingKind } from '../port/records.ts'
import { callSafely } from './callSafely.ts'
import type { ImportContext } from './importContext.ts'
import { importPage, readAnswer } from './importPage.ts'
import { offersAgain, pulledAs } from './offersAgain.ts'

/** How records that are named are had once more: fetched one by one, or delivered by the system when it reads next. */
export type WayAgain =
  | { readonly fetch: NonNullable<Pull<unknown>['fetchSingle']>; readonly pull: PullKind }
  | { readonly request: NonNullable<Connector['requestAgain']> }

/** How this system gives single records of a kind again; it is not called for it. Throws AGAIN_NOT_OFFERED. */
export function wayAgain(
  { connector, connection }: Pick<ImportContext, 'connector' | 'connection'>,
  kind: IncomingKind,
): WayAgain {
  const { pull, requestAgain } = connector
  const ofKind = pulledAs(connector, kind)
  const way = offersAgain(connector, connection.facts, kind)
  if (way === 'fetch' && pull?.fetchSingle && ofKind)
    return { fetch: pull.fetchSingle.bind(pull), pull: ofKind }
  if (way === 'request' && requestAgain) return { request: requestAgain.bind(connector) }
  throw channelProblem('AGAIN_NOT_OFFERED', { system: connector.title })
}

/**
 * Fetches these records as they are now and imports them. Records that are not there any more are left out of the answer,
 * and stay as they are here.
 */
export async function fetchAgain(
  context: ImportContext,
  session: unknown,
  { fetch, pull }: Extract<WayAgain, { fetch: unknown }>,
  kind: IncomingKind,
  theirs: readonly string[],
): Promise<void> {
  for (let start = 0; start < theirs.length; start += pull.largestPage) {
    const some = theirs.slice(start, start + pull.largestPage)
    const answer = await callSafely(context.signal, () => fetch(session, kind, some))
    const page = readAnswer(context, kind, answer)
    await importPage(context, session, pull, { page, kept: undefined }, undefined)
  }
}
