// What may be done with an order is the same wherever it is asked: the table of `actionFixtures.ts`, `order show`, `order check`, and
// what the verbs refuse when it is done all the same.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { operator } from '../../src/company/rights.ts'
import { allOperations } from '../../src/operations/allOperations.ts'
import { perform } from '../../src/operations/perform.ts'
import { type OrderAction, orderActionNames } from '../../src/sales/orderActions.ts'
import type { OrderHappening } from '../../src/sales/orderStates.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { createWorld } from '../import/world.ts'
import { actionFixtures } from './actionFixtures.ts'
import { trying } from './lifeWorld.ts'
import { makeFixtures } from './makeFixtures.ts'

const { db } = await testDatabase({ after })
const { kontor } = await createWorld(db, { after })
const { world, orders } = await makeFixtures(db)
const names = Object.keys(actionFixtures)
const ids = names.map(name => orders.get(name) ?? '')

/** What is not allowed of an order, as the table writes it. */
type Shown = Readonly<{ allowed: boolean; blockers: readonly Readonly<{ code: string; reason: string }>[] }>
const codes = ({ blockers }: Shown) => blockers.map(one => one.code).join(' ')

async function ask<T>(name: string, input: object): Promise<T> {
  const operation = allOperations.find(one => one.name === name)
  assert.ok(operation, name)
  const call = { kontor, tenant: world.tenant, actor: operator('Eva'), language: 'de' as const }
  return (await perform(call, operation, { ...input })).output as T
}

test(`order show says of ${names.length} orders what may be done with them, and why not`, async () => {
  assert.ok(names.length >= 30)
  for (const [at, name] of names.entries()) {
    const { actions } = await ask<{ actions: (Shown & { action: OrderAction })[] }>('order.show', {
      id: ids[at],
    })
    const blocked = Object.fromEntries(
      actions.flatMap(one => (one.allowed ? [] : [[one.action, codes(one)]])),
    )
    assert.deepEqual(blocked, actionFixtures[name]?.blocked, name)
    for (const { reason } of actions.flatMap(one => one.blockers)) assert.doesNotMatch(reason, /[{}]/, name)
  }
})

test('order check says the same of all of them at once, and counts the reasons', async () => {
  for (const action of orderActionNames) {
    const { allowed, blocked, reasons, items } = await ask<{
      allowed: number
      blocked: number
      reasons: { code: string; count: number }[]
      items: Shown[]
    }>('order.check', { action, ids })
    const expected = names.map(name => actionFixtures[name]?.blocked[action] ?? '')
    assert.deepEqual(items.map(codes), expected, action)
    assert.deepEqual([allowed, blocked], [expected.filter(one => one === '').length, names.length - allowed])
    assert.equal(
      reasons.reduce((sum, one) => sum + one.count, 0),
      blocked,
    )
  }
  const { items } = await ask<{ items: Shown[] }>('order.check', { action: 'deliver', ids: ['AU-nobody'] })
  assert.deepEqual(items.map(codes), ['ORDER_UNKNOWN'])
})

/** The verb that does what an action says. */
const verbs: Readonly<Partial<Record<OrderAction, OrderHappening>>> = {
  deliver: 'deliver',
  ship: 'ship',
  complete: 'complete',
  reopen: 'reopen',
  reverse: 'reverse',
  pay: 'pay_part',
  refund: 'refund',
  cancel: 'cancel',
  undo_cancel: 'undo_cancel',
  hold: 'hold',
  release: 'release',
  return: 'return_part',
}

test('a verb that is asked for all of them refuses those that are not allowed, each with its first reason', async () => {
  for (const [action, what] of Object.entries(verbs)) {
    const answers = await trying(db, world.tenant, tx => world.act(tx, what, ids))
    for (const [at, name] of names.entries()) {
      const [first = ''] = (actionFixtures[name]?.blocked[action as OrderAction] ?? '').split(' ')
      const { did, code = '' } = answers[at] ?? { did: 'no answer' }
      assert.equal(code, first, `${name}: ${action} ${did}`)
      assert.equal(did === 'refused', first !== '', `${name}: ${action} ${did}`)
    }
  }
})
