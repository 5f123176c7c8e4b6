import { z } from 'zod'
import type { Tx } from '../base/database.ts'
import { customerFields } from '../customers/customerFields.ts'
import { findVery } from '../customers/customerQueries.ts'
import { mergeCustomers } from '../customers/mergeCustomers.ts'
import { mergeConflicts, previewMerge } from '../customers/mergePreview.ts'
import { listMerges } from '../customers/mergeStore.ts'
import { customerProblem } from '../customers/problems.ts'
import { undoMerge } from '../customers/undoMerge.ts'
import { refreshTermsOfCustomers } from '../sales/orderTerms.ts'
import { reopenBlocked } from '../sync/assignCustomers.ts'
import { markDue } from '../sync/markDue.ts'
import { customerArgument, customerOf } from './customerShapes.ts'
import { inTransaction, type Operation, operation } from './operation.ts'
import { doing } from './orderActs.ts'

const into = customerArgument.meta({
  description: 'Id or number of the customer that stays.',
  'x-de': 'Kennung oder Nummer des Kunden, der bleibt.',
})
const from = z.array(customerArgument).min(1).max(50).meta({
  description: 'Ids or numbers of those that become parts of it.',
  'x-de': 'Kennungen oder Nummern derer, die in ihm aufgehen.',
})
const value = z.union([z.string(), z.boolean()]).nullable()
const merge = z.uuid().meta({ description: 'Id of the merge.', 'x-de': 'Kennung der Zusammenführung.' })

/** Customers that are one: looked at, merged, and taken apart again. */
export const customerMergeOperations: readonly Operation[] = [
  operation({
    name: 'customer.merge-preview',
    method: 'GET',
    path: '/customers/:into/merge-preview',
    command: 'customer merge-preview <into> <from…>',
    right: 'customers.read',
    summary: {
      en: 'What merging customers would make of them; changes nothing',
      de: 'Was beim Zusammenführen von Kunden herauskäme; ändert nichts',
    },
    input: z.object({ into, from }),
    output: z.object({
      into: z.uuid(),
      fields: z
        .array(
          z.object({
            field: z.enum(customerFields),
            values: z.array(z.object({ customerId: z.uuid(), value })).readonly(),
            from: z.uuid(),
            value,
            conflict: z.boolean(),
          }),
        )
        .readonly(),
      moved: z
        .array(
          z.object({
            customerId: z.uuid(),
            number: z.string(),
            name: z.string(),
            orders: z.int(),
            quotations: z.int(),
            webOrders: z.int(),
            webCustomers: z.int(),
            keys: z.int(),
            notes: z.int(),
            addresses: z.int(),
            sameAddresses: z.int(),
            parts: z.int(),
          }),
        )
        .readonly(),
      conflicts: z.array(z.enum(mergeConflicts)).readonly(),
    }),
    run: (context, input) =>
      inTransaction(context, async tx =>
        previewMerge(tx, context.tenant, await named(tx, context.tenant, input)),
      ),
  }),
  operation({
    name: 'customer.merge',
    method: 'POST',
    path: '/customers/:into/merge',
    command: 'customer merge <into> <from…>',
    right: 'customers.write',
    summary: {
      en: 'Merge customers into one; orders move to it, what stands in them stays',
      de: 'Kunden zusammenführen; ihre Aufträge gehen über, was in ihnen steht, bleibt',
    },
    creates: true,
    input: z.object({
      into,
      from,
      fields: z.partialRecord(z.enum(customerFields), customerArgument).optional().meta({
        description: 'Whose value it gets, by field; else as the preview says.',
        'x-de': 'Wessen Wert er bekommt, je Feld; sonst wie in der Vorschau.',
      }),
      blocked: z.boolean().optional().meta({
        description: 'Blocked afterwards; if nothing is said, as soon as one of them is.',
        'x-de': 'Danach gesperrt; ohne Angabe, sobald es einer von ihnen ist.',
      }),
    }),
    output: z.object({ mergeId: z.uuid(), into: z.uuid(), moved: z.record(z.string(), z.int()) }),
    audit: (input, output) => ({
      objectKind: 'customer',
      objectId: output.into,
      data: { merge: output.mergeId, parts: input.from },
    }),
    run: (context, { fields, blocked, ...input }) =>
      inTransaction(context, async tx => {
        const { tenant, actor, kontor } = context
        const wish = await named(tx, tenant, input)
        const chosen: Record<string, string> = {}
        for (const [field, of] of Object.entries(fields ?? {})) chosen[field] = await asNamed(tx, tenant, of)
        const { results, changed } = await mergeCustomers(
          tx,
          tenant,
          [{ ...wish, fields: chosen, blocked }],
          doing(context),
        )
        const [done] = results
        if (!done) throw new TypeError('no result for a merge')
        await markDue(tx, tenant, changed, actor.name)
        // Their orders are found by what the survivor is called.
        await refreshTermsOfCustomers(tx, tenant, [done.into])
        await reopenBlocked(tx, { tenant, by: actor.name, now: kontor.now() })
        return done
      }),
  }),
  operation({
    name: 'customer.merges',
    method: 'GET',
    path: '/customers/:customer/merges',
    command: 'customer merges <customer>',
    right: 'customers.read',
    summary: {
      en: 'The merges that a customer came out of',
      de: 'Die Zusammenführungen, aus denen ein Kunde hervorging',
    },
    input: z.object({ customer: customerArgument }),
    output: z.object({
      items: z
        .array(
          z.object({
            id: z.uuid(),
            into: z.string(),
            from: z.array(z.string()).readonly(),
            at: z.date(),
            actor: z.string(),
            undoneAt: z.date().nullable(),
            undoneBy: z.string().nullable(),
            orders: z.int(),
          }),
        )
        .readonly(),
    }),
    run: (context, input) =>
      inTransaction(context, async tx => ({
        items: await listMerges(tx, context.tenant, await customerOf(tx, context.tenant, input.customer)),
      })),
  }),
  operation({
    name: 'customer.undo-merge',
    method: 'POST',
    path: '/customer-merges/:merge/undo',
    command: 'customer undo-merge <merge>',
    right: 'customers.write',
    summary: {
      en: 'Take a merge apart: what it moved goes back, what came since stays',
      de: 'Eine Zusammenführung rückgängig machen: Was überging, geht zurück, was seither kam, bleibt',
    },
    input: z.object({ merge }),
    output: z.object({
      mergeId: z.uuid(),
      into: z.uuid(),
      from: z.array(z.uuid()).readonly(),
      back: z.record(z.string(), z.int()),
      left: z.array(z.object({ table: z.string(), key: z.string() })).readonly(),
    }),
    audit: (input, output) => ({
      objectKind: 'customer',
      objectId: output.into,
      data: { merge: input.merge, left: output.left.length },
    }),
    run: (context, input) =>
      inTransaction(context, async tx => {
        const { result: done, changed } = await undoMerge(tx, context.tenant, input.merge, doing(context))
        await markDue(tx, context.tenant, changed, context.actor.name)
        await refreshTermsOfCustomers(tx, context.tenant, [done.into, ...done.from])
        return done
      }),
  }),
]

async function named(
  tx: Tx,
  tenant: string,
  wish: { readonly into: string; readonly from: readonly string[] },
) {
  return {
    into: await asNamed(tx, tenant, wish.into),
    from: await Promise.all(wish.from.map(one => asNamed(tx, tenant, one))),
  }
}

// The very customer, not the one that it became a part of: that is for the verb to refuse.
async function asNamed(tx: Tx, tenant: string, idOrNumber: string): Promise<string> {
  const id = await findVery(tx, tenant, idOrNumber)
  if (id === undefined) throw customerProblem('CUSTOMER_UNKNOWN', { customer: idOrNumber })
  return id
}
