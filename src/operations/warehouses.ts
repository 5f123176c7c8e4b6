import { z } from 'zod'
import { allocateWaiting, waitedForIn } from '../sales/allocate.ts'
import { stockProblem } from '../stock/problems.ts'
import { changeWarehouse, createWarehouses, listWarehouses, warehouseOf } from '../stock/warehouses.ts'
import { described } from './described.ts'
import { tell } from './items.ts'
import { inTransaction, type Operation, operation } from './operation.ts'

const code = z.string().trim().min(1).max(50)
const name = z.string().trim().min(1).max(200).meta(described('The name.', 'Der Name.'))
const fields = {
  priority: z
    .int()
    .min(0)
    .max(10_000)
    .optional()
    .meta(described('The lowest is taken from first.', 'Aus dem kleinsten wird zuerst genommen.')),
  lockShipment: z.boolean().optional().meta(described('Nothing leaves it.', 'Nichts verlässt es.')),
  lockAvailability: z
    .boolean()
    .optional()
    .meta(described('What lies in it is not offered.', 'Was darin liegt, wird nicht angeboten.')),
}
/** A warehouse. */
export const warehouseShape = z.object({
  id: z.uuid(),
  code: z.string(),
  name: z.string(),
  priority: z.int(),
  lockShipment: z.boolean(),
  lockAvailability: z.boolean(),
  active: z.boolean(),
})
const note = (_: unknown, warehouse: { readonly id: string }) => ({
  objectKind: 'warehouse',
  objectId: warehouse.id,
})

/** Warehouses: where stock lies. */
export const warehouseOperations: readonly Operation[] = [
  operation({
    name: 'warehouse.list',
    method: 'GET',
    path: '/warehouses',
    command: 'warehouse list',
    right: 'stock.read',
    summary: { en: 'List the warehouses', de: 'Die Lager auflisten' },
    input: z.object({}),
    output: z.object({ items: z.array(warehouseShape) }),
    run: context => inTransaction(context, async tx => ({ items: await listWarehouses(tx, context.tenant) })),
  }),
  operation({
    name: 'warehouse.add',
    method: 'POST',
    path: '/warehouses',
    command: 'warehouse add <code>',
    right: 'stock.write',
    summary: { en: 'Create a warehouse', de: 'Ein Lager anlegen' },
    creates: true,
    input: z.object({
      code: code.meta(described('Short and unique, such as MAIN.', 'Kurz und eindeutig, etwa HAUPT.')),
      name,
      ...fields,
    }),
    output: warehouseShape,
    audit: note,
    run: (context, input) =>
      inTransaction(context, async tx => {
        const [made] = await createWarehouses(tx, context.tenant, [input])
        if (made?.did !== 'new') throw stockProblem('WAREHOUSE_CODE_TAKEN', { code: input.code })
        return warehouseOf(tx, context.tenant, made.id)
      }),
  }),
  operation({
    name: 'warehouse.change',
    method: 'PATCH',
    path: '/warehouses/:warehouse',
    command: 'warehouse change <warehouse>',
    right: 'stock.write',
    summary: { en: 'Change or lock a warehouse', de: 'Ein Lager ändern oder sperren' },
    input: z.object({
      warehouse: z
        .string()
        .min(1)
        .max(50)
        .meta(described('Id or code of the warehouse.', 'Kennung oder Kürzel des Lagers.')),
      code: code.optional().meta(described('Another code.', 'Ein anderes Kürzel.')),
      name: name.optional(),
      ...fields,
      active: z.boolean().optional().meta(described('Whether it is in use.', 'Ob es benutzt wird.')),
    }),
    output: warehouseShape,
    audit: note,
    run: (context, { warehouse: which, ...change }) =>
      inTransaction(context, async tx => {
        const { id } = await warehouseOf(tx, context.tenant, which)
        const { warehouse, changed } = await changeWarehouse(tx, context.tenant, id, change)
        // What can leave it from now on, somebody may be waiting for.
        if (change.lockShipment === false || change.active)
          await allocateWaiting(
            tx,
            context.tenant,
            await waitedForIn(tx, context.tenant, id),
            context.kontor.now(),
          )
        await tell(tx, context, changed)
        return warehouse
      }),
  }),
]
