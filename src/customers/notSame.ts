import type { Tx } from '../base/database.ts'

/** Two customers of whom a person says that they are two. */
export type NotSame = readonly [customerId: string, otherId: string]

/** Remembers that these are two each; said twice it stands once. */
export async function rememberNotSame(
  tx: Tx,
  tenant: string,
  pairs: readonly NotSame[],
  by: { readonly name: string; readonly now: Date },
): Promise<void> {
  const sorted = pairs.map(pair => [...pair].sort()).sort((a, b) => (a.join() < b.join() ? -1 : 1))
  if (sorted.length === 0) return
  await tx.run(
    `insert into customer_not_same (tenant_id, customer_id, other_id, at, actor)
     select $1, u.a, u.b, $4, $5 from unnest($2::uuid[], $3::uuid[]) with ordinality as u (a, b, at) where u.a <> u.b order by u.at
     on conflict do nothing`,
    [tenant, sorted.map(([a]) => a), sorted.map(([, b]) => b), by.now, by.name],
  )
}

/** Takes it back. */
export async function forgetNotSame(tx: Tx, tenant: string, pairs: readonly NotSame[]): Promise<void> {
  if (pairs.length === 0) return
  const sorted = pairs.map(pair => [...pair].sort())
  await tx.run(
    `delete from customer_not_same n using unnest($2::uuid[], $3::uuid[]) as u (a, b)
     where n.tenant_id = $1 and n.customer_id = u.a and n.other_id = u.b`,
    [tenant, sorted.map(([a]) => a), sorted.map(([, b]) => b)],
  )
}
