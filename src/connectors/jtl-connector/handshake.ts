import type { Facts, Run } from '../../port/connector.ts'
import { Refused } from '../../port/errors.ts'
import type { IncomingKind, OutgoingKind } from '../../port/records.ts'
import { type Api, createApi } from './api.ts'
import type { Globals } from './globals.ts'
import { isModel, textOf } from './payloads.ts'
import { isMissing } from './rpc.ts'
import type { Listing } from './unlinked.ts'

/** What is remembered of a shop. */
export interface ShopFacts {
  readonly platform: string
  readonly platformVersion: string
  readonly endpointVersion: string
  readonly protocolVersion: 7
  /** 5: core 4.x and 5.x; 3: core 2.x and 3.x. Absent until something tells them apart. */
  readonly generation?: 3 | 5
  /** What the endpoint says it can do per entity (`CustomerOrder`); empty where it says nothing. */
  readonly entities: Readonly<Record<string, Abilities>>
  readonly flags: Readonly<Record<string, boolean>>
  /**
   * Kinds whose pull the endpoint does not have although its features promise it, and methods (`category.delete`) of
   * which the same holds, and when it said so.
   */
  readonly missing: Readonly<Record<string, Missing>>
  /** Largest body of a call that PHP takes; a larger one is dropped without a word. */
  readonly bodyBytes: number
  /** False where the endpoint says nothing of what PHP takes: then both are what PHP takes by itself. */
  readonly saysLimits: boolean
  /** Most bytes of images that one call may bring: what PHP takes of a body and of a file, less what stands around. */
  readonly imageBytes: number
}

interface Abilities {
  readonly pull: boolean
  readonly push: boolean
  readonly delete: boolean
}

interface Missing {
  readonly code: number
  readonly at: string
  readonly endpointVersion: string
}

/** The session of a run: what is known of the shop grows with it. */
export interface Session {
  readonly run: Run
  readonly api: Api
  shop: ShopFacts
  /** What was read or remembered of the shop's global data. */
  globals?: Globals
  /** True once this session has read them itself. */
  globalsAreNew?: boolean
  /** Customer groups (`theirs no`) that this session has told our numbers of. */
  readonly toldGroups: Set<string>
  /** Per controller, the objects of the shop that have no number of ours, as they were seen last. */
  readonly listings: Map<string, Listing>
  /** Writing calls that failed: each may have left objects without a link. */
  failures: number
  /** Objects of the shop (`category 7`: their id) that this session has linked to our numbers; those that are pushed, until the shop has taken them. */
  readonly linked: Map<string, string>
}

interface WireNames {
  readonly controller: string
  readonly entity: string
  readonly ackKey: string
}

/** The names of a kind on the wire: the method's, the one in the features, the one in an acknowledgement. */
export const wireNames: { readonly [K in IncomingKind]?: WireNames } = {
  customer: { controller: 'customer', entity: 'Customer', ackKey: 'customer' },
  order: { controller: 'customer_order', entity: 'CustomerOrder', ackKey: 'customerOrder' },
  payment: { controller: 'payment', entity: 'Payment', ackKey: 'payment' },
}

/** The names of a kind that is sent. */
export interface PushNames {
  readonly controller: string
  readonly entity: string
}

/** The names of what is sent, on the wire and in the features. */
export const pushNames = {
  category: { controller: 'category', entity: 'Category' },
  manufacturer: { controller: 'manufacturer', entity: 'Manufacturer' },
  characteristic: { controller: 'specific', entity: 'Specific' },
  item: { controller: 'product', entity: 'Product' },
  price: { controller: 'product_price', entity: 'ProductPrice' },
  stock: { controller: 'product_stock_level', entity: 'ProductStockLevel' },
  image: { controller: 'image', entity: 'Image' },
  order_status: { controller: 'status_change', entity: 'StatusChange' },
  delivery: { controller: 'delivery_note', entity: 'DeliveryNote' },
} as const satisfies { readonly [K in OutgoingKind]?: PushNames }
const sentKinds = Object.keys(pushNames) as readonly (keyof typeof pushNames)[]

/**
 * Begins a session and asks the endpoint who it is and what it can do. Throws `Refused` for a wrong token or address and
 * for another protocol (PROTOCOL_UNKNOWN).
 */
export async function introduce(run: Run): Promise<{ api: Api; shop: ShopFacts }> {
  const before = isModel(run.facts) ? run.facts : {}
  const api = createApi(run, before.protocolVersion === 7)
  await api.login()
  await askOptional(api, 'core.connector.init')
  const identity = await askOptional(api, 'connector.identify')
  const who = isModel(identity) ? identity : {}
  if (Number(who.protocolVersion) !== 7)
    throw new Refused('PROTOCOL_UNKNOWN', `version ${textOf(who.protocolVersion) || 'unknown'}; 7 is needed`)
  const features = await askOptional(api, 'core.connector.features')
  const endpointVersion = textOf(who.endpointVersion)
  const known = before.generation === 3 || before.generation === 5 ? before.generation : undefined
  const generation = api.hasWarnings() ? 5 : known
  const shop: ShopFacts = {
    platform: textOf(who.platformName),
    platformVersion: textOf(who.platformVersion),
    endpointVersion,
    protocolVersion: 7,
    ...(generation ? { generation } : {}),
    entities: entitiesOf(features),
    flags: flagsOf(features),
    missing: stillMissing(before.missing, endpointVersion, run.now()),
    bodyBytes: bytesOf(who.serverInfo, 'postMaxSize', 8),
    saysLimits: isModel(who.serverInfo),
    imageBytes: imageBytesOf(who.serverInfo),
  }
  run.remember({ ...shop })
  return { api, shop }
}

/** Whether the kind is to be pulled: promised by the features (or they say nothing), and not found missing lately. */
export function offers(shop: ShopFacts, kind: IncomingKind): boolean {
  const entity = wireNames[kind]?.entity
  if (entity === undefined || kind in shop.missing) return false
  return Object.keys(shop.entities).length === 0 || shop.entities[entity]?.pull === true
}

/** What of all that is sent here the endpoint does not take, by its features and by what was found missing lately. */
export function lacking(facts: Facts): readonly OutgoingKind[] {
  const entities = entitiesOf({ entities: facts['entities'] })
  const missing = isModel(facts['missing']) ? facts['missing'] : {}
  const says = Object.keys(entities).length > 0
  const noImages = showsNoImages(flagsOf({ flags: facts['flags'] }))
  return sentKinds.filter(kind => {
    const { controller, entity } = pushNames[kind]
    if (kind === 'image' && noImages) return true
    return (says && entities[entity]?.push !== true) || `${controller}.push` in missing
  })
}

// Shops that take images of other things may have no place for those of products.
function showsNoImages(flags: ShopFacts['flags']): boolean {
  return flags['product_images_supported'] === false
}

/** Whether the endpoint offers that of an entity: its features say so, or say nothing at all. */
export function can({ shop }: Session, { controller, entity }: PushNames, action: keyof Abilities): boolean {
  if (`${controller}.${action}` in shop.missing) return false
  if (entity === pushNames.image.entity && showsNoImages(shop.flags)) return false
  return Object.keys(shop.entities).length === 0 || shop.entities[entity]?.[action] === true
}

/** Remembers for a day that the endpoint does not have what its features promise. */
export function rememberMissing(session: Session, name: string, code: number): void {
  const { run, shop } = session
  const found = { code, at: run.now().toISOString(), endpointVersion: shop.endpointVersion }
  session.shop = { ...shop, missing: { ...shop.missing, [name]: found } }
  run.remember({ missing: session.shop.missing })
}

const mebibyte = 1_048_576

// In MiB; -1 and 0 are no limit. Where the endpoint says nothing, PHP's own default.
function bytesOf(serverInfo: unknown, name: string, usual: number): number {
  const size = isModel(serverInfo) ? Number(serverInfo[name] ?? usual) : usual
  return size > 0 ? Math.floor(size * mebibyte) : 64 * mebibyte
}

function imageBytesOf(serverInfo: unknown): number {
  const most = Math.min(bytesOf(serverInfo, 'postMaxSize', 8), bytesOf(serverInfo, 'uploadMaxFilesize', 2))
  return most - Math.min(mebibyte, Math.floor(most / 2))
}

// Third-party endpoints leave methods out; what they do not have, they do not say.
async function askOptional(api: Api, method: string): Promise<unknown> {
  const { error, result } = await api.ask(method)
  if (error && !isMissing(error)) throw api.errorOf(error)
  return error ? undefined : result
}

function entitiesOf(features: unknown): ShopFacts['entities'] {
  const entities = isModel(features) && isModel(features.entities) ? features.entities : {}
  const found: [string, Abilities][] = []
  for (const [name, can] of Object.entries(entities)) {
    if (!isModel(can)) continue
    const abilities = { pull: can.pull === true, push: can.push === true, delete: can.delete === true }
    found.push([name.charAt(0).toUpperCase() + name.slice(1), abilities])
  }
  return Object.fromEntries(found)
}

function flagsOf(features: unknown): ShopFacts['flags'] {
  const flags = isModel(features) && isModel(features.flags) ? features.flags : {}
  return Object.fromEntries(Object.entries(flags).map(([name, value]) => [name, value === true]))
}

// What was missing is tried again after a day, and when the endpoint was updated.
function stillMissing(value: unknown, endpointVersion: string, now: Date): ShopFacts['missing'] {
  const found: [string, Missing][] = []
  for (const [kind, entry] of Object.entries(isModel(value) ? value : {})) {
    if (!isModel(entry) || entry.endpointVersion !== endpointVersion) continue
    const at = textOf(entry.at)
    if (now.getTime() - Date.parse(at) < 86_400_000)
      found.push([kind, { code: Number(entry.code), at, endpointVersion }])
  }
  return Object.fromEntries(found)
}
