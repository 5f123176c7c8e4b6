import type { Tx } from '../base/database.ts'
import type { Connector, Settings } from '../port/connector.ts'
import { coveredAddress } from './addressSecrets.ts'
import { listConnections } from './connectionStore.ts'

/**
 * A connection of the same system, archived or not, that leads to the same account: every setting that says where and as
 * whom (required, no secret) has the same value. Undefined where there is none, or where a system has no such settings.
 */
export async function sameAccount(
  tx: Tx,
  tenant: string,
  connector: Connector,
  settings: Settings,
): Promise<{ readonly id: string; readonly name: string; readonly archived: boolean } | undefined> {
  const wanted = accountOf(connector, settings)
  if (wanted === undefined) return undefined
  const known = await listConnections(tx, tenant, { archived: true })
  const same = known.find(
    one => one.system === connector.name && accountOf(connector, one.settings) === wanted,
  )
  return same && { id: same.id, name: same.name, archived: same.archivedAt !== null }
}

function accountOf(connector: Connector, settings: Settings): string | undefined {
  const fields = connector.settings.filter(
    field => field.kind !== 'secret' && (field.required || field.clearsSecrets),
  )
  if (fields.length === 0) return undefined
  return JSON.stringify(
    fields.map(({ key, kind, default: usual }) => {
      const value = settings[key]?.trim() || usual || ''
      return kind === 'url' && URL.canParse(value) ? plainUrl(value) : value
    }),
  )
}

// One address in many spellings: case of the host, a slash at the end, a key in the query.
function plainUrl(value: string): string {
  const { host, pathname } = new URL(coveredAddress(value))
  return `${host.toLowerCase()}${pathname.replace(/\/+$/, '')}`
}
