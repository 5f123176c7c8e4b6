import type { Connection } from '../channels/connectionStore.ts'
import type { MapContext } from '../port/connector.ts'

/** What the pure functions of a connector are given of its connection: everything but the secrets. */
export function mapContext({ timeZone, facts, settings }: Connection): MapContext {
  return { timeZone, facts, settings }
}
