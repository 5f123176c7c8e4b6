// The orders that stand for every state, and the table of docs/life.md. `node bin/run.mjs test/sales/lifeTable.ts` prints it.
import {
  axesOf,
  happen,
  makingRefusal,
  newOrder,
  type OrderHappening,
  type OrderModel,
  orderHappenings,
  orderMakings,
} from '../../src/sales/orderStates.ts'

interface Representative {
  readonly from?: Partial<OrderModel>
  readonly through: readonly OrderHappening[]
}

/** An order in each state that makes a difference: how it begins, and what it went through. */
export const representatives: Readonly<Record<string, Representative>> = {
  'open, all there': { through: [] },
  'open, one of three there': { from: { onHand: 1 }, through: [] },
  'open, nothing there': { from: { onHand: 0 }, through: [] },
  pending: { from: { pending: true }, through: [] },
  'on hold': { through: ['hold'] },
  locked: { through: ['lock'] },
  'on a note in part': { through: ['note_part'] },
  'on a note': { through: ['note'] },
  'on a note, on hold': { through: ['note', 'hold'] },
  'shipped in part': { through: ['deliver_part'] },
  'shipped in part, rest on a note': { through: ['deliver_part', 'note'] },
  shipped: { through: ['deliver'] },
  'shipped, one back': { through: ['deliver', 'return_part'] },
  'shipped in two parts, one back': { through: ['deliver_part', 'deliver', 'return_part'] },
  completed: { through: ['complete'] },
  'shipped in part, completed': { through: ['deliver_part', 'complete'] },
  cancelled: { through: ['cancel'] },
  'cancelled in part': { through: ['cancel_part'] },
  'cancelled in part, then the rest': { through: ['cancel_part', 'cancel'] },
  'completed, then cancelled': { through: ['complete', 'cancel'] },
  'shipped in part, rest cancelled': { through: ['deliver_part', 'cancel_part', 'cancel_part'] },
  paid: { through: ['pay'] },
  'paid in part': { through: ['pay_part'] },
  'paid too much': { through: ['pay', 'pay_part'] },
  refunded: { through: ['pay_part', 'refund'] },
  'delivered by the marketplace': { from: { completed: 'at_channel', onHand: 0 }, through: [] },
}

/** How that order begins. */
export function startOf(name: string): OrderModel {
  return { ...newOrder, ...representatives[name]?.from }
}

/** That order after all it went through. */
export function representative(name: string): OrderModel {
  return (representatives[name]?.through ?? []).reduce((order: OrderModel, what) => {
    const next = happen(order, what)
    if ('code' in next) throw new TypeError(`${name}: ${what} is refused: ${next.code}`)
    return next
  }, startOf(name))
}

/** One line for each state: where it stands, what moves it where, and what is refused with which code. */
export function lifeTable(): string {
  const rows = Object.keys(representatives).map(name => {
    const order = representative(name)
    const results = orderHappenings.map(what => ({ what, next: happen(order, what) }))
    const makings = orderMakings.map(what => ({ what, code: makingRefusal(order, what) }))
    const refusals = [
      ...results.flatMap(({ what, next }) => ('code' in next ? [{ what: `${what}`, code: next.code }] : [])),
      ...makings.flatMap(({ what, code }) => (code === undefined ? [] : [{ what, code }])),
    ]
    const made = makings.flatMap(({ what, code }) => (code === undefined ? [what] : []))
    const moves = results.flatMap(({ what, next }) => {
      if ('code' in next) return []
      const to = differences(order, next)
      return to === '' ? [] : [{ what, to }]
    })
    const cells = [
      axesText(order),
      grouped(moves.map(one => [one.to, one.what])),
      grouped(refusals.map(one => [one.code, one.what])),
      made.join(', '),
    ]
    return `| ${name} | ${cells.join(' | ')} |`
  })
  return ['| state | stands | moves to | refused | also allowed |', '|---|---|---|---|---|', ...rows].join(
    '\n',
  )
}

function axesText(order: OrderModel): string {
  const { delivery, deliverability, payment, held, pending, cancelled, list } = axesOf(order)
  const flags = [held && 'held', pending && 'pending', cancelled && 'cancelled'].filter(Boolean)
  return [list, delivery, deliverability, payment, ...flags].join(' · ')
}

function differences(before: OrderModel, next: OrderModel): string {
  const from = Object.entries(axesOf(before))
  const to = new Map(Object.entries(axesOf(next)))
  return from
    .flatMap(([axis, value]) => {
      const now = to.get(axis)
      if (now === value || axis === 'list') return []
      return typeof now === 'boolean' ? [now ? axis : `not ${axis}`] : [String(now)]
    })
    .join(' · ')
}

function grouped(pairs: readonly (readonly [string, string])[]): string {
  return [...Map.groupBy(pairs, ([to]) => to)]
    .map(([to, same]) => `${to}: ${same.map(([, what]) => what).join(', ')}`)
    .join('; ')
}

if (import.meta.main) console.log(lifeTable())
