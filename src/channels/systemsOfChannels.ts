import type { Tx } from '../base/database.ts'
import type { Settings } from '../port/connector.ts'

/** What a channel is a place of: the name of its system, and the settings of its account without the secrets. */
export interface SystemOfChannel {
  readonly system: string
  readonly settings: Settings
}

/** By id of a channel; archived ones too, because their orders stay. Ids of none are left out. */
export async function systemsOfChannels(
  tx: Tx,
  tenant: string,
  channelIds: readonly string[],
): Promise<ReadonlyMap<string, SystemOfChannel>> {
  if (channelIds.length === 0) return new Map()
  const rows = await tx.query<SystemOfChannel & { id: string }>(
    `select h.id, c.system, c.settings from channel h join connection c on c.tenant_id = h.tenant_id and c.id = h.connection_id
     where h.tenant_id = $1 and h.id = any($2::uuid[])`,
    [tenant, [...new Set(channelIds)]],
  )
  return new Map(rows.map(({ id, ...rest }) => [id, rest]))
}
