import { z } from 'zod'
import {
  crossSellingGroupIds,
  listCrossSellingGroups,
  putCrossSellingGroups,
  removeCrossSellingGroups,
} from '../catalog/crossSellingGroups.ts'
import { setCrossSelling } from '../catalog/itemCrossSelling.ts'
import { itemIdsOf } from '../catalog/itemIdsOf.ts'
import { itemIdOf } from '../catalog/listItems.ts'
import { described } from './described.ts'
import { doneShape, refusedShape, version, whichItem } from './itemInput.ts'
import { inTransaction, type Operation, operation } from './operation.ts'
import { tellOfMany, tellOfOne } from './tellOfMany.ts'

const name = z.string().trim().min(1).max(255)
const text = z.object({ name, description: z.string().max(20_000).optional() })
const whichGroup = name.meta(described('Id or name of the group.', 'Kennung oder Name der Gruppe.'))
const wish = {
  version,
  name: name.optional().meta(described('Another name.', 'Ein anderer Name.')),
  sort: z
    .int()
    .min(0)
    .max(65536)
    .optional()
    .meta(described('Lower ones come first.', 'Kleinere kommen zuerst.')),
  texts: z
    .record(z.string().max(10), text.nullable())
    .optional()
    .meta(
      described(
        'Texts by language: {"en": {"name": "Accessories"}}; null takes a language away.',
        'Texte je Sprache: {"en": {"name": "Accessories"}}; null entfernt eine Sprache.',
      ),
    ),
}
const putShape = z.object({ id: z.uuid(), did: z.enum(['new', 'changed', 'unchanged']), version: z.int() })
const removedShape = z.object({ id: z.uuid(), did: z.literal('removed') })
const groupShape = z.object({
  id: z.uuid(),
  name: z.string(),
  sort: z.int(),
  version: z.int(),
  texts: z.record(z.string(), z.object({ name: z.string(), description: z.string() })),
})
const ofGroup = 'cross_selling_group'
const mostShown = 100

/** Cross-selling: groups, and which items are shown beside others. */
export const crossSellingOperations: readonly Operation[] = [
  operation({
    name: 'cross-selling-group.list',
    method: 'GET',
    path: '/cross-selling-groups',
    command: 'cross-selling-group list',
    right: 'items.read',
    summary: { en: 'List the cross-selling groups', de: 'Die Cross-Selling-Gruppen auflisten' },
    input: z.object({}),
    output: z.object({ items: z.array(groupShape) }),
    run: context =>
      inTransaction(context, async tx => ({ items: await listCrossSellingGroups(tx, context.tenant) })),
  }),
  operation({
    name: 'cross-selling-group.put',
    method: 'PUT',
    path: '/cross-selling-groups/:group',
    command: 'cross-selling-group put <group>',
    right: 'items.write',
    summary: {
      en: 'Create a cross-selling group, or change one',
      de: 'Eine Cross-Selling-Gruppe anlegen oder ändern',
    },
    input: z.object({ group: whichGroup, ...wish }),
    output: putShape,
    audit: (_, one) => ({ objectKind: ofGroup, objectId: one.id }),
    run: (context, group) => tellOfOne(context, tx => putCrossSellingGroups(tx, context.tenant, [group])),
  }),
  operation({
    name: 'cross-selling-group.put-many',
    method: 'PUT',
    path: '/cross-selling-groups',
    command: null,
    right: 'items.write',
    summary: {
      en: 'Create or change up to 1,000 cross-selling groups',
      de: 'Bis zu 1.000 Cross-Selling-Gruppen anlegen oder ändern',
    },
    input: z.object({
      groups: z
        .array(z.object({ group: whichGroup, ...wish }))
        .min(1)
        .max(1000),
    }),
    output: z.object({ items: z.array(z.union([putShape, refusedShape])) }),
    audit: input => ({ objectKind: ofGroup, data: { count: input.groups.length } }),
    run: (context, { groups }) =>
      tellOfMany(context, tx => putCrossSellingGroups(tx, context.tenant, groups)),
  }),
  operation({
    name: 'cross-selling-group.remove',
    method: 'DELETE',
    path: '/cross-selling-groups/:group',
    command: 'cross-selling-group remove <group>',
    right: 'items.write',
    summary: { en: 'Remove a cross-selling group', de: 'Eine Cross-Selling-Gruppe entfernen' },
    input: z.object({
      group: whichGroup,
      withItems: z
        .boolean()
        .default(false)
        .meta(
          described(
            'Also where items show others in it: they do so no more.',
            'Auch wenn Artikel andere darin zeigen: Sie zeigen sie dann nicht mehr.',
          ),
        ),
    }),
    output: removedShape,
    audit: (_, one) => ({ objectKind: ofGroup, objectId: one.id }),
    run: (context, { group, withItems }) =>
      tellOfOne(context, tx => removeCrossSellingGroups(tx, context.tenant, [group], withItems)),
  }),
  operation({
    name: 'item.cross-sell',
    method: 'PUT',
    path: '/items/:item/cross-selling',
    command: 'item cross-sell <item>',
    right: 'items.write',
    summary: {
      en: 'Say which items are shown beside an item in one group: these, in this order, and no others',
      de: 'Angeben, welche Artikel in einer Gruppe neben einem Artikel gezeigt werden: diese in dieser Reihenfolge und keine anderen',
    },
    input: z.object({
      item: whichItem,
      group: whichGroup,
      items: z
        .array(z.string().min(1).max(200))
        .max(mostShown)
        .default([])
        .meta(
          described(
            'Ids or numbers of the items; none takes all away.',
            'Kennungen oder Nummern der Artikel; ohne Angabe wird keiner mehr gezeigt.',
          ),
        ),
    }),
    output: doneShape,
    audit: ({ group, items }, one) => ({
      objectKind: 'item',
      objectId: one.id,
      data: { group, count: items.length },
    }),
    run: (context, { item, group, items }) =>
      tellOfOne(context, async tx => {
        const { tenant } = context
        const itemId = await itemIdOf(tx, tenant, item)
        const [groupId = ''] = await crossSellingGroupIds(tx, tenant, [group])
        const otherIds = await itemIdsOf(tx, tenant, items)
        return setCrossSelling(tx, tenant, [{ itemId, groupId, otherIds }])
      }),
  }),
  operation({
    name: 'item.cross-sell-many',
    method: 'PUT',
    path: '/items/cross-selling',
    command: null,
    right: 'items.write',
    summary: {
      en: 'Say which items are shown beside up to 1,000 items, per item and group',
      de: 'Angeben, welche Artikel neben bis zu 1.000 Artikeln gezeigt werden, je Artikel und Gruppe',
    },
    input: z.object({
      items: z
        .array(z.object({ itemId: z.uuid(), groupId: z.uuid(), otherIds: z.array(z.uuid()).max(mostShown) }))
        .min(1)
        .max(1000),
    }),
    output: z.object({ items: z.array(z.union([doneShape, refusedShape])) }),
    audit: input => ({ objectKind: 'item', data: { count: input.items.length } }),
    run: (context, { items }) => tellOfMany(context, tx => setCrossSelling(tx, context.tenant, items)),
  }),
]
