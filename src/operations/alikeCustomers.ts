import { z } from 'zod'
import type { Tx } from '../base/database.ts'
import { matchCandidates } from '../customers/matchCandidates.ts'
import { readMatchRule } from '../customers/matchRule.ts'
import type { Told } from '../customers/matchScore.ts'
import { matchReasonsIn } from '../customers/matchWords.ts'
import type { Context } from './operation.ts'
import { nobody } from './orderActs.ts'

/** A customer who may be the one that is described: points of 100, and what made them. */
export const alikeShape = z.object({
  id: z.uuid(),
  number: z.string(),
  name: z.string(),
  blocked: z.boolean(),
  score: z.int(),
  because: z.array(z.object({ code: z.string(), points: z.int(), reason: z.string() })).readonly(),
})
export type AlikeCustomer = z.infer<typeof alikeShape>

/** So many are shown of those who may be the one. */
export const mostAlike = 10

/** Who may be each of those that are described, the likeliest first, as the rule of the tenant says. One statement. */
export async function alikeCustomers(
  tx: Tx,
  { tenant, language }: Context,
  described: readonly Told[],
): Promise<AlikeCustomer[][]> {
  const matching = { ...(await readMatchRule(tx, tenant)), guests: 'match', unsure: 'ask' } as const
  const found = await matchCandidates(
    tx,
    tenant,
    described.map(address => ({ connectionId: nobody, externalId: null, address, matching })),
  )
  return found.map(({ candidates }) =>
    candidates.map(one => ({
      id: one.customerId,
      number: one.number,
      name: one.name,
      blocked: one.blocked,
      score: one.score,
      because: matchReasonsIn(language, one.because),
    })),
  )
}
