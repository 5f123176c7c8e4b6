import type { Cursor } from '../../port/connector.ts'
import { Rejected } from '../../port/errors.ts'
import { listedBehind } from './seen.ts'

/**
 * Which question a page asks. `open`: orders in the states of new ones; `placed`: all that were placed from a time on; `changed`: all
 * that were changed from a time on; `all`: everything that there is.
 */
export type Phase = 'open' | 'placed' | 'changed' | 'all'

/** Where a read stands: rows move while it lasts, ids do not. */
export interface Position {
  readonly phase: Phase
  /** The last id that was seen in this phase. */
  readonly id: number
  /** The shop's clock at the first answer of the read (ISO 8601); '' before it. */
  readonly at: string
  /** What `placed` and `changed` go back to (ISO 8601); '' where the read goes back to nothing. */
  readonly from: string
  /** Open orders up to this id were delivered by an earlier read. */
  readonly floor: number
  /** The largest id among open orders that were placed some time ago. */
  readonly top: number
}

/** The text that a read goes on by. */
export function resumeOf({ phase, id, at, from, floor, top }: Position): string {
  return [phase, id, at, from, floor, top].join('|')
}

/** Reads that text. Throws `Rejected` RESUME_REFUSED for any other. */
export function positionOf(resume: string): Position {
  const [phase = '', id = '', at = '', from = '', floor = '', top = '', more] = resume.split('|')
  const isGood = isPhase(phase) && [id, floor, top].every(isNumber) && [at, from].every(isTimeOrNone)
  if (!isGood || more !== undefined) throw new Rejected('RESUME_REFUSED', '', 'no position of this connector')
  return { phase, id: Number(id), at, from, floor: Number(floor), top: Number(top) }
}

/**
 * Where a read of orders begins. New orders have no time of change, so after the first read it asks for open ones behind `floor`
 * and then for changed ones. From a date that a person names it asks for all orders from then on.
 */
export function beginOfOrders({ watermark, since }: Cursor, floor: number): Position {
  if (watermark !== undefined)
    return { ...nowhere, phase: 'open', id: listedBehind(floor), from: watermark, floor, top: floor }
  return since ? { ...nowhere, phase: 'placed', from: since.toISOString() } : nowhere
}

/** The same of customers, who have a time of change from the first day on. */
export function beginOfCustomers({ watermark, since }: Cursor): Position {
  const from = watermark ?? since?.toISOString() ?? ''
  return { ...nowhere, phase: from === '' ? 'all' : 'changed', from }
}

const nowhere: Position = { phase: 'open', id: 0, at: '', from: '', floor: 0, top: 0 }

/** The position behind a phase that has come to its end; undefined behind the last. */
export function nextPhase(position: Position): Position | undefined {
  if (position.from === '' || position.phase === 'changed') return undefined
  return { ...position, phase: 'changed', id: 0 }
}

function isPhase(text: string): text is Phase {
  return ['open', 'placed', 'changed', 'all'].includes(text)
}

function isNumber(text: string): boolean {
  return /^\d{1,15}$/.test(text)
}

function isTimeOrNone(text: string): boolean {
  return text === '' || !Number.isNaN(Date.parse(text))
}
