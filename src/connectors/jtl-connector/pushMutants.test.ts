import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { ContractCase } from '../../../testkit/contract/case.ts'
import { contractTopics, declined, runCase } from '../../../testkit/contract/contractSuite.ts'
import { shopSubject } from '../../../testkit/jtlConnector/contractSubject.ts'
import type { Quirks } from '../../../testkit/jtlConnector/quirks.ts'
import type { Run } from '../../port/connector.ts'
import type { HttpClient } from '../../port/httpClient.ts'
import { emptyShop, item, words } from './fixtures/pushing.ts'
import { connector } from './index.ts'

type Model = Record<string, unknown>
type Naive = (method: string, sent: readonly Model[], result: readonly Model[]) => readonly Model[]

/** A connector without one precaution, the habit of shops that it is for, and the case that notices it. */
interface Mutant {
  readonly name: string
  readonly habit: Partial<Quirks>
  /** The same shop without the habit: there the precaution is not missed. */
  readonly tame: Partial<Quirks>
  readonly naive: Naive
  readonly kind: string
  readonly noticedBy: RegExp
}

const byPlace: Naive = (method, sent, result) =>
  method === 'product.push' ? result.map((model, at) => withNumberOf(sent[at], model)) : result
const blind: Naive = (method, _sent, result) => (method.endsWith('.pull') ? [] : result)
const credulous: Naive = (method, _sent, result) =>
  method === 'product.push' ? result.map(withSomeId) : result

const mutants: readonly Mutant[] = [
  {
    name: 'reads answers by their place, where they come in another order',
    habit: { answersReversed: true },
    tame: { answersReversed: false },
    naive: byPlace,
    kind: 'item',
    noticedBy: /stores each, and says under which id/,
  },
  {
    name: 'reads answers by their place, where what was passed over is left out',
    habit: { omitsSkipped: true },
    tame: { omitsSkipped: false },
    naive: byPlace,
    kind: 'item',
    noticedBy: /takes what was passed over in silence for rejected/,
  },
  {
    name: 'does not look for what a failed call left behind',
    habit: { batchFailure: 'storedNotLinked' },
    tame: { batchFailure: 'linkedUntilFailing' },
    naive: blind,
    kind: 'item',
    noticedBy: /leaves nothing twice of a call that failed midway/,
  },
  {
    name: 'does not look for categories that a failed call left behind',
    habit: { batchFailure: 'storedNotLinked' },
    tame: { batchFailure: 'rollback' },
    naive: blind,
    kind: 'category',
    noticedBy: /leaves nothing twice of a call that failed midway/,
  },
  ...(['manufacturer', 'characteristic', 'image'] as const).map(
    (kind): Mutant => ({
      name: `does not look for a ${kind} that a failed call left behind`,
      habit: { batchFailure: 'storedNotLinked' },
      tame: { batchFailure: 'rollback' },
      naive: blind,
      kind,
      noticedBy: /leaves nothing twice of a call that failed midway/,
    }),
  ),
  {
    name: 'takes an answer without an id for stored',
    habit: { skipsWithoutShopLanguage: false },
    tame: { omitsSkipped: true },
    naive: credulous,
    kind: 'item',
    noticedBy: /takes what was passed over in silence for rejected/,
  },
]

describe('the contract suite notices a connector that', () => {
  for (const { name, habit, tame, naive, kind, noticedBy } of mutants)
    test(name, { timeout: 300_000 }, async () => {
      const careless = taughtBy(naive)
      assert.match((await firstFailure(careless, habit, kind)) ?? 'no case noticed it', noticedBy)
      assert.equal(await firstFailure(careless, tame, kind), undefined, 'without the habit it is not missed')
      assert.equal(await firstFailure(connector, habit, kind), undefined, 'the connector itself')
    })
})

test('what failed alone is looked for, or it is there twice where shops store before they fail', async t => {
  const storedTimes = async (storesBeforeFailing: boolean, tried: typeof connector) => {
    const { shop, sends, open } = await emptyShop(t, 5, { storesBeforeFailing }, {}, tried)
    const session = await open()
    await sends.item?.send(session, [item(12, 'FAIL')])
    shop.setRefusals()
    await sends.item?.send(session, [item(12, 'FAIL')])
    return shop.items().length
  }
  assert.deepEqual(
    [await storedTimes(true, taughtBy(blind)), await storedTimes(false, taughtBy(blind))],
    [2, 1],
  )
  assert.deepEqual([await storedTimes(true, connector), await storedTimes(false, connector)], [1, 1])
})

test('a delivery is known by its order, or it is lost where shops keep no note of their own', async t => {
  const outcome = async (deliveryNoteWithoutId: boolean, tried: typeof connector) => {
    const { shop, sends, open } = await emptyShop(t, 5, { deliveryNoteWithoutId }, {}, tried)
    const session = await open()
    const { id } = shop.placeOrder({ lines: [{ sku: 'A', quantity: '1' }] })
    await connector.ack?.(session, 'order', [{ theirs: id, no: 9 }])
    const state = { order: { no: 9, theirs: id }, shippedAt: '2026-02-01T10:00:00Z', complete: true }
    const delivery = { ref: { no: 31, theirs: '' }, place: '', state: { ...state, lines: [], packages: [] } }
    return words((await sends.delivery?.send(session, [delivery])) ?? [])
  }
  const onlyById: Naive = (method, _sent, result) =>
    method === 'delivery_note.push' ? result.map(model => ({ ...model, customerOrderId: ['', 9] })) : result
  assert.deepEqual(await outcome(true, taughtBy(onlyById)), ['REMOTE_DELETED'])
  assert.deepEqual(await outcome(false, taughtBy(onlyById)), ['accepted'])
  assert.deepEqual(await outcome(true, connector), ['accepted'])
})

async function firstFailure(
  tried: typeof connector,
  quirks: Partial<Quirks>,
  kind: string,
): Promise<string | undefined> {
  const subject = { ...shopSubject(5, quirks), connector: tried, keepsWhatItGives: true, seed: 1 } as const
  const ofKind = (entry: ContractCase) => entry.name.startsWith(`${kind}:`) && !declined(subject, entry)
  for (const entry of contractTopics(subject).get('sending')?.filter(ofKind) ?? [])
    try {
      await runCase(subject, entry)
    } catch (error) {
      return `${entry.name}: ${String(error).split('\n')[0]}`
    }
  return undefined
}

// What a connector reads of an answer is changed on its way: as good as one that reads it so.
function taughtBy(naive: Naive): typeof connector {
  return { ...connector, open: run => connector.open({ ...run, http: reading(run, naive) }) }
}

function reading(run: Run, naive: Naive): HttpClient {
  return {
    ...run.http,
    call: async request => {
      const answer = await run.http.call(request)
      const { method, params } = JSON.parse(new URLSearchParams(String(request.body)).get('jtlrpc') ?? '{}')
      if (!Array.isArray(params) && !String(method).endsWith('.pull')) return answer
      const text = Buffer.from(answer.body).toString()
      const reply = text.startsWith('{') && text.endsWith('}') ? JSON.parse(text) : undefined
      if (!Array.isArray(reply?.result)) return answer
      const result = naive(method, Array.isArray(params) ? params : [], reply.result)
      return { ...answer, body: Buffer.from(JSON.stringify({ ...reply, result })) }
    },
  }
}

function withNumberOf(sent: Model | undefined, model: Model): Model {
  return { ...model, id: [idOf(model)[0], idOf(sent)[1]] }
}

function withSomeId(model: Model): Model {
  const [theirs, no] = idOf(model)
  return { ...model, id: [theirs || `made-up-${String(no)}`, no] }
}

function idOf(model: Model | undefined): readonly unknown[] {
  const id = model?.['id']
  return Array.isArray(id) ? id : ['', 0]
}
