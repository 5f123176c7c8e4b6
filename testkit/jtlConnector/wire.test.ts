import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { canonical, grossOf, multiply, round, subtract, sum } from './decimals.ts'
import { decimal, decimalText, encode, parseExact } from './wire.ts'

const seed = 20_250_630

describe('numbers and texts on the wire', () => {
  it(`prints any decimal with exactly its digits (seed ${seed})`, () => {
    const text = fc
      .tuple(fc.boolean(), fc.bigInt({ min: 0n, max: 10n ** 25n }), fc.stringMatching(/^\d{0,12}$/))
      .map(
        ([minus, whole, fraction]) => `${minus ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`,
      )
    fc.assert(
      fc.property(text, value => {
        const printed = encode(decimal(value))
        assert.equal(printed, canonical(value))
        assert.equal(canonical(decimalText(parseExact(printed)) ?? ''), canonical(value))
      }),
      { seed },
    )
  })

  it('prints 10.0 as 10 and refuses what is no decimal', () => {
    assert.equal(encode(decimal('10.0')), '10')
    assert.equal(encode(decimal('-0.00')), '0')
    for (const wrong of ['', '1,5', '1e5', 'NaN', 'Infinity', '.5']) {
      assert.throws(() => decimal(wrong), { code: 'SHOP_DECIMAL_INVALID' })
    }
  })

  it(`escapes like PHP and stays readable (seed ${seed})`, () => {
    assert.equal(encode('a/ä€\u2028😀"'), '"a\\/\\u00e4\\u20ac\\u2028\\ud83d\\ude00\\""')
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        const printed = encode(text)
        assert.equal(JSON.parse(printed), text)
        assert.match(printed, /^[\x20-\x7f]*$/)
      }),
      { seed },
    )
  })

  it('calculates without a double', () => {
    assert.equal(multiply('0.1', '0.2'), '0.02')
    assert.equal(sum(['0.1', '0.2', '-0.30']), '0')
    assert.equal(sum([]), '0')
    assert.equal(subtract('7', '2.50'), '4.5')
    assert.equal(round('2.345', 2), '2.35')
    assert.equal(round('-2.345', 2), '-2.35')
    assert.equal(grossOf('8.3950', '19'), '9.99')
  })
})
