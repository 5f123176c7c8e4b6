/** A running shop, as its operator and its customers see it. */
import type { FaultPlan } from './faults.ts'
import type { CallLog } from './log.ts'
import type { NewOrder, PlacedOrder } from './placeOrder.ts'
import type { Fate, Hooks } from './state.ts'
import type { TableName } from './store/tableShapes.ts'
import type { Row } from './store/tables.ts'
import type { Habits, Version } from './version.ts'

export interface Shop {
  /** With its slash at the end. */
  readonly url: string
  readonly userId: string
  readonly password: string
  readonly version: Version
  readonly log: CallLog
  stop(): Promise<void>

  // What customers do
  placeOrder(order: NewOrder): PlacedOrder
  /** A payment comes in. kZahlungseingang. */
  addPayment(payment: NewPayment): string
  /** Somebody registers, or orders as a guest. kKunde. */
  addCustomer(
    customer: Pick<NewOrder, 'billing' | 'guest' | 'language' | 'group'> & { readonly fetched?: boolean },
  ): string

  // What the merchant does in the shop
  /** Changes columns of a row. False if there is none. */
  change(table: TableName, key: string, changes: Row): boolean
  /** Puts a row in as it is. */
  insert(table: TableName, row: Row): void
  /** Takes a row away; an order with all that belongs to it. */
  remove(table: 'tbestellung' | 'tkunde' | 'tzahlungseingang' | 'tartikel', key: string): void
  /** Offers everything again: what was acknowledged comes again. */
  forgetAcks(): void
  /** Makes a backup, and gives back what puts it in place again: with it, numbers that were given since are given once more. */
  backUp(): () => void

  // What the shop shows
  rows(table: TableName): readonly Row[]
  row(table: TableName, ...key: readonly string[]): Row | undefined
  /** The item with that number. */
  item(sku: string): Row | undefined
  /** What the shop's page shows of an item. */
  stock(sku: string): string | undefined
  /**
   * The net price for a group or a customer of it, of the standard group if none is named: as it stands at that number of pieces, or as
   * it is paid for one of so many. Undefined where there is no price, null where it is empty.
   */
  price(sku: string, options?: PriceOptions): string | null | undefined
  /** Paths of the files that the shop keeps. */
  files(): ReadonlyMap<string, Buffer>
  /** Everything that it holds, as one text. */
  state(): string

  // What it plays
  setFaults(plan: FaultPlan | null): void
  setHabits(habits: Partial<Habits>): void
  setHooks(hooks: Hooks): void
  setMaintenance(on: boolean): void
  /** What becomes of a row of the ERP besides what its columns say. */
  setFate(fate: (table: TableName, row: Row) => Fate): void
}

export interface PriceOptions {
  readonly group?: string
  readonly customer?: string
  /** The scale that begins with so many pieces; default 0, the base price. */
  readonly from?: string
  /** What is paid: the price of the scale that so many pieces reach. */
  readonly quantity?: string
}

export interface NewPayment {
  readonly order: string
  readonly amount: string
  readonly provider?: string
  /** The transaction id. */
  readonly note?: string
  readonly at?: Date
  readonly payer?: string
  readonly currency?: string
  readonly fee?: string
}
