import { z } from 'zod'
import { kitContents, kitParts, setKitParts } from '../catalog/kits.ts'
import { itemIdOf } from '../catalog/listItems.ts'
import { throwRefused } from '../catalog/problems.ts'
import { wholeKits } from '../stock/wholeKits.ts'
import { described } from './described.ts'
import { amount, doneShape, refusedShape, whichItem } from './itemInput.ts'
import { tell } from './items.ts'
import { inTransaction, type Operation, operation } from './operation.ts'
import { tellOfMany } from './tellOfMany.ts'

const part = z.object({ itemId: z.uuid(), quantity: amount, sort: z.int().min(0).max(9999).optional() })

/** What kits are made of. */
export const kitOperations: readonly Operation[] = [
  operation({
    name: 'item.parts',
    method: 'GET',
    path: '/items/:item/parts',
    command: 'item parts <item>',
    right: 'items.read',
    summary: {
      en: 'Show what a kit is made of, and what lies in a warehouse for it',
      de: 'Zeigen, woraus eine Stückliste besteht und was dafür im Lager liegt',
    },
    input: z.object({ item: whichItem }),
    output: z.object({
      parts: z.array(
        z.object({
          itemId: z.uuid(),
          itemNumber: z.string(),
          name: z.string(),
          quantity: z.string(),
          sort: z.int(),
        }),
      ),
      /** Multiplied out through kits in kits. */
      contents: z.array(z.object({ itemId: z.uuid(), quantity: z.string() })),
    }),
    run: (context, { item }) =>
      inTransaction(context, async tx => {
        const id = await itemIdOf(tx, context.tenant, item)
        const [parts, contents] = await Promise.all([
          kitParts(tx, context.tenant, [id]),
          kitContents(tx, context.tenant, [id]),
        ])
        return {
          parts: parts.map(({ kitId: _, ...one }) => one),
          contents: contents.map(({ itemId, quantity }) => ({ itemId, quantity })),
        }
      }),
  }),
  operation({
    name: 'item.parts-offer',
    method: 'GET',
    path: '/items/:item/parts/offer',
    command: null,
    right: 'stock.read',
    summary: {
      en: 'Show how many of a kit could be made of what is available: as it is, or of other parts',
      de: 'Zeigen, wie viele einer Stückliste aus dem Verfügbaren entstehen könnten: wie sie ist, oder aus anderen Komponenten',
    },
    input: z.object({
      item: whichItem,
      part: z
        .record(z.uuid(), amount)
        .optional()
        .meta(
          described(
            'Part (id) = how many of it are in one kit; without it the stored ones.',
            'Komponente (Kennung) = wie viele davon eine Stückliste enthält; ohne Angabe die gespeicherten.',
          ),
        ),
    }),
    output: z.object({
      /** Whole kits; null: nothing limits it. */
      makes: z.string().nullable(),
      parts: z.array(
        z.object({
          itemId: z.uuid(),
          available: z.string(),
          /** Whole kits for which it is enough; null: its stock is not looked at. */
          makes: z.string().nullable(),
        }),
      ),
    }),
    run: (context, { item, part }) =>
      inTransaction(context, async tx => {
        const { tenant } = context
        const kitId = await itemIdOf(tx, tenant, item)
        const stored = part === undefined ? await kitParts(tx, tenant, [kitId]) : []
        const parts = part
          ? Object.entries(part).map(([itemId, quantity]) => ({ itemId, quantity }))
          : stored.map(({ itemId, quantity }) => ({ itemId, quantity }))
        return wholeKits(tx, tenant, kitId, parts)
      }),
  }),
  operation({
    name: 'item.set-parts',
    method: 'PUT',
    path: '/items/:item/parts',
    command: 'item set-parts <item>',
    right: 'items.write',
    summary: {
      en: 'Make a kit of an item, or change what a kit is made of',
      de: 'Aus einem Artikel eine Stückliste machen oder ändern, woraus sie besteht',
    },
    input: z.object({
      item: whichItem,
      part: z
        .record(z.string().min(1).max(200), amount)
        .meta(
          described(
            'Item (id or number) = how many of it are in one kit. All parts, each time.',
            'Artikel (Kennung oder Nummer) = wie viele davon eine Stückliste enthält. Jedes Mal alle Komponenten.',
          ),
        ),
    }),
    output: doneShape,
    audit: (input, item) => ({
      objectKind: 'item',
      objectId: item.id,
      data: { parts: Object.keys(input.part).length },
    }),
    run: (context, { item, part: named }) =>
      inTransaction(context, async tx => {
        const { tenant } = context
        const kitId = await itemIdOf(tx, tenant, item)
        const parts: { itemId: string; quantity: string }[] = []
        for (const [which, quantity] of Object.entries(named))
          parts.push({ itemId: await itemIdOf(tx, tenant, which), quantity })
        const { results, changed } = await setKitParts(tx, tenant, [{ kitId, parts }])
        const { id, did } = throwRefused(results[0])
        await tell(tx, context, changed)
        return { id, did }
      }),
  }),
  operation({
    name: 'item.set-parts-many',
    method: 'PUT',
    path: '/items/parts',
    command: null,
    right: 'items.write',
    summary: {
      en: 'Say what up to 1,000 kits are made of',
      de: 'Für bis zu 1.000 Stücklisten festlegen, woraus sie bestehen',
    },
    input: z.object({
      items: z
        .array(z.object({ kitId: z.uuid(), parts: z.array(part).max(200) }))
        .min(1)
        .max(1000),
    }),
    output: z.object({ items: z.array(z.union([doneShape, refusedShape])) }),
    audit: input => ({ objectKind: 'item', data: { count: input.items.length } }),
    run: (context, { items }) => tellOfMany(context, tx => setKitParts(tx, context.tenant, items)),
  }),
]
