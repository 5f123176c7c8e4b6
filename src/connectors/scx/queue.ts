import type { ReceiveRoute, TakenLetter } from '../../port/receive.ts'
import { ok } from './answers.ts'
import { wireTime } from './events/wire.ts'
import { guarded, objectOf } from './guarded.ts'
import { list, text } from './scalars.ts'

/** A page is acknowledged as a whole, and that takes a hundred ids (section 6). */
const mostEvents = 100
/** The client asks until a page is empty: what was handed out has to be hidden. */
const hiddenSeconds = 300

// The guide writes it in the plural, and the text of its page acknowledges by PATCH: all are one route with one counter.
const paths = ['/v1/channel/event', '/v1/channel/events'] as const

/** The queue: events are taken, hidden, and dropped by their ids. */
export const queueRoutes: readonly ReceiveRoute[] = paths.flatMap(path => [
  takeFrom(path),
  dropFrom('DELETE', path),
  dropFrom('PATCH', path),
])

function takeFrom(path: string): ReceiveRoute {
  return guarded({
    method: 'GET',
    path,
    limit: 'event',
    read: ({ request }) => ({ take: { most: mostOf(request.query['limit']), hiddenSeconds } }),
    // Without `eventList` the client throws [V].
    answer: ({ request, done }) =>
      ok(200, { eventList: done.letters.map(letter => eventOf(letter, request.settings['channel'] ?? '')) }),
  })
}

function dropFrom(method: 'DELETE' | 'PATCH', path: string): ReceiveRoute {
  return guarded({
    method,
    path,
    limit: 'event',
    schema: objectOf({ eventIdList: list(text(1, 100), 1, mostEvents) }),
    read: ({ body }) => ({ drop: body.eventIdList }),
    answer: () => ok(204),
  })
}

// The client holds 1000 and never sends it [V]; what is no number means nothing.
function mostOf(limit: string | undefined): number {
  if (limit === undefined || !/^\d{1,9}$/.test(limit)) return mostEvents
  return Math.min(mostEvents, Math.max(1, Number(limit)))
}

function eventOf({ id, createdAt, type, body }: TakenLetter, channel: string): object {
  const isOfSystem = type.startsWith('System:') && typeof body === 'object'
  return { id, createdAt: wireTime(createdAt), type, event: isOfSystem ? { channel, ...body } : body }
}
