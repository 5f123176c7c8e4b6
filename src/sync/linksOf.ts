import type { AdoptionKind } from '../channels/adoptionStore.ts'
import type { LinksOf } from '../channels/linkStore.ts'
import type { PushContext } from './pushTask.ts'

/** Where the links of a kind lie at this connection: one per object, or one per channel that has it. */
export function linksOf(
  { tenant, connection, connector }: Pick<PushContext, 'tenant' | 'connection' | 'connector'>,
  kind: AdoptionKind,
): LinksOf {
  const perPlace = connector.send?.[kind]?.linkedBy === 'channel'
  return {
    tenant,
    connectionId: connection.id,
    channelId: perPlace ? (connection.channels[0]?.id ?? null) : null,
  }
}
