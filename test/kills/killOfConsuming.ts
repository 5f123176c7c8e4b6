import assert from 'node:assert/strict'
import type { Strike } from './importer.ts'
import { type Killing, noteKill, oneProcess } from './killing.ts'
import { isKilledInRun, kill } from './killProcess.ts'
import { spotOf } from './moment.ts'
import { storedIds } from './promises.ts'

/**
 * A shop that forgets an order as soon as it has delivered it, acknowledged or not. What a process has read and committed
 * is all that is left of it, so it is killed anywhere but between the call and that commit, `kills` times; in the end
 * every order is here all the same, and the shop has delivered each of them once.
 */
export async function killReadersOfConsumingShop(killing: Killing, kills: number): Promise<void> {
  const { lane, chance } = killing
  const { shop } = lane
  shop.setQuirks({ consumesAtPull: true })
  const placed: string[] = []
  for (let killed = 0, rounds = 0; killed < kills; rounds++) {
    assert.ok(rounds < 10 + kills * 3, `only ${killed} readers could be killed where all is kept`)
    for (let count = 0; count < 3; count++)
      placed.push(shop.placeOrder({ lines: [{ sku: 'ART-00001', quantity: '1' }] }).id)
    const steps = killed % 2 === 0 ? 0 : Math.floor(chance() * 60)
    const end = await oneProcess(killing, { strike: whereAllIsKept(steps), calm: true })
    if (!end.struck || !isKilledInRun(end)) continue
    noteKill(killing, 'process', end.struck.spot)
    killed++
  }
  await oneProcess(killing, { calm: true })
  const known = await storedIds(lane, 'order')
  assert.deepEqual(
    placed.filter(id => !known.has(id)),
    [],
    'orders that the shop has forgotten are lost',
  )
  assert.deepEqual(
    placed.filter(id => shop.deliveries('customer_order', id) !== 1),
    [],
  )
  shop.setQuirks({ consumesAtPull: false })
}

/**
 * Strikes where all that the shop has forgotten is committed here: at once when a page of orders is, or so many moments
 * later, also while a next process deals with what an earlier one had kept.
 */
function whereAllIsKept(steps: number): Strike {
  let safe = steps > 0
  let fetched = false
  let left = steps
  return {
    blow: kill,
    at: (moment, passage) => {
      if (passage === 0) return false
      const spot = spotOf(moment)
      if (spot.startsWith('before call')) fetched = false
      if (spot === 'after call customer_order.pull') fetched = true
      if (spot === 'after commit (insert inbound_page)' && fetched) safe = true
      if (!safe || left-- > 0) return false
      if (spot === 'before call customer_order.pull') safe = false
      return safe
    },
  }
}
