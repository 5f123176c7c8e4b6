import { wallTime } from '../../base/wallTime.ts'
import { Rejected, Unreachable } from '../../port/errors.ts'
import type { Outgoing, SendResult } from '../../port/outgoing.ts'
import type { Sends } from '../../port/send.ts'
import { oneByOne } from './batches.ts'
import { type Step, shownOf, stepOf } from './orderSteps.ts'
import { isRow } from './payloads.ts'
import type { Session } from './session.ts'

/**
 * States of orders: how far they are delivered and paid, their parcels, and how much of each position has left. The shop has no
 * deliveries, payments and cancellations of its own: all of that stands in the order.
 */
export const orderSends: Pick<Sends<Session>, 'order_status'> = {
  order_status: {
    repeat: 'safe',
    atomic: false,
    reopens: true,
    respects: true,
    namesLines: true,
    linkedBy: 'connection',
    batch: 10,
    send: (session, list) => oneByOne(list, element => sendState(session, element)),
  },
}

/**
 * Reads the order, and writes only what differs. What somebody set there meanwhile, and ours does not follow on, is left
 * (ORDER_STATE_SET_THERE), unless a person insists on ours over just that.
 */
async function sendState(session: Session, element: Outgoing<'order_status'>): Promise<SendResult> {
  const { api, run, settings } = session
  const { state, told, insists } = element
  const path = `orders/${state.order.theirs}`
  const { status, data } = await api.get(path)
  if (status === 404)
    return { result: 'rejected', code: 'REMOTE_DELETED', text: 'the shop does not have this order' }
  if (!isRow(data)) throw new Unreachable('the shop answers no order', { mayHaveWorked: false })
  const clearedAt = state.paidAt === undefined ? undefined : shopTime(state.paidAt, run.timeZone)
  const { fields, conflict } = stepOf(settings.states, state, shownOf(data), { told, insists, clearedAt })
  if (Object.keys(fields).length > 0) await write(session, path, fields)
  if (conflict) return { result: 'rejected', code: 'ORDER_STATE_SET_THERE', ...conflict }
  return { result: 'accepted', theirs: state.order.theirs, proof: 'stored' }
}

// The order was there a moment ago: what the shop does not have is a state that the settings name.
async function write({ api }: Session, path: string, fields: Step['fields']): Promise<void> {
  try {
    await api.put(path, fields)
  } catch (error) {
    if (error instanceof Rejected && error.code === 'REMOTE_DELETED')
      throw new Rejected('REMOTE_VALIDATION', '', error.detail)
    throw error
  }
}

/** An instant as a clock at the shop shows it, with its offset: without one the shop would keep the hour of another zone. */
export function shopTime(instant: string, timeZone: string): string | undefined {
  const at = new Date(instant)
  if (Number.isNaN(at.getTime())) return undefined
  const day = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(at)
  const time = new Intl.DateTimeFormat('en-GB', { timeZone, timeStyle: 'medium' }).format(at)
  return wallTime(`${day}T${time}`, timeZone)
}
