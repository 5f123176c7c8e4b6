import { z } from 'zod'
import type { Tx } from '../base/database.ts'
import { attachChildren, combineChildren, createChildren, detachChildren } from '../catalog/children.ts'
import { itemIdOf } from '../catalog/listItems.ts'
import { throwRefused } from '../catalog/problems.ts'
import { itemNames, readChildren, readVariations, type Variation } from '../catalog/variationStore.ts'
import { setVariations } from '../catalog/variations.ts'
import { described } from './described.ts'
import { doneShape, itemFields, itemNumber, language, name, refusedShape, whichItem } from './itemInput.ts'
import { tell } from './items.ts'
import { type Context, inTransaction, type Operation, operation } from './operation.ts'
import { tellOfMany, tellOfOne } from './tellOfMany.ts'

const word = z.string().trim().min(1).max(200)
const texts = z.record(language, word)
const sort = z
  .int()
  .min(0)
  .max(65536)
  .optional()
  .meta(described('Lower ones come first.', 'Kleinere kommen zuerst.'))
const named = { id: z.uuid().optional(), name: word, sort, texts: texts.optional() }
const variations = z
  .array(z.object({ ...named, values: z.array(z.object(named)).max(500) }))
  .max(20)
  .meta(
    described(
      'All variations with their values: [{"name": "Colour", "values": [{"name": "red"}]}]. What has an id keeps it under another name.',
      'Alle Variationen mit ihren Werten: [{"name": "Farbe", "values": [{"name": "rot"}]}]. Was eine Kennung hat, behält sie unter anderem Namen.',
    ),
  )
const values = z
  .record(z.string(), z.string())
  .meta(
    described(
      'The value of each variation, by name or id: Colour=red.',
      'Der Wert jeder Variation, mit Namen oder Kennung: Farbe=rot.',
    ),
  )
const family = z.object({
  variations: z
    .array(
      z.object({
        id: z.uuid(),
        name: z.string(),
        sort: z.int(),
        texts,
        values: z
          .array(z.object({ id: z.uuid(), name: z.string(), sort: z.int(), texts, used: z.boolean() }))
          .readonly(),
      }),
    )
    .readonly(),
  children: z
    .array(
      z.object({
        id: z.uuid(),
        itemNumber: z.string(),
        name: z.string(),
        active: z.boolean(),
        sort: z.int(),
        values: z.record(z.string(), z.uuid()),
      }),
    )
    .readonly(),
})
const created = z.union([
  z.object({ id: z.uuid(), itemNumber: z.string(), did: z.enum(['new', 'exists']) }),
  refusedShape,
])
const done = z.union([doneShape, refusedShape])
const ofItem = (_: unknown, item: { readonly id: string }) => ({ objectKind: 'item', objectId: item.id })

/** Parents with variations, and their children. */
export const itemFamilyOperations: readonly Operation[] = [
  operation({
    name: 'item.variations',
    method: 'PUT',
    path: '/items/:item/variations',
    command: 'item variations <item>',
    right: 'items.write',
    summary: {
      en: 'Set the variations of an item: it becomes a parent',
      de: 'Die Variationen eines Artikels festlegen: Er wird Vaterartikel',
    },
    input: z.object({ item: whichItem, variations }),
    output: family.extend({ id: z.uuid() }),
    audit: ofItem,
    run: (context, input) =>
      inTransaction(context, async tx => {
        const itemId = await itemIdOf(tx, context.tenant, input.item)
        const { results, changed } = await setVariations(tx, context.tenant, [
          { itemId, variations: input.variations },
        ])
        throwRefused(results[0])
        await tell(tx, context, changed)
        return { id: itemId, ...(await show(tx, context, itemId)) }
      }),
  }),
  operation({
    name: 'item.children',
    method: 'GET',
    path: '/items/:item/children',
    command: 'item children <item>',
    right: 'items.read',
    summary: {
      en: 'Show the variations of an item and its variants',
      de: 'Die Variationen eines Artikels und seine Varianten zeigen',
    },
    input: z.object({ item: whichItem }),
    output: family,
    run: (context, { item }) =>
      inTransaction(context, async tx => show(tx, context, await itemIdOf(tx, context.tenant, item))),
  }),
  operation({
    name: 'item.add-child',
    method: 'POST',
    path: '/items/:item/children',
    command: 'item add-child <item> <itemNumber>',
    right: 'items.write',
    summary: { en: 'Create a variant of an item', de: 'Eine Variante eines Artikels anlegen' },
    creates: true,
    input: z.object({ item: whichItem, itemNumber, name: name.optional(), values, sort, ...itemFields }),
    output: z.object({ id: z.uuid(), itemNumber: z.string(), did: z.enum(['new', 'exists']) }),
    audit: ofItem,
    run: (context, { item, ...child }) =>
      tellOfOne(context, async tx => {
        const parentId = await itemIdOf(tx, context.tenant, item)
        const [full] = await withIds(tx, context.tenant, [{ parentId, ...child }])
        if (!full) throw new TypeError('a list of one has one result')
        return createChildren(tx, context.tenant, [full])
      }),
  }),
  operation({
    name: 'item.add-children',
    method: 'POST',
    path: '/items/children/bulk',
    command: null,
    right: 'items.write',
    summary: { en: 'Create up to 1,000 variants', de: 'Bis zu 1.000 Varianten anlegen' },
    creates: true,
    input: z.object({
      children: z
        .array(
          z.object({ parentId: z.uuid(), itemNumber, name: name.optional(), values, sort, ...itemFields }),
        )
        .min(1)
        .max(1000),
    }),
    output: z.object({ items: z.array(created) }),
    audit: input => ({ objectKind: 'item', data: { count: input.children.length } }),
    run: (context, { children }) =>
      tellOfMany(context, async tx => {
        const list = await withIds(tx, context.tenant, children)
        return createChildren(tx, context.tenant, list)
      }),
  }),
  operation({
    name: 'item.combine',
    method: 'POST',
    path: '/items/:item/children/combine',
    command: 'item combine <item>',
    right: 'items.write',
    summary: {
      en: 'Create a variant of each combination that has none',
      de: 'Von jeder Kombination, die noch keine hat, eine Variante anlegen',
    },
    creates: true,
    input: z.object({
      item: whichItem,
      pattern: z
        .string()
        .trim()
        .min(1)
        .max(150)
        .regex(/\{values\}/)
        .default('{parent}-{values}')
        .meta(
          described(
            'How the numbers are made: {parent} is that of the item, {values} the names of the values.',
            'Wie die Nummern entstehen: {parent} ist die des Artikels, {values} sind die Namen der Werte.',
          ),
        ),
    }),
    output: z.object({ items: z.array(created) }),
    audit: (input, output) => ({
      objectKind: 'item',
      data: { parent: input.item, count: output.items.length },
    }),
    run: (context, { item, pattern }) =>
      tellOfMany(context, async tx => {
        const parentId = await itemIdOf(tx, context.tenant, item)
        return combineChildren(tx, context.tenant, parentId, pattern)
      }),
  }),
  operation({
    name: 'item.attach-child',
    method: 'PUT',
    path: '/items/:item/parent',
    command: 'item attach-child <item> <parent>',
    right: 'items.write',
    summary: {
      en: 'Make an item a variant of a parent, or give a variant other values; stock and orders stay',
      de: 'Einen Artikel zur Variante machen oder einer Variante andere Werte geben; Bestand und Aufträge bleiben',
    },
    input: z.object({
      item: whichItem,
      parent: z
        .string()
        .min(1)
        .max(200)
        .meta(described('Id or number of the parent.', 'Kennung oder Nummer des Vaterartikels.')),
      values,
      sort,
    }),
    output: doneShape,
    audit: ofItem,
    run: (context, input) =>
      tellOfOne(context, async tx => {
        const itemId = await itemIdOf(tx, context.tenant, input.item)
        const parentId = await itemIdOf(tx, context.tenant, input.parent)
        const stored = await readVariations(tx, context.tenant, [parentId])
        const chosen = idsOf(input.values, stored.get(parentId) ?? [])
        const child = { itemId, parentId, values: chosen, sort: input.sort }
        return attachChildren(tx, context.tenant, [child])
      }),
  }),
  operation({
    name: 'item.attach-children',
    method: 'PUT',
    path: '/items/parents',
    command: null,
    right: 'items.write',
    summary: { en: 'Make up to 1,000 items variants', de: 'Bis zu 1.000 Artikel zu Varianten machen' },
    input: z.object({
      children: z
        .array(z.object({ itemId: z.uuid(), parentId: z.uuid(), values, sort }))
        .min(1)
        .max(1000),
    }),
    output: z.object({ items: z.array(done) }),
    audit: input => ({ objectKind: 'item', data: { count: input.children.length } }),
    run: (context, { children }) =>
      tellOfMany(context, async tx => {
        const stored = await readVariations(
          tx,
          context.tenant,
          children.map(child => child.parentId),
        )
        const list = children.map(child => ({
          ...child,
          values: idsOf(child.values, stored.get(child.parentId) ?? []),
        }))
        return attachChildren(tx, context.tenant, list)
      }),
  }),
  operation({
    name: 'item.detach-child',
    method: 'DELETE',
    path: '/items/:item/parent',
    command: 'item detach-child <item>',
    right: 'items.write',
    summary: {
      en: 'Make a variant an item like others again',
      de: 'Eine Variante wieder zu einem Artikel wie andere machen',
    },
    input: z.object({ item: whichItem }),
    output: doneShape,
    audit: ofItem,
    run: (context, { item }) =>
      tellOfOne(context, async tx => {
        const itemId = await itemIdOf(tx, context.tenant, item)
        return detachChildren(tx, context.tenant, [itemId])
      }),
  }),
  operation({
    name: 'item.detach-children',
    method: 'POST',
    path: '/items/children/detach',
    command: null,
    right: 'items.write',
    summary: {
      en: 'Make up to 1,000 variants items like others again',
      de: 'Bis zu 1.000 Varianten wieder zu Artikeln wie anderen machen',
    },
    input: z.object({ itemIds: z.array(z.uuid()).min(1).max(1000) }),
    output: z.object({ items: z.array(done) }),
    audit: input => ({ objectKind: 'item', data: { count: input.itemIds.length } }),
    run: (context, { itemIds }) => tellOfMany(context, tx => detachChildren(tx, context.tenant, itemIds)),
  }),
]

async function show(tx: Tx, { tenant }: Context, id: string) {
  const [stored, children] = await Promise.all([
    readVariations(tx, tenant, [id]),
    readChildren(tx, tenant, [id]),
  ])
  return {
    variations: stored.get(id) ?? [],
    children: children.map(({ kind: _, parentId: _p, combination: _c, ...child }) => child),
  }
}

/** People name values, verbs take ids; what has no name of its own is called like its parent and its values. */
async function withIds<
  T extends {
    readonly parentId: string
    readonly name?: string | undefined
    readonly values: Readonly<Record<string, string>>
  },
>(tx: Tx, tenant: string, children: readonly T[]): Promise<(T & { name: string })[]> {
  const parentIds = [...new Set(children.map(child => child.parentId))]
  const stored = await readVariations(tx, tenant, parentIds)
  const unnamed = [...new Set(children.filter(child => !child.name).map(child => child.parentId))]
  const names = await itemNames(tx, tenant, unnamed)
  return children.map(child => ({
    ...child,
    name:
      child.name ?? [names.get(child.parentId) ?? '', ...Object.values(child.values)].join(' ').slice(0, 500),
    values: idsOf(child.values, stored.get(child.parentId) ?? []),
  }))
}

function idsOf(
  given: Readonly<Record<string, string>>,
  variations: readonly Variation[],
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(given).map(([key, value]) => {
      const variation = variations.find(one => one.id === key) ?? variations.find(one => one.name === key)
      const values = variation?.values ?? []
      const chosen = values.find(one => one.id === value) ?? values.find(one => one.name === value)
      return [variation?.id ?? key, chosen?.id ?? value]
    }),
  )
}
