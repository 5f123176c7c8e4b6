import { z } from 'zod'
import { attributeKinds, defineAttributes, listAttributes, setItemAttributes } from '../catalog/attributes.ts'
import { itemIdOf } from '../catalog/listItems.ts'
import { described } from './described.ts'
import { doneShape, refusedShape, whichItem } from './itemInput.ts'
import { inTransaction, type Operation, operation } from './operation.ts'
import { tellOfMany, tellOfOne } from './tellOfMany.ts'

const name = z.string().trim().min(1).max(255)
const kind = z.enum(attributeKinds)
const value = z.string().min(1).max(200_000)
/** Values of attributes as they are said of one item. */
export const attributeValues = z
  .record(z.uuid(), z.union([value, z.record(z.string().max(10), value)]).nullable())
  .meta(
    described(
      'Values by attribute id: a text, or where it is translated {"de": …}; null takes it away.',
      'Werte je Attribut-Kennung: ein Text, oder übersetzt {"de": …}; null entfernt den Wert.',
    ),
  )

/** Attributes: what can be said of any item in a word; also fields of one's own. */
export const attributeOperations: readonly Operation[] = [
  operation({
    name: 'attribute.list',
    method: 'GET',
    path: '/attributes',
    command: 'attribute list',
    right: 'items.read',
    summary: { en: 'List the attributes', de: 'Die Attribute auflisten' },
    input: z.object({}),
    output: z.object({
      items: z.array(
        z.object({ id: z.uuid(), name, sent: z.boolean(), translated: z.boolean(), kind, sort: z.int() }),
      ),
    }),
    run: context => inTransaction(context, async tx => ({ items: await listAttributes(tx, context.tenant) })),
  }),
  operation({
    name: 'attribute.define',
    method: 'PUT',
    path: '/attributes',
    command: 'attribute define <attributes>',
    right: 'items.write',
    summary: { en: 'Create or change attributes, by name', de: 'Attribute anlegen oder ändern, nach Namen' },
    input: z.object({
      attributes: z
        .array(
          z.object({
            name,
            sent: z.boolean().optional(),
            translated: z.boolean().optional(),
            kind: kind.optional(),
            sort: z.int().min(0).max(65536).optional(),
          }),
        )
        .min(1)
        .max(1000)
        .meta(
          described(
            'Each as {"name": …, "sent": true, "translated": false, "kind": "text", "sort": 0}; not sent: a field of your own.',
            'Je Attribut {"name": …, "sent": true, "translated": false, "kind": "text", "sort": 0}; nicht gesendet: ein eigenes Feld.',
          ),
        ),
    }),
    output: z.object({
      items: z.array(
        z.union([
          z.object({ id: z.uuid(), name, did: z.enum(['new', 'changed', 'unchanged']) }),
          refusedShape,
        ]),
      ),
    }),
    audit: input => ({ objectKind: 'attribute', data: { count: input.attributes.length } }),
    run: (context, { attributes }) =>
      tellOfMany(context, tx => defineAttributes(tx, context.tenant, attributes)),
  }),
  operation({
    name: 'item.attributes',
    method: 'PUT',
    path: '/items/:item/attributes',
    command: 'item attributes <item>',
    right: 'items.write',
    summary: { en: 'Say attributes of an item', de: 'Attribute eines Artikels angeben' },
    input: z.object({ item: whichItem, values: attributeValues }),
    output: doneShape,
    audit: (_, one) => ({ objectKind: 'item', objectId: one.id }),
    run: (context, { item, values }) =>
      tellOfOne(context, async tx => {
        const itemId = await itemIdOf(tx, context.tenant, item)
        return setItemAttributes(tx, context.tenant, [{ itemId, values }])
      }),
  }),
  operation({
    name: 'item.attributes-many',
    method: 'PUT',
    path: '/items/attributes',
    command: null,
    right: 'items.write',
    summary: {
      en: 'Say attributes of up to 1,000 items',
      de: 'Attribute von bis zu 1.000 Artikeln angeben',
    },
    input: z.object({
      items: z
        .array(z.object({ itemId: z.uuid(), values: attributeValues }))
        .min(1)
        .max(1000),
    }),
    output: z.object({ items: z.array(z.union([doneShape, refusedShape])) }),
    audit: input => ({ objectKind: 'item', data: { count: input.items.length } }),
    run: (context, { items }) => tellOfMany(context, tx => setItemAttributes(tx, context.tenant, items)),
  }),
]
