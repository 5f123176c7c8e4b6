import { createHmac, timingSafeEqual } from 'node:crypto'
import type { ForeignRequest, Receive } from '../../../src/port/connector.ts'
import { Refused, Rejected, Unreachable } from '../../../src/port/errors.ts'
import { readPage } from './payloads.ts'
import { rawRecord } from './pulls.ts'

/** Where the system calls us: with records, or with the hint that there is something to fetch. */
export const receive: Receive = {
  prefix: '/reference',
  routes: [
    {
      method: 'POST',
      path: '/events',
      read: request => {
        checkSignature(request)
        return { records: recordsOf(request.body) }
      },
      answer: outcomes => ({
        status: 200,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ stored: outcomes.map(outcome => outcome.externalId) }),
      }),
    },
    {
      method: 'POST',
      path: '/hint',
      read: request => {
        checkSignature(request)
        return { records: [], wake: true }
      },
      answer: () => ({ status: 204, body: '' }),
    },
  ],
}

// Over the bytes as they came: parsed and written again they would be others.
function checkSignature({ body, headers, settings }: ForeignRequest): void {
  const expected = createHmac('sha256', settings['pushSecret'] ?? '')
    .update(body)
    .digest()
  const given = Buffer.from(headers['x-signature'] ?? '', 'hex')
  if (given.length !== expected.length || !timingSafeEqual(given, expected))
    throw new Refused('AUTH_EXPIRED', 'the signature is not that of this connection')
}

function recordsOf(body: Uint8Array) {
  try {
    return readPage(body).records.map(rawRecord)
  } catch (error) {
    if (error instanceof Unreachable) throw new Rejected('PAYLOAD_INVALID', 'body', error.detail)
    throw error
  }
}
