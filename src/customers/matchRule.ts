import type { Tx } from '../base/database.ts'

/** From which score on an order is a customer's without asking, and from which on a person is asked; below it is a new one. */
export interface MatchRule {
  readonly automaticFrom: number
  readonly askFrom: number
}

/** What holds where nobody said otherwise; the figures of docs/matching.md are made with it. */
export const usualRule: MatchRule = { automaticFrom: 80, askFrom: 55 }

/** What is done with an order that may be of somebody who is known. */
export const unsureWays = ['ask', 'new'] as const
export type UnsureWay = (typeof unsureWays)[number]

/** Whose orders those of guests are: looked up as all others, a new customer each, or all of one for the channel. */
export const guestModes = ['match', 'new', 'collect'] as const
export type GuestMode = (typeof guestModes)[number]

/** How customers of one channel are found. */
export interface Matching extends MatchRule {
  readonly guests: GuestMode
  readonly unsure: UnsureWay
}

/** The rule of a tenant. */
export async function readMatchRule(tx: Tx, tenant: string): Promise<MatchRule> {
  const [row] = await tx.query<MatchRule>(
    `select automatic_from as "automaticFrom", ask_from as "askFrom" from match_rule where tenant_id = $1`,
    [tenant],
  )
  return row ?? usualRule
}

/** Sets the rule; it decides about orders from now on. The limit for asking must not lie above the other one. */
export async function setMatchRule(tx: Tx, tenant: string, rule: MatchRule): Promise<void> {
  await tx.run(
    `insert into match_rule (tenant_id, automatic_from, ask_from) values ($1, $2, $3)
     on conflict (tenant_id) do update set automatic_from = excluded.automatic_from, ask_from = excluded.ask_from`,
    [tenant, rule.automaticFrom, rule.askFrom],
  )
}
