import assert from 'node:assert/strict'
import { test } from 'node:test'
import { amountOf, bothOf, timesFactor } from './amount.ts'

const gross = (net: string, taxRate: string, minorDigits: number) =>
  bothOf({ net }, { taxRate, minorDigits }).gross

test('a price that was said net is told gross rounded half up, once, to the minor unit', () => {
  assert.equal(gross('0.125', '0', 2), '0.13')
  assert.equal(gross('4.2016806722689', '19', 2), '5.00')
  assert.equal(gross('1.005', '0', 2), '1.01')
  assert.equal(gross('100', '8.1', 0), '108', 'yen have no minor unit')
  assert.equal(gross('99.5', '0', 0), '100')
  assert.equal(gross('1.23449', '0', 3), '1.234', 'dinars have three digits')
  assert.equal(gross('1.2345', '0', 3), '1.235')
})

test('a price that was said gross is told exactly as said, and gives itself again from its net price', () => {
  for (const taxRate of ['0', '7', '8.1', '19', '25.5'])
    for (const minorDigits of [0, 2, 3])
      for (const said of ['0', '0.01', '9.99', '19.9', '100', '123456789.99', '0.005']) {
        const both = bothOf({ gross: said }, { taxRate, minorDigits })
        assert.equal(Number(both.gross), Number(said), `${said} at ${taxRate} %`)
        const again = gross(both.net, taxRate, 10)
        assert.equal(Number(again), Number(said), `${said} at ${taxRate} % is net ${both.net}`)
      }
  assert.deepEqual(bothOf({ gross: '11.9' }, { taxRate: '19', minorDigits: 2 }), {
    net: '10',
    gross: '11.90',
  })
  assert.equal(bothOf({ gross: '9.99' }, { taxRate: '19', minorDigits: 2 }).net, '8.394957983193')
})

test('a factor keeps a gross price gross, and rounds it as a customer sees it', () => {
  const taxation = { taxRate: '19', minorDigits: 2 }
  assert.deepEqual(timesFactor({ gross: '9.99' }, '0.9', taxation), { gross: '8.99' })
  assert.deepEqual(timesFactor({ gross: '9.95' }, '0.9', taxation), { gross: '8.96' })
  assert.deepEqual(timesFactor({ net: '8.4033613445378' }, '0.5', taxation), { net: '4.2016806722689' })
})

test('a price is said net or gross, or not at all', () => {
  assert.deepEqual(amountOf({ net: '1' }), { net: '1' })
  assert.deepEqual(amountOf({ net: null, gross: '1' }), { gross: '1' })
  assert.equal(amountOf({ net: null }), null)
  assert.equal(amountOf({ net: '1', gross: '1.19' }), 'twice')
})
