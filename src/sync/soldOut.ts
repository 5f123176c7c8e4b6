import type { Tx } from '../base/database.ts'
import { exact } from '../base/decimal.ts'
import { soldLately } from '../stock/offers.ts'
import { type Fall, type Former, stockOffered } from './guardFalls.ts'
import type { PushContext } from './pushTask.ts'

const day = 24 * 3_600_000

/**
 * The same without quantities that became 0 because people bought what was offered: in the last 24 hours at least as much was
 * ordered as the channel was told last. To hold those would sell what is not there; a merchant's good day is no mistake.
 */
export async function withoutSoldOut<T extends { readonly id: string; readonly falls: readonly Fall[] }>(
  tx: Tx,
  { tenant, now }: Pick<PushContext, 'tenant' | 'now'>,
  judged: readonly T[],
  former: ReadonlyMap<string, Former>,
): Promise<T[]> {
  const empty = judged.filter(one => one.falls.some(fall => fall.rule === 'stock')).map(one => one.id)
  const sold = await soldLately(tx, tenant, empty, new Date(now().getTime() - day))
  const isSold = (id: string) => {
    const offered = stockOffered(former.get(id)?.stock)
    return offered !== undefined && exact(sold.get(id) ?? '0').gte(exact(offered))
  }
  return judged.map(one =>
    sold.has(one.id) && isSold(one.id)
      ? { ...one, falls: one.falls.filter(fall => fall.rule !== 'stock') }
      : one,
  )
}
