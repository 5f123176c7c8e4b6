import assert from 'node:assert/strict'
import { test } from 'node:test'
import { daysSince, moveDates } from './moveDates.ts'

test('the last day of the file becomes yesterday, the time of day stays', () => {
  const days = daysSince(new Date('2026-11-21T09:00:00Z'))
  const payment = {
    id: '1',
    orderId: '1',
    amount: '1',
    module: '',
    transactionId: '',
    createdAt: '2010-12-23T16:06:00+00:00',
  }
  const { payments } = moveDates({ payments: [payment] }, days)
  assert.deepEqual(payments[0]?.createdAt, '2026-11-20T16:06:00+00:00')
})
