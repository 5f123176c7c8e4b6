import { z } from 'zod'
import type { Changed } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import type { ProblemData } from '../base/errors.ts'
import { explain } from '../channels/reasons.ts'
import { findOrders } from '../sales/orderStore.ts'
import { markDue } from '../sync/markDue.ts'
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
const nobody = '00000000-0000-0000-0000-000000000000'

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
