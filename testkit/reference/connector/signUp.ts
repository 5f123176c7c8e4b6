import type { Ask, Receive, ReceiveRoute, SignUp } from '../../../src/port/receive.ts'

/** A page of the system where a seller opens a place for us, and the letter that tells it that we closed one. */
export const signUp: SignUp = {
  minutes: 60,
  url: (settings, purpose, { id, until }) => {
    const url = new URL(`${settings['url']}/sign-up`)
    url.search = new URLSearchParams({ purpose, session: id, until: until.toISOString() }).toString()
    return url.href
  },
  closed: (place, { reason, at, forGood }) => ({
    type: 'place.closed',
    body: { place, reason, at: at.toISOString(), forGood },
  }),
}

/** What it can be asked for: one that it answers by calls, one that is done when it was taken. */
export const asks: readonly Ask[] = [
  {
    name: 'inventory',
    title: { de: 'Bestandsliste anfordern', en: 'Request the inventory' },
    help: {
      de: 'Das System meldet alle Angebote, die es von hier hat.',
      en: 'The system reports all offers that it has of us.',
    },
    answered: true,
    letter: (place, id) => ({ type: 'inventory.wanted', body: { place, id } }),
  },
  {
    name: 'test',
    title: { de: 'Lebenszeichen senden', en: 'Send a sign of life' },
    help: {
      de: 'Das System holt eine Nachricht ab, mit der nichts geschieht.',
      en: 'The system takes a message with which nothing happens.',
    },
    answered: false,
    letter: (place, id) => ({ type: 'test', body: { place, id } }),
  },
]

/** An answer to a ticket. */
export const reply: NonNullable<Receive['reply']> = ({ place, ticket, text, at }) => ({
  type: 'ticket.reply',
  body: { place, ticket, text, at: at.toISOString() },
})

interface PlaceBody {
  readonly session?: string
  readonly place: string
  readonly name: string
  readonly active: boolean
}

/** The system says that a seller opened a place, or closed it. */
export function placeRoute(
  turnedAway: (request: Parameters<ReceiveRoute['read']>[0]) => boolean,
): ReceiveRoute {
  const bodyOf = (body: Uint8Array) => JSON.parse(Buffer.from(body).toString('utf8')) as PlaceBody
  return {
    method: 'POST',
    path: '/places',
    asks: request => {
      if (turnedAway(request)) return {}
      const { session } = bodyOf(request.body)
      return session === undefined ? {} : { sessions: [session] }
    },
    read: (request, known) => {
      if (turnedAway(request)) return { status: 401, body: '' }
      const { session, place, name, active } = bodyOf(request.body)
      const places = [{ place, name, active }]
      if (session === undefined) return { places }
      return known.sessions.length === 0 ? { status: 404, body: '' } : { places, spends: { session, place } }
    },
    answer: ({ spent }) => ({ status: spent === false ? 404 : 201, body: '' }),
  }
}
