import type { Tx } from '../base/database.ts'
import { systemsOfChannels } from '../channels/systemsOfChannels.ts'
import type { Connector, Settings } from '../port/connector.ts'
import type { Context } from './operation.ts'

/** By id of a channel: the connector of its system, and the settings of its account without the secrets. */
export type ConnectorsOfChannels = ReadonlyMap<
  string | null,
  { readonly connector: Connector; readonly settings: Settings }
>

/** In one look, for what asks systems about the same rows. Left out: null, ids of none, and systems that are not there any more. */
export async function connectorsOfChannels(
  tx: Tx,
  { tenant, kontor }: Context,
  channelIds: readonly (string | null)[],
): Promise<ConnectorsOfChannels> {
  const systems = await systemsOfChannels(
    tx,
    tenant,
    channelIds.flatMap(id => id ?? []),
  )
  return new Map(
    [...systems].flatMap(([id, { system, settings }]) => {
      const connector = kontor.connectors.get(system)
      return connector ? [[id, { connector, settings }] as const] : []
    }),
  )
}
