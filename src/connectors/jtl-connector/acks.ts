import type { Ack, AckResult } from '../../port/connector.ts'
import { Rejected } from '../../port/errors.ts'
import type { Api } from './api.ts'
import { isModel } from './payloads.ts'
import { isMissing } from './rpc.ts'

type Pair = readonly [theirs: string, no: number]

/**
 * Acknowledges records under the name that the endpoint has for their kind. One result per element, in order; repeating
 * it is harmless. A pair without their id would spoil the shop's table and is not sent. Throws `Unreachable` where the
 * endpoint gave no answer to rely on.
 */
export async function sendAcks(api: Api, key: string, list: readonly Ack[]): Promise<readonly AckResult[]> {
  const pairs = list.filter(entry => entry.theirs !== '').map(entry => [entry.theirs, entry.no] as const)
  const results = pairs.length === 0 ? [] : await sendPairs(api, key, pairs)
  let next = 0
  return list.map(({ theirs }) =>
    theirs === '' ? { refused: 'it has no id' } : (results[next++] ?? { refused: 'not sent' }),
  )
}

// One pair that the shop's plug-in cannot store makes the whole call fail: halving finds it, the others get through.
async function sendPairs(api: Api, key: string, pairs: readonly Pair[]): Promise<AckResult[]> {
  const { result, error, warnings = [] } = await api.ack(key, pairs)
  if (!error) return pairs.map(() => outcome(key, result, warnings))
  const failure = api.errorOf(error, true)
  if (!(failure instanceof Rejected)) throw failure
  if (pairs.length === 1 || isMissing(error)) return pairs.map(() => ({ refused: failure.detail }))
  const middle = pairs.length >> 1
  const first = await sendPairs(api, key, pairs.slice(0, middle))
  return [...first, ...(await sendPairs(api, key, pairs.slice(middle)))]
}

// An endpoint that does not know the key answers true all the same, and says in a warning that it stored nothing.
function outcome(key: string, result: unknown, warnings: readonly string[]): AckResult {
  if (warnings.some(warning => /unknown core entity|skipping related ack/i.test(warning)))
    return { refused: `the shop does not know ${key}` }
  const stored = result === true || (isModel(result) && result.result === true)
  return stored ? 'accepted' : { refused: 'the shop did not say that it stored it' }
}
