import { createHmac, timingSafeEqual } from 'node:crypto'
import { Rejected, Unreachable } from '../../../src/port/errors.ts'
import type { ForeignAnswer, ForeignRequest, Receive, TakenLetter } from '../../../src/port/receive.ts'
import { readIds, readPage } from './payloads.ts'
import { rawRecord } from './pulls.ts'
import { asks, placeRoute, reply, signUp } from './signUp.ts'

/** Where the system calls us: with records, or with the hint that there is something to fetch. */
export const receive: Receive = {
  prefix: '/reference',
  signUp,
  asks,
  reply,
  refuse: why => ({
    status: {
      unknownRoute: 404,
      unknownConnection: 404,
      tooFast: 429,
      tooLarge: 413,
      unreadable: 400,
      failed: 500,
    }[why],
    body: '',
  }),
  routes: [
    {
      method: 'POST',
      path: '/events',
      read: request => {
        if (!isSigned(request)) return stranger
        return { records: recordsOf(request.body) }
      },
      answer: ({ outcomes }) => ({
        status: 200,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ stored: outcomes.map(outcome => outcome.externalId) }),
      }),
    },
    {
      method: 'POST',
      path: '/hint',
      read: request => {
        if (!isSigned(request)) return stranger
        return { wake: true }
      },
      answer: () => ({ status: 204, body: '' }),
    },
    {
      method: 'GET',
      path: '/queue',
      read: request => (isSigned(request) ? { take: { most: 100, hiddenSeconds: 300 } } : stranger),
      answer: ({ letters }) => ({
        status: 200,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ events: letters.map(eventOf) }),
      }),
    },
    {
      method: 'DELETE',
      path: '/queue',
      read: request => (isSigned(request) ? { drop: readIds(request.body) } : stranger),
      answer: () => ({ status: 204, body: '' }),
    },
    placeRoute(request => !isSigned(request)),
  ],
}

// A letter is an event of the system's queue: the kind of an object, and the object as its writing calls have it.
function eventOf({ id, type, body }: TakenLetter) {
  return { id, kind: type, entry: body }
}

// Anybody can call: that a stranger did says nothing about our credentials, so it is an answer and no error.
const stranger: ForeignAnswer = { status: 401, body: '' }

// Over the bytes as they came: parsed and written again they would be others.
function isSigned({ body, headers, settings }: ForeignRequest): boolean {
  const expected = createHmac('sha256', settings['pushSecret'] ?? '')
    .update(body)
    .digest()
  const given = Buffer.from(headers['x-signature'] ?? '', 'hex')
  return given.length === expected.length && timingSafeEqual(given, expected)
}

function recordsOf(body: Uint8Array) {
  try {
    return readPage(body).records.map(rawRecord)
  } catch (error) {
    if (error instanceof Unreachable) throw new Rejected('PAYLOAD_INVALID', 'body', error.detail)
    throw error
  }
}
