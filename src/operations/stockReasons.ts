import { z } from 'zod'
import { changeReason, createReasons, listReasons, reasonOf } from '../stock/adjustmentReasons.ts'
import { described } from './described.ts'
import { inTransaction, type Operation, operation } from './operation.ts'

const name = z.string().trim().min(1).max(100)
/** A reason for adjustments. */
export const reasonShape = z.object({ id: z.uuid(), name: z.string(), active: z.boolean() })
const created = z.object({ id: z.uuid(), name: z.string(), did: z.enum(['new', 'exists']) })

/** Reasons that people choose when they put stock right. */
export const stockReasonOperations: readonly Operation[] = [
  operation({
    name: 'stock-reason.list',
    method: 'GET',
    path: '/stock-reasons',
    command: 'stock-reason list',
    right: 'stock.read',
    summary: { en: 'List the reasons for adjustments', de: 'Die Korrekturgründe auflisten' },
    input: z.object({}),
    output: z.object({ items: z.array(reasonShape) }),
    run: context => inTransaction(context, async tx => ({ items: await listReasons(tx, context.tenant) })),
  }),
  operation({
    name: 'stock-reason.add',
    method: 'POST',
    path: '/stock-reasons',
    command: 'stock-reason add <names…>',
    right: 'stock.write',
    summary: { en: 'Create reasons for adjustments', de: 'Korrekturgründe anlegen' },
    creates: true,
    input: z.object({ names: z.array(name).min(1).max(100).meta(described('The names.', 'Die Namen.')) }),
    output: z.object({ items: z.array(created) }),
    audit: input => ({ objectKind: 'adjustment_reason', data: { count: input.names.length } }),
    run: (context, { names }) =>
      inTransaction(context, async tx => ({ items: await createReasons(tx, context.tenant, names) })),
  }),
  operation({
    name: 'stock-reason.change',
    method: 'PATCH',
    path: '/stock-reasons/:reason',
    command: 'stock-reason change <reason>',
    right: 'stock.write',
    summary: {
      en: 'Rename a reason for adjustments or take it out of use',
      de: 'Einen Korrekturgrund umbenennen oder außer Gebrauch nehmen',
    },
    input: z.object({
      reason: z
        .string()
        .min(1)
        .max(100)
        .meta(described('Id or name of the reason.', 'Kennung oder Name des Grundes.')),
      name: name.optional().meta(described('Another name.', 'Ein anderer Name.')),
      active: z
        .boolean()
        .optional()
        .meta(described('Whether it can be chosen.', 'Ob er gewählt werden kann.')),
    }),
    output: reasonShape,
    audit: (_, reason) => ({ objectKind: 'adjustment_reason', objectId: reason.id }),
    run: (context, { reason, ...change }) =>
      inTransaction(context, async tx => {
        const { id } = await reasonOf(tx, context.tenant, reason)
        return changeReason(tx, context.tenant, id, change)
      }),
  }),
]
