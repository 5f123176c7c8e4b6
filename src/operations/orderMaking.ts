import { z } from 'zod'
import { decideOrders } from '../sales/decideOrders.ts'
import { freeOfItems } from '../sales/madeStore.ts'
import { makeOrders } from '../sales/makeOrders.ts'
import { readTotalRule, setTotalRule } from '../sales/totalRule.ts'
import { described } from './described.ts'
import {
  asNewOrders,
  called,
  madeShape,
  newOrder,
  newOrders,
  shownMade,
  withNumbers,
} from './makingShapes.ts'
import { type Context, inTransaction, type Operation, operation } from './operation.ts'
import { doing, refusalOf, refusalShape, told } from './orderActs.ts'

const finding = z.object({ ...refusalShape, data: z.record(z.string(), z.unknown()) })
const amounts = { net: z.string(), tax: z.string(), gross: z.string() }

/** An order as it would be made. */
export const draftShape = z.object({
  customerId: z.uuid().nullable(),
  customer: z.string(),
  business: z.boolean(),
  currency: z.string(),
  pricesGross: z.boolean(),
  billing: z.record(z.string(), z.unknown()).nullable(),
  shipping: z.record(z.string(), z.unknown()).nullable(),
  taxTreatment: z.string().nullable(),
  taxCountry: z.string().nullable(),
  vatId: z.string().nullable(),
  lines: z.array(
    z.object({
      /** Number of the line that was given for it; one that bears several rates gives several. */
      of: z.int(),
      kind: z.string(),
      itemId: z.uuid().nullable(),
      sku: z.string().nullable(),
      name: z.string(),
      quantity: z.string(),
      unitNet: z.string(),
      unitGross: z.string(),
      discountPercent: z.string().nullable(),
      taxClassId: z.uuid().nullable(),
      taxRate: z.string(),
      note: z.string(),
      ...amounts,
      /** The rule that its price came from; null: it was said. */
      priceBy: z.string().nullable(),
      /** Pieces that nobody has; null: no stock is kept of it. */
      free: z.string().nullable(),
      onHand: z.string().nullable(),
    }),
  ),
  rates: z.array(z.object({ rate: z.string(), ...amounts })),
  ...amounts,
  /** The total that was expected, where it differs by more than the tolerance. */
  mismatch: z.object({ expected: z.string(), got: z.string() }).nullable(),
  notes: z.array(finding),
  /** What keeps it from being made; empty: nothing. */
  blockers: z.array(finding),
})

/** Orders that are made here: by hand, from a customer's page, by programs. */
export const orderMakingOperations: readonly Operation[] = [
  operation({
    name: 'order.add',
    method: 'POST',
    path: '/orders',
    command: 'order add',
    right: 'orders.write',
    summary: {
      en: 'Make an order, with a customer who exists or is made with it; prices and taxes are decided',
      de: 'Einen Auftrag anlegen, mit einem vorhandenen oder neuen Kunden; Preise und Steuern werden ermittelt',
    },
    creates: true,
    input: newOrder,
    output: madeShape,
    audit: (_, output) => noteOf(output),
    run: (context, input) => make(context, [input]),
  }),
  operation({
    name: 'order.add-many',
    method: 'POST',
    path: '/orders/bulk',
    command: null,
    right: 'orders.write',
    summary: { en: 'Make up to 500 orders', de: 'Bis zu 500 Aufträge anlegen' },
    creates: true,
    input: z.object({ orders: newOrders }),
    output: madeShape,
    audit: (_, output) => noteOf(output),
    run: (context, { orders }) => make(context, orders),
  }),
  operation({
    name: 'order.preview',
    method: 'POST',
    path: '/orders/preview',
    command: 'order preview',
    right: 'orders.write',
    summary: {
      en: 'Show what an order would cost, its taxes, what is there of it and what hinders it; nothing is written',
      de: 'Zeigen, was ein Auftrag kosten würde, mit Steuern, Bestand und Hindernissen; geschrieben wird nichts',
    },
    input: newOrder,
    output: draftShape,
    run: (context, input) => preview(context, input),
  }),
  operation({
    name: 'total-rule.show',
    method: 'GET',
    path: '/total-rule',
    command: 'total-rule show',
    right: 'orders.read',
    summary: {
      en: 'Show by how much a given total may differ from its lines',
      de: 'Zeigen, um wie viel eine genannte Summe von den Positionen abweichen darf',
    },
    input: z.object({}),
    output: z.object({ tolerance: z.string() }),
    run: context => inTransaction(context, tx => readTotalRule(tx, context.tenant)),
  }),
  operation({
    name: 'total-rule.set',
    method: 'PUT',
    path: '/total-rule',
    command: 'total-rule set',
    right: 'orders.write',
    summary: {
      en: 'Set by how much a given total may differ: then it becomes a line, else it holds the order',
      de: 'Festlegen, um wie viel eine genannte Summe abweichen darf: dann wird es eine Position, sonst hält es den Auftrag zurück',
    },
    input: z.object({
      tolerance: z
        .string()
        .regex(/^\d{1,6}(\.\d{1,4})?$/)
        .meta(
          described(
            'Amount in the order’s currency, such as 0.02.',
            'Betrag in der Währung des Auftrags, etwa 0.02.',
          ),
        ),
    }),
    output: z.object({ tolerance: z.string() }),
    audit: input => ({ objectKind: 'total_rule', data: input }),
    run: (context, { tolerance }) =>
      inTransaction(context, async tx => {
        await setTotalRule(tx, context.tenant, tolerance)
        return readTotalRule(tx, context.tenant)
      }),
  }),
]

function make(context: Context, drafts: z.infer<typeof newOrders>) {
  return inTransaction(context, async tx => {
    const { tenant } = context
    const orders = await asNewOrders(tx, context, drafts)
    const fresh = orders.filter(order => 'make' in order.customer).length
    const { results, changed } = await withNumbers(
      tx,
      tenant,
      { order: orders.length, customer: fresh === 0 ? 0 : orders.length },
      numberOf =>
        makeOrders(tx, tenant, orders, doing(context), {
          order: numberOf('order'),
          customer: numberOf('customer'),
        }),
    )
    await told(tx, context, changed)
    return shownMade(
      context,
      results,
      drafts.map(draft => draft.customer),
    )
  })
}

function noteOf(output: z.infer<typeof madeShape>) {
  const orders = output.items.flatMap(one => (one.did === 'made' && one.orderId ? [one.orderId] : []))
  return { objectKind: 'sales_order', data: { count: output.items.length, orders } }
}

function preview(context: Context, input: z.infer<typeof newOrder>): Promise<z.infer<typeof draftShape>> {
  return inTransaction(context, async tx => {
    const { tenant, kontor } = context
    // While somebody types there may be nobody yet: all else is reckoned.
    const who = input.customer === undefined && !input.newCustomer ? { ...input, newCustomer: {} } : input
    const [draft] = await decideOrders(tx, tenant, await asNewOrders(tx, context, [who]), kontor.now())
    if (!draft) throw new TypeError('one draft per order')
    const free = await freeOfItems(
      tx,
      tenant,
      draft.lines.flatMap(line => line.itemId ?? []),
    )
    const shown = (one: { readonly code: string; readonly data: object }) => ({
      ...refusalOf(context, called({ ...one, data: { ...one.data } }, input.customer)),
      data: { ...one.data },
    })
    const { totals, tax } = draft
    return {
      customerId: draft.customerId,
      customer: draft.customerName,
      business: draft.business,
      currency: draft.currency,
      pricesGross: draft.pricesGross,
      billing: draft.billing ? { ...draft.billing } : null,
      shipping: draft.shipping ? { ...draft.shipping } : null,
      taxTreatment: tax?.treatment ?? null,
      taxCountry: tax?.country || null,
      vatId: tax?.vatId ?? null,
      lines: draft.lines.map(({ from, price, ...line }) => ({
        of: from + 1,
        ...line,
        priceBy: price?.by ?? null,
        free: free.get(line.itemId ?? '')?.free ?? null,
        onHand: free.get(line.itemId ?? '')?.onHand ?? null,
      })),
      rates: [...totals.rates],
      net: totals.net,
      tax: totals.tax,
      gross: totals.gross,
      mismatch: draft.mismatch,
      notes: draft.notes.map(shown),
      blockers: draft.blockers.map(shown),
    }
  })
}
