import type { Connector } from '../../src/port/connector.ts'
import type { Receive, ReceiveRoute } from '../../src/port/receive.ts'
import { referenceConnector } from '../../testkit/reference/connector/index.ts'

/**
 * The connector of the reference system that calls us and takes letters, with its signing key made by Kontor. Its routes may be
 * given what the system itself does not have: limits, a size, an answer of their own.
 */
export function calledConnector(
  wish: {
    readonly route?: Readonly<Record<string, Partial<ReceiveRoute>>>
    readonly receive?: Partial<Receive>
  } = {},
): Connector {
  const connector = referenceConnector({
    inward: 'pushed',
    outward: 'letters',
    keys: 'ours',
  }) as unknown as Connector
  const { receive } = connector
  if (!receive) throw new TypeError('it is not called')
  const routes = receive.routes.map(route => ({ ...route, ...wish.route?.[`${route.method} ${route.path}`] }))
  return {
    ...connector,
    settings: connector.settings.map(field =>
      field.key === 'pushSecret' ? { ...field, from: 'kontor' } : field,
    ),
    receive: { ...receive, ...wish.receive, routes },
  }
}
