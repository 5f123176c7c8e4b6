import type { Tx } from '../base/database.ts'
import { type Actor, type Right, rights, rightsFrom } from './rights.ts'
import { findUser } from './userStore.ts'

/**
 * What somebody may do now who asked for something before: for work that goes on after its request. A user who was disabled and
 * a key that was revoked may do nothing.
 */
export async function rightsOfActor(
  tx: Tx,
  tenant: string,
  actor: Pick<Actor, 'kind' | 'id'>,
): Promise<ReadonlySet<Right>> {
  if (actor.kind === 'operator' || actor.kind === 'worker') return new Set(rights)
  if (actor.id === null) return new Set()
  if (actor.kind === 'user') {
    const user = await findUser(tx, tenant, actor.id)
    return user && user.disabledAt === null ? user.rights : new Set()
  }
  const [key] = await tx.query<{ scopes: string[] }>(
    'select scopes from api_key where tenant_id = $1 and id = $2 and revoked_at is null',
    [tenant, actor.id],
  )
  return rightsFrom(key?.scopes ?? [])
}
