import { z } from 'zod'
import type { Changed } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import { changeReturns } from '../sales/changeReturns.ts'
import { closeReturns, decideReturns } from '../sales/decideReturns.ts'
import { type Receipt, type ReturnActResult, receiveReturns } from '../sales/receiveReturns.ts'
import { restockReturns } from '../sales/restockReturns.ts'
import { findReturns, readReturns } from '../sales/returnStore.ts'
import { type Context, inTransaction, type Operation, operation } from './operation.ts'
import { doing, refusalOf, told } from './orderActs.ts'
import { linesOf } from './orderChangeShapes.ts'
import {
  actedShape,
  changeInput,
  decideInput,
  receiveInput,
  receiveManyInput,
  restockInput,
  returnIds,
} from './returnShapes.ts'

/** What is done with returns: they come, are decided, and end. */
export const returnActOperations: readonly Operation[] = [
  operation({
    name: 'return.receive',
    method: 'POST',
    path: '/returns/:return/receive',
    command: 'return receive <return>',
    right: 'orders.write',
    summary: {
      en: 'Book goods of a return as come; into stock if they can be sold again',
      de: 'Ware einer Retoure als eingetroffen buchen; in den Bestand, wenn sie wieder verkäuflich ist',
    },
    input: receiveInput,
    output: actedShape,
    audit: (_, output) => noteOf(output),
    run: (context, { return: given, lines, ...how }) =>
      inTransaction(context, async tx => {
        const [id] = await named(tx, context, [given])
        const announced = async () => {
          const held = await readReturns(tx, context.tenant, [id ?? nobody])
          return held.get(id ?? '')?.lines.filter(line => line.state === 'announced') ?? []
        }
        const list = lines ? linesOf(lines) : (await announced()).map(({ line }) => ({ line }))
        return receiveAll(tx, context, [
          { returnId: id ?? nobody, lines: list.map(line => ({ ...line, ...how })) },
        ])
      }),
  }),
  operation({
    name: 'return.receive-many',
    method: 'POST',
    path: '/returns/receive',
    command: null,
    right: 'orders.write',
    summary: {
      en: 'Book goods of up to 500 returns as come, each line in its condition',
      de: 'Ware von bis zu 500 Retouren als eingetroffen buchen, jede Position in ihrem Zustand',
    },
    input: receiveManyInput,
    output: actedShape,
    audit: (_, output) => noteOf(output),
    run: (context, { receipts }) =>
      inTransaction(context, async tx => {
        const ids = await named(
          tx,
          context,
          receipts.map(one => one.returnId),
        )
        const list = receipts.map((one, at) => ({ ...one, returnId: ids[at] ?? nobody }))
        return receiveAll(tx, context, list)
      }),
  }),
  operation({
    name: 'return.restock',
    method: 'POST',
    path: '/returns/:return/restock',
    command: 'return restock <return>',
    right: 'orders.write',
    summary: {
      en: 'Put goods that came back into stock after all',
      de: 'Eingetroffene Ware nachträglich in den Bestand nehmen',
    },
    input: restockInput,
    output: actedShape,
    audit: (_, output) => noteOf(output),
    run: (context, { return: given, lines, warehouseId }) =>
      inTransaction(context, async tx => {
        const [id] = await named(tx, context, [given])
        const list = linesOf(lines).map(({ line, quantity: upTo }) => ({ line, upTo, warehouseId }))
        const wish = { returnId: id ?? nobody, lines: list }
        return done(tx, context, await restockReturns(tx, context.tenant, [wish], doing(context)))
      }),
  }),
  operation({
    name: 'return.decide',
    method: 'POST',
    path: '/returns/decide',
    command: 'return decide <ids>',
    right: 'orders.write',
    summary: {
      en: 'Accept or refuse what came back; the shop is told, which may pay the customer back by itself',
      de: 'Eingetroffenes annehmen oder ablehnen; der Shop erfährt es und erstattet dann womöglich selbst',
    },
    input: decideInput,
    output: actedShape,
    audit: (input, output) => noteOf(output, input.decision),
    run: (context, { ids: given, decision, ...rest }) =>
      inTransaction(context, async tx => {
        const ids = await named(tx, context, given)
        const wishes = ids.map(returnId => ({ ...rest, returnId, accept: decision === 'accept' }))
        return done(tx, context, await decideReturns(tx, context.tenant, wishes, doing(context)))
      }),
  }),
  operation({
    name: 'return.close',
    method: 'POST',
    path: '/returns/close',
    command: 'return close <ids>',
    right: 'orders.write',
    summary: {
      en: 'End returns: what has not come is not waited for any more',
      de: 'Retouren abschließen: auf nicht Eingetroffenes wird nicht mehr gewartet',
    },
    input: z.object({ ids: returnIds }),
    output: actedShape,
    audit: (_, output) => noteOf(output),
    run: (context, { ids: given }) =>
      inTransaction(context, async tx => {
        const ids = await named(tx, context, given)
        return done(tx, context, await closeReturns(tx, context.tenant, ids, doing(context)))
      }),
  }),
  operation({
    name: 'return.change',
    method: 'PATCH',
    path: '/returns/:return',
    command: 'return change <return>',
    right: 'orders.write',
    summary: { en: 'Change what was noted of a return', de: 'Ändern, was zu einer Retoure vermerkt ist' },
    input: changeInput,
    output: actedShape,
    audit: (_, output) => noteOf(output),
    run: (context, { return: given, ...change }) =>
      inTransaction(context, async tx => {
        const [id] = await named(tx, context, [given])
        const wish = { ...change, returnId: id ?? nobody }
        const { results } = await changeReturns(tx, context.tenant, [wish], doing(context))
        return done(tx, context, { results, changed: {} })
      }),
  }),
]

const nobody = '00000000-0000-0000-0000-000000000000'

async function named(tx: Tx, { tenant }: Context, given: readonly string[]): Promise<string[]> {
  return (await findReturns(tx, tenant, given)).map(id => id ?? nobody)
}

async function receiveAll(tx: Tx, context: Context, receipts: readonly Receipt[]) {
  return done(tx, context, await receiveReturns(tx, context.tenant, receipts, doing(context)))
}

async function done(
  tx: Tx,
  context: Context,
  { results, changed }: { readonly results: readonly ReturnActResult[]; readonly changed: Changed },
) {
  await told(tx, context, changed)
  const items = results.map(one => ({
    returnId: one.returnId,
    orderId: one.orderId ?? null,
    did: one.did,
    ...refusalOf(context, one),
  }))
  return { refused: items.filter(one => one.did === 'refused').length, items }
}

function noteOf({ items }: z.infer<typeof actedShape>, decision?: string) {
  const returns = items.flatMap(one => (one.did === 'done' ? [one.returnId] : []))
  return {
    objectKind: 'order_return',
    data: { count: items.length, returns, ...(decision ? { decision } : {}) },
  }
}
