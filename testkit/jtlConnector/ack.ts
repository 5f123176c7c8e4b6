/** core.connector.ack and core.linker.clear: the caller tells which object is which, or makes the shop forget it. */
import { type RelationType, relationTypes } from './mapping.ts'
import { codes, ProtocolError, typeError } from './protocolError.ts'
import type { ShopState } from './state.ts'
import { isModel } from './wire.ts'

interface Pair {
  readonly key: string
  readonly type: RelationType | null
  readonly endpoint: string
  readonly host: number
}

/**
 * Stores the pairs of an ack and returns the warnings. `lost` answers as if it had. Nothing is stored if a pair
 * is wrong. Throws ProtocolError.
 */
export function ack(state: ShopState, params: unknown, lost: boolean): string[] {
  const identities = isModel(params) ? params['identities'] : undefined
  if (typeof identities !== 'object' || identities === null) {
    throw typeError('Argument #1 ($ack) must be of type Jtl\\Connector\\Core\\Model\\Ack, null given')
  }
  const warnings: string[] = []
  const pairs: Pair[] = []
  for (const [key, list] of Object.entries(identities)) {
    const type = ackType(state, key)
    if (type === null && !state.quirks.ackKeysUcfirst) {
      warnings.push(`ACK: Unknown core entity (${pascal(key)})! Skipping related ack's...`)
    }
    if (!Array.isArray(list)) throw typeError('Identities of an ack must be a list of pairs')
    for (const pair of list) pairs.push(readPair(state, key, type, pair))
  }
  const dropped = lost || state.quirks.ignoresAcks
  for (const { key, type, endpoint, host } of pairs) {
    const effect = type === null ? 'ignored' : dropped ? 'lost' : state.links.save(type, endpoint, host)
    state.log.ack({ key, type, endpoint, host, effect })
  }
  return warnings
}

/** Drops links: all, those of a type, or single ones, as the generation understands it. Throws ProtocolError. */
export function clearLinks(state: ShopState, params: unknown): void {
  const identities = isModel(params) ? params['identities'] : undefined
  if (state.quirks.clearIgnoresParams || typeof identities !== 'object' || identities === null) {
    state.links.clear()
    return
  }
  const lists = Object.entries(identities).map(([key, list]) => ({ ...clearType(key), list }))
  for (const { type, relation, list } of lists) {
    if (!Array.isArray(list)) throw typeError('Identities to clear must be a list of pairs')
    if (list.length > 0) for (const pair of list) clearOne(state, type, pair)
    else if (state.quirks.clearIgnoresType) state.links.clear()
    else if (relation === null) state.links.clear(type)
    else clearImages(state, relation)
  }
}

/** The type that an ack key names, null if it leads nowhere. */
function ackType(state: ShopState, key: string): RelationType | null {
  if (state.quirks.imageIdsWithRelation) {
    // 4.x and later know one type per relation; of the common name only exactly `image` is understood (V5).
    if (/^(product|category|manufacturer|specific)_?image$/i.test(key)) return 'Image'
    if (pascal(key) === 'Image' && key !== 'image') return null
  }
  const name = state.quirks.ackKeysUcfirst ? oldName(key) : pascal(key)
  return relationTypes.find(type => type === name) ?? null
}

/** 3.x raises the first letter only, and calls attributes `productAttr` and `categoryAttr`. */
function oldName(key: string): string {
  const name = key.charAt(0).toUpperCase() + key.slice(1)
  if (name.endsWith('Attribute')) return ''
  return name.endsWith('Attr') ? `${name}ibute` : name
}

function readPair(state: ShopState, key: string, type: RelationType | null, pair: unknown): Pair {
  if (!Array.isArray(pair)) throw typeError('An identity must be an array of two elements')
  const [endpoint, host] = pair as unknown[]
  const strict = typeof endpoint === 'string' && Number.isInteger(host)
  if (!strict && state.quirks.strictAckTypes) {
    throw typeError('Identity::__construct(): Argument must be of type string and int')
  }
  const id = String(endpoint ?? '')
  const number = Math.trunc(Number(host ?? 0)) || 0
  return { key, type, endpoint: key === 'image' ? bareImageId(state, id) : id, host: number }
}

/** `product#=#801` → `801`; only with the relation in front where ids are delivered so (code 10, V5). */
function bareImageId(state: ShopState, endpoint: string): string {
  if (!state.quirks.imageIdsWithRelation) return endpoint
  const [relation, id] = endpoint.split('#=#')
  if (!relation || !id)
    throw new ProtocolError(codes.imageEndpoint, `Image endpoint id '${endpoint}' has the wrong format`)
  return id
}

function clearType(key: string): { type: RelationType; relation: string | null } {
  const image = /^(product|category|manufacturer|specific)Image$/.exec(key)
  if (image?.[1]) return { type: 'Image', relation: image[1] }
  const type = relationTypes.find(known => known.charAt(0).toLowerCase() + known.slice(1) === key)
  if (!type || type === 'Image') throw new ProtocolError(codes.unknownRelation, `Unknown relation (${key})`)
  return { type, relation: null }
}

function clearOne(state: ShopState, type: RelationType, pair: unknown): void {
  const [endpoint, host] = Array.isArray(pair) ? (pair as unknown[]) : []
  if (typeof endpoint === 'string' && endpoint !== '') state.links.dropEndpoint(type, endpoint)
  else if (typeof host === 'number') state.links.dropHost(type, host)
}

function clearImages(state: ShopState, relation: string): void {
  for (const entry of state.store.images.all()) {
    if (entry.data.relation === relation) state.links.dropEndpoint('Image', entry.id)
  }
}

/** `customer_order`, `customerOrder` → `CustomerOrder`. */
function pascal(key: string): string {
  return key.replace(/(?:^|_)([a-z])/gi, (_whole, letter: string) => letter.toUpperCase())
}
