import type { Tx } from '../base/database.ts'

/**
 * Accounts that a channel accepted just now: what it was told is what both sides agree on from here on. In the transaction that writes
 * down that it was accepted.
 */
export async function agreeOnAccounts(
  tx: Tx,
  of: { readonly tenant: string; readonly channelId: string },
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return
  await tx.run(
    `update web_customer w set stood = jsonb_build_object('ours', o.data_sent -> 'stands' -> 'ours', 'theirs', o.data_sent -> 'stands' -> 'theirs',
       'has', o.data_sent - 'stands')
     from channel_object o where o.tenant_id = $1 and o.channel_id = $2 and o.kind = 'customer' and o.object_id = any($3::uuid[])
       and o.data_sent is not null and w.tenant_id = $1 and w.id = o.object_id and w.customer_id is not null`,
    [of.tenant, of.channelId, ids],
  )
}

/** What channels were or shall be told of the accounts of persons who are to be forgotten: nothing of it stays, and none is told any more. */
export async function forgetToldAccounts(tx: Tx, tenant: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  for (const statement of [
    `delete from due where tenant_id = $1 and kind = 'customer' and object_id = any($2::uuid[])`,
    `delete from letter where tenant_id = $1 and object_kind = 'customer' and object_id = any($2::uuid[])`,
    `delete from channel_object where tenant_id = $1 and kind = 'customer' and object_id = any($2::uuid[])`,
  ])
    await tx.run(statement, [tenant, ids])
}
