import { z } from 'zod'
import type { Changed } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import type { ProblemData } from '../base/errors.ts'
import { explain } from '../channels/reasons.ts'
import { type Blocker, type OrderFacts, orderActionNames, orderActions } from '../sales/orderActions.ts'
import { findOrders } from '../sales/orderStore.ts'
import { markDue } from '../sync/markDue.ts'
import { heldAs } from './heldAs.ts'
import type { Context } from './operation.ts'

/** Who acts on orders, and when. */
export function doing({ actor, kontor }: Context) {
  return { name: actor.name, now: kontor.now() }
}

/** Writes down what channels have to be told of an act, in its transaction. */
export function told(tx: Tx, { tenant, actor }: Context, changed: Changed): Promise<void> {
  return markDue(tx, tenant, changed, actor.name)
}

/** Orders may be named by their number. One that nobody knows becomes an id that no order has: its result says so. */
export async function resolved<T extends { readonly orderId: string }>(
  tx: Tx,
  { tenant }: Context,
  list: readonly T[],
): Promise<T[]> {
  const ids = await findOrders(
    tx,
    tenant,
    list.map(one => one.orderId),
  )
  return list.map((one, index) => ({ ...one, orderId: ids[index] ?? nobody }))
}
/** An id that nothing has. */
export const nobody = '00000000-0000-0000-0000-000000000000'

/** Why an act on one element was refused, in words; all null where it was not. */
export const refusalShape = {
  code: z.string().nullable(),
  reason: z.string().nullable(),
  remedy: z.string().nullable(),
}

/** The words of a refusal in the language of the call. */
export function refusalOf(
  { language }: Context,
  { code, data }: { readonly code?: string; readonly data?: ProblemData },
) {
  const words = code ? explain(code, data) : undefined
  return { code: code ?? null, reason: words?.[language] ?? null, remedy: words?.remedy[language] ?? null }
}

/** An action of an order with what keeps it from being done, in words. */
export const actionShape = z.object({
  action: z.enum(orderActionNames),
  allowed: z.boolean(),
  blockers: z
    .array(
      z.object({
        code: z.string(),
        reason: z.string(),
        remedy: z.string(),
        data: z.record(z.string(), z.unknown()),
      }),
    )
    .readonly(),
})

/** What can be done with an order, and why not; in the language of the call. */
export function actionsShown(context: Context, facts: OrderFacts) {
  return orderActions(facts).map(one => ({ ...one, blockers: one.blockers.map(inWords(context)) }))
}

/** A blocker in the language of the call. */
export function inWords({ language }: Context) {
  return ({ code, data }: Blocker) => {
    const { reason } = data
    // A task holds an order by its code.
    const said = typeof reason === 'string' ? { ...data, reason: heldAs(language, reason) ?? '' } : data
    const { remedy, ...words } = explain(code, said)
    return { code, data, reason: words[language], remedy: remedy[language] }
  }
}
