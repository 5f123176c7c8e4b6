/** Method names: which spellings a generation understands, what each entity offers, what is answered to the rest. */
import { codes, ProtocolError } from './protocolError.ts'
import type { ShopState } from './state.ts'

export type CoreAction = 'auth' | 'init' | 'identify' | 'features' | 'ack' | 'finish' | 'clear'

const entityActions = ['pull', 'push', 'delete', 'statistic'] as const
export type EntityAction = (typeof entityActions)[number]

/** What a method name leads to. */
export type Route =
  | { readonly core: CoreAction }
  | { readonly controller: string; readonly action: EntityAction; readonly pascal: string }

/** The entities of the definition (V5) and what this shop offers of them. */
export const entityOffers: Readonly<Record<string, readonly EntityAction[]>> = {
  category: ['pull', 'push', 'delete', 'statistic'],
  cross_selling: ['pull', 'push', 'delete', 'statistic'],
  customer: ['pull', 'push', 'statistic'],
  customer_order: ['pull', 'statistic'],
  delivery_note: ['push'],
  global_data: ['pull'],
  image: ['pull', 'push', 'delete', 'statistic'],
  manufacturer: ['pull', 'push', 'delete', 'statistic'],
  payment: ['pull', 'push', 'statistic'],
  product: ['pull', 'push', 'delete', 'statistic'],
  product_price: ['push'],
  product_stock_level: ['push'],
  specific: ['pull', 'push', 'delete', 'statistic'],
  status_change: ['push'],
}

const coreMethods: Readonly<Record<string, CoreAction>> = {
  'connector.finish': 'finish',
  'connector.identify': 'identify',
  'core.connector.ack': 'ack',
  'core.connector.auth': 'auth',
  'core.connector.features': 'features',
  'core.connector.finish': 'finish',
  'core.connector.identify': 'identify',
  'core.connector.init': 'init',
  'core.linker.clear': 'clear',
}

/** Every accepted spelling of a controller → its snake_case name. `customerorder` is none of them (V5, V3). */
const spellings = new Map(
  Object.keys(entityOffers).flatMap(name => [
    [name, name],
    [camelOf(name), name],
    [pascalOf(name), name],
  ]),
)

/** `customer_order` → `CustomerOrder`. */
export function pascalOf(snake: string): string {
  return snake.replace(/(?:^|_)([a-z])/g, (_whole, letter: string) => letter.toUpperCase())
}

/** The method in snake_case as far as it is known, for logs and fault plans. */
export function plainMethod(method: string): string {
  const [controller = '', action, ...rest] = method.split('.')
  const known = spellings.get(controller)
  return known && action !== undefined && rest.length === 0 ? `${known}.${action}` : method
}

/** Where a method leads. Throws ProtocolError when it is unknown or not offered. */
export function route(state: ShopState, method: string): Route {
  const core = method === 'core.connector.clear' && state.quirks.clearAlias ? 'clear' : coreMethods[method]
  if (core) return { core }
  const parts = method.split('.')
  if (parts.length < 2 || parts.some(part => part === '')) {
    throw new ProtocolError(codes.invalidMethod, `Invalid method (${method})`)
  }
  const [controller = '', action = ''] = parts
  const name = spellings.get(controller)
  const spelled = name !== undefined && (!state.quirks.camelCaseOnly || controller === camelOf(name))
  if (name === undefined || !spelled || parts.length > 2) throw unknown(state, method, parts)
  const known = entityActions.find(entityAction => entityAction === action)
  const pascal = pascalOf(name)
  if (!known || (known === 'statistic' && state.quirks.statisticsDisabled))
    throw unknown(state, method, parts)
  const absent = state.without.includes(name)
  if (absent || !entityOffers[name]?.includes(known)) {
    if (!state.quirks.unknownMethodCodes) throw unknown(state, method, parts)
    if (absent) {
      throw new ProtocolError(
        codes.uncaught,
        `Controller class DemoShop\\Controller\\${pascal}Controller does not exist`,
        'Error',
      )
    }
    const wanted = `DemoShop\\Controller\\${pascal}Controller::${known}()`
    throw new ProtocolError(codes.uncaught, `Call to undefined method ${wanted}`, 'Error')
  }
  return { controller: name, action: known, pascal }
}

function unknown(state: ShopState, method: string, parts: readonly string[]): ProtocolError {
  if (!state.quirks.unknownMethodCodes) {
    return new ProtocolError(codes.methodNotFound, `Method (${method}) not found`)
  }
  const [controller = '', action = ''] = parts.length > 2 ? parts.slice(1) : parts
  const isCore = controller === 'connector' || controller === 'linker'
  return isCore || (parts.length === 2 && spellings.has(controller))
    ? new ProtocolError(codes.unknownAction, `Unknown action (${action})`)
    : new ProtocolError(codes.unknownController, `Unknown controller (${controller})`)
}

function camelOf(snake: string): string {
  const pascal = pascalOf(snake)
  return pascal.charAt(0).toLowerCase() + pascal.slice(1)
}
