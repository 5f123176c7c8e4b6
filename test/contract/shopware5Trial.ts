/** A mutant of the connector for Shopware 5, against a shop with one switch turned over. */

import { connector } from '../../src/connectors/shopware5/index.ts'
import type { HttpAnswer, HttpRequest } from '../../src/port/httpClient.ts'
import type { ContractSubject, SimulatorSide } from '../../testkit/contract/subject.ts'

type Row = Readonly<Record<string, unknown>>

/** A connector that relies on what not every shop does: by what it asks, and by what it makes of an answer. */
export interface ShopMutant {
  readonly name: string
  readonly request?: (request: HttpRequest) => HttpRequest
  readonly reply?: (answer: Row) => Row
  /** The text of an answer, for what is not about the content. */
  readonly text?: (text: string) => string
}

/** The shop with the connector as it is, or with a mutant of it. */
export function withConnector(shop: SimulatorSide, mutant?: ShopMutant): ContractSubject {
  if (!mutant) return { ...shop, connector, seed: 1 }
  return {
    ...shop,
    seed: 1,
    connector: {
      ...connector,
      open: run =>
        connector.open({
          ...run,
          http: {
            ...run.http,
            call: async request => changed(mutant, await run.http.call(mutant.request?.(request) ?? request)),
          },
        }),
    },
  }
}

function changed({ reply, text }: ShopMutant, answer: HttpAnswer): HttpAnswer {
  const body = Buffer.from(answer.body).toString()
  if (text) return { ...answer, body: Buffer.from(text(body)) }
  if (!reply || !body.startsWith('{') || !body.endsWith('}')) return answer
  return { ...answer, body: Buffer.from(JSON.stringify(reply(JSON.parse(body)))) }
}

const isRow = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Whatever stands under `data`, record by record; undefined leaves a record out. */
function records(answer: Row, act: (row: Row) => Row | undefined): Row {
  const { data } = answer
  const one = (value: unknown) => (isRow(value) ? act(value) : value)
  if (Array.isArray(data)) return { ...answer, data: data.flatMap(value => one(value) ?? []) }
  return isRow(data) ? { ...answer, data: one(data) ?? {} } : answer
}

function byBasic(request: HttpRequest): HttpRequest {
  const authorization = `Basic ${Buffer.from('kontor-api:api-key/äöü "1"').toString('base64')}`
  return { ...request, headers: { ...request.headers, authorization } }
}

/** Takes the parameters out of an address whose names begin so; signed in by Basic, as Digest names the address. */
function without(request: HttpRequest, beginning: string): HttpRequest {
  const url = new URL(request.url)
  for (const name of [...url.searchParams.keys()])
    if (name.startsWith(beginning)) url.searchParams.delete(name)
  return { ...byBasic(request), url: url.href }
}

export const mutants = {
  basicAlone: {
    name: 'signs in by Basic alone',
    request: byBasic,
  },
  readsFromTheFirstByte: {
    name: 'reads JSON from the first byte',
    text: text => (text.startsWith('{') ? text : ''),
  },
  numbersAreNumbers: {
    name: 'takes only numbers for ids',
    reply: answer => records(answer, row => (typeof row['id'] === 'string' ? undefined : row)),
  },
  knowsItsFields: {
    name: 'takes no record with a field that it does not know',
    reply: answer => records(answer, row => ('swagPluginField' in row ? undefined : row)),
  },
  asksForNoOrder: {
    name: 'goes behind the last id of a list without asking for an order',
    request: request => without(request, 'sort'),
  },
  goesByTheTimeOfChange: {
    name: 'looks for orders by their time of change alone',
    reply: answer =>
      records(answer, row =>
        'changed' in row && 'orderTime' in row && row['changed'] === null ? undefined : row,
      ),
  },
  wantsShippingRate: {
    name: 'takes no order that does not say how its shipping is taxed',
    reply: answer =>
      records(answer, row => ('orderTime' in row && !('isProportionalCalculation' in row) ? undefined : row)),
  },
} satisfies Record<string, ShopMutant>
