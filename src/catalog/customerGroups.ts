import { sqlState, type Tx } from '../base/database.ts'
import { isId, newId } from '../base/ids.ts'
import { catalogProblem } from './problems.ts'

export interface CustomerGroup {
  readonly id: string
  readonly name: string
  /** The group of customers of whom nothing else is said; at most one. */
  readonly isDefault: boolean
}

/**
 * Makes customer groups. A name that is taken keeps its group: `exists`. The first group of a tenant becomes the default,
 * later ones by `changeCustomerGroup`. One result per element.
 */
export async function createCustomerGroups(
  tx: Tx,
  tenant: string,
  groups: readonly { readonly name: string }[],
): Promise<{ id: string; name: string; did: 'new' | 'exists' }[]> {
  const rows = [...new Set(groups.map(group => group.name))].sort().map(name => ({ id: newId(), name }))
  await tx.run(
    `insert into customer_group (tenant_id, id, name)
     select $1, u.id, u.name from unnest($2::uuid[], $3::text[]) as u (id, name) on conflict (tenant_id, name) do nothing`,
    [tenant, rows.map(row => row.id), rows.map(row => row.name)],
  )
  const stored = await tx.query<{ id: string; name: string; isDefault: boolean }>(
    `select id, name, is_default as "isDefault" from customer_group where tenant_id = $1 order by id`,
    [tenant],
  )
  const first = stored.find(group => group.name === groups[0]?.name)
  if (first && !stored.some(group => group.isDefault)) await makeDefault(tx, tenant, first.id)
  const ids = new Map(stored.map(group => [group.name, group.id]))
  const made = new Set(rows.map(row => row.id))
  return groups.map(({ name }) => {
    const id = ids.get(name) ?? ''
    return { id, name, did: made.has(id) ? 'new' : 'exists' }
  })
}

/** All customer groups by name. A tenant has tens of them. */
export function listCustomerGroups(tx: Tx, tenant: string): Promise<CustomerGroup[]> {
  return tx.query<CustomerGroup>(
    `select id, name, is_default as "isDefault" from customer_group where tenant_id = $1 order by name`,
    [tenant],
  )
}

/** Renames a group or makes it the default. Prices stay as they are. Throws CUSTOMER_GROUP_TAKEN. */
export async function changeCustomerGroup(
  tx: Tx,
  tenant: string,
  id: string,
  change: { readonly name?: string | undefined; readonly isDefault?: true | undefined },
): Promise<void> {
  if (change.name !== undefined)
    await tx
      .run(`update customer_group set name = $3 where tenant_id = $1 and id = $2`, [tenant, id, change.name])
      .catch(error => {
        const { name = '' } = change
        throw sqlState(error) === '23505' ? catalogProblem('CUSTOMER_GROUP_TAKEN', { name }) : error
      })
  if (change.isDefault) await makeDefault(tx, tenant, id)
}

// Two statements: the unique index on the default is looked at row by row.
async function makeDefault(tx: Tx, tenant: string, id: string): Promise<void> {
  await tx.run(
    `update customer_group set is_default = false where tenant_id = $1 and is_default and id <> $2`,
    [tenant, id],
  )
  await tx.run(`update customer_group set is_default = true where tenant_id = $1 and id = $2`, [tenant, id])
}

/** A group by id or name. Throws CUSTOMER_GROUP_UNKNOWN. */
export async function customerGroupOf(tx: Tx, tenant: string, idOrName: string): Promise<CustomerGroup> {
  const [group] = await tx.query<CustomerGroup>(
    `select id, name, is_default as "isDefault" from customer_group
     where tenant_id = $1 and (name = $2 or id = $3::uuid) order by id = $3::uuid desc limit 1`,
    [tenant, idOrName, isId(idOrName) ? idOrName : null],
  )
  if (!group) throw catalogProblem('CUSTOMER_GROUP_UNKNOWN', { group: idOrName })
  return group
}
