import type { ItemRecord } from '../../port/inventory.ts'
import { decimal, idOf, instant, modelsIn, type Reader } from './inventoryFields.ts'

type Model = Readonly<Record<string, unknown>>

/** One list per group of theirs; a price of a single customer is none of them. */
export function pricesOf(model: Model, reader: Reader): ItemRecord['prices'] {
  const lists = new Map<string, { from: string; net: string }[]>()
  for (const list of modelsIn(model['prices'])) {
    if (idOf(list['customerId']) !== '') {
      reader.unread.push('prices.customerId')
      continue
    }
    const group = idOf(list['customerGroupId'])
    const scales = lists.get(group) ?? []
    lists.set(group, scales)
    for (const one of modelsIn(list['items'])) {
      const net = decimal(one['netPrice'], 'prices.netPrice', reader)
      const quantity = decimal(one['quantity'], 'prices.quantity', reader) ?? '0'
      // 0 and 1 say the same: from the first piece on.
      if (net !== undefined) scales.push({ from: Number(quantity) <= 1 ? '0' : quantity, net })
    }
  }
  return [...lists].flatMap(([group, scales]) =>
    scales.length === 0 ? [] : [{ ...(group === '' ? {} : { group }), scales }],
  )
}

/** Special prices, one per group of theirs. Dates and stock count only where the shop says that they do. */
export function specialsOf(model: Model, reader: Reader): ItemRecord['specials'] {
  return modelsIn(model['specialPrices']).flatMap(special => {
    const timed = special['considerDateLimit'] !== false
    const from = timed
      ? instant(special['activeFromDate'], 'specialPrices.activeFromDate', reader)
      : undefined
    const until = timed
      ? instant(special['activeUntilDate'], 'specialPrices.activeUntilDate', reader)
      : undefined
    const untilStock =
      special['considerStockLimit'] === true
        ? decimal(special['stockLimit'], 'specialPrices.stockLimit', reader)
        : undefined
    return modelsIn(special['items']).flatMap(one => {
      const net = decimal(one['priceNet'], 'specialPrices.priceNet', reader)
      const group = idOf(one['customerGroupId'])
      if (net === undefined) return []
      return [
        {
          ...(group === '' ? {} : { group }),
          net,
          ...(from === undefined ? {} : { from }),
          ...(until === undefined ? {} : { until }),
          ...(untilStock === undefined ? {} : { untilStock }),
          active: special['isActive'] === true,
        },
      ]
    })
  })
}
