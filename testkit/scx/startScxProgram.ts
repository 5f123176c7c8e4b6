/**
 * A channel program in this process, with its marketplace. It is a client: it calls the host over HTTP and is never called. Written
 * from the page of the protocol alone, it shares nothing with the connector that it is meant to test.
 */
import { audit } from './audit.ts'
import { notify, openTicket, tellCatalogue } from './catalogue.ts'
import { createClient, type Hooks } from './client.ts'
import { createFaults, type FaultPlan } from './faults.ts'
import { type Market, type Rules, tell } from './market.ts'
import type { CallName } from './operations.ts'
import {
  announceReturn,
  askToCancel,
  changeAddress,
  moveLines,
  type NewOrder,
  type Placed,
  pay,
  place,
  release,
  writeInvoice,
} from './orders.ts'
import { ScxCrash } from './programErrors.ts'
import { type Quirks, quirksOf } from './quirks.ts'
import { addSeller, changeSeller, closeSeller, learnSellers, signUp } from './sellers.ts'
import {
  type Book,
  createState,
  type ItemStatus,
  keyOf,
  type MarketState,
  type Offer,
  type Seller,
} from './state.ts'
import type { Json, JsonObject } from './wire.ts'
import { createWorker, type Worker } from './worker.ts'

export interface ProgramOptions {
  /** `SCX_CHANNEL_API_HOST`. */
  readonly url: string
  /** `SCX_CHANNEL_API_REFRESH_TOKEN`. */
  readonly refreshToken: string
  readonly now?: () => Date
  readonly quirks?: Partial<Quirks>
  readonly rules?: Rules
  readonly faults?: FaultPlan
  readonly hooks?: Hooks
  /** Orders, or offers, of one call at most. Default 100. */
  readonly mostPerCall?: number
  /** What `save` gave: it goes on from there. */
  readonly saved?: string
}

export interface ScxProgram extends Worker {
  readonly url: string
  readonly state: MarketState
  readonly book: Book
  /** Calls so far that did not go as the documentation says. */
  readonly wrongAnswers: readonly string[]
  /** Another host, as after an entry in the settings of the program. */
  setHost(url: string, refreshToken?: string): void
  setQuirks(quirks: Partial<Quirks>): void
  setRules(rules: Rules): void
  setFaults(plan: FaultPlan | null): void
  setHooks(hooks: Hooks): void
  /** The process ends at once and starts anew: what it did not store is gone, its token too. */
  restart(): void
  /** All that a new process would know. */
  save(): string
  stop(): void

  // Sellers
  /** What the page of the marketplace does once a merchant signed in there. */
  signUp(url: string, seller: { readonly sellerId: string; readonly companyName?: string }): Seller
  /** A seller that the host knows already. */
  addSeller(sellerId: string, companyName?: string): Seller
  changeSeller(
    url: string,
    change: { readonly sellerId: string; readonly isActive?: boolean; readonly companyName?: string },
  ): void
  closeSeller(sellerId: string, reason: string): void

  /** Asks the host which sellers it has, and knows those that are open from then on. */
  learnSellers(): Promise<void>

  // Buyers and the marketplace
  place(order: NewOrder): Placed
  changeAddress(order: string, address: JsonObject): void
  release(order: string, address?: JsonObject): void
  pay(order: string): void
  moveLines(order: string, status: ItemStatus, only?: readonly string[]): void
  askToCancel(order: string, only?: readonly string[]): string
  announceReturn(order: string, only?: readonly string[]): string
  writeInvoice(order: string, pdf: Uint8Array): string
  openTicket(sellerId: string, orderId: string, message: string): string
  notify(sellerId: string, message: string, about?: Parameters<typeof notify>[3]): void
  tellCatalogue(): void
  /** An offer that stood there before the host came. */
  addOffer(offer: Pick<Offer, 'sellerId' | 'sku' | 'title' | 'quantity' | 'ean'>): Offer
  /** Any other call: its answer lies in `state.answers` under `keep` once it was made. */
  ask(
    call: Exclude<CallName, 'auth'>,
    more: {
      readonly id?: string
      readonly query?: Record<string, string>
      readonly body?: Json
      readonly keep?: string
    },
  ): void
  /** Stock that changed, polled instead of told; shown from then on. */
  pollStock(sellerId?: string): Promise<void>

  /** What is not as it has to be, once nothing is left to do. */
  audit(): readonly string[]

  // What a buyer sees
  offer(sellerId: string, offerId: number): Offer | undefined
  offerOf(sku: string): Offer | undefined
}

/** Starts a program; nothing is called before the first `step`, `poll` or `settle`. Throws for unknown quirks and faults. */
export function startScxProgram(options: ProgramOptions): ScxProgram {
  const state = options.saved === undefined ? createState() : (JSON.parse(options.saved) as MarketState)
  let { url, refreshToken } = options
  let quirks = quirksOf(options.quirks)
  let rules = options.rules ?? {}
  let faults = createFaults(options.faults)
  let hooks = options.hooks ?? {}
  const wrongAnswers: string[] = []
  const now = options.now ?? (() => new Date())
  const market: Market = { state, now, rules: () => rules }
  const client = createClient({
    url: () => url,
    refreshToken: () => refreshToken,
    now,
    quirks: () => quirks,
    faults: () => faults,
    hooks: () => hooks,
    heard: (call, answer, wrong) => {
      const name = `${call} ${answer.status}`
      state.book.calls[name] = (state.book.calls[name] ?? 0) + 1
      if (wrong !== undefined) wrongAnswers.push(wrong)
    },
  })
  const worker = createWorker(
    market,
    client,
    () => quirks,
    () => options.mostPerCall ?? 100,
  )
  return {
    ...guarded(worker, client.forget),
    get url() {
      return url
    },
    state,
    book: state.book,
    wrongAnswers,
    setHost: (to, token) => {
      url = to
      refreshToken = token ?? refreshToken
      client.forget()
    },
    setQuirks: changes => {
      quirks = quirksOf({ ...quirks, ...changes })
    },
    setRules: changed => {
      rules = changed
    },
    setFaults: plan => {
      faults = createFaults(plan)
    },
    setHooks: changed => {
      hooks = changed
    },
    restart: client.forget,
    save: () => JSON.stringify(state),
    stop: client.stop,
    signUp: (to, seller) => signUp(market, to, seller),
    addSeller: (id, name = `Firma ${id}`) => addSeller(market, id, name),
    changeSeller: (to, change) => changeSeller(market, to, quirks, change),
    closeSeller: (id, reason) => closeSeller(market, id, reason),
    learnSellers: () => learnSellers(market, client),
    place: order => place(market, order),
    changeAddress: (order, address) => changeAddress(market, order, address),
    release: (order, address) => release(market, order, address),
    pay: order => pay(market, order),
    moveLines: (order, status, only) => moveLines(market, order, status, only),
    askToCancel: (order, only) => askToCancel(market, order, only),
    announceReturn: (order, only) => announceReturn(market, order, only),
    writeInvoice: (order, pdf) => writeInvoice(market, order, pdf),
    openTicket: (seller, order, message) => openTicket(market, seller, order, message),
    notify: (seller, message, about) => notify(market, seller, message, about),
    tellCatalogue: () => tellCatalogue(market),
    addOffer: offer => addOffer(state, offer),
    ask: (call, more) => tell(market, { call, ...more }),
    pollStock: sellerId => pollStock(market, client, quirks, sellerId),
    audit: () => audit(state),
    offer: (sellerId, offerId) => state.offers[keyOf(sellerId, offerId)],
    offerOf: sku => Object.values(state.offers).findLast(offer => offer.sku === sku),
  }
}

// A process that died knows no token when it lives again.
function guarded(worker: Worker, forget: () => void): Worker {
  const dying = <T>(work: Promise<T>): Promise<T> =>
    work.catch((error: unknown) => {
      if (error instanceof ScxCrash) forget()
      throw error
    })
  return {
    step: () => dying(worker.step()),
    poll: () => dying(worker.poll()),
    settle: rounds => dying(worker.settle(rounds)),
  }
}

function addOffer(
  state: MarketState,
  offer: Pick<Offer, 'sellerId' | 'sku' | 'title' | 'quantity' | 'ean'>,
): Offer {
  // Numbers below zero are nobody's: the host has not given one.
  const offerId = -++state.number
  const added: Offer = {
    ...offer,
    offerId,
    channelOfferId: `MP-old-${state.number}`,
    state: 'listed',
    category: '',
    prices: {},
    pictures: [],
    attributes: [],
  }
  state.offers[keyOf(offer.sellerId, offerId)] = added
  return added
}

async function pollStock(
  { state }: Market,
  client: ReturnType<typeof createClient>,
  quirks: Quirks,
  sellerId?: string,
): Promise<void> {
  const cursor = state.answers['stock cursor']
  const query = {
    ...(typeof cursor === 'string' ? { updatedAfter: cursor } : {}),
    ...(sellerId === undefined ? {} : { sellerId }),
  }
  const { fields } = await client.call({
    operation: 'stockUpdates',
    ...(quirks.bareStockPoll ? {} : { query }),
  })
  const list = Array.isArray(fields['stockUpdateList']) ? fields['stockUpdateList'] : undefined
  if (!list || typeof fields['lastUpdatedAt'] !== 'string') {
    state.book.problems.push('the answer to stockUpdates has no stockUpdateList or lastUpdatedAt')
    return
  }
  state.answers['stock cursor'] = fields['lastUpdatedAt']
  for (const entry of list as readonly Record<string, unknown>[]) {
    const key = keyOf(String(entry['sellerId']), String(entry['offerId']))
    const offer = state.offers[key]
    if (!offer || !Number.isSafeInteger(entry['quantity']) || Number(entry['quantity']) < 0) {
      state.book.problems.push(`a stock update cannot be read: ${JSON.stringify(entry)}`)
      continue
    }
    offer.quantity = String(entry['quantity'])
    state.book.shown.push({ offer: key, quantity: offer.quantity, why: 'polled' })
  }
}
