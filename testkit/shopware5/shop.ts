/** A running shop as its owner and its customers see it. */
import type { FaultPlan } from './faults.ts'
import type { CallLog } from './log.ts'
import type { NewOrder, Placed } from './placeOrder.ts'
import type { Quirks } from './quirks.ts'
import type { Hooks, Refusal, TableName } from './state.ts'
import type { Row } from './wire.ts'

export interface Shop {
  /** With a slash at the end; the interface lies below `api/`. */
  readonly url: string
  readonly user: string
  readonly apiKey: string
  readonly log: CallLog
  /** Ends everything at once: open answers are cut. */
  stop(): Promise<void>

  // What customers do
  placeOrder(order: NewOrder): Placed
  /** A basket that nobody ordered: status -1 and number "0". */
  abandonBasket(order: NewOrder): string
  addCustomer(row: Row): string

  // What the merchant does in the back office
  /** Changes columns of an order, and when it was changed; a status is written into its history. False if there is none. */
  changeOrder(id: string, changes: Row): boolean
  removeOrder(id: string): void
  changeCustomer(id: string, changes: Row): boolean
  /** Puts an article in as the interface would. Its id. */
  putArticle(body: Row): string
  changeArticle(id: string, body: Row): void
  changeVariant(number: string, changes: Row): void
  putCategory(body: Row): string
  insert(table: TableName, row: Row): string
  remove(table: TableName, id: string): void
  /** A row of the database is changed as it stands. */
  patch(table: TableName, id: string, changes: Row): void

  // What the shop shows
  rows(table: TableName): readonly Row[]
  row(table: TableName, id: string): Row | undefined
  variant(number: string): Row | undefined
  /** The number that an article of variants was made with, which no page shows any more. */
  movedNumber(article: string): string | undefined
  /** What the shop's page shows of an item. */
  stock(number: string): number | undefined
  /** Net, for that group and number of pieces. */
  price(number: string, group?: string, quantity?: number): number | undefined
  /** Bytes of an image by the id of its medium. */
  image(media: string): Buffer | undefined
  /** Everything that it holds, as one text. */
  state(): string

  // What it plays
  setFaults(plan: FaultPlan | null): void
  setQuirks(quirks: Partial<Quirks>): void
  setHooks(hooks: Hooks): void
  setRefusal(refuse: Refusal): void
  /** The role of the user loses a resource, or gets it back. */
  setDenied(resource: string, denied: boolean): void
  setApiKey(key: string): void
}
