/** Everything a shop remembers, and what it was told to be like. */
import { createFaults, type FaultPlan, type Faults } from './faults.ts'
import { createLog, type Log } from './log.ts'
import { type Quirks, quirksOf } from './quirks.ts'
import { type ShopClock, shopClock } from './shopClock.ts'
import { type Json, numberOf, type Row } from './wire.ts'

/** The tables of the shop; each row has its `id`. */
export const tableNames = [
  'orders',
  'history',
  'customers',
  'articles',
  'variants',
  'categories',
  'media',
  'translations',
  'propertyGroups',
  'manufacturers',
  'paymentMethods',
  'dispatches',
  'shops',
  'customerGroups',
  'countries',
  'taxes',
  'units',
] as const
export type TableName = (typeof tableNames)[number]

export interface Table {
  readonly rows: Map<number, Row>
  /** Puts a row in, with an id if it has none. */
  add(row: Row): Row & { id: number }
  get(id: Json | undefined): Row | undefined
  all(): readonly Row[]
  find(key: string, value: Json): Row | undefined
  /** Ids are never given again. */
  remove(id: number): boolean
}

export interface ShopOptions {
  readonly user?: string
  readonly apiKey?: string
  readonly quirks?: Partial<Quirks>
  readonly faults?: FaultPlan
  /** A free one if absent. */
  readonly port?: number
  /** Where the shop lies below its host; default `/`. */
  readonly folder?: string
  /** Default Europe/Berlin. */
  readonly zone?: string
  readonly clock?: () => Date
  readonly keepLog?: 'all' | 'counts'
  /** Further states of orders and payments, such as `{ 40: 'Kommissioniert' }`. */
  readonly states?: Readonly<Record<number, string>>
}

export interface Hooks {
  /** Before a call has any effect; `call` such as `PUT variants`, `asked` with its query. */
  readonly beforeCall?: (call: string, asked: string) => void
  /** After it had its effect, before it is answered. */
  readonly afterCall?: (call: string, asked: string) => void
}

/** Says why the shop does not accept what is written, or nothing. */
export type Refusal = (table: TableName, body: Row) => string | undefined

export interface ShopState {
  readonly user: string
  apiKey: string
  readonly clock: () => Date
  readonly times: ShopClock
  readonly tables: Readonly<Record<TableName, Table>>
  /** Bytes of images by their path. */
  readonly files: Map<string, Buffer>
  readonly log: Log
  readonly states: Readonly<Record<number, string>>
  quirks: Quirks
  faults: Faults
  hooks: Hooks
  refuse: Refusal
  /** Resources that the role of the user may not touch. */
  readonly denied: Set<string>
  /** Prices as pages were shown first (quirk cachedPages), by number, group and quantity. */
  readonly shown: Map<string, number>
  /** By article: the number that it had before a variant took the place of the main one. */
  readonly movedNumbers: Map<number, string>
  /** The address of the shop, with its slash. */
  url: string
}

/** A new shop with nothing in it. Throws SHOP_FAULT_UNKNOWN, SHOP_QUIRK_UNKNOWN. */
export function createState(options: ShopOptions): ShopState {
  return {
    user: options.user ?? 'kontor',
    apiKey: options.apiKey ?? 'geheim',
    clock: options.clock ?? (() => new Date()),
    times: shopClock(options.zone ?? 'Europe/Berlin'),
    tables: Object.fromEntries(tableNames.map(name => [name, createTable()])) as Record<TableName, Table>,
    files: new Map(),
    log: createLog(options.keepLog ?? 'all'),
    states: { ...orderStates, ...paymentStates, ...options.states },
    quirks: quirksOf(options.quirks),
    faults: createFaults(options.faults),
    hooks: {},
    refuse: () => undefined,
    denied: new Set(),
    shown: new Map(),
    movedNumbers: new Map(),
    url: '',
  }
}

/** The moment as the shop stores it. */
export function now(state: ShopState): string {
  return state.times.local(state.clock())
}

function createTable(): Table {
  const rows = new Map<number, Row>()
  let next = 1
  return {
    rows,
    add(row) {
      const id = row['id'] === undefined ? next : numberOf(row['id'])
      next = Math.max(next, id + 1)
      const kept = Object.assign(row, { id })
      rows.set(id, kept)
      return kept
    },
    get: id => rows.get(numberOf(id)),
    all: () => [...rows.values()],
    find: (key, value) => {
      for (const row of rows.values()) if (row[key] === value) return row
      return undefined
    },
    remove: id => rows.delete(id),
  }
}

/** s_core_states of group state. */
export const orderStates: Readonly<Record<number, string>> = {
  [-1]: 'cancelled',
  0: 'open',
  1: 'in_process',
  2: 'completed',
  3: 'partially_completed',
  4: 'cancelled_rejected',
  5: 'ready_for_delivery',
  6: 'partially_delivered',
  7: 'completely_delivered',
  8: 'clarification_required',
}

/** s_core_states of group payment. */
export const paymentStates: Readonly<Record<number, string>> = {
  9: 'partially_invoiced',
  10: 'completely_invoiced',
  11: 'partially_paid',
  12: 'completely_paid',
  13: '1st_reminder',
  14: '2nd_reminder',
  15: '3rd_reminder',
  16: 'encashment',
  17: 'open',
  18: 'reserved',
  19: 'delayed',
  20: 're_crediting',
  21: 'review_necessary',
  30: 'no_credit_approved',
  31: 'the_credit_has_been_preliminarily_accepted',
  32: 'the_credit_has_been_accepted',
  33: 'the_payment_has_been_ordered',
  34: 'a_time_extension_has_been_registered',
  35: 'the_process_has_been_cancelled',
}
