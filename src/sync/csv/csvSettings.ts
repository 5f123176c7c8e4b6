import type { CsvEncoding, CsvFormat, DecimalSign } from '../../base/csv/csvFormat.ts'
import type { ChannelAttribute } from '../../channels/channelAttributes.ts'

/** What a file is about: one object per row; an order has several. */
export const csvKinds = ['item', 'price', 'stock', 'category', 'order'] as const
export type CsvKind = (typeof csvKinds)[number]

/** What a cell holds. */
export type CellType =
  | 'text'
  | 'word'
  | 'amount'
  | 'signed'
  | 'integer'
  | 'flag'
  | 'list'
  | 'values'
  | 'day'
  | 'instant'

/** By what a row names its item, in the order in which the columns are looked at. */
export const identifiers = ['id', 'itemNumber', 'gtin', 'manufacturerNumber', 'ownNumber'] as const
export type Identifier = (typeof identifiers)[number]

/** What a column of the file means. */
export interface CsvColumn {
  /** Its name in the header, or its number from 1 on; '': of no column, for a value that every row gets. */
  readonly column: string
  readonly field: string
  /** Put before and behind what stands in a cell. */
  readonly prefix?: string | undefined
  readonly suffix?: string | undefined
  /** What counts where the cell is empty. */
  readonly default?: string | undefined
}

/** Rows that are taken; the others are left as they are. */
export interface CsvFilter {
  readonly column: string
  readonly is: 'equal' | 'different' | 'contains' | 'filled' | 'empty'
  readonly value?: string | undefined
}

/** How files of a supplier or of another system are read; what is absent is found out of the file. */
export interface CsvWish {
  readonly encoding?: CsvEncoding | undefined
  readonly separator?: CsvFormat['separator'] | undefined
  readonly quote?: CsvFormat['quote'] | undefined
  readonly decimal?: DecimalSign | undefined
  readonly header?: boolean | undefined
  /** The row of the header, or the first one where there is none; 1 if absent. */
  readonly startRow?: number | undefined
  readonly columns?: readonly CsvColumn[] | undefined
  readonly identify?: readonly Identifier[] | undefined
  /** An empty cell takes the value away; else it says nothing. */
  readonly emptyRemoves?: boolean | undefined
  /** Categories and manufacturers that do not exist are made. */
  readonly makeMissing?: boolean | undefined
  /** Only what exists is changed. */
  readonly onlyKnown?: boolean | undefined
  /** Cells were guarded against computing (see writeCsv). */
  readonly forSpreadsheets?: boolean | undefined
  readonly filter?: readonly CsvFilter[] | undefined
}

/** How one file is read, decided for all of its rows: what is stored with an import. */
export interface CsvSettings extends CsvFormat {
  readonly encoding: CsvEncoding
  readonly decimal: DecimalSign
  /** In which days of the file begin. */
  readonly timeZone: string
  /** The first row with values. */
  readonly firstRow: number
  /** So many cells a row has. */
  readonly width: number
  readonly columns: readonly PlacedColumn[]
  /** The names of all columns of the file, for what is given back. */
  readonly header: readonly string[]
  /** False: the columns have numbers for names. */
  readonly hasHeader: boolean
  readonly identify: readonly Identifier[]
  readonly emptyRemoves: boolean
  readonly makeMissing: boolean
  readonly onlyKnown: boolean
  readonly forSpreadsheets: boolean
  readonly filter: readonly (CsvFilter & { readonly at: number })[]
}

export interface PlacedColumn extends CsvColumn {
  /** Which cell of a row, from 0 on; -1: of none. */
  readonly at: number
  /** Of an attribute: what its values are. */
  readonly type?: CellType | undefined
  /** Of an attribute of a channel: which one, and what it takes, as it was when the file was looked at. */
  readonly theirs?: Omit<ChannelAttribute, 'names'> | undefined
}
