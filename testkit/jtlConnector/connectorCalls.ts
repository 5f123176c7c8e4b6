/** The calls of the core: login, handshake, end of a run. */
import { timingSafeEqual } from 'node:crypto'
import { type EntityAction, entityOffers, pascalOf } from './methods.ts'
import { codes, ProtocolError } from './protocolError.ts'
import type { Result } from './pull.ts'
import type { ShopState } from './state.ts'
import { encode, isModel, type WireModel } from './wire.ts'

/** Answers `core.connector.auth`: the session given, if it is alive, else a new one. Throws ProtocolError. */
export function login(state: ShopState, session: string | null, params: unknown): Result {
  const token = isModel(params) ? params['token'] : undefined
  if (typeof token !== 'string' || !isSame(token, state.token)) {
    const message =
      state.generation === 5 ? 'Authentication failed' : 'Could not authenticate access to the connector'
    throw new ProtocolError(
      codes.authentication,
      message,
      'Jtl\\Connector\\Core\\Exception\\AuthenticationException',
    )
  }
  const sessionId = session ?? state.sessions.open()
  return single({ sessionId, lifetime: state.sessions.lifetimeSeconds })
}

/** Answers `connector.identify`. */
export function identify(state: ShopState): Result {
  const serverInfo = state.quirks.serverInfoNull
    ? null
    : { memoryLimit: 512, executionTime: 30, postMaxSize: state.postMaxMebibytes, uploadMaxFilesize: 32 }
  return single({
    endpointVersion: '0.1.0',
    platformName: state.platformName,
    platformVersion: '1.0',
    protocolVersion: 7,
    serverInfo,
  })
}

/** Answers `core.connector.features`. */
export function features(state: ShopState): Result {
  const entities = Object.entries(entityOffers).map(([name, offers]): [string, WireModel] => {
    const can = (action: EntityAction): boolean => offers.includes(action) && !state.without.includes(name)
    return [pascalOf(name), { pull: can('pull'), push: can('push'), delete: can('delete') }]
  })
  const noPart = { pull: true, push: true, delete: true }
  return single({
    // Old names of parts stand beside those of the entities; callers have to skip them.
    entities: { ...Object.fromEntries(entities), CategoryAttr: noPart, ProductAttrI18n: noPart },
    flags: {
      var_combination_child_first: false,
      product_images_supported: true,
      category_images_supported: true,
      manufacturer_images_supported: true,
      specific_images_supported: true,
      specific_value_images_supported: false,
      config_group_images_supported: false,
      product_variation_value_images_supported: false,
      variation_products_supported: false,
      variation_combinations_supported: true,
      set_articles_supported: false,
      free_field_supported: false,
      needs_category_root: false,
      translated_attributes_supported: false,
      send_all_acks: true,
      disable_statistics: state.quirks.statisticsDisabled,
      needs_finish_call: state.quirks.needsFinish,
      can_update_customer_order: false,
      can_reactivate_customer_order: false,
      customer_order_partially_payable: false,
      ...state.flags,
    },
  })
}

/** Answers `connector.finish` and ends the session where the generation does so. Throws ProtocolError. */
export function finish(state: ShopState, session: string): Result {
  if (state.quirks.finishRejected)
    throw new ProtocolError(codes.uncaught, 'data is not an array', 'Exception')
  state.cachedItems.clear()
  if (!state.quirks.sessionSurvivesFinish) state.sessions.end(session)
  return state.quirks.finishResultObject ? single({ result: true }) : done()
}

/** The result `true`. */
export function done(warnings: readonly string[] = []): Result {
  return { text: 'true', models: 0, warnings }
}

function single(model: WireModel): Result {
  return { text: encode(model), models: 0 }
}

function isSame(a: string, b: string): boolean {
  const left = Buffer.from(a)
  const right = Buffer.from(b)
  return left.length === right.length && timingSafeEqual(left, right)
}
