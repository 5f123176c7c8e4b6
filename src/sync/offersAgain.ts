import type { Connector, PullKind } from '../port/connector.ts'
import type { IncomingKind } from '../port/records.ts'

/**
 * How a system gives single records of a kind once more: they are fetched by id, or it is asked to deliver them with the
 * next run. Undefined: it does neither, and is not called at all.
 */
export function offersAgain(
  connector: Connector,
  facts: Readonly<Record<string, unknown>>,
  kind: IncomingKind,
): 'fetch' | 'request' | undefined {
  if (connector.without?.(facts).includes(kind)) return undefined
  if (connector.pull?.fetchSingle && pulledAs(connector, kind)) return 'fetch'
  const again = typeof connector.again === 'function' ? connector.again(facts) : connector.again
  return again === 'single' && connector.requestAgain ? 'request' : undefined
}

/** The kind under which records of this kind are pulled. */
export function pulledAs(connector: Connector, kind: IncomingKind): PullKind | undefined {
  return connector.pull?.kinds.find(one => one.kind === kind || one.also?.includes(kind))
}
