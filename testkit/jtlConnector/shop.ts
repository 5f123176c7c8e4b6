/** What a test, a benchmark or the demo can see and do at a running shop, beside calling its endpoint. */
import type { FaultPlan } from './faults.ts'
import type { CallLog } from './log.ts'
import type { NewOrder } from './placeOrder.ts'
import type { Quirks } from './quirks.ts'
import type { SavedShop } from './saveShop.ts'
import type {
  ShopCategory,
  ShopCrossSelling,
  ShopCustomer,
  ShopDeliveryNote,
  ShopImage,
  ShopItem,
  ShopManufacturer,
  ShopOrder,
  ShopPayment,
  ShopSpecific,
} from './shopData.ts'
import type { ShopKind } from './sources.ts'
import type { Hooks, Refusal, Skip } from './state.ts'

/** A running shop. Everything but `close` acts at once, between two calls. */
export interface Shop {
  /** The address of the connector, with a slash at the end. */
  readonly url: string
  /** The password of the connector account. */
  readonly token: string
  readonly log: CallLog
  /** Ends all connections and frees the port. */
  close(): Promise<void>

  /** A customer buys: missing data is filled in, the stock goes down. Returns the order as the shop keeps it. */
  placeOrder(order: NewOrder): ShopOrder
  /** Changes an order in the shop; after its ack nobody is told. Throws SHOP_OBJECT_UNKNOWN. */
  changeOrder(id: string, patch: Partial<Omit<ShopOrder, 'id'>>): ShopOrder
  /** Sets the status to cancelled; `restock` puts the pieces back. Throws SHOP_OBJECT_UNKNOWN. */
  cancelOrder(id: string, options?: { readonly restock?: boolean }): ShopOrder
  addPayment(payment: Omit<ShopPayment, 'id'> & { readonly id?: string }): ShopPayment
  addCustomer(customer: ShopCustomer): void
  /** Puts an order in as it is, dirt included; stock is not touched. */
  putOrder(order: ShopOrder): void
  /** Adds or replaces an item, as a merchant would in the shop. */
  putItem(item: ShopItem): void
  /** Adds or replaces a category, as a merchant would in the shop. */
  putCategory(category: ShopCategory): void
  /** Adds or replaces a manufacturer. */
  putManufacturer(manufacturer: ShopManufacturer): void
  /** Adds or replaces a specific with its values. */
  putSpecific(specific: ShopSpecific): void

  orders(): ShopOrder[]
  order(id: string): ShopOrder | undefined
  /** The catalogue as the shop's pages show it now. */
  items(): ShopItem[]
  item(sku: string): ShopItem | undefined
  /** The quantity that the shop offers of a SKU; undefined if it does not show the item. */
  stock(sku: string): string | undefined
  /** The base price for everyone, net; undefined if the shop does not show the item. */
  price(sku: string): string | undefined
  /** What the customer sees of an order; undefined for an unknown one. */
  statusOf(id: string): Pick<ShopOrder, 'status' | 'paymentStatus'> | undefined
  categories(): ShopCategory[]
  manufacturers(): ShopManufacturer[]
  specifics(): ShopSpecific[]
  images(): ShopImage[]
  crossSellings(): ShopCrossSelling[]
  payments(): ShopPayment[]
  deliveryNotes(): ShopDeliveryNote[]
  customers(): ShopCustomer[]

  /** Ids that are not acked yet. */
  remaining(kind: ShopKind): string[]
  /** Ids that are linked now, in the order in which they were. */
  ackedIds(kind: ShopKind): string[]
  /** The linked pairs of endpoint id and host id. */
  links(kind: ShopKind): [endpoint: string, host: number][]
  /** How often pulls have delivered an object. */
  deliveries(kind: ShopKind, id: string): number
  /** The JSON text of an object as a pull would deliver it now. */
  wireText(kind: ShopKind, id: string): string | undefined
  /** Forgets acks, so that the objects are delivered again: all of a kind or single ones. */
  forget(kind: ShopKind, ids?: readonly string[]): void
  /** Marks an object as fetched, as an ack does. */
  link(kind: ShopKind, id: string, host: number): void
  /** Somebody deletes an object in the shop. */
  remove(kind: ShopKind, id: string): void
  /** Puts an object right behind that one in the order in which pulls deliver; in front where there is none. */
  move(kind: ShopKind, id: string, behind: string): void
  /** Forgets the whole mapping table. */
  forgetAll(): void

  /** Replaces the plan of faults; its counters start again. Throws SHOP_FAULT_UNKNOWN. */
  setFaults(plan: FaultPlan | null): void
  /** From now on refuses and passes over these models; without an argument none. */
  setRefusals(refuse?: Refusal, skip?: Skip): void
  /** Called right before and right after each call has its effect; everything here can be done in them. */
  setHooks(hooks: Hooks): void
  /** Changes switches; the others stay. Throws SHOP_QUIRK_UNKNOWN. */
  setQuirks(changes: Partial<Quirks>): void
  /** The shop's PHP restarts: all sessions are lost, the data stays. */
  restart(): void
  /** All that the shop holds, for a later process (`saved` of the options). */
  save(): SavedShop
  /** Builds all JSON texts now instead of at their first delivery. */
  prepare(): void
}
