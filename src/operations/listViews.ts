import { z } from 'zod'
import {
  listViews,
  readListSetting,
  removeViews,
  saveViews,
  storeListSetting,
  type ViewedList,
  viewedLists,
} from '../company/listViews.ts'
import { companyProblem } from '../company/problems.ts'
import type { Right } from '../company/rights.ts'
import { requireRights } from '../company/users.ts'
import { pageOfOrders } from '../sales/orderPage.ts'
import { described } from './described.ts'
import { type Context, inTransaction, type Operation, operation } from './operation.ts'
import { orderFilterInput, orderFilterOf } from './orderFilterInput.ts'
import { countLimit } from './pageOf.ts'

const rightOf: Readonly<Record<ViewedList, Right>> = {
  orders: 'orders.read',
  customers: 'customers.read',
  deliveries: 'orders.read',
}
const list = z.enum(viewedLists).meta(described('Of which list.', 'Von welcher Liste.'))
const column = z.object({ id: z.string().min(1).max(50), width: z.int().min(20).max(2000).optional() })
const columns = z.array(column).max(60)
const content = z
  .object({
    /** The inputs of the list as they are said to it. */
    filter: z.record(z.string().max(50), z.unknown()).default({}),
    columns: columns.optional(),
    sort: z.string().max(50).optional(),
    ascending: z.boolean().optional(),
  })
  .meta(
    described(
      'Filter as the list takes it, columns, order.',
      'Filter, wie die Liste ihn nimmt, Spalten, Sortierung.',
    ),
  )
const viewShape = z.object({
  id: z.uuid(),
  list: z.enum(viewedLists),
  name: z.string(),
  shared: z.boolean(),
  own: z.boolean(),
  ownerName: z.string(),
  content: z.record(z.string(), z.unknown()),
  version: z.int(),
})
const counted = viewShape.extend({ count: z.int().nullable(), countCapped: z.boolean() })
const ids = z
  .array(z.uuid())
  .min(1)
  .max(100)
  .meta(described('Ids of views of your own.', 'Kennungen eigener Ansichten.'))
const orderView = z.object(orderFilterInput)

/** Lists as somebody wants to see them again, and which columns they have. */
export const listViewOperations: readonly Operation[] = [
  operation({
    name: 'view.list',
    method: 'GET',
    path: '/views',
    command: 'view list <list>',
    right: 'signedIn',
    summary: {
      en: 'List the saved views of a list: your own, and those that others share',
      de: 'Die gespeicherten Ansichten einer Liste zeigen: eigene, und was andere freigeben',
    },
    input: z.object({
      list,
      counts: z
        .boolean()
        .default(false)
        .meta(
          described(
            'Count how many orders each of the first 30 shows.',
            'Zählen, wie viele Aufträge jede der ersten 30 zeigt.',
          ),
        ),
    }),
    output: z.object({ items: z.array(counted) }),
    run: async (context, { list: of, counts }) => {
      requireRights(context.actor, [rightOf[of]])
      const views = await inTransaction(context, tx => listViews(tx, context.tenant, context.actor, of))
      const items: z.infer<typeof counted>[] = []
      // one after the other, as if somebody opened them
      for (const [at, view] of views.entries())
        items.push({
          ...view,
          ...(counts && of === 'orders' && at < 30 ? await countOf(context, view.content) : uncounted),
        })
      return { items }
    },
  }),
  operation({
    name: 'view.save',
    method: 'PUT',
    path: '/views',
    command: 'view save <list> <name>',
    right: 'signedIn',
    summary: {
      en: 'Save a view of a list: a new one, or over your own of that name',
      de: 'Eine Ansicht einer Liste speichern: neu, oder über die eigene dieses Namens',
    },
    input: z.object({
      list,
      name: z.string().trim().min(1).max(100).meta(described('Its name.', 'Ihr Name.')),
      shared: z.boolean().default(false).meta(described('Everybody sees it.', 'Alle sehen sie.')),
      content: content.default({ filter: {} }),
      view: z
        .uuid()
        .optional()
        .meta(described('Change this view instead.', 'Stattdessen diese Ansicht ändern.')),
      version: z
        .int()
        .optional()
        .meta(
          described(
            'Refuse if it was changed since this version.',
            'Ablehnen, wenn seit dieser Version geändert wurde.',
          ),
        ),
    }),
    output: viewShape,
    audit: (_, output) => ({ objectKind: 'list_view', objectId: output.id }),
    run: (context, { view, ...wish }) => {
      requireRights(context.actor, [rightOf[wish.list]])
      if (wish.list === 'orders') checkOrders(wish.content.filter)
      return inTransaction(context, async tx => {
        const { tenant, actor, kontor } = context
        const [saved] = await saveViews(tx, tenant, actor, [{ ...wish, id: view }], kontor.now())
        if (!saved) throw new TypeError('no result for a view')
        return saved
      })
    },
  }),
  operation({
    name: 'view.remove',
    method: 'POST',
    path: '/views/remove',
    command: 'view remove <views…>',
    right: 'signedIn',
    summary: { en: 'Remove views of your own', de: 'Eigene Ansichten entfernen' },
    input: z.object({ views: ids }),
    output: z.object({ items: z.array(z.object({ id: z.uuid() })) }),
    audit: (_, output) => ({ objectKind: 'list_view', data: { ids: output.items.map(one => one.id) } }),
    run: (context, { views }) =>
      inTransaction(context, async tx => ({
        items: (await removeViews(tx, context.tenant, context.actor, views)).map(id => ({ id })),
      })),
  }),
  operation({
    name: 'view.columns',
    method: 'GET',
    path: '/views/columns/:list',
    command: 'view columns <list>',
    right: 'signedIn',
    summary: {
      en: 'Show which columns of a list you see; null: the usual ones',
      de: 'Zeigen, welche Spalten einer Liste Sie sehen; null: die üblichen',
    },
    input: z.object({ list }),
    output: z.object({ columns: z.array(column).nullable() }),
    run: (context, { list: of }) =>
      inTransaction(context, async tx => {
        const setting = await readListSetting(tx, context.tenant, context.actor, of)
        const stored = columns.safeParse(setting?.['columns'])
        return { columns: stored.success ? stored.data : null }
      }),
  }),
  operation({
    name: 'view.set-columns',
    method: 'PUT',
    path: '/views/columns/:list',
    command: null,
    right: 'signedIn',
    summary: {
      en: 'Choose which columns of a list you see',
      de: 'Wählen, welche Spalten einer Liste Sie sehen',
    },
    input: z.object({ list, columns }),
    output: z.object({ columns: z.array(column) }),
    audit: input => ({ objectKind: 'list_setting', data: { list: input.list } }),
    run: (context, input) =>
      inTransaction(context, async tx => {
        await storeListSetting(tx, context.tenant, context.actor, input.list, { columns: input.columns })
        return { columns: input.columns }
      }),
  }),
]

const uncounted = { count: null, countCapped: false }

// What cannot be read any more (a channel that is gone) has no count.
async function countOf(context: Context, { filter }: Readonly<Record<string, unknown>>) {
  const said = orderView.safeParse(filter ?? {})
  if (!said.success) return uncounted
  return inTransaction({ ...context }, async tx => {
    const meant = await orderFilterOf(tx, context, said.data).catch(() => undefined)
    if (!meant) return uncounted
    const { count, countCapped } = await pageOfOrders(tx, context.tenant, meant, {
      limit: 1,
      countTo: countLimit,
    })
    return { count, countCapped }
  })
}

function checkOrders(filter: object): void {
  const said = orderView.strict().safeParse(filter)
  if (said.success) return
  const [issue] = said.error.issues
  throw companyProblem('VIEW_FILTER_UNKNOWN', {
    field: issue?.path.join('.') ?? '',
    reason: issue?.message ?? '',
  })
}
