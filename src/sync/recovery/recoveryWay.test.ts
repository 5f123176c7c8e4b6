import assert from 'node:assert/strict'
import { test } from 'node:test'
import { referenceConnector } from '../../../testkit/reference/connector/index.ts'
import type { Connector } from '../../port/connector.ts'
import { recoveryWay } from './recoveryWay.ts'

const acked = referenceConnector({ inward: 'acked' }) as Connector
const forgetful: Connector = {
  ...acked,
  forgets: { isSafe: facts => facts['version'] === 5, numbers: async () => undefined },
}

for (const [what, connector, facts, way] of [
  ['read by date', referenceConnector({ inward: 'watermark' }), {}, 'reading'],
  ['read by a token', referenceConnector({ inward: 'token' }), {}, 'reading'],
  ['taken away page by page', referenceConnector({ inward: 'consuming' }), {}, 'byHand'],
  ['that calls us', referenceConnector({ inward: 'pushed' }), {}, 'theirs'],
  ['that gives back single records, whose ids are lost', acked, {}, 'byHand'],
  ['that forgets numbers', forgetful, { version: 5 }, 'numbers'],
  ['that would forget more than it is asked to', forgetful, { version: 3 }, 'byHand'],
  ['that forgets everything', referenceConnector({ inward: 'acked', again: 'relink' }), {}, 'everything'],
] as const)
  test(`the way of a system ${what} is ${way}`, () => {
    assert.equal(recoveryWay(connector as Connector, facts), way)
  })
