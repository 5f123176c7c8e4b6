import { cleanText } from '../../port/canonical.ts'
import type { ForeignRequest, Known, ReceiveRoute, Seat, SignUpSession } from '../../port/receive.ts'
import { conflict, failure, notFound, notValid, ok, type ScxError } from './answers.ts'
import { wireTime } from './events/wire.ts'
import { guarded, objectOf } from './guarded.ts'
import { bool, optional, optionalText, sellerId, uuid } from './scalars.ts'

/** Sellers: opened and changed with a session of the sign-up page, closed by the channel (section 10). */

const companyName = optionalText(1000)
/** Its length is documented nowhere; longer than any person reads. */
const mostReason = 1000
const isUuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** `POST /v1/channel/seller`: uses the session up. The same pair again is fine. */
const create = guarded({
  method: 'POST',
  path: '/v1/channel/seller',
  limit: 'channel',
  told: { noun: { de: 'Anmeldung eines Verkäufers', en: 'sign-up of a seller' } },
  schema: objectOf({ session: uuid, sellerId, companyName }),
  asks: ({ body }) => ({ sessions: [body.session] }),
  read: ({ request, body, known }) => {
    const place = body.sellerId
    const session = sessionIn(known, body.session, 'open')
    if (!session || isSpent(session, place, request.now)) return failure(request, 404, noSession)
    // Told twice because our answer was lost: it was opened then, and may have been closed since.
    if (session.usedBy === place) return {}
    const seat = request.seats.find(one => one.place === place)
    // One that we removed for good comes back by this alone.
    if (seat?.active && !seat.forGood) return failure(request, 409, conflict(openAlready))
    return {
      places: [{ place, name: body.companyName ?? (seat?.name || place), active: true }],
      spends: { session: session.id, place },
    }
  },
  answer: ({ request, done }) => (done.spent === false ? failure(request, 404, noSession) : ok(201)),
})

/** `PATCH /v1/channel/seller`: changes the seller of a session, closes it or opens it again. The same again is fine while it is so. */
const change = guarded({
  method: 'PATCH',
  path: '/v1/channel/seller',
  limit: 'channel',
  told: { noun: { de: 'Änderung eines Verkäufers', en: 'change of a seller' } },
  schema: objectOf({ session: optional(uuid), sessionId: optional(uuid), isActive: bool, companyName }),
  asks: ({ body }) => ({ sessions: sessionOf(body) }),
  read: ({ request, body, known }) => {
    const [id] = sessionOf(body)
    if (id === undefined) return failure(request, 400, sessionMissing)
    const session = sessionIn(known, id, 'change')
    const place = session?.place
    if (!session || place === undefined || isSpent(session, place, request.now))
      return failure(request, 404, noSession)
    const seat = request.seats.find(one => one.place === place)
    // Told twice because our answer was lost. Anything else would be taken for done and is not.
    if (session.usedBy === place)
      return seat?.active === body.isActive ? {} : failure(request, 404, noSession)
    if (seat?.forGood) return failure(request, 409, conflict(closedForGood))
    const name = body.companyName ?? (seat?.name || place)
    return {
      // Not active any more is not unlinked: the merchant has said so himself, and comes back the same way.
      places: [{ place, name, active: body.isActive, ...(body.isActive ? {} : { rests: true }) }],
      spends: { session: session.id, place },
    }
  },
  answer: ({ request, done }) => (done.spent === false ? failure(request, 404, noSession) : ok(201)),
})

/** `GET /v1/channel/seller/signup-session`: whose session it is. */
const signUpSession = bySession('/v1/channel/seller/signup-session', 'open', ({ account }) => ({
  jtlAccountId: account,
}))

/** `GET /v1/channel/seller/update-session`: which seller is to be changed. */
const updateSession = bySession('/v1/channel/seller/update-session', 'change', (_request, { place }) => ({
  sellerId: place,
}))

const listAll = guarded({
  method: 'GET',
  path: '/v1/channel/seller/list',
  limit: 'channel',
  read: ({ request }) => ok(200, { sellerList: request.seats.map(seat => sellerOf(seat, request.account)) }),
  answer: () => ok(200),
})

/** `DELETE /v1/channel/seller/{sellerId}`: the channel closes a seller. One that is closed already is CHN204. */
const remove = guarded({
  method: 'DELETE',
  path: '/v1/channel/seller/:sellerId',
  limit: 'channel',
  read: ({ request }) => {
    const seat = request.seats.find(one => one.place === request.parts['sellerId'])
    if (!seat?.active) return failure(request, 404, unlinked)
    const reason = cleanText((request.query['reason'] ?? '').slice(0, mostReason)).trim()
    return {
      places: [{ place: seat.place, name: seat.name, active: false, ...(reason === '' ? {} : { reason }) }],
    }
  },
  answer: () => ok(200),
})

/** Platforms of several marketplaces with one sign-up are not offered. */
const platform = guarded({
  method: 'POST',
  path: '/v1/channel/seller/platform/:jtlAccountId',
  limit: 'channel',
  read: ({ request }) => failure(request, 404, noPlatform),
  answer: () => ok(201),
})

export const sellerRoutes: readonly ReceiveRoute[] = [
  create,
  change,
  signUpSession,
  updateSession,
  listAll,
  remove,
  platform,
]

function bySession(
  path: string,
  purpose: SignUpSession['purpose'],
  said: (request: ForeignRequest, session: SignUpSession) => object,
): ReceiveRoute {
  return guarded({
    method: 'GET',
    path,
    limit: 'channel',
    asks: ({ request }) => ({ sessions: sessionInUrl(request) }),
    read: ({ request, known }) => {
      const [id] = sessionInUrl(request)
      const session = id === undefined ? undefined : sessionIn(known, id, purpose)
      if (!session || session.until <= request.now) return failure(request, 404, notFound)
      return ok(200, said(request, session))
    },
    answer: () => ok(200),
  })
}

// The page names it `session`, the guide `sessionId`.
function sessionOf({ session, sessionId }: Readonly<Record<string, unknown>>): readonly string[] {
  const id = session ?? sessionId
  return typeof id === 'string' ? [id] : []
}

function sessionInUrl({ query }: ForeignRequest): readonly string[] {
  return sessionOf(query).flatMap(id => (isUuid.test(id) ? [id.toLowerCase()] : []))
}

function sessionIn(known: Known, id: string, purpose: SignUpSession['purpose']) {
  return known.sessions.find(one => one.id.toLowerCase() === id && one.purpose === purpose)
}

function isSpent({ usedBy, until }: SignUpSession, place: string, now: Date): boolean {
  return usedBy === undefined ? until <= now : usedBy !== place
}

function sellerOf({ place, name, active, open, openedAt, changedAt }: Seat, account: number): object {
  return {
    sellerId: place,
    jtlAccountId: account,
    companyName: name,
    isActiveByJTL: open,
    isActiveByChannel: active,
    createdAt: wireTime(openedAt),
    updatedAt: wireTime(changedAt),
  }
}

const noSession: ScxError = {
  code: 'GEN404',
  message: {
    de: 'Diese Anmeldung gibt es nicht, sie ist abgelaufen oder schon verbraucht.',
    en: 'This sign-up does not exist, is over, or was used before.',
  },
}
const openAlready = {
  de: 'Dieser Verkäufer ist schon angemeldet.',
  en: 'This seller has signed up already.',
}
const closedForGood = {
  de: 'Dieser Verkäufer wurde endgültig getrennt.',
  en: 'This seller was removed for good.',
}
const unlinked: ScxError = {
  code: 'CHN204',
  message: {
    de: 'Diesen Verkäufer gibt es nicht, oder er ist schon getrennt.',
    en: 'This seller does not exist, or was unlinked before.',
  },
}
const noPlatform: ScxError = {
  code: 'GEN404',
  message: {
    de: 'Plattformen mit mehreren Marktplätzen werden nicht angeboten; bitte jeden Kanal einzeln anmelden.',
    en: 'Platforms of several marketplaces are not offered; please sign up each channel by itself.',
  },
}
const sessionMissing = notValid({ de: 'session: Pflichtfeld fehlt', en: 'session: is required' })
