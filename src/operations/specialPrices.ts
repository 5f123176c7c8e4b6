import { z } from 'zod'
import { customerGroupOf } from '../catalog/customerGroups.ts'
import { itemIdOf } from '../catalog/listItems.ts'
import { catalogProblem, throwRefused } from '../catalog/problems.ts'
import { type SpecialPrice, setSpecialPrices, specialPricesOf } from '../catalog/specialPrices.ts'
import { markTimedPrices } from '../sync/markPrices.ts'
import { channelIdOf, whichChannel } from './channels.ts'
import { described } from './described.ts'
import { amount, doneShape, refusedShape, whichItem } from './itemInput.ts'
import { tell } from './items.ts'
import { type Context, inTransaction, type Operation, operation } from './operation.ts'
import { eitherPrice, manyPrice, priceOrRemoval } from './priceInput.ts'
import { instant, untilInstant } from './priceTimes.ts'

const note = (_: unknown, item: { readonly id: string }) => ({ objectKind: 'item', objectId: item.id })
/** A special price as a person sees it. */
export const specialShape = z.object({
  id: z.uuid(),
  channelId: z.uuid().nullable(),
  channel: z.string().nullable(),
  customerGroupId: z.uuid().nullable(),
  group: z.string().nullable(),
  net: z.string().nullable(),
  gross: z.string().nullable(),
  from: z.date(),
  to: z.date().nullable(),
  active: z.boolean(),
  untilStock: z.string().nullable(),
  endedAt: z.date().nullable(),
})
const givenActive = z
  .boolean()
  .default(true)
  .meta(described('Whether it holds at all.', 'Ob er überhaupt gilt.'))
/** Special prices of items: lower for a time, at a channel, for a customer group or for all. */
export const specialPriceOperations: readonly Operation[] = [
  operation({
    name: 'item.special-prices',
    method: 'GET',
    path: '/items/:item/special-prices',
    command: 'item special-prices <item>',
    right: 'items.read',
    summary: {
      en: 'List the special prices of an item, also those that are over or still to come',
      de: 'Die Sonderpreise eines Artikels auflisten, auch vergangene und künftige',
    },
    input: z.object({ item: whichItem }),
    output: z.object({ items: z.array(specialShape) }),
    run: (context, { item }) =>
      inTransaction(context, async tx => {
        const id = await itemIdOf(tx, context.tenant, item)
        return { items: await specialPricesOf(tx, context.tenant, id) }
      }),
  }),
  operation({
    name: 'item.special-price',
    method: 'PUT',
    path: '/items/:item/special-prices',
    command: 'item special-price <item>',
    right: 'items.write',
    summary: {
      en: 'Set a special price of an item for a time, or take it away (--remove)',
      de: 'Einen Sonderpreis eines Artikels für eine Zeit setzen oder entfernen (--remove)',
    },
    input: z.object({
      item: whichItem,
      ...eitherPrice,
      from: instant
        .optional()
        .meta(
          described(
            'Begins at this time; now if absent. Together with channel and group it names the special price.',
            'Beginnt zu diesem Zeitpunkt; ohne Angabe jetzt. Mit Kanal und Gruppe benennt er den Sonderpreis.',
          ),
        ),
      to: untilInstant
        .optional()
        .meta(described('Ends at this time; absent: never.', 'Endet zu diesem Zeitpunkt; ohne Angabe nie.')),
      untilStock: amount
        .optional()
        .meta(
          described(
            'Holds while more than so many are available; once there were not, it has ended for good.',
            'Gilt, solange mehr als so viele verfügbar sind; waren es einmal nicht mehr, ist er für immer vorbei.',
          ),
        ),
      active: givenActive,
      channel: whichChannel.optional(),
      group: z
        .string()
        .min(1)
        .max(200)
        .optional()
        .meta(described('Id or name of the customer group.', 'Kennung oder Name der Kundengruppe.')),
      remove: z
        .boolean()
        .default(false)
        .meta(described('Take the special price away.', 'Den Sonderpreis entfernen.')),
    }),
    output: doneShape,
    audit: (input, item) => ({ ...note(input, item), data: { fields: Object.keys(input) } }),
    run: (context, { item, net, gross, from, to, channel, group, untilStock, active, remove }) =>
      inTransaction(context, async tx => {
        const { tenant, kontor } = context
        const price = priceOrRemoval({ net, gross }, remove, 'SPECIAL_PRICE_UNNAMED')
        if (remove && from === undefined) throw catalogProblem('SPECIAL_PRICE_UNNAMED')
        const id = await itemIdOf(tx, tenant, item)
        const [result] = await store(tx, context, [
          {
            itemId: id,
            channelId: channel === undefined ? null : await channelIdOf(tx, context, channel),
            customerGroupId: group === undefined ? null : (await customerGroupOf(tx, tenant, group)).id,
            ...price,
            untilStock,
            active,
            from: from === undefined ? kontor.now() : new Date(from),
            to: to === undefined ? null : new Date(to),
          },
        ])
        return { id, did: throwRefused(result).did }
      }),
  }),
  operation({
    name: 'item.special-price-many',
    method: 'PUT',
    path: '/items/special-prices',
    command: null,
    right: 'items.write',
    summary: {
      en: 'Set up to 1,000 special prices, or (neither net nor gross) take them away',
      de: 'Bis zu 1.000 Sonderpreise setzen oder (weder net noch gross) entfernen',
    },
    input: z.object({
      items: z
        .array(
          z.object({
            itemId: z.uuid(),
            channelId: z.uuid().nullable().default(null),
            customerGroupId: z.uuid().nullable().default(null),
            ...manyPrice,
            from: instant,
            to: untilInstant.nullable().default(null),
            untilStock: amount.nullable().default(null),
            active: givenActive,
          }),
        )
        .min(1)
        .max(1000),
    }),
    output: z.object({ items: z.array(z.union([doneShape, refusedShape])) }),
    audit: input => ({ objectKind: 'item', data: { count: input.items.length } }),
    run: (context, { items }) =>
      inTransaction(context, async tx => ({
        items: await store(
          tx,
          context,
          items.map(({ from, to, ...price }) => ({
            ...price,
            from: new Date(from),
            to: to === null ? null : new Date(to),
          })),
        ),
      })),
  }),
]

async function store(tx: Parameters<typeof tell>[0], context: Context, prices: readonly SpecialPrice[]) {
  const { tenant, kontor } = context
  const { results, changed, timed, untimed } = await setSpecialPrices(tx, tenant, prices, kontor.now())
  await tell(tx, context, changed)
  await markTimedPrices(tx, tenant, timed, untimed)
  return results
}
