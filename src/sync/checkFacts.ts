import type { Tx } from '../base/database.ts'
import { type FoundItem, findItemsById, findItemsByNumber } from '../catalog/findItems.ts'
import { linkedObjects, type NamedByThem } from '../channels/linkStore.ts'
import { type CheckFacts, linkName, normalRate } from '../sales/checkWebOrder.ts'
import type { WebOrder } from '../sales/webOrder.ts'
import type { ImportContext, StandingFacts } from './importContext.ts'

/** What the checks of these orders compare with: standing facts read once per run, items read for the batch. */
export async function checkFacts(
  context: ImportContext,
  tx: Tx,
  orders: readonly Pick<WebOrder, 'lines' | 'place'>[],
): Promise<CheckFacts> {
  context.standing ??= await standingFacts(tx, context)
  const numbers = new Set<string>()
  const names = new Map<string, NamedByThem>()
  for (const order of orders)
    for (const line of order.lines) {
      if (line.kind !== 'item') continue
      if (line.item?.sku) numbers.add(line.item.sku)
      const ref = line.item?.ref
      if (!ref?.theirs) continue
      const name = linkName(order.place, ref)
      const no = ref.no === undefined ? {} : { no: ref.no }
      names.set(name, { name, place: order.place ?? '', theirs: ref.theirs, ...no })
    }
  const itemsByLink = await itemsOfLinks(tx, context, [...names.values()])
  return {
    ...context.standing,
    itemsByNumber: await findItemsByNumber(tx, context.tenant, [...numbers]),
    itemsByLink,
  }
}

async function itemsOfLinks(
  tx: Tx,
  context: ImportContext,
  names: readonly NamedByThem[],
): Promise<Map<string, FoundItem>> {
  const links = await linkedObjects(tx, context.tenant, context.connection.id, 'item', names)
  const items = await findItemsById(tx, context.tenant, [...links.values()])
  return new Map(
    [...links].flatMap(([name, id]) => {
      const item = items.get(id)
      return item ? [[name, item] as const] : []
    }),
  )
}

async function standingFacts(tx: Tx, context: ImportContext): Promise<StandingFacts> {
  const currencies = await tx.query<{ code: string; minor_digits: number }>(
    'select code, minor_digits from currency',
  )
  const countries = await tx.query<{ code: string }>('select code from country')
  const rates = await tx.query<{ country: string; rate: string }>(
    'select distinct country, rate from tax_rate where tenant_id = $1',
    [context.tenant],
  )
  const taxRates = new Map<string, Set<string>>()
  for (const row of rates) {
    const known = taxRates.get(row.country) ?? new Set()
    taxRates.set(row.country, known.add(normalRate(row.rate)))
  }
  return {
    currencies: new Map(currencies.map(row => [row.code, row.minor_digits])),
    countries: new Set(countries.map(row => row.code)),
    taxRates,
    companyCountry: context.connection.companyCountry,
  }
}
