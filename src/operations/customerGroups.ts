import { z } from 'zod'
import {
  changeCustomerGroup,
  createCustomerGroups,
  customerGroupOf,
  listCustomerGroups,
} from '../catalog/customerGroups.ts'
import { inTransaction, type Operation, operation } from './operation.ts'

const name = z.string().trim().min(1).max(100)
const groupShape = z.object({ id: z.uuid(), name: z.string(), isDefault: z.boolean() })
const created = z.object({ id: z.uuid(), name: z.string(), did: z.enum(['new', 'exists']) })
const note = (_: unknown, group: { readonly id: string }) => ({
  objectKind: 'customer_group',
  objectId: group.id,
})

/** Customer groups: who pays which price. */
export const customerGroupOperations: readonly Operation[] = [
  operation({
    name: 'customer-group.list',
    method: 'GET',
    path: '/customer-groups',
    command: 'customer-group list',
    right: 'items.read',
    summary: { en: 'List the customer groups', de: 'Die Kundengruppen auflisten' },
    input: z.object({}),
    output: z.object({ items: z.array(groupShape) }),
    run: context =>
      inTransaction(context, async tx => ({ items: await listCustomerGroups(tx, context.tenant) })),
  }),
  operation({
    name: 'customer-group.add',
    method: 'POST',
    path: '/customer-groups',
    command: 'customer-group add <names…>',
    right: 'items.write',
    summary: { en: 'Create customer groups', de: 'Kundengruppen anlegen' },
    creates: true,
    input: z.object({
      names: z.array(name).min(1).max(100).meta({ description: 'The names.', 'x-de': 'Die Namen.' }),
    }),
    output: z.object({ items: z.array(created) }),
    audit: input => ({ objectKind: 'customer_group', data: { count: input.names.length } }),
    run: (context, { names }) =>
      inTransaction(context, async tx => ({
        items: await createCustomerGroups(
          tx,
          context.tenant,
          names.map(one => ({ name: one })),
        ),
      })),
  }),
  operation({
    name: 'customer-group.change',
    method: 'PATCH',
    path: '/customer-groups/:group',
    command: 'customer-group change <group>',
    right: 'items.write',
    summary: {
      en: 'Rename a customer group or make it the default',
      de: 'Eine Kundengruppe umbenennen oder zum Standard machen',
    },
    input: z.object({
      group: z
        .string()
        .min(1)
        .max(100)
        .meta({ description: 'Id or name of the group.', 'x-de': 'Kennung oder Name der Gruppe.' }),
      name: name.optional().meta({ description: 'Another name.', 'x-de': 'Ein anderer Name.' }),
      isDefault: z.literal(true).optional().meta({
        description: 'Make it the group of customers of whom nothing else is said.',
        'x-de': 'Sie zur Gruppe der Kunden machen, von denen nichts anderes gesagt ist.',
      }),
    }),
    output: groupShape,
    audit: note,
    run: (context, { group, ...change }) =>
      inTransaction(context, async tx => {
        const { id } = await customerGroupOf(tx, context.tenant, group)
        await changeCustomerGroup(tx, context.tenant, id, change)
        return customerGroupOf(tx, context.tenant, id)
      }),
  }),
]
