import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { previewShape, requestShape } from '../../../src/operations/againShapes.ts'
import type { eventsShape } from '../../../src/operations/channelEvents.ts'
import type { Answer } from './asJson.ts'
import { call } from './call.ts'
import type { Page } from './page.ts'
import type { Run } from './runs.ts'

/** What a channel imports, and from when on. */
export type Events = Answer<typeof eventsShape>
export type EventRow = Events['items'][number]
export type Preview = Answer<typeof previewShape>
export type PreviewRow = Preview['rows'][number]
export type AgainRequest = Answer<typeof requestShape>

/** Some kinds of events from one instant on, as the clocks of the connection show it. */
export interface AgainWish {
  readonly from: string
  readonly events: readonly string[]
}

/** Which kinds of events a channel imports. */
export function eventsQuery(channelId: string) {
  return queryOptions({
    queryKey: ['channels', channelId, 'events'],
    queryFn: ({ signal }) => call<Events>('GET', `/channels/${channelId}/events`, { signal }),
  })
}

/** Replaces which kinds of events a channel imports. */
export function changeEvents(
  channelId: string,
  events: readonly { readonly kind: string; readonly enabled: boolean; readonly from: string | null }[],
): Promise<Events> {
  return call('PUT', `/channels/${channelId}/events`, { body: { events } })
}

/** What requests would bring if they were saved as they stand; nothing is written. One after the other: the shop is asked for each. */
export async function previewAgain(channelId: string, wishes: readonly AgainWish[]): Promise<Preview[]> {
  const answers: Preview[] = []
  for (const wish of wishes)
    answers.push(
      await call<Preview>('POST', `/channels/${channelId}/requests/preview`, {
        body: { ...wish, asIfSaved: true },
      }),
    )
  return answers
}

/** Requests; answers the run that works it off. Errors: CONFIRMATION_NEEDED with the number that confirms. */
export function requestAgain(
  channelId: string,
  wish: AgainWish & { readonly confirm?: number },
  idempotencyKey: string,
): Promise<Run> {
  return call('POST', `/channels/${channelId}/requests`, { body: wish, idempotencyKey })
}

/** What was requested, newest first. */
export const requestsQuery = infiniteQueryOptions({
  queryKey: ['requests'],
  queryFn: ({ pageParam, signal }) =>
    call<Page<AgainRequest>>('GET', '/requests', { query: { limit: 50, after: pageParam }, signal }),
  initialPageParam: null as string | null,
  getNextPageParam: last => last.next,
})

/** Ends a request; what it imported stays. */
export function cancelRequest(id: string): Promise<AgainRequest> {
  return call('POST', `/requests/${id}/cancel`, { body: {} })
}
