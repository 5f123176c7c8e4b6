import type { Tx } from '../base/database.ts'
import { bestScore } from './matchPool.ts'
import type { MatchScore } from './matchScore.ts'
import { type MatchCandidate, mostPerKey, readCandidates } from './matchStore.ts'

/** Two customers who may be one, the newer one first, with points of 100 and what made them. */
export interface Duplicate {
  readonly score: number
  readonly reasons: MatchScore['reasons']
  readonly customers: readonly [DuplicateCustomer, DuplicateCustomer]
}
export interface DuplicateCustomer {
  readonly id: string
  readonly number: string
  readonly name: string
}

/** So many customers are looked at in one statement, and so many for one page. */
const portion = 500
const mostLookedAt = 10_000

/**
 * Customers who may be one, newest first, from a score on; each pair once, and none of whom a person said that they are two. A
 * page ends after `limit` pairs, or after 10,000 customers that were looked at: it may be short, or empty, and `next` says where
 * to go on; null: that was all.
 */
export async function listDuplicates(
  tx: Tx,
  tenant: string,
  page: { readonly after?: string | undefined; readonly limit: number; readonly from: number },
): Promise<{ readonly items: readonly Duplicate[]; readonly next: string | null }> {
  const items: Duplicate[] = []
  let after = page.after ?? null
  for (let looked = 0; looked < mostLookedAt; looked += portion) {
    const rows = await tx.query<{ id: string }>(
      `select id from customer where tenant_id = $1 and ($2::uuid is null or id < $2) and merged_into is null and anonymised_at is null
       order by id desc limit $3`,
      [tenant, after, portion],
    )
    const found = await pairsOf(
      tx,
      tenant,
      rows.map(row => row.id),
      page.from,
    )
    for (const { id } of rows) {
      items.push(...(found.get(id) ?? []))
      after = id
      if (items.length >= page.limit) return { items, next: id }
    }
    if (rows.length < portion) return { items, next: null }
  }
  return { items, next: after }
}

// Of each customer those with a lower id that share a key with it and score enough, the likeliest first.
async function pairsOf(
  tx: Tx,
  tenant: string,
  ids: readonly string[],
  from: number,
): Promise<Map<string, Duplicate[]>> {
  const [shared, apart] = await Promise.all([
    tx.query<{ id: string; others: string[] }>(
      `select k.customer_id as id, o.others from customer_match_key k cross join lateral (
         select array(select x.customer_id from customer_match_key x where x.tenant_id = $1 and x.key = k.key limit $3) as others) o
       where k.tenant_id = $1 and k.customer_id = any($2::uuid[]) and cardinality(o.others) between 2 and $3 - 1`,
      [tenant, ids, mostPerKey + 1],
    ),
    tx.query<{ a: string; b: string }>(
      `select customer_id as a, other_id as b from customer_not_same where tenant_id = $1 and other_id = any($2::uuid[])`,
      [tenant, ids],
    ),
  ])
  const told = new Set(apart.map(({ a, b }) => `${a} ${b}`))
  const wanted = new Map<string, Set<string>>()
  for (const { id, others } of shared)
    for (const other of others)
      if (other < id && !told.has(`${other} ${id}`)) wanted.set(id, (wanted.get(id) ?? new Set()).add(other))
  const known = await readCandidates(tx, tenant, [
    ...new Set([...wanted].flatMap(([id, others]) => [id, ...others])),
  ])
  const found = new Map<string, Duplicate[]>()
  for (const [id, others] of wanted) {
    const one = known.get(id)
    if (!one) continue
    const pairs = [...others].flatMap(other => compared(one, known.get(other), from))
    if (pairs.length > 0)
      found.set(
        id,
        pairs.sort((a, b) => b.score - a.score),
      )
  }
  return found
}

function compared(one: MatchCandidate, other: MatchCandidate | undefined, from: number): Duplicate[] {
  if (!other) return []
  const { score, reasons } = bestScore(one.facts, other.facts)
  return score < from ? [] : [{ score, reasons, customers: [nameOf(one), nameOf(other)] }]
}

const nameOf = ({ id, number, name }: MatchCandidate): DuplicateCustomer => ({ id, number, name })
