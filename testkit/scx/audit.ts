/** Whether a program and its host agree, once all is told. */
import type { MarketState } from './state.ts'

/**
 * What is not as it has to be when nothing is left to do: events that were lost or done twice, orders that the host neither stored nor
 * refused, calls that were never made, and everything that the host did wrong. Empty where all is well.
 */
export function audit({ book, orders, tasks, inbox, toAck }: MarketState): readonly string[] {
  const refused = new Set(book.refusals.filter(({ call }) => call === 'order').map(({ hint }) => hint))
  return [
    ...book.problems,
    ...Object.entries(book.events).flatMap(([id, { type, handled, acked }]) => [
      ...(handled === 1 ? [] : [`${type} ${id} was done ${handled} times`]),
      ...(acked ? [] : [`${type} ${id} was not acknowledged`]),
    ]),
    ...Object.entries(orders).flatMap(([key, { orderId }]) =>
      book.stored[key] === undefined && !refused.has(orderId) ? [`the order ${key} was never stored`] : [],
    ),
    ...tasks.map(({ call }) => `${call} is still to be told`),
    ...inbox.map(({ type, id }) => `${type} ${id} is still to be done`),
    ...toAck.map(id => `${id} is still to be acknowledged`),
  ]
}
