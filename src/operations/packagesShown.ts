import { z } from 'zod'
import type { Tx } from '../base/database.ts'
import { readCarriers } from '../sales/carrierStore.ts'
import type { Finding } from '../sales/checkWebOrder.ts'
import { packageWarning } from '../sales/packages.ts'
import type { Context } from './operation.ts'
import { inWords } from './orderActs.ts'

/** What is odd, in words; nobody is kept from anything by it. */
export const warningShape = z.object({ code: z.string(), reason: z.string(), remedy: z.string() })

/** Warnings of a result in the language of the call. */
export function warningsOf(context: Context, warnings: readonly Finding[] = []) {
  return warnings.map(one => warningOf(context, one))
}

/** One of them. */
export function warningOf(context: Context, one: Finding): z.infer<typeof warningShape> {
  const { code, reason, remedy } = inWords(context)(one)
  return { code, reason, remedy }
}

interface Packed {
  readonly packages: readonly { readonly carrier: string; readonly tracking: string }[]
}
type WithWarnings<T extends Packed> = Omit<T, 'packages'> & {
  readonly packages: readonly (T['packages'][number] & {
    readonly warning: z.infer<typeof warningShape> | null
  })[]
}

/** Deliveries with what is odd about the numbers of their packages, seen by what is known of their carriers today. */
export async function withWarnings<T extends Packed>(
  tx: Tx,
  context: Context,
  deliveries: readonly T[],
): Promise<WithWarnings<T>[]> {
  const isAny = deliveries.some(one => one.packages.some(({ tracking }) => tracking !== ''))
  const carriers = isAny ? await readCarriers(tx, context.tenant) : []
  return deliveries.map(one => ({
    ...one,
    packages: one.packages.map((box: T['packages'][number]) => {
      const odd = packageWarning(box, carriers)
      return { ...box, warning: odd ? warningOf(context, odd) : null }
    }),
  }))
}
