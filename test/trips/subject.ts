import type { Connector, Settings } from '../../src/port/connector.ts'
import type { TestScope } from '../../testkit/database/testDatabase.ts'
import type { ShownField, ShownItem } from './shownItem.ts'

/** A system that the round trip is told of. */
export interface TripSubject {
  /** As it stands in the names of the tests: `JTL-Shop 5.4`. */
  readonly name: string
  /** Items of the catalogue; a tenth of them are families of seven. */
  readonly items: number
  readonly orders: number
  /** `latin1`: the system loses every other letter, so the catalogue has none. */
  readonly letters: 'all' | 'latin1'
  /** Digits behind the point that its net prices have. */
  readonly priceDigits: number
  /** What it has a place for, and is compared. */
  readonly holds: readonly ShownField[]
  /** The same of items with variations and of their children, where these have no place of their own for everything. */
  readonly holdsOfFamilies?: { readonly parent: readonly ShownField[]; readonly child: readonly ShownField[] }
  /** A family has one tax rate there, so the catalogue has none with two. */
  readonly familiesAreOne?: true
  /** Its item numbers have letters of ASCII only. */
  readonly plainNumbers?: true
  /** Customers pay in the shop, and it says each payment. */
  readonly tellsPayments: boolean
  /** It can be asked what it shows: what was changed on both sides is a conflict. */
  readonly canBeSeen?: true
  /** What of the life of an order it is told. */
  readonly hears: readonly ('shipped' | 'partlyShipped' | 'tracking' | 'paid' | 'cancelled')[]
  open(scope: TestScope): Promise<TripShop>
}

/** One shop of it, fresh, with the customer groups Endkunden and Händler and the languages de and en. */
export interface TripShop {
  readonly connector: Connector
  /** What a person would enter to connect it. */
  readonly settings: Settings
  /** Of its sub shops the one that is sold at. */
  readonly place?: string
  /** Its customer groups: id there → name here. */
  readonly groups: Readonly<Record<string, 'Endkunden' | 'Händler'>>
  /** Every item as its customers see it. */
  shown(): readonly ShownItem[]
  /** Somebody works in the shop past us: another name, price and quantity. */
  overwrite(itemNumber: string): void
  /** Somebody deletes an item in the shop. */
  lose(itemNumber: string): void
  /** Numbers of what its orders sell besides: known here and sold nowhere. */
  readonly sellsBesides: readonly string[]
  /** Orders of every kind that its page knows, one kind after the other, of the items named. What each customer saw as its total. */
  placeOrders(count: number, itemNumbers: readonly string[]): readonly PlacedOrder[]
  /** The same orders are offered once more, as after a restored backup. */
  offerAgain(): void
  /** A customer pays in the shop; its transaction. */
  pay(order: PlacedOrder, amount: string): string
  orderShown(id: string): OrderShown
  /** What it dropped without a word, or complained of: has to be empty. */
  complaints(): readonly string[]
  /** Calls that wrote an item, of a kind of its own counting, since it was asked last: item numbers, sorted. */
  written(): readonly string[]
}

export interface PlacedOrder {
  readonly id: string
  readonly number: string
  /** Which kind of the page it is. */
  readonly kind: string
  /** The reason for which it waits for a person, where one has to decide. */
  readonly parked?: string
  /** To the cent, in the shop's own reckoning. */
  readonly total: string
}

export interface OrderShown {
  readonly delivery: 'open' | 'partlyShipped' | 'shipped' | 'cancelled'
  readonly paid: boolean
  readonly tracking: readonly string[]
}
