/** Runs single cases of the contract suite on a connector or on a mutant of it, against a shop with one switch turned over. */

import assert from 'node:assert/strict'
import { connector as shopConnector } from '../../src/connectors/jtl-connector/index.ts'
import type { HttpAnswer, HttpRequest } from '../../src/port/httpClient.ts'
import { contractTopics, declined, runCase } from '../../testkit/contract/contractSuite.ts'
import type { ContractSubject, SimulatorSide } from '../../testkit/contract/subject.ts'

export type Model = Readonly<Record<string, unknown>>

/** One call of the connector for shops, as far as a mutant sees it. */
export interface Call {
  readonly method: string
  readonly params: unknown
}

/** A connector that relies on what not every shop does. It is made by what it would send, and by what it would read. */
export interface Mutant {
  readonly name: string
  readonly request?: (call: Call) => Call
  readonly reply?: (reply: Model, call: Call) => Model
  /** The whole exchange, for what is not about the content of an answer. */
  readonly exchange?: (call: Call, go: () => Promise<HttpAnswer>) => Promise<HttpAnswer>
  readonly breaks?: (good: typeof shopConnector) => Partial<typeof shopConnector>
}

/** What the cases said: the first that failed, with its words; undefined where all held. */
export type Said = string | undefined

/** Runs these cases, named in full, on a system of their own each. Throws where one is not there for this connector. */
export async function tryCases(subject: ContractSubject, names: readonly string[]): Promise<Said> {
  const cases = [...contractTopics(subject).values()].flat()
  for (const name of names) {
    const entry = cases.find(one => one.name === name)
    assert.ok(entry, `there is no case "${name}" for ${subject.name}`)
    assert.equal(declined(subject, entry), undefined, `${name} is skipped`)
    try {
      await runCase(subject, entry)
    } catch (error) {
      return `${name}: ${String(error).split('\n')[0]}`
    }
  }
  return undefined
}

/** The shop with the connector as it is; `called` is told each of its calls. */
export function asItIs(shop: SimulatorSide, called: (method: string) => void = () => {}): ContractSubject {
  const watching: Mutant = {
    name: 'none',
    exchange: (call, go) => {
      called(call.method)
      return go()
    },
  }
  return mutated(shop, watching)
}

/** The shop with a mutant of the connector. */
export function mutated(shop: SimulatorSide, mutant: Mutant): ContractSubject {
  const connector = { ...shopConnector, ...mutant.breaks?.(shopConnector) }
  return {
    ...shop,
    keepsWhatItGives: true,
    seed: 1,
    connector: {
      ...connector,
      open: run => {
        const call = (request: HttpRequest) => callAs(mutant, request, run.http.call)
        return connector.open({ ...run, http: { ...run.http, call } })
      },
    },
  }
}

/** An answer of the shop with that result. */
export function answerWith(result: unknown): HttpAnswer {
  const body = Buffer.from(JSON.stringify({ jtlrpc: '2.0', id: '1', result, error: null }))
  return { status: 200, headers: {}, body, ms: 1 }
}

function readForm(body: string): { readonly form?: URLSearchParams; readonly packet: Model } {
  const [, beside] = /^content-disposition: form-data; name="jtlrpc"\r\n\r\n(.*?)\r\n--/ims.exec(body) ?? []
  if (beside !== undefined) return { packet: JSON.parse(beside) }
  const form = new URLSearchParams(body)
  return { form, packet: JSON.parse(form.get('jtlrpc') ?? '{}') }
}

async function callAs(
  mutant: Mutant,
  request: HttpRequest,
  send: (request: HttpRequest) => Promise<HttpAnswer>,
): Promise<HttpAnswer> {
  const { form, packet } = readForm(Buffer.from(request.body ?? '').toString())
  const call: Call = { method: String(packet['method'] ?? ''), params: packet['params'] }
  // What goes with a file is sent as it is: mutants of it read its answer otherwise.
  const changed = form && mutant.request?.(call)
  if (changed) form.set('jtlrpc', JSON.stringify({ ...packet, ...changed }))
  const go = () => send(form && changed ? { ...request, body: form.toString() } : request)
  const answer = await (mutant.exchange ? mutant.exchange(call, go) : go())
  const text = Buffer.from(answer.body).toString()
  if (!mutant.reply || !text.startsWith('{') || !text.endsWith('}')) return answer
  const reply = mutant.reply({ ...JSON.parse(text), asked: packet['id'] }, call)
  return { ...answer, body: Buffer.from(JSON.stringify(reply)) }
}
