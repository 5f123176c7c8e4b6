/** Everything a shop remembers, and what it was told to be like. */

import { createFaults, type FaultPlan, type Faults } from './faults.ts'
import { createLog, type Log } from './log.ts'
import { readRow } from './store/readRow.ts'
import { shapes, type TableName } from './store/tableShapes.ts'
import { createTables, type Row, type Tables } from './store/tables.ts'
import { type Habits, habitsOf, type Version } from './version.ts'
import type { XmlNode } from './wire/readXml.ts'

export interface ShopOptions {
  /** Default 5.4, which the page was checked against. */
  readonly version?: Version
  readonly userId?: string
  readonly password?: string
  readonly habits?: Partial<Habits>
  readonly faults?: FaultPlan
  /** A free one if absent. */
  readonly port?: number
  /** Where the shop lies below its host; default `/`. */
  readonly folder?: string
  readonly clock?: () => Date
  /** Records of a page; 100 as the page says. Payments have no limit unless it is given. */
  readonly pageSize?: number
  /** Bytes that PHP takes in a file; default 6 MiB. */
  readonly largestUpload?: number
  readonly keepLog?: 'all' | 'counts'
}

export interface Hooks {
  /** Before a call has any effect. */
  readonly beforeCall?: (script: string) => void
  /** After it had its effect, before it is answered. */
  readonly afterCall?: (script: string) => void
  /** How long a call with the fault `slow` lasts, instead of its time. */
  readonly lasts?: (script: string) => Promise<void>
}

/** What becomes of a row that the ERP sends, besides what its columns say. */
export type Fate = 'stored' | 'rejected' | 'dies'

/** A return as the shop gives it out; no part of it is read by the shop. */
export interface NewReturn {
  readonly items: readonly Row[]
  readonly address: Row
  readonly fields: Row
}

export interface ShopState {
  readonly version: Version
  habits: Habits
  readonly userId: string
  readonly password: string
  readonly clock: () => Date
  readonly pageSize: number | undefined
  readonly largestUpload: number
  readonly tables: Tables
  readonly log: Log
  /** Files of the shop by their path. */
  readonly storage: Map<string, Buffer>
  /** The next key of what the shop numbers itself. */
  readonly counters: Map<TableName, number>
  faults: Faults
  hooks: Hooks
  maintenance: boolean
  fate: (table: TableName, row: Row) => Fate
  /** Rises when the folder for uploads is emptied. */
  tmpEmptied: number
  lastChange: Date | null
  /** What customers want to send back, and what the ERP said of it. */
  readonly returns: NewReturn[]
  readonly returnsSent: XmlNode[]
  /** Pieces of each item in orders that were not acknowledged, once it was counted in this call. */
  unfetched: ReadonlyMap<string, string> | undefined
  /** Called for each record that is written; throws where PHP has to end. */
  tick: () => void
  /** The address of the shop, with its slash. */
  url: string
}

/** PHP ends in the middle of its work. */
export class PhpDied extends Error {}

/** A new shop with nothing in it but its settings. Throws SHOP_FAULT_UNKNOWN. */
export function createState(options: ShopOptions): ShopState {
  const version = options.version ?? '5.4'
  return {
    version,
    habits: { ...habitsOf(version), ...options.habits },
    userId: options.userId ?? 'sync',
    password: options.password ?? 'geheim',
    clock: options.clock ?? (() => new Date()),
    pageSize: options.pageSize,
    largestUpload: options.largestUpload ?? 6 * 1_048_576,
    tables: createTables(),
    log: createLog(options.keepLog ?? 'all'),
    storage: new Map(),
    counters: new Map(),
    faults: createFaults(options.faults),
    hooks: {},
    maintenance: false,
    fate: () => 'stored',
    tmpEmptied: 0,
    lastChange: null,
    returns: [],
    returnsSent: [],
    unfetched: undefined,
    tick: () => {},
    url: '',
  }
}

/** The next key of a table that the shop numbers itself. */
export function nextKey(state: ShopState, table: TableName): string {
  const next = state.counters.get(table) ?? 1
  state.counters.set(table, next + 1)
  return String(next)
}

/** Raises what a table is numbered with: keys up to this one are never given again. */
export function raiseKey(state: ShopState, table: TableName, highest: number): void {
  state.counters.set(table, Math.max(state.counters.get(table) ?? 1, highest + 1))
}

/**
 * Stores the row of an element, or logs why it cannot. What was stored; undefined if nothing was. Throws PhpDied where the shop was
 * told to.
 */
export function store(state: ShopState, table: TableName, node: XmlNode, known: Row = {}): Row | undefined {
  const rules = { rowError: state.log.rowError, storesLatin1: state.habits.storesLatin1 }
  const row = readRow(rules, table, node, known)
  return row && put(state, table, row)
}

/** Stores a row as it is; else as `store`. */
export function put(state: ShopState, table: TableName, row: Row): Row | undefined {
  if (!allows(state, table, row)) return undefined
  state.tables.at[table].put(row)
  return row
}

/** Counts a record that is written. False if it is to be rejected; throws PhpDied if the shop was told to die of it. */
export function allows(state: ShopState, table: TableName, row: Row): boolean {
  state.tick()
  const fate = state.fate(table, row)
  if (fate === 'dies') throw new PhpDied(`${table} ${row[shapes[table].key[0] ?? ''] ?? ''}`)
  if (fate === 'rejected') state.log.rowError(table, 'rejected')
  return fate === 'stored'
}
