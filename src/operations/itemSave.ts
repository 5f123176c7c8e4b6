import { z } from 'zod'
import { type Changed, changedTogether } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import { setItemAttributes } from '../catalog/attributes.ts'
import { setItemChannelTexts } from '../catalog/channelTexts.ts'
import { setItemCategories } from '../catalog/itemCategories.ts'
import { setItemCharacteristics } from '../catalog/itemCharacteristics.ts'
import { holdKnownItems } from '../catalog/itemStore.ts'
import { itemIdOf } from '../catalog/listItems.ts'
import { catalogProblem, type Refused, throwRefused } from '../catalog/problems.ts'
import { sellOn } from '../catalog/sellOn.ts'
import { changeItemsAndOrders } from '../sync/changeItemsAndOrders.ts'
import { attributeValues } from './attributes.ts'
import { textsAtChannel } from './channelTexts.ts'
import { described } from './described.ts'
import { amount, changeFields, whichItem } from './itemInput.ts'
import { itemShape, showItem } from './itemShow.ts'
import { tell } from './items.ts'
import { type Context, inTransaction, type Operation, operation } from './operation.ts'

const saved = {
  seen: z
    .string()
    .length(64)
    .optional()
    .meta(
      described(
        'The "seen" of the item that was looked at; anything changed since refuses it.',
        'Das „seen“ des angesehenen Artikels; alles, was seither geändert wurde, weist es ab.',
      ),
    ),
  categories: z
    .array(z.uuid())
    .max(100)
    .optional()
    .meta(described('Ids: these and no others.', 'Kennungen: diese und keine anderen.')),
  characteristics: z
    .array(z.uuid())
    .max(200)
    .optional()
    .meta(
      described(
        'Ids of values: these and no others.',
        'Kennungen von Merkmalwerten: diese und keine anderen.',
      ),
    ),
  attributes: attributeValues.optional(),
  channelTexts: z
    .array(z.object({ channelId: z.uuid(), texts: textsAtChannel }))
    .max(1000)
    .optional()
    .meta(described('Texts of single channels.', 'Texte einzelner Kanäle.')),
  channels: z
    .array(
      z.object({
        channelId: z.uuid(),
        active: z.boolean(),
        reserve: amount.optional(),
        cap: amount.nullable().optional(),
        oversell: z.boolean().optional(),
      }),
    )
    .max(1000)
    .optional()
    .meta(described('Where it is sold.', 'Wo er verkauft wird.')),
}

/** What the page of an item does: it saves all that was changed at once. */
export const itemSaveOperations: readonly Operation[] = [
  operation({
    name: 'item.save',
    method: 'PUT',
    path: '/items/:item',
    command: null,
    right: 'items.write',
    summary: {
      en: 'Save all that was changed of an item: facts, texts, categories, characteristics, attributes, channels; all of it or nothing',
      de: 'Alles speichern, was an einem Artikel geändert wurde: Angaben, Texte, Kategorien, Merkmale, Attribute, Kanäle; alles oder nichts',
    },
    input: z.object({ item: whichItem, ...changeFields, ...saved }),
    output: itemShape,
    audit: ({ item: _, seen: __, version: ___, ...said }, item) => ({
      objectKind: 'item',
      objectId: item.id,
      data: { fields: Object.keys(said) },
    }),
    run: (context, { item, seen, ...said }) =>
      inTransaction(context, async tx => {
        const id = await itemIdOf(tx, context.tenant, item)
        // Whoever saves the same item waits here, so that what is compared is what is changed.
        await holdKnownItems(tx, context.tenant, [id])
        if (seen !== undefined) {
          const now = await showItem(tx, context, id)
          if (now.seen !== seen) throw catalogProblem('VERSION_OLD', { id, version: String(now.version) })
        }
        await save(tx, context, id, said)
        return showItem(tx, context, id)
      }),
  }),
]

type Said = { readonly [K in keyof typeof changeFields]?: z.infer<(typeof changeFields)[K]> } & {
  readonly [K in Exclude<keyof typeof saved, 'seen'>]?: z.infer<(typeof saved)[K]>
}

async function save(tx: Tx, context: Context, id: string, said: Said): Promise<void> {
  const { tenant } = context
  const { categories, characteristics, attributes, channelTexts = [], channels = [], ...fields } = said
  const done: { results: readonly ({ readonly did: string } | Refused)[]; changed: Changed }[] = []
  done.push(await changeItemsAndOrders(tx, tenant, [{ id, ...fields }]))
  if (categories) done.push(await setItemCategories(tx, tenant, [{ itemId: id, categoryIds: categories }]))
  if (characteristics)
    done.push(await setItemCharacteristics(tx, tenant, [{ itemId: id, valueIds: characteristics }]))
  if (attributes) done.push(await setItemAttributes(tx, tenant, [{ itemId: id, values: attributes }]))
  if (channelTexts.length > 0)
    done.push(
      await setItemChannelTexts(
        tx,
        tenant,
        channelTexts.map(one => ({ ...one, itemId: id })),
      ),
    )
  if (channels.length > 0)
    done.push(
      await sellOn(
        tx,
        tenant,
        channels.map(one => ({ ...one, itemId: id })),
      ),
    )
  for (const { results } of done) for (const result of results) throwRefused(result)
  await tell(tx, context, changedTogether(...done.map(one => one.changed)))
}
