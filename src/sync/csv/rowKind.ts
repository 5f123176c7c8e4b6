import type { Changed } from '../../base/changed.ts'
import type { Tx } from '../../base/database.ts'
import { type Attribute, listAttributes } from '../../catalog/attributes.ts'
import type { CsvSettings } from './csvSettings.ts'
import type { MappedRow, RowRefusal } from './mapRow.ts'

/** What rows are written with. */
export interface RowsOf {
  readonly tenant: string
  /** In whose name: of movements and of what channels are told. */
  readonly actor: string
  readonly now: Date
  readonly settings: CsvSettings
  readonly names: Names
  /** Numbers of orders and customers that are made, by the key of their row; absent: nothing stays. */
  readonly numbers?: Readonly<Record<'order' | 'customer', (key: string) => string>>
}

/** Ids of what columns and cells call by name. A tenant has tens of each, of attributes hundreds. */
export interface Names {
  readonly group: ReadonlyMap<string, string>
  readonly channel: ReadonlyMap<string, string>
  /** Channels, as those of them are named that have categories. */
  readonly market: ReadonlyMap<string, string>
  readonly warehouse: ReadonlyMap<string, string>
  readonly taxClass: ReadonlyMap<string, string>
  readonly attribute: ReadonlyMap<string, Attribute>
}

/** A row with the object that it is about. */
export interface ResolvedRow {
  readonly row: MappedRow
  /** Two rows with the same key are about the same thing: they are done one after the other. */
  readonly key: string
  /** Its number or name, for a person. */
  readonly object: string
  /** The item that exists, or the category. */
  readonly id: string | undefined
  /** Group, channel, warehouse and so on. */
  readonly ids: Readonly<Record<string, string>>
}

export type RowResult =
  | { readonly did: 'new' | 'changed' | 'unchanged' }
  | ({ readonly did: 'refused' } & RowRefusal)

/** Values of an object by field, as text: what it was and what it is. */
export type Snapshot = ReadonlyMap<string, string>

/** How rows of one kind become what the verbs of the trade understand. */
export interface RowKind {
  /** Rows one behind the other of which this says the same are one object; absent: each row is one. */
  groupOf?(row: MappedRow): string | undefined
  /** Finds what rows are about, in a few statements. One answer per row, in their order. */
  resolve(tx: Tx, of: RowsOf, rows: readonly MappedRow[]): Promise<(ResolvedRow | RowRefusal)[]>
  /** Writes rows of different keys by the verbs, lists in, one result per row; the caller tells what changed. */
  write(tx: Tx, of: RowsOf, rows: readonly ResolvedRow[]): Promise<{ results: RowResult[]; changed: Changed }>
  /** The values now, by key; what does not exist is absent. */
  snapshot(tx: Tx, of: RowsOf, rows: readonly ResolvedRow[]): Promise<ReadonlyMap<string, Snapshot>>
}

/** True for a row whose object could not be found out. */
export function isRefusal(one: ResolvedRow | RowRefusal): one is RowRefusal {
  return 'code' in one
}

/** The text of a cell; undefined where it says nothing, or takes away. */
export function textOf({ cells }: MappedRow, field: string): string | undefined {
  const value = cells.get(field)
  return typeof value === 'string' ? value : undefined
}

/** A refusal of a row by one of the file's own codes. */
export function refusal(
  row: MappedRow,
  code: string,
  data: Readonly<Record<string, string>> = {},
): RowRefusal {
  return { code, data: { row: String(row.rowNo), ...data } }
}

/** Ids by name of what rows may refer to. */
export async function readNames(tx: Tx, tenant: string): Promise<Names> {
  const rows = await tx.query<{ what: string; name: string; id: string }>(
    `select 'group' as what, name, id from customer_group where tenant_id = $1
     union all select 'channel', name, id from channel where tenant_id = $1
     union all select 'warehouse', code, id from warehouse where tenant_id = $1
     union all select 'taxClass', name, id from tax_class where tenant_id = $1`,
    [tenant],
  )
  const attributes = await listAttributes(tx, tenant)
  const of = (what: string) => new Map(rows.filter(row => row.what === what).map(row => [row.name, row.id]))
  return {
    group: of('group'),
    channel: of('channel'),
    market: of('channel'),
    warehouse: of('warehouse'),
    taxClass: of('taxClass'),
    attribute: new Map(attributes.map(one => [one.name, one])),
  }
}
