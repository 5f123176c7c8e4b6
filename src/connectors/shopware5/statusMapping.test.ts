import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  orderStageOf,
  orderTarget,
  paymentStageOf,
  paymentStateOf,
  paymentTarget,
  remoteStateOf,
  statusFields,
  statusMappingOf,
} from './statusMapping.ts'

describe('states of orders', () => {
  const standard = statusMappingOf({})

  it('reads the states that a shop is installed with', () => {
    const order = (id: string) => remoteStateOf(standard, id)
    assert.deepEqual(['0', '1', '2', '4', '5', '6', '7'].map(order), [
      'new',
      'in_progress',
      'completed',
      'cancelled',
      'in_progress',
      'partly_shipped',
      'shipped',
    ])
    const payment = (id: string) => paymentStateOf(standard, id)
    assert.deepEqual(['11', '12', '20', '30', '35'].map(payment), [
      'partly_paid',
      'paid',
      'refunded',
      'failed',
      'failed',
    ])
    for (const id of ['9', '10', '13', '14', '15', '16', '17', '18', '19', '21', '31', '32', '33', '34'])
      assert.equal(payment(id), 'open', id)
  })

  it('says nothing of what a person has to look at, nor of states that nobody knows', () => {
    for (const id of ['3', '8', '-1', '40']) {
      assert.equal(orderStageOf(standard, id), undefined, id)
      assert.equal(remoteStateOf(standard, id), 'new', id)
    }
    for (const id of ['21', '50']) {
      assert.equal(paymentStageOf(standard, id), undefined, id)
      assert.equal(paymentStateOf(standard, id), 'open', id)
    }
  })

  it('names the state of the shop for each of ours', () => {
    const order = (delivery: Parameters<typeof orderTarget>[1]['delivery']) =>
      orderTarget(standard, { delivery, payment: 'open' })
    assert.deepEqual((['open', 'partly_shipped', 'shipped', 'completed', 'cancelled'] as const).map(order), [
      undefined,
      '6',
      '7',
      '2',
      '4',
    ])
    assert.deepEqual(
      (['open', 'partly_paid', 'paid', 'refunded'] as const).map(payment =>
        paymentTarget(standard, { payment }),
      ),
      [undefined, '11', '12', '20'],
    )
  })

  it('completes what is shipped and paid, and nothing that is only one of both', () => {
    const of = (
      delivery: 'shipped' | 'partly_shipped' | 'cancelled',
      payment: 'paid' | 'refunded' | 'partly_paid',
    ) => orderTarget(standard, { delivery, payment })
    assert.equal(of('shipped', 'paid'), '2')
    assert.equal(of('shipped', 'refunded'), '2')
    assert.equal(of('shipped', 'partly_paid'), '7')
    assert.equal(of('partly_shipped', 'paid'), '6')
    assert.equal(of('cancelled', 'paid'), '4')
  })

  it('goes by what the merchant says instead, both ways', () => {
    const own = statusMappingOf({
      importStates: '0, 40',
      inProcessState: '41',
      statusShipped: '42',
      statusPaid: '51',
      statusRefunded: 'none',
      orderStates: '43=shipped; 8=in_progress',
      paymentStates: '52=paid\n21=open',
    })
    assert.deepEqual(own.wrong, [])
    assert.deepEqual(own.open, ['0', '40'])
    assert.equal(own.inProgress, '41')
    assert.equal(orderTarget(own, { delivery: 'shipped', payment: 'open' }), '42')
    assert.equal(paymentTarget(own, { payment: 'paid' }), '51')
    assert.equal(paymentTarget(own, { payment: 'refunded' }), undefined)
    assert.deepEqual(
      ['40', '41', '42', '43', '8', '7', '3'].map(id => orderStageOf(own, id)),
      ['new', 'in_progress', 'shipped', 'shipped', 'in_progress', 'shipped', undefined],
    )
    assert.deepEqual(
      ['51', '52', '12', '21', '20'].map(id => paymentStageOf(own, id)),
      ['paid', 'paid', 'paid', 'open', 'refunded'],
    )
  })

  it('takes a state that stands for two of ours as the lesser one', () => {
    const same = statusMappingOf({ statusShipped: '2' })
    assert.equal(orderStageOf(same, '2'), 'shipped')
  })

  it('names settings that cannot be read, and goes on with the standard', () => {
    const wrong = statusMappingOf({
      importStates: 'offen',
      statusShipped: 'sieben',
      orderStates: '40=verschickt, 41=shipped',
      paymentStates: 'bezahlt',
    })
    assert.deepEqual(wrong.wrong, ['importStates', 'statusShipped', 'orderStates', 'paymentStates'])
    assert.deepEqual(wrong.open, ['0'])
    assert.equal(wrong.delivery.shipped, '7')
    assert.deepEqual([...wrong.orderStates], [['41', 'shipped']])
  })

  it('tells the merchant of each setting in both languages, once, with the standard that the code has', () => {
    assert.equal(new Set(statusFields.map(field => field.key)).size, statusFields.length)
    const given = Object.fromEntries(
      statusFields.flatMap(({ key, default: one }) => (one ? [[key, one]] : [])),
    )
    assert.deepEqual(statusMappingOf(given), standard)
    for (const { key, label, help } of statusFields) {
      assert.notEqual(label.de, label.en, key)
      assert.notEqual(help?.de, help?.en, key)
    }
  })
})
