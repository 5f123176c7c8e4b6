import { z } from 'zod'
import type { Tx } from '../base/database.ts'
import { isId } from '../base/ids.ts'
import { changeCategories, createCategories } from '../catalog/categories.ts'
import { countItemsIn, listCategories } from '../catalog/categoryStore.ts'
import { previewMove } from '../catalog/moveEffect.ts'
import { catalogProblem } from '../catalog/problems.ts'
import { described } from './described.ts'
import { changedShape, language, refusedShape, textParts, version } from './itemInput.ts'
import { inTransaction, type Operation, operation } from './operation.ts'
import { tellOfMany, tellOfOne } from './tellOfMany.ts'

const name = z.string().trim().min(1).max(255)
const { shortDescription: _, ...textFields } = textParts
const text = z.object({ name, ...textFields })
const parent = z
  .string()
  .max(500)
  .optional()
  .meta(
    described(
      'Id or name of the parent category; "" means the top.',
      'Kennung oder Name der Oberkategorie; „“ heißt ganz oben.',
    ),
  )
const sort = z
  .int()
  .min(0)
  .max(65536)
  .optional()
  .meta(described('Lower ones come first.', 'Kleinere kommen zuerst.'))
const active = z.boolean().optional().meta(described('Whether shops show it.', 'Ob Shops sie zeigen.'))
const texts = z
  .record(language, text.nullable())
  .optional()
  .meta(
    described(
      'Texts by language: {"de": {"name": …, "description": …}}.',
      'Texte je Sprache: {"de": {"name": …, "description": …}}.',
    ),
  )
/** A category as it is stored. */
export const categoryFields = {
  id: z.uuid(),
  parentId: z.uuid().nullable(),
  name: z.string(),
  sort: z.int(),
  active: z.boolean(),
  version: z.int(),
}
/** A category in the tree. */
export const listedCategory = z.object({
  ...categoryFields,
  depth: z.int(),
  /** In it alone, without what lies below; only where it was asked for. */
  items: z.int().optional(),
})
/** What a move would change at channels; those that show the same afterwards are left out. */
export const moveShape = z.object({
  refused: z.array(z.object({ id: z.string(), code: z.string(), sentence: z.string() })).readonly(),
  channels: z
    .array(
      z.object({
        channelId: z.uuid(),
        channel: z.string(),
        gone: z.int(),
        come: z.int(),
        itemsGone: z.int(),
      }),
    )
    .readonly(),
})
const created = z.object({ id: z.uuid(), did: z.enum(['new', 'exists']) })
const note = (_: unknown, category: { readonly id: string }) => ({
  objectKind: 'category',
  objectId: category.id,
})

/** Categories: the tree in which shops show items. */
export const categoryOperations: readonly Operation[] = [
  operation({
    name: 'category.list',
    method: 'GET',
    path: '/categories',
    command: 'category list',
    right: 'items.read',
    summary: { en: 'List the categories as a tree', de: 'Die Kategorien als Baum auflisten' },
    input: z.object({
      counts: z
        .boolean()
        .default(false)
        .meta(described('With the number of items in each.', 'Mit der Zahl der Artikel in jeder.')),
    }),
    output: z.object({ items: z.array(listedCategory) }),
    run: (context, { counts }) =>
      inTransaction(context, async tx => {
        const items = await listCategories(tx, context.tenant)
        if (!counts) return { items }
        const countOf = await countItemsIn(tx, context.tenant)
        return { items: items.map(one => ({ ...one, items: countOf.get(one.id) ?? 0 })) }
      }),
  }),
  operation({
    name: 'category.preview-move',
    method: 'POST',
    path: '/categories/preview-move',
    command: null,
    right: 'items.write',
    summary: {
      en: 'Show what a move of categories would change at sales channels, without moving them',
      de: 'Zeigen, was ein Verschieben von Kategorien an Verkaufskanälen ändern würde, ohne es zu tun',
    },
    input: z.object({
      categories: z.array(z.uuid()).min(1).max(1000),
      parentId: z.uuid().nullable().meta(described('Where to; null: to the top.', 'Wohin; null: nach oben.')),
    }),
    output: moveShape,
    run: (context, { categories, parentId }) =>
      inTransaction(context, async tx => {
        const { refused, channels } = await previewMove(tx, context.tenant, categories, parentId)
        return {
          refused: refused.map(one => ({
            ...one,
            sentence: catalogProblem(one.code, one.data).texts[context.language],
          })),
          channels,
        }
      }),
  }),
  operation({
    name: 'category.add',
    method: 'POST',
    path: '/categories',
    command: 'category add <name>',
    right: 'items.write',
    summary: { en: 'Create a category', de: 'Eine Kategorie anlegen' },
    creates: true,
    input: z.object({
      name: name.meta(described('The name.', 'Der Name.')),
      parent,
      sort,
      active,
      texts: z.record(language, text).optional().meta(described('Texts by language.', 'Texte je Sprache.')),
    }),
    output: created,
    audit: note,
    run: (context, { parent: within, ...category }) =>
      tellOfOne(context, async tx => {
        const parentId = within ? await categoryIdOf(tx, context.tenant, within) : null
        return createCategories(tx, context.tenant, [{ ...category, parentId }])
      }),
  }),
  operation({
    name: 'category.add-many',
    method: 'POST',
    path: '/categories/bulk',
    command: null,
    right: 'items.write',
    summary: { en: 'Create up to 1,000 categories', de: 'Bis zu 1.000 Kategorien anlegen' },
    creates: true,
    input: z.object({
      categories: z
        .array(
          z.object({
            name,
            parentId: z.uuid().nullable().optional(),
            sort,
            active,
            texts: z.record(language, text).optional(),
          }),
        )
        .min(1)
        .max(1000),
    }),
    output: z.object({ items: z.array(z.union([created, refusedShape])) }),
    audit: input => ({ objectKind: 'category', data: { count: input.categories.length } }),
    run: (context, { categories }) =>
      tellOfMany(context, tx => createCategories(tx, context.tenant, categories)),
  }),
  operation({
    name: 'category.change',
    method: 'PATCH',
    path: '/categories/:category',
    command: 'category change <category>',
    right: 'items.write',
    summary: { en: 'Change or move a category', de: 'Eine Kategorie ändern oder verschieben' },
    input: z.object({
      category: z
        .string()
        .min(1)
        .max(500)
        .meta(described('Id or name of the category.', 'Kennung oder Name der Kategorie.')),
      version,
      name: name.optional().meta(described('Another name.', 'Ein anderer Name.')),
      parent,
      sort,
      active,
      texts,
    }),
    output: changedShape,
    audit: note,
    run: (context, { category, parent: within, ...change }) =>
      tellOfOne(context, async tx => {
        const { tenant } = context
        const id = await categoryIdOf(tx, tenant, category)
        const parentId =
          within === undefined ? undefined : within ? await categoryIdOf(tx, tenant, within) : null
        return changeCategories(tx, tenant, [{ id, parentId, ...change }])
      }),
  }),
  operation({
    name: 'category.change-many',
    method: 'PATCH',
    path: '/categories/bulk',
    command: null,
    right: 'items.write',
    summary: {
      en: 'Change or move up to 1,000 categories',
      de: 'Bis zu 1.000 Kategorien ändern oder verschieben',
    },
    input: z.object({
      categories: z
        .array(
          z.object({
            id: z.uuid(),
            version,
            name: name.optional(),
            parentId: z.uuid().nullable().optional(),
            sort,
            active,
            texts,
          }),
        )
        .min(1)
        .max(1000),
    }),
    output: z.object({ items: z.array(z.union([changedShape, refusedShape])) }),
    audit: input => ({ objectKind: 'category', data: { count: input.categories.length } }),
    run: (context, { categories }) =>
      tellOfMany(context, tx => changeCategories(tx, context.tenant, categories)),
  }),
]

/** A category by id, or by a name that only one has. Throws CATEGORY_UNKNOWN, CATEGORY_AMBIGUOUS. */
export async function categoryIdOf(tx: Tx, tenant: string, idOrName: string): Promise<string> {
  const [id = ''] = await categoryIdsOf(tx, tenant, [idOrName])
  return id
}

/** The same of many, in their order, with one look at the categories. Throws CATEGORY_UNKNOWN, CATEGORY_AMBIGUOUS for the first that is wrong. */
export async function categoryIdsOf(
  tx: Tx,
  tenant: string,
  idsOrNames: readonly string[],
): Promise<string[]> {
  if (idsOrNames.length === 0) return []
  const all = await listCategories(tx, tenant)
  const ids = new Set(all.map(category => category.id))
  const named = Map.groupBy(all, category => category.name)
  return idsOrNames.map(one => {
    if (isId(one) && ids.has(one)) return one
    const [category, another] = isId(one) ? [] : (named.get(one) ?? [])
    if (!category) throw catalogProblem('CATEGORY_UNKNOWN', { category: one })
    if (another) throw catalogProblem('CATEGORY_AMBIGUOUS', { name: one })
    return category.id
  })
}
