import type { Run } from '../../port/connector.ts'
import { Refused } from '../../port/errors.ts'
import type { IncomingKind } from '../../port/records.ts'
import { type Api, createApi } from './api.ts'
import { isModel, textOf } from './payloads.ts'
import { isMissing } from './rpc.ts'

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
  /** Kinds whose pull the endpoint does not have although its features promise it, and when it said so. */
  readonly missing: Readonly<Record<string, Missing>>
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
