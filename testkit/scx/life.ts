/** Orders that live on: whatever buyers and the marketplace may do next, chosen by chance, and only what the API allows. */
import { type Chance, pick } from '../jtlConnector/chance.ts'
import { mayBecome } from './market.ts'
import { usualAddress } from './orders.ts'
import type { ScxProgram } from './startScxProgram.ts'
import { type ItemStatus, itemStatuses, keyOf, type Order } from './state.ts'

/** Every step from one status of a line to another one, or the same, that the API allows, as the book names them. */
export const allMoves: readonly string[] = itemStatuses.flatMap(from =>
  itemStatuses.filter(to => mayBecome(from, to)).map(to => `${from} → ${to}`),
)

/** So many steps in the life of orders, each of an order by chance; `only`: of these orders. */
export function liveOn(
  program: ScxProgram,
  chance: Chance,
  steps: number,
  only: (order: Order) => boolean = () => true,
): void {
  const [first, ...others] = Object.values(program.state.orders).filter(only)
  if (!first) return
  for (let step = 0; step < steps; step++) liveStep(program, chance, pick(chance, [first, ...others]))
}

function liveStep(program: ScxProgram, chance: Chance, order: Order): void {
  const key = keyOf(order.sellerId, order.orderId)
  if (order.status === 'CREATED' || order.status === 'UNACKED') {
    const next = pick<() => void>(chance, [
      () =>
        program.changeAddress(key, { ...usualAddress, houseNumber: String(Math.floor(chance() * 99) + 1) }),
      () => program.release(key),
      () => program.release(key),
      () => program.moveLines(key, 'CANCELED_BY_BUYER'),
    ])
    next()
    return
  }
  if (order.status.startsWith('CANCELED')) return
  const line = pick(chance, [order.lines[0], ...order.lines.slice(1)])
  if (!line) return
  const [first = line.status, ...others] = itemStatuses.filter(to => mayBecome(line.status, to))
  const move = (): void =>
    program.moveLines(key, pick<ItemStatus>(chance, [first, ...others]), [line.orderItemId])
  const next = pick<() => void>(chance, [
    move,
    move,
    move,
    () => program.pay(key),
    () => void program.announceReturn(key, chance() < 0.5 ? undefined : [line.orderItemId]),
  ])
  next()
}
