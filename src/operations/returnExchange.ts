import { type ExchangeResult, exchangeReturns } from '../sales/exchangeReturns.ts'
import { makeOrders } from '../sales/makeOrders.ts'
import { findReturns } from '../sales/returnStore.ts'
import { withNumbers } from './makingShapes.ts'
import { inTransaction, type Operation, operation } from './operation.ts'
import { doing, refusalOf, told } from './orderActs.ts'
import { exchangedShape, exchangeInput } from './returnShapes.ts'

/** Goods that are sent for goods that came back. */
export const returnExchangeOperations: readonly Operation[] = [
  operation({
    name: 'return.exchange',
    method: 'POST',
    path: '/returns/:return/exchange',
    command: 'return exchange <return>',
    right: 'orders.write',
    summary: {
      en: 'Make an order for goods in exchange for those of an accepted return, once',
      de: 'Einen Auftrag über Ware im Tausch gegen die einer angenommenen Retoure anlegen, einmal',
    },
    creates: true,
    input: exchangeInput,
    output: exchangedShape,
    audit: (_, output) => ({
      objectKind: 'order_return',
      objectId: output.returnId,
      data: { did: output.did, ...(output.exchangeOrderId ? { order: output.exchangeOrderId } : {}) },
    }),
    run: (context, { return: given, ...wish }) =>
      inTransaction(context, async tx => {
        const { tenant } = context
        const by = doing(context)
        const [id] = await findReturns(tx, tenant, [given])
        const { results, changed } = await withNumbers(tx, tenant, { order: 1, customer: 0 }, numberOf =>
          exchangeReturns(tx, tenant, [{ ...wish, returnId: id ?? nobody }], by, orders =>
            makeOrders(tx, tenant, orders, by, { order: numberOf('order'), customer: numberOf('customer') }),
          ),
        )
        await told(tx, context, changed)
        const [one]: readonly (ExchangeResult | undefined)[] = results
        if (!one) throw new TypeError('one result per element')
        return {
          returnId: one.returnId,
          orderId: one.orderId ?? null,
          did: one.did,
          exchangeOrderId: one.exchangeOrderId ?? null,
          orderNumber: one.orderNumber ?? null,
          ...refusalOf(context, one),
        }
      }),
  }),
]

const nobody = '00000000-0000-0000-0000-000000000000'
