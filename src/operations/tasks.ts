import { z } from 'zod'
import type { ProblemData } from '../base/errors.ts'
import { explain } from '../channels/reasons.ts'
import { titleOf } from '../channels/reasonTitles.ts'
import { closeTasks, decisionsOf, taskDecisions } from '../sales/closeTasks.ts'
import { findOrders } from '../sales/orderStore.ts'
import { salesProblem } from '../sales/problems.ts'
import { countTasks, listTasks, type TaskRow } from '../sales/taskList.ts'
import { channelIdOf } from './channels.ts'
import { connectorsOfChannels } from './connectorsOfChannels.ts'
import { type Context, inTransaction, type Operation, operation } from './operation.ts'
import { doing, refusalOf, refusalShape, told } from './orderActs.ts'
import { asPage, countLimit, pageInput, pageOf } from './pageOf.ts'
import { type ReasonsThere, reasonsThere } from './reasonsThere.ts'

const difference = z.object({
  what: z.enum(['quantity', 'price', 'added', 'removed', 'total']),
  line: z.int().optional(),
  theirs: z.string().optional(),
  name: z.string().optional(),
  sku: z.string().optional(),
  /** Ours and the shop's; null where there is none. */
  ours: z.string().nullable(),
  shop: z.string().nullable(),
})

const taskShape = z.object({
  id: z.uuid(),
  code: z.string(),
  /** In a few words, and what can be done. */
  title: z.string(),
  sentence: z.string(),
  remedy: z.string(),
  orderId: z.uuid().nullable(),
  orderNumber: z.string().nullable(),
  externalNumber: z.string().nullable(),
  customer: z.string().nullable(),
  channelId: z.uuid().nullable(),
  channel: z.string().nullable(),
  ledgerId: z.uuid().nullable(),
  /** The order is not delivered until it is decided. */
  holds: z.boolean(),
  differences: z.array(difference),
  data: z.record(z.string(), z.unknown()),
  /** What may be decided; none once it is closed. */
  actions: z.array(z.enum(taskDecisions)).readonly(),
  raisedAt: z.date(),
  raisedBy: z.string(),
  closedAt: z.date().nullable(),
  closedBy: z.string().nullable(),
  decision: z.string().nullable(),
  note: z.string(),
})

const results = z.object({
  refused: z.int(),
  items: z.array(
    z.object({
      taskId: z.uuid(),
      orderId: z.uuid().nullable(),
      did: z.string(),
      /** Of an accepted change: what was done to the order, and what was only written down as accepted. */
      applied: z.array(difference).readonly(),
      recorded: z.array(difference).readonly(),
      ...refusalShape,
    }),
  ),
})

/** What a person has to decide. */
export const taskOperations: readonly Operation[] = [
  operation({
    name: 'task.list',
    method: 'GET',
    path: '/tasks',
    command: 'task list',
    right: 'orders.read',
    summary: {
      en: 'List what has to be decided, with its differences, newest first',
      de: 'Auflisten, was zu entscheiden ist, mit den Unterschieden, Neuestes zuerst',
    },
    input: z.object({
      ...pageInput,
      state: z
        .enum(['open', 'closed', 'all'])
        .default('open')
        .meta({ description: 'Open, closed or all.', 'x-de': 'Offene, erledigte oder alle.' }),
      code: z
        .string()
        .max(60)
        .optional()
        .meta({ description: 'Only tasks with this code.', 'x-de': 'Nur Aufgaben mit diesem Code.' }),
      order: z
        .string()
        .trim()
        .min(1)
        .max(100)
        .optional()
        .meta({ description: 'Id or number of an order.', 'x-de': 'Kennung oder Nummer eines Auftrags.' }),
      channel: z.string().max(200).optional().meta({
        description: 'Id or name of a sales channel.',
        'x-de': 'Kennung oder Name eines Verkaufskanals.',
      }),
    }),
    output: pageOf(taskShape),
    run: (context, { after, limit, state, code, order, channel }) =>
      inTransaction(context, async tx => {
        const [orderId] = order ? await findOrders(tx, context.tenant, [order]) : []
        if (order && !orderId) throw salesProblem('ORDER_UNKNOWN', { id: order })
        const channelId = channel ? await channelIdOf(tx, context, channel) : undefined
        const filter = { state, code, orderId, channelId }
        const rows = await listTasks(tx, context.tenant, filter, { after, limit: limit + 1 })
        const { count } = await countTasks(tx, context.tenant, filter, countLimit + 1)
        const channelIds = rows.map(row => row.channelId)
        const there = reasonsThere(context, await connectorsOfChannels(tx, context, channelIds))
        return asPage(
          rows.map(row => shownTask(context, there, row)),
          limit,
          count,
        )
      }),
  }),
  operation({
    name: 'task.close',
    method: 'POST',
    path: '/tasks/close',
    command: 'task close <ids>',
    right: 'orders.write',
    summary: {
      en: 'Decide tasks: accept, refuse with a note, or done; an order that waited for it is released',
      de: 'Aufgaben entscheiden: annehmen, mit Begründung ablehnen, oder erledigt; ein Auftrag, der darauf wartete, ist frei',
    },
    input: z.object({
      ids: z
        .array(z.uuid())
        .min(1)
        .max(200)
        .meta({ description: 'Ids of tasks.', 'x-de': 'Kennungen von Aufgaben.' }),
      decision: z
        .enum(taskDecisions)
        .default('done')
        .meta({ description: 'accept, refuse or done.', 'x-de': 'accept, refuse oder done.' }),
      note: z
        .string()
        .trim()
        .max(1000)
        .default('')
        .meta({ description: 'Why; needed to refuse.', 'x-de': 'Warum; für eine Ablehnung nötig.' }),
    }),
    output: results,
    audit: (input, { items }) => ({
      objectKind: 'task',
      data: {
        decision: input.decision,
        tasks: items.flatMap(one => (one.did === 'refused' ? [] : [one.taskId])),
      },
    }),
    run: (context, { ids, decision, note }) =>
      inTransaction(context, async tx => {
        const wishes = ids.map(taskId => ({ taskId, decision, note }))
        const { results, changed } = await closeTasks(tx, context.tenant, wishes, doing(context))
        await told(tx, context, changed)
        const items = results.map(one => ({
          taskId: one.taskId,
          orderId: one.orderId ?? null,
          did: one.did,
          applied: one.applied ?? [],
          recorded: one.recorded ?? [],
          ...refusalOf(context, one),
        }))
        return { refused: items.filter(one => one.did === 'refused').length, items }
      }),
  }),
]

function shownTask({ language }: Context, there: ReasonsThere, { data: stored, ...row }: TaskRow) {
  const { reason } = stored
  const isSaid = typeof reason === 'string'
  const data = isSaid ? { ...stored, reason: there.spoken(row.channelId, reason) } : stored
  const plain = Object.fromEntries(
    Object.entries(stored).filter(([, value]) => typeof value === 'string'),
  ) as ProblemData
  const words = explain(row.code, {
    ...plain,
    ...(isSaid ? { reason: there.said(row.channelId, reason) } : {}),
  })
  const { differences = [], ...rest } = data
  return {
    ...row,
    data: rest,
    differences: z.array(difference).parse(differences),
    title: titleOf(row.code)[language],
    sentence: words[language],
    remedy: words.remedy[language],
    actions: row.closedAt ? [] : decisionsOf(row.code),
  }
}
