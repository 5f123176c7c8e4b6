import type { SentAspect } from '../channels/sentStore.ts'
import type { StockState } from '../port/outgoing.ts'
import type { Candidate } from './pushRows.ts'

/** The same with the quantities of other items that its state shows, as they are in the call slot: of a parent those of its children. */
export function withOthers(
  one: Candidate,
  fresh: ReadonlyMap<string, SentAspect<StockState>> | undefined,
): Candidate {
  const { making } = one
  if (!making?.others || !fresh) return one
  const stocks = new Map(
    making.others.flatMap(id => {
      const stock = fresh.get(id)
      return stock ? [[id, stock] as const] : []
    }),
  )
  const others = new Map([...stocks].map(([id, { fields }]) => [id, fields]))
  return {
    ...one,
    others: stocks,
    making: { ...making, state: (refOf, stock) => making.state(refOf, stock, others) },
  }
}
