import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createFaults, type FaultKind, faultKinds } from './faults.ts'
import { quirkNames, quirksOf } from './quirks.ts'
import type { Shop } from './shop.ts'
import { article, get, post, put, withShop } from './testClient.ts'

const statuses: Partial<Record<FaultKind, number>> = {
  http500: 500,
  http502: 502,
  http429: 429,
  http429Bare: 429,
  htmlBody: 200,
  emptyBody: 200,
  maintenance: 503,
  unauthorized: 401,
  staleNonce: 401,
  forbidden: 403,
  redirect: 301,
  notFound: 404,
  http500AfterSuccess: 500,
  diesMidway: 500,
}
const done = new Set<FaultKind>([
  'cutAfterSuccess',
  'hangAfterSuccess',
  'http500AfterSuccess',
  'truncatedBody',
  'wrongLength',
])

const status = async (shop: Shop, signal: AbortSignal) => {
  const asked = await fetch(`${shop.url}api/variants`, {
    method: 'PUT',
    signal,
    redirect: 'manual',
    headers: { authorization: `Basic ${Buffer.from(`${shop.user}:${shop.apiKey}`).toString('base64')}` },
    body: JSON.stringify([
      { number: 'SW-1', inStock: 7 },
      { number: 'SW-2', inStock: 7 },
    ]),
  })
  JSON.parse(await asked.text())
  return asked.status
}

for (const kind of faultKinds.filter(one => one !== 'slow' && one !== 'doubledPage'))
  test(`${kind}: done or not, as it says`, () =>
    withShop({}, async shop => {
      for (const number of ['SW-1', 'SW-2']) await post(shop, 'articles', article(number))
      shop.setFaults({ script: [{ onCall: 1, on: 'PUT variants', fault: kind }] })
      // Nobody waits for what never answers, once the shop has done it: a time may be over before.
      const silence = new AbortController()
      if (kind === 'hangAfterSuccess') shop.setHooks({ afterCall: () => silence.abort() })
      const answered = await status(shop, silence.signal).catch(() => undefined)
      const heard = shop.log.calls.find(one => one.fault === kind)
      assert.ok(heard, 'it was played')
      if (statuses[kind] !== undefined && answered !== undefined) assert.equal(answered, statuses[kind])
      const stocks = [shop.stock('SW-1'), shop.stock('SW-2')]
      if (kind === 'diesMidway') assert.deepEqual(stocks, [7, 33])
      else assert.deepEqual(stocks, done.has(kind) ? [7, 7] : [33, 33])
    }))

test('doubledPage: a list holds each record twice; slow: it comes late', () =>
  withShop({}, async shop => {
    await post(shop, 'articles', article('SW-1'))
    shop.setFaults({ script: [{ onCall: 1, fault: 'doubledPage' }] })
    assert.equal((await get(shop, 'variants')).list.length, 2)
    shop.setFaults({ script: [{ onCall: 1, fault: 'slow', delayMs: 120 }] })
    const begun = performance.now()
    await get(shop, 'variants')
    assert.ok(performance.now() - begun >= 110)
  }))

test('a key that is not valid stays so while the same is asked again', () =>
  withShop({}, async shop => {
    shop.setFaults({ script: [{ onCall: 1, fault: 'unauthorized' }] })
    for (const expected of [401, 401, 401, 200]) assert.equal((await get(shop, 'version')).status, expected)
  }))

test('the same plan makes the same faults, and unknown names are refused', () => {
  const play = (seed: number) => {
    const faults = createFaults({ seed, rate: 0.3, kinds: faultKinds, most: 20 })
    return Array.from({ length: 200 }, () => faults.next('GET orders')?.kind ?? null)
  }
  assert.deepEqual(play(7), play(7))
  assert.equal(play(7).filter(Boolean).length, 20)
  assert.throws(() => createFaults({ script: [{ onCall: 1, fault: 'fire' as FaultKind }] }), {
    code: 'SHOP_FAULT_UNKNOWN',
  })
  assert.throws(() => quirksOf({ fire: true } as never), { code: 'SHOP_QUIRK_UNKNOWN' })
  assert.equal(quirkNames.length, Object.keys(quirksOf()).length)
})

test('something can happen between any two calls', () =>
  withShop({}, async shop => {
    const seen: string[] = []
    shop.setHooks({
      beforeCall: name => void seen.push(`before ${name}`),
      afterCall: name => void seen.push(`after ${name}`),
    })
    await put(shop, 'orders/1', {})
    assert.deepEqual(seen, ['before PUT orders/{id}', 'after PUT orders/{id}'])
  }))
