/** The rows of the shop. Everything that is written can be taken back, as a transaction of its database. */
import { type Shape, shapes, type TableName } from './tableShapes.ts'

/** A row: column by column a text, or null. */
export type Row = Readonly<Record<string, string | null>>

export interface Table {
  readonly shape: Shape
  all(): readonly Row[]
  get(...key: readonly string[]): Row | undefined
  /** The rows of an owner, in the order in which they came. */
  of(owner: string): readonly Row[]
  /** Inserts the row, or replaces the one of the same key. */
  put(row: Row): void
  /** Changes columns of a row that is there; false if there is none. */
  patch(key: readonly string[], changes: Row): boolean
  delete(...key: readonly string[]): boolean
  deleteOf(owner: string): void
  clear(): void
}

export interface Tables {
  readonly at: { readonly [K in TableName]: Table }
  /** Does something and takes it back where it throws. */
  transact<T>(act: () => T): T
  /** Does something and takes it back in any case. */
  tryOut<T>(act: () => T): T
  /** Keeps what can be undone for whatever else belongs to the transaction. */
  undo(step: () => void): void
}

/** Empty tables. */
export function createTables(): Tables {
  let steps: (() => void)[] | undefined
  const undo = (step: () => void) => void steps?.push(step)
  const at = Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => [name, createTable(shape, undo)]),
  ) as Record<TableName, Table>
  const inside = <T>(act: () => T, keep: boolean): T => {
    const outer = steps
    const own: (() => void)[] = []
    steps = own
    let done = false
    try {
      const result = act()
      done = keep
      return result
    } finally {
      steps = outer
      if (done) outer?.push(...own)
      else for (const step of own.reverse()) step()
    }
  }
  return {
    at,
    undo,
    transact: act => inside(act, true),
    tryOut: act => inside(act, false),
  }
}

function createTable(shape: Shape, undo: (step: () => void) => void): Table {
  const rows = new Map<string, Row>()
  const owned = new Map<string, Set<string>>()
  const keyOf = (row: Row) =>
    shape.key.length === 1
      ? (row[shape.key[0] ?? ''] ?? '')
      : shape.key.map(column => row[column] ?? '').join('|')
  const ownerOf = (row: Row) => row[shape.owner] ?? ''
  const set = (key: string, row: Row | undefined) => {
    const before = rows.get(key)
    if (before && (!row || ownerOf(before) !== ownerOf(row))) owned.get(ownerOf(before))?.delete(key)
    if (!row) return void rows.delete(key)
    rows.set(key, row)
    const keys = owned.get(ownerOf(row)) ?? new Set()
    owned.set(ownerOf(row), keys.add(key))
  }
  const write = (key: string, row: Row | undefined) => {
    const before = rows.get(key)
    set(key, row)
    undo(() => set(key, before))
  }
  const table: Table = {
    shape,
    all: () => [...rows.values()],
    get: (...key) => rows.get(key.join('|')),
    of: owner => [...(owned.get(owner) ?? [])].map(key => rows.get(key)).filter(row => row !== undefined),
    put: row => write(keyOf(row), row),
    patch(key, changes) {
      const before = rows.get(key.join('|'))
      if (before) write(key.join('|'), { ...before, ...changes })
      return before !== undefined
    },
    delete(...key) {
      const there = rows.has(key.join('|'))
      if (there) write(key.join('|'), undefined)
      return there
    },
    deleteOf(owner) {
      for (const key of [...(owned.get(owner) ?? [])]) write(key, undefined)
    },
    clear() {
      for (const key of [...rows.keys()]) write(key, undefined)
    },
  }
  return table
}
