/** The running shop: what it holds, what it remembers, and how it behaves at the moment. */
import { createFaults, type FaultPlan, type Faults } from './faults.ts'
import { germanGlobals, type ShopGlobals } from './globals.ts'
import { createLog, type Log } from './log.ts'
import { createLinks, type Links } from './mapping.ts'
import { type Generation, type Quirks, quirksOf } from './quirks.ts'
import { restoreShop, type SavedShop } from './saveShop.ts'
import { createSessions, type Sessions } from './sessions.ts'
import type { ShopItem } from './shopData.ts'
import { createStore, type ShopContents, type Store } from './store.ts'
import type { WireModel } from './wire.ts'

/** Says why the shop does not accept a pushed model, or nothing. `method` is snake_case. */
export type Refusal = (method: string, model: WireModel) => string | undefined

/** Whether the shop passes over a pushed model without a word. `method` is snake_case. */
export type Skip = (method: string, model: WireModel) => boolean

/** What a test does between two calls; `method` is snake_case as far as it is known. */
export interface Hooks {
  readonly beforeCall?: (method: string) => void
  readonly afterCall?: (method: string) => void
}

export interface ShopOptions extends ShopContents {
  readonly generation: Generation
  /** The password of the connector account. */
  readonly token: string
  /** 0 or absent: any free port. */
  readonly port?: number
  readonly host?: '127.0.0.1'
  readonly platformName?: string
  readonly globals?: Partial<ShopGlobals>
  readonly quirks?: Partial<Quirks>
  readonly faults?: FaultPlan
  readonly clock?: () => Date
  readonly sessionLifetimeSeconds?: number
  /** Entities that this shop does not offer at all, in snake_case. */
  readonly without?: readonly string[]
  /** What features say otherwise than usual. */
  readonly flags?: Readonly<Record<string, boolean>>
  /** Bodies above this are dropped by PHP without a word (V5). */
  readonly postMaxMebibytes?: number
  /** Default: refuses the SKU `FAIL`. */
  readonly refuse?: Refusal
  /** Models that are passed over in silence: answered without error and without id. */
  readonly skip?: Skip
  /** `counts` for shops that serve millions. */
  readonly keepLog?: 'all' | 'counts'
  /** The shop goes on where it was saved; its contents replace those given beside it. */
  readonly saved?: SavedShop
  /** Prepared texts above this many characters are built again for each delivery. */
  readonly preparedCharacters?: number
}

export interface ShopState {
  readonly generation: Generation
  readonly token: string
  readonly platformName: string
  readonly postMaxMebibytes: number
  readonly clock: () => Date
  readonly links: Links
  readonly sessions: Sessions
  readonly globals: ShopGlobals
  readonly store: Store
  readonly log: Log
  refuse: Refusal
  skip: Skip
  hooks: Hooks
  readonly without: readonly string[]
  readonly flags: Readonly<Record<string, boolean>>
  quirks: Quirks
  faults: Faults
  /** Grows when a switch changes: all prepared texts are void. */
  epoch: number
  /** Characters that may still be kept as prepared text. */
  preparedLeft: number
  /** Items as the shop's pages still show them (quirk cachedUntilFinish); null = not shown yet. */
  readonly cachedItems: Map<string, ShopItem | null>
  /** With a slash at the end; set when the port is known. */
  baseUrl: string
}

/** The state at the start. Throws SHOP_FAULT_UNKNOWN. */
export function createState(options: ShopOptions): ShopState {
  const clock = options.clock ?? (() => new Date())
  const links = createLinks()
  const state: ShopState = {
    generation: options.generation,
    token: options.token,
    platformName: options.platformName ?? 'DemoShop',
    postMaxMebibytes: options.postMaxMebibytes ?? 40,
    clock,
    links,
    sessions: createSessions(options.sessionLifetimeSeconds ?? 1440, clock),
    globals: { ...germanGlobals, ...options.globals },
    store: createStore(links, options.saved?.contents ?? options),
    log: createLog(options.keepLog ?? 'all'),
    refuse: options.refuse ?? refuseFail,
    skip: options.skip ?? (() => false),
    hooks: {},
    without: options.without ?? [],
    flags: options.flags ?? {},
    quirks: quirksOf(options.generation, options.quirks),
    faults: createFaults(options.faults),
    epoch: 1,
    preparedLeft: options.preparedCharacters ?? 1_000_000_000,
    cachedItems: new Map(),
    baseUrl: '',
  }
  if (options.saved) restoreShop(state, options.saved)
  return state
}

/** The shop that the transcripts were made with refuses this SKU (V5). */
function refuseFail(_method: string, model: WireModel): string | undefined {
  return model['sku'] === 'FAIL' ? 'Demo shop refuses this product' : undefined
}
