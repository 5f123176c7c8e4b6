import { z } from 'zod'
import { customerGroupOf } from '../catalog/customerGroups.ts'
import { readItemPrices } from '../catalog/itemPrices.ts'
import { itemIdOf } from '../catalog/listItems.ts'
import { countSpecialPrices, listSpecialPrices, specialTimes } from '../catalog/listSpecialPrices.ts'
import { channelIdOf } from './channels.ts'
import { described } from './described.ts'
import { whichItem } from './itemInput.ts'
import { inTransaction, type Operation, operation } from './operation.ts'
import { asPage, countLimit, pageInput, pageOf } from './pageOf.ts'
import { specialShape } from './specialPrices.ts'

const both = z.object({
  from: z.string(),
  net: z.string(),
  gross: z.string(),
  said: z.enum(['net', 'gross']),
})
const ofGroup = z.object({ groupId: z.uuid().nullable(), scales: z.array(both).readonly() })

/** The prices of one item, groups × channels × quantity. */
export const itemPricesShape = z.object({
  id: z.uuid(),
  itemNumber: z.string(),
  name: z.string(),
  currency: z.string(),
  taxRate: z.string(),
  groups: z.array(z.object({ id: z.uuid(), name: z.string(), isDefault: z.boolean() })).readonly(),
  everywhere: z.array(ofGroup).readonly(),
  channels: z
    .array(
      z.object({
        id: z.uuid(),
        name: z.string(),
        sold: z.boolean(),
        currency: z.string(),
        taxRate: z.string(),
        prices: z.array(ofGroup).readonly(),
      }),
    )
    .readonly(),
})

/** A special price in a list over all items. */
export const listedSpecialShape = specialShape.extend({
  itemId: z.uuid(),
  itemNumber: z.string(),
  name: z.string(),
  when: z.enum(specialTimes),
})

const name = (en: string, de: string) => z.string().min(1).max(200).optional().meta(described(en, de))

/** Prices as people look at them: of one item in one table, and the special prices of all. */
export const priceLookOperations: readonly Operation[] = [
  operation({
    name: 'item.prices',
    method: 'GET',
    path: '/items/:item/prices',
    command: 'item prices <item>',
    right: 'items.read',
    summary: {
      en: 'Show the prices of an item by customer group, sales channel and quantity, each net and gross, and which was said',
      de: 'Die Preise eines Artikels nach Kundengruppe, Verkaufskanal und Menge zeigen, je netto und brutto, und was davon gesagt ist',
    },
    input: z.object({ item: whichItem }),
    output: itemPricesShape,
    run: (context, { item }) =>
      inTransaction(context, async tx => {
        const { tenant, kontor } = context
        return readItemPrices(tx, tenant, await itemIdOf(tx, tenant, item), kontor.now())
      }),
  }),
  operation({
    name: 'special-price.list',
    method: 'GET',
    path: '/special-prices',
    command: 'special-price list',
    right: 'items.read',
    summary: {
      en: 'List special prices of all items, newest first: those that hold now, that will, or that are over',
      de: 'Sonderpreise aller Artikel auflisten, Neueste zuerst: laufende, künftige oder vergangene',
    },
    input: z.object({
      ...pageInput,
      when: z
        .enum(specialTimes)
        .optional()
        .meta(
          described(
            'running: they hold now; coming: they will; over: ended, stock used up, or switched off.',
            'running: gelten jetzt; coming: gelten später; over: beendet, Bestand aufgebraucht oder ausgeschaltet.',
          ),
        ),
      item: name('Id or number of the item.', 'Kennung oder Nummer des Artikels.'),
      channel: name('Made for this channel: id or name.', 'Für diesen Kanal gemacht: Kennung oder Name.'),
      group: name(
        'Made for this customer group: id or name.',
        'Für diese Kundengruppe gemacht: Kennung oder Name.',
      ),
    }),
    output: pageOf(listedSpecialShape),
    run: (context, { after, limit, when, item, channel, group }) =>
      inTransaction(context, async tx => {
        const { tenant, kontor } = context
        const now = kontor.now()
        const filter = {
          when,
          itemId: item === undefined ? undefined : await itemIdOf(tx, tenant, item),
          channelId: channel === undefined ? undefined : await channelIdOf(tx, context, channel),
          customerGroupId: group === undefined ? undefined : (await customerGroupOf(tx, tenant, group)).id,
        }
        const rows = await listSpecialPrices(tx, tenant, filter, { after, limit: limit + 1 }, now)
        return asPage(rows, limit, await countSpecialPrices(tx, tenant, filter, countLimit + 1, now))
      }),
  }),
]
