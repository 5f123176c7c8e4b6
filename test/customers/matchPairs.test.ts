// The pairs were written before the matcher; the held half was not looked at before it was done. Figures stand in docs/matching.md.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId } from '../../src/base/ids.ts'
import { chooseCustomer } from '../../src/customers/chooseCustomer.ts'
import { matchPool, soughtOf } from '../../src/customers/matchPool.ts'
import { usualRule } from '../../src/customers/matchRule.ts'
import { factsOfCustomer } from '../../src/customers/matchStore.ts'
import { halfOf, type Pair, readPairs, type Told } from './pairs.ts'

const pairs = readPairs()
const connectionId = newId()
type Verdict = 'automatic' | 'ask' | 'new'

for (const half of ['open', 'held'] as const)
  test(`of the ${half} half nothing is merged by mistake, and nine of ten are found`, () => {
    const own = pairs.filter(pair => halfOf(pair) === half)
    const judged = own.map(pair => ({ pair, verdict: verdictOf(pair.a, pair.b) }))
    console.log(table(half, judged))
    const merged = judged.filter(one => !one.pair.same && one.verdict === 'automatic')
    assert.deepEqual(named(merged), [], 'merged by mistake')
    const same = judged.filter(one => one.pair.same)
    const missed = same.filter(one => one.verdict === 'new')
    assert.ok(missed.length <= same.length / 10, `missed: ${named(missed).join(', ')}`)
  })

test('whoever of the two is known first, nothing is merged by mistake', () => {
  const merged = pairs.filter(pair => !pair.same && verdictOf(pair.b, pair.a) === 'automatic')
  assert.deepEqual(
    merged.map(pair => pair.id),
    [],
  )
})

// As taking over decides: `known` is a customer with one address, `orders` places an order at the same shop.
function verdictOf(known: Told, orders: Told): Verdict {
  const before = soughtOf({ connectionId, externalId: known.known?.externalId, address: withFacts(known) })
  const { vatId, birthday } = known.known ?? {}
  const { street: _, extra: __, postcode: ___, city: ____, ...person } = known
  const candidate = {
    id: newId(),
    number: 'K-1',
    name: '',
    blocked: false,
    sure: before.sure.map(one => one.key),
    alike: before.alike,
    facts: factsOfCustomer({ ...person, vatId: vatId ?? null, birthday: birthday ?? null }, '', [known]),
    has: () => false,
  }
  const sought = soughtOf({ connectionId, externalId: orders.known?.externalId, address: withFacts(orders) })
  const scored = matchPool({ candidates: [candidate], crowded: [] }).scored(sought)
  const choice = chooseCustomer(scored, { ...usualRule, guests: 'match', unsure: 'ask' })
  return choice.do === 'take' ? 'automatic' : choice.do === 'leave' ? 'ask' : 'new'
}

const withFacts = ({ known, ...told }: Told) => ({ ...told, ...known })
const named = (all: readonly { readonly pair: Pair }[]) => all.map(({ pair }) => `${pair.id} (${pair.why})`)

function table(half: string, judged: readonly { readonly pair: Pair; readonly verdict: Verdict }[]): string {
  const line = (title: string, some: typeof judged) => {
    const count = (same: boolean, verdict: Verdict) =>
      String(some.filter(one => one.pair.same === same && one.verdict === verdict).length).padStart(9)
    const cells = [true, false].flatMap(same =>
      (['automatic', 'ask', 'new'] as const).map(one => count(same, one)),
    )
    return title.padEnd(26) + cells.join('')
  }
  const difficulties = [...new Set(judged.map(one => one.pair.difficulty))]
  return [
    `${half} half              one customer:  auto      ask   missed | two:    auto      ask      new`,
    ...difficulties.map(one =>
      line(
        one,
        judged.filter(({ pair }) => pair.difficulty === one),
      ),
    ),
    line('all', judged),
  ].join('\n')
}
