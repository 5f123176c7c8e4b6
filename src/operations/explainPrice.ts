import { z } from 'zod'
import { customerGroupOf, listCustomerGroups } from '../catalog/customerGroups.ts'
import { explainPrice, placeOf } from '../catalog/explainPrice.ts'
import { itemIdOf } from '../catalog/listItems.ts'
import { explain, explainPassed } from '../catalog/priceWords.ts'
import { channelIdOf, whichChannel } from './channels.ts'
import { described } from './described.ts'
import { amount, whichItem } from './itemInput.ts'
import { inTransaction, type Operation, operation } from './operation.ts'

const reason = z.object({
  by: z.enum(['special_price', 'price_list', 'channel_price', 'group_price', 'base_price']),
  id: z.uuid().optional(),
  name: z.string().optional(),
  only: z.array(z.enum(['channel', 'group'])).readonly(),
  said: z.enum(['net', 'gross']),
  factor: z.string().optional(),
  quantity: z.string().optional(),
  until: z.string().optional(),
  untilStock: z.string().optional(),
})
/** A price with the rules that make it, in words. */
export const explainedPrice = z.object({
  /** Customer group of the shop; absent: everyone. */
  groupTheirs: z.string().optional(),
  scales: z.array(z.object({ from: z.string(), net: z.string(), gross: z.string() })).readonly(),
  special: z
    .object({ net: z.string(), gross: z.string(), from: z.string(), until: z.string().optional() })
    .optional(),
  /** What one piece costs for the quantity that was asked about. */
  unit: z.object({ net: z.string(), gross: z.string(), rule: reason, words: z.string() }).optional(),
  /** The rules that make the price, and each in words. */
  why: z.array(reason).readonly(),
  words: z.array(z.string()).readonly(),
  /** The rules that were passed over, why, and each in words. */
  passed: z
    .array(
      z.object({
        rule: reason,
        because: z.enum([
          'inactive',
          'not_yet',
          'over',
          'stock',
          'dearer',
          'narrower',
          'earlier',
          'quantity',
        ]),
        at: z.string().optional(),
        words: z.string(),
      }),
    )
    .readonly(),
})

/** Why a price is what it is. */
export const explainPriceOperations: readonly Operation[] = [
  operation({
    name: 'item.explain-price',
    method: 'GET',
    path: '/items/:item/channels/:channel/prices',
    command: 'item explain-price <item> <channel>',
    right: 'items.read',
    summary: {
      en: 'Show what an item costs on a sales channel now, which rules make it so and which were passed over',
      de: 'Zeigen, was ein Artikel auf einem Verkaufskanal jetzt kostet, welche Regeln das bewirken und welche nicht zum Zug kommen',
    },
    input: z.object({
      item: whichItem,
      channel: whichChannel,
      quantity: amount.default('1').meta(described('For so many pieces.', 'Für so viele Stück.')),
      group: z
        .string()
        .min(1)
        .max(200)
        .optional()
        .meta(
          described(
            'Only for this customer group: its id or name.',
            'Nur für diese Kundengruppe: ihre Kennung oder ihr Name.',
          ),
        ),
    }),
    output: z.object({ id: z.uuid(), prices: z.array(explainedPrice).readonly() }),
    run: (context, { item, channel, quantity, group }) =>
      inTransaction(context, async tx => {
        const { tenant, kontor, language } = context
        const itemId = await itemIdOf(tx, tenant, item)
        const channelId = await channelIdOf(tx, context, channel)
        const groupId = group === undefined ? undefined : (await customerGroupOf(tx, tenant, group)).id
        const now = kontor.now()
        const prices = await explainPrice(tx, tenant, { channelId, itemId, groupId, quantity, now })
        const place = await placeOf(tx, tenant, channelId)
        const groups = new Map((await listCustomerGroups(tx, tenant)).map(one => [one.id, one.name]))
        return {
          id: itemId,
          prices: prices.map(({ theirs, groupId: ours, unit, why, passed, ...price }) => {
            const name = groups.get(ours ?? groupId ?? '')
            const scene = { language, ...place, ...(name === undefined ? {} : { group: name }) }
            const passedWords = explainPassed(passed, scene)
            return {
              ...price,
              ...(theirs === undefined ? {} : { groupTheirs: theirs }),
              ...(unit ? { unit: { ...unit, words: explain([unit.rule], scene)[0] ?? '' } } : {}),
              why,
              words: explain(why, scene),
              passed: passed.map((one, at) => ({ ...one, words: passedWords[at] ?? '' })),
            }
          }),
        }
      }),
  }),
]
