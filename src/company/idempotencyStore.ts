import type { Tx } from '../base/database.ts'

/** One request that may be sent again: who sent it, under which key, and what it was. */
export interface Claim {
  readonly tenant: string
  readonly actorId: string
  readonly key: string
  readonly operation: string
  readonly requestHash: Uint8Array
}

/** What was answered the first time; sealed, because it may hold a new secret. */
export interface StoredAnswer {
  readonly operation: string
  readonly requestHash: Buffer
  readonly answer: Buffer
}

/**
 * Claims the key inside the transaction of the effect, so that both are there or neither is; waits for another
 * transaction that holds it. Undefined: the key is new and ours. Otherwise what was answered.
 */
export async function claimKey(tx: Tx, claim: Claim, now: Date): Promise<StoredAnswer | undefined> {
  const inserted = await tx.run(
    `insert into idempotency_key (tenant_id, actor_id, key, operation, request_hash, created_at)
     values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
    [claim.tenant, claim.actorId, claim.key, claim.operation, claim.requestHash, now],
  )
  if (inserted === 1) return undefined
  const [stored] = await tx.query<StoredAnswer>(
    `select operation, request_hash as "requestHash", answer from idempotency_key
     where tenant_id = $1 and actor_id = $2 and key = $3 and answer is not null`,
    [claim.tenant, claim.actorId, claim.key],
  )
  if (!stored) throw new TypeError('an idempotency key was committed without its answer')
  return stored
}

/** Stores the answer in the same transaction. */
export async function storeAnswer(tx: Tx, claim: Claim, status: number, answer: Uint8Array): Promise<void> {
  await tx.run(
    `update idempotency_key set status = $4, answer = $5 where tenant_id = $1 and actor_id = $2 and key = $3`,
    [claim.tenant, claim.actorId, claim.key, status, answer],
  )
}

/** A stored answer and what it is sealed to, for a change of the key ring. */
export interface SealedAnswer {
  readonly actorId: string
  readonly key: string
  readonly answer: Buffer
}

/** A page of stored answers of a tenant, in the order of actor and key. */
export async function listAnswers(
  tx: Tx,
  tenant: string,
  after: { readonly actorId: string; readonly key: string } | undefined,
  limit: number,
): Promise<SealedAnswer[]> {
  return tx.query<SealedAnswer>(
    `select actor_id as "actorId", key, answer from idempotency_key
     where tenant_id = $1 and answer is not null and ($2::uuid is null or (actor_id, key) > ($2, $3))
     order by actor_id, key limit $4`,
    [tenant, after?.actorId ?? null, after?.key ?? '', limit],
  )
}

/** Puts newly sealed answers in the place of old ones. */
export async function replaceAnswers(
  tx: Tx,
  tenant: string,
  answers: readonly SealedAnswer[],
): Promise<void> {
  await tx.run(
    `update idempotency_key i set answer = n.answer
     from unnest($2::uuid[], $3::text[], $4::bytea[]) n (actor_id, key, answer)
     where i.tenant_id = $1 and i.actor_id = n.actor_id and i.key = n.key`,
    [tenant, answers.map(one => one.actorId), answers.map(one => one.key), answers.map(one => one.answer)],
  )
}
