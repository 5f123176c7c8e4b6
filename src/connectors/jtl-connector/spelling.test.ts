// Methods of two words: `customer_order.pull` and `customerOrder.pull`.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startShop } from '../../../testkit/jtlConnector/startShop.ts'
import { createApi } from './api.ts'
import { endpoint, RpcFailure } from './fixtures/fakeEndpoint.ts'
import { pushNames, wireNames } from './handshake.ts'
import { connector } from './index.ts'
import { isMissing } from './rpc.ts'

const pulled = Object.values(wireNames).map(one => `${one.controller}.pull`)
const pushed = Object.values(pushNames).map(one => `${one.controller}.push`)
const deleted = ['category', 'manufacturer', 'specific', 'product', 'image'].map(one => `${one}.delete`)
const others = ['global_data.pull', 'product.pull', 'core.connector.features', 'connector.identify']

for (const generation of [5, 3] as const)
  test(`every method that is called is known in both spellings (core ${generation})`, async t => {
    const { run } = await endpoint(t)
    for (const camelCaseOnly of [false, true]) {
      const shop = await startShop({ generation, token: 'kontor-demo-token', quirks: { camelCaseOnly } })
      t.after(() => shop.close())
      const unknown = async (methodCase: string) => {
        const api = createApi({ ...run, settings: { ...run.settings, url: shop.url, methodCase } }, true)
        await api.login()
        const found: string[] = []
        for (const method of [...pulled, ...pushed, ...deleted, ...others]) {
          const params = method.endsWith('.pull') ? { limit: 1, filters: {} } : []
          const { error } = await api.ask(method, params)
          if (error && isMissing(error)) found.push(method)
        }
        return found
      }
      const twoWords = [...pulled, ...pushed, ...others].filter(one => /^\w*_/.test(one))
      assert.deepEqual(await unknown('camel'), [])
      assert.deepEqual((await unknown('snake')).toSorted(), camelCaseOnly ? twoWords.toSorted() : [])
    }
  })

for (const [set, other] of [
  ['snake', 'camel'],
  ['camel', 'snake'],
] as const)
  test(`the check proposes ${other} where nothing is known in ${set}`, async t => {
    const known = other === 'camel' ? /^[a-z]+([A-Z][a-z]*)*\./ : /^[a-z]+(_[a-z]+)*\./
    const { run } = await endpoint(
      t,
      ({ method }) => {
        if (/connector\./.test(method) || method.startsWith('global')) return undefined
        return known.test(method) ? [] : new RpcFailure(-32601, `Method (${method}) not found`)
      },
      { settings: { methodCase: set } },
    )
    const { lines } = await connector.check(run)
    const line = lines.find(one => one.code === 'METHOD_CASE_WRONG')
    assert.equal(line?.ok, false)
    assert.match(line?.text.de ?? '', new RegExp(`auf ${other} stellen`))
  })

test('an endpoint that knows neither is not told to change its spelling', async t => {
  const { run } = await endpoint(t, ({ method }) =>
    /connector\./.test(method) ? undefined : new RpcFailure(-32601, `Method (${method}) not found`),
  )
  const { lines } = await connector.check(run)
  assert.ok(!lines.some(one => one.code === 'METHOD_CASE_WRONG'))
})
