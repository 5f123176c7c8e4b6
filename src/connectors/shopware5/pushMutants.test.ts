// Connectors without a precaution, and answers to what is sent as no shop should give them: no harm is done, and nothing is taken for stored.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import type { ContractCase } from '../../../testkit/contract/case.ts'
import { contractTopics, declined, runCase } from '../../../testkit/contract/contractSuite.ts'
import { damaged, eachHarm, harms } from '../../../testkit/contract/damage.ts'
import { shopware5Subject } from '../../../testkit/shopware5/contractSubject.ts'
import type { Run } from '../../port/connector.ts'
import { PortError } from '../../port/errors.ts'
import type { HttpAnswer, HttpClient, HttpRequest } from '../../port/httpClient.ts'
import type { SendResult } from '../../port/outgoing.ts'
import {
  category,
  emptyShop,
  insideOf,
  item,
  price,
  pricesOf,
  refOf,
  stock,
  variation,
} from './fixtures/catalogue.ts'
import { connector } from './index.ts'
import { inventory } from './inventory.ts'
import { catalogueSends as sends } from './sends.ts'
import type { Session } from './session.ts'

/** What a careless connector makes of an answer, or sends instead. */
interface Naive {
  readonly sends?: (request: HttpRequest) => HttpRequest
  readonly reads?: (request: HttpRequest, data: unknown) => unknown
}

interface Mutant {
  readonly name: string
  readonly naive: Naive
  readonly kind: string
  readonly noticedBy: RegExp
}

type Row = Readonly<Record<string, unknown>>

const mutants: readonly Mutant[] = [
  {
    name: 'takes HTTP 200 of a batch for the success of all its elements',
    naive: {
      reads: (request, data) =>
        isBatch(request) ? (data as Row[]).map(one => ({ ...one, success: true, data: { id: 1 } })) : data,
    },
    kind: 'stock',
    noticedBy: /rejects the bad one and stores the others/,
  },
  {
    name: 'does not look for items before it makes them anew',
    naive: { reads: (request, data) => (isLook(request, 'variants') ? [] : data) },
    kind: 'item',
    noticedBy: /stores each, and says under which id/,
  },
  {
    name: 'does not look for categories that a lost answer left behind',
    naive: { reads: (request, data) => (isLook(request, 'categories') ? [] : data) },
    kind: 'category',
    noticedBy: /finds what is there, and not what is not/,
  },
  {
    name: 'does not look for files of images that a lost answer left behind',
    naive: { reads: (request, data) => (isLook(request, 'media') ? [] : data) },
    kind: 'image',
    noticedBy: /finds what is there, and not what is not/,
  },
  {
    name: 'sends prices without tax to groups that are entered with it',
    naive: {
      sends: request => ({
        ...request,
        ...(typeof request.body === 'string'
          ? {
              body: request.body.replace(
                /"price":([\d.]+)/g,
                (_all, gross) => `"price":${Number(gross) / 1.19}`,
              ),
            }
          : {}),
      }),
    },
    kind: 'price',
    noticedBy: /stores each, and says under which id/,
  },
]

describe('the contract suite notices a connector that', () => {
  for (const { name, naive, kind, noticedBy } of mutants)
    test(name, { timeout: 300_000 }, async () => {
      assert.match((await firstFailure(taughtBy(naive), kind)) ?? 'no case noticed it', noticedBy)
    })
})

async function firstFailure(tried: typeof connector, kind: string): Promise<string | undefined> {
  const subject = { ...shopware5Subject(), connector: tried, seed: 1 } as const
  const ofKind = (entry: ContractCase) => entry.name.startsWith(`${kind}:`) && !declined(subject, entry)
  for (const entry of contractTopics(subject).get('sending')?.filter(ofKind) ?? [])
    try {
      await runCase(subject, entry)
    } catch (error) {
      return `${entry.name}: ${String(error).split('\n')[0]}`
    }
  return undefined
}

function taughtBy({ sends: sent, reads }: Naive): typeof connector {
  const http = (run: Run): HttpClient => ({
    ...run.http,
    call: async request => {
      const answer = await run.http.call(sent ? sent(request) : request)
      return reads ? changed(answer, data => reads(request, data)) : answer
    },
  })
  return { ...connector, open: run => connector.open({ ...run, http: http(run) }) }
}

function changed(answer: HttpAnswer, change: (data: unknown) => unknown): HttpAnswer {
  const text = Buffer.from(answer.body).toString()
  if (answer.status !== 200 || !text.startsWith('{') || !text.endsWith('}')) return answer
  const envelope = JSON.parse(text)
  return { ...answer, body: Buffer.from(JSON.stringify({ ...envelope, data: change(envelope.data) })) }
}

function isBatch({ method, url }: HttpRequest): boolean {
  return method === 'PUT' && /\/api\/(articles|variants)(\?|$)/.test(url)
}

function isLook({ method, url }: HttpRequest, resource: string): boolean {
  return method === 'GET' && new RegExp(`/api/${resource}\\?`).test(url)
}

// --- Damaged answers ----------------------------------------------------------------------------------------------

const seed = Number(process.env['KONTOR_TEST_SEED'] ?? Math.floor(Math.random() * 2 ** 31))
const times = Number(process.env['KONTOR_TEST_ROUNDS'] ?? 1)

/** One work after the other in a shop, each with what it is called. */
type Works = readonly (readonly [string, (session: Session) => Promise<unknown>])[]

async function worksIn(t: Parameters<typeof emptyShop>[0]) {
  const shop = await emptyShop(t)
  const session = shop.open()
  const family = item(2, 'P-0', { variations: [variation(10, 'Farbe', 'rot', 'blau')] })
  const [simple, parent] = await sends.item.send(session, [item(1, 'A-1'), family])
  const [ref, top] = [refOf(1, simple), refOf(2, parent)]
  const chosen = [{ variation: insideOf(parent, 10), value: insideOf(parent, 11) }]
  const hash = shop.picture('Bild')
  const image = { of: ref, ofKind: 'item', sort: 1, hash, mediaType: 'image/png', alt: {} }
  const maker = { name: 'Nord', texts: { de: { name: 'Nord' } } }
  const feature = {
    sort: 1,
    texts: { de: { name: 'Stoff' } },
    values: [{ ref: { no: 61, theirs: '' }, texts: { de: { name: 'Jeans' } }, sort: 1 }],
  }
  const fresh = (no: number) => ({ no, theirs: '' })
  const works: Works = [
    ['category', s => sends.category.send(s, [category(50, 'Möbel'), category(51, 'Tische', fresh(50))])],
    ['category find', s => sends.category.find(s, [category(50, 'Möbel')])],
    ['manufacturer', s => sends.manufacturer.send(s, [{ ref: fresh(55), place: '', state: maker }])],
    ['characteristic', s => sends.characteristic.send(s, [{ ref: fresh(60), place: '', state: feature }])],
    [
      'item',
      s => sends.item.send(s, [item(1, 'A-1', {}, ref.theirs), item(7, 'A-7'), { ...family, ref: top }]),
    ],
    ['child', s => sends.item.send(s, [item(3, 'P-1', { parent: top, chosen })])],
    ['item find', s => sends.item.find(s, [item(1, 'A-1'), family])],
    ['item read', s => sends.item.read(s, [{ ref }, { ref: top }])],
    ['price', s => sends.price.send(s, [pricesOf(ref, 'A-1', [price('2', '2.38')])])],
    ['price read', s => sends.price.read(s, [{ ref }])],
    ['stock', s => sends.stock.send(s, [stock(ref, 'A-1', '4'), stock(top, 'P-0', '1')])],
    ['image', s => sends.image.send(s, [{ ref: fresh(70), place: '', state: image }])],
    ['image find', s => sends.image.find(s, [{ ref: fresh(70), place: '', state: image }])],
    ...(['category', 'item', 'manufacturer', 'characteristic', 'image'] as const).map(
      kind => [`inventory of ${kind}`, (s: Session) => inventory.list(s, kind, undefined, 10)] as const,
    ),
  ]
  return { ...shop, works }
}

// Whatever stands in an answer: a result for each, or one of the errors of the port.
async function survives(work: () => Promise<unknown>): Promise<void> {
  try {
    const results = await work()
    if (!Array.isArray(results)) return
    for (const one of results as (SendResult | string | undefined)[]) {
      if (typeof one !== 'object' || !('result' in one) || one.result !== 'accepted') continue
      assert.doesNotMatch(
        String(one.theirs ?? 'x'),
        /^$|undefined|NaN|object|null|^\/|\/$/,
        JSON.stringify(one),
      )
    }
    assert.doesNotMatch(JSON.stringify(results), /#0 |Resource\.php/)
  } catch (error) {
    if (!(error instanceof PortError)) throw error
    assert.doesNotMatch(error.message, /#0 |Resource\.php/)
  }
}

test('damaged answers to what is sent are results, or disturbances', async t => {
  t.diagnostic(`seed ${seed}`)
  const { open, works } = await worksIn(t)
  const random = fc.sample(harms, { seed, numRuns: 15 * times })
  let mutated = 0
  for (const [, work] of works) {
    // What the shop answers to this work, call by call.
    const answers: { readonly status: number; readonly data: unknown }[] = []
    await work(recording(open(), answers))
    for (const [at, good] of answers.entries()) {
      // All of them before a release, a part of them else.
      const each = [...eachHarm(good.data)].filter((_one, n) => times > 1 || n % 16 === seed % 16)
      const bad = [...each, ...random.map(list => damaged(good.data, list))]
      for (const data of bad) {
        mutated++
        await survives(() => work(answeredBy(open(), answers, at, data)))
      }
    }
  }
  t.diagnostic(`${mutated} damaged answers`)
  assert.ok(mutated >= 2000, `only ${mutated}`)
})

type Answers = readonly { readonly status: number; readonly data: unknown }[]

function recording(session: Session, answers: { status: number; data: unknown }[]): Session {
  const kept = async (call: ReturnType<Session['api']['get']>) => {
    const { status, data } = await call
    answers.push({ status, data })
    return { status, data }
  }
  const { api } = session
  return {
    ...session,
    api: {
      ...api,
      get: (...wish) => kept(api.get(...wish)),
      put: (...wish) => kept(api.put(...wish)),
      post: (...wish) => kept(api.post(...wish)),
      del: (...wish) => kept(api.del(...wish)),
    },
  }
}

// The same answers in the same order, one of them damaged; who asks more than before is answered with nothing.
function answeredBy(session: Session, answers: Answers, which: number, data: unknown): Session {
  let at = 0
  const next = async () => {
    const answer = answers[at] ?? { status: 200, data: [] }
    return at++ === which ? { status: answer.status, data } : answer
  }
  const { api } = session
  return { ...session, api: { ...api, get: next, put: next, post: next, del: next } }
}
