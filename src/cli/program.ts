import type { Config } from '../base/config.ts'
import type { Texts } from '../base/errors.ts'
import type { Log } from '../base/log.ts'
import type { Kontor } from '../operations/operation.ts'
import type { Connector } from '../port/connector.ts'

/** The wired program, as main.ts hands it to the terminal: the terminal names no connector and no simulator. */
export interface Program {
  /** Opens database (starting the embedded one if need be) and key ring, and brings the schema up to date. */
  open(config: Config, log: Log): Promise<OpenKontor>
  /** Only finds the database, starting the embedded one if need be; changes nothing in it. */
  reach(config: Config, log: Log): Promise<ReachedDatabase>
  connectors(config: Config): Promise<ReadonlyMap<string, Connector>>
  /** Runs the contract suite for the connector in a folder, against the simulator that a file exports. */
  contract(folder: string, simulator: string): Promise<void>
  /** Opens the simulated shops of the demo, filled with real orders. */
  demoWorld(options: { readonly limit?: number; readonly folder?: string }): Promise<DemoWorld>
}

/** Where the database is. */
export interface ReachedDatabase {
  readonly url: string
  /** Past any pooler. */
  readonly directUrl: string
  /** Stops the embedded database if it was started for this. */
  leave(): Promise<void>
}

export interface OpenKontor {
  readonly kontor: Kontor
  /** Names of the migrations that were applied now. */
  readonly migrated: readonly string[]
  /** Closes what `open` opened; the embedded database stops only if it was started here. */
  close(): Promise<void>
}

/** Shops on loopback, the merchant's catalogue, and the account of the file that they were filled from. */
export interface DemoWorld {
  readonly shops: readonly DemoShop[]
  /** Parents first. */
  readonly categories: readonly { readonly name: string; readonly parent?: string }[]
  /** What the merchant sells, wherever he sells it; `onHand` before the first order. */
  readonly items: readonly DemoItem[]
  readonly file: DemoSum
  /** Every order of the file, with the shop that it lies in. */
  readonly orders: readonly {
    readonly id: string
    readonly shop: string
    readonly rows: number
    readonly gross: string
  }[]
  /** What of the file is in no order of a shop, with the reason. */
  readonly elsewhere: readonly (DemoSum & { readonly code: string; readonly text: Texts })[]
  /** Keeps the shops as they are, for the next time. */
  save(): Promise<void>
  close(): Promise<unknown>
}

export interface DemoItem {
  readonly itemNumber: string
  readonly name: string
  readonly netPrice: string
  /** Percent. */
  readonly taxRate: string
  readonly category: string
  readonly onHand: number
}

export interface DemoShop {
  readonly name: string
  readonly url: string
  readonly token: string
  /** Opens the shop for buyers; answers where. */
  openWindow(): Promise<string>
  /** True where it goes on as it was left by an earlier run. */
  readonly kept: boolean
  /** Numbers of the items that it sells. */
  readonly items: readonly string[]
  /** The file's last days reach the shop now; answers how many orders that are. */
  receiveLastDays(): number
  /** How many orders the shop holds. */
  orders(): number
  /** What it shows of an item; undefined if it does not show it. */
  shows(itemNumber: string): { readonly stock: string; readonly priceNet: string } | undefined
  statusOf(orderId: string): { readonly delivery: string; readonly payment: string } | undefined
}

/** Rows and invoices of the file, and the sum of quantity × price. */
export interface DemoSum {
  readonly rows: number
  readonly invoices: number
  readonly gross: string
}
