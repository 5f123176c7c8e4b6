import { z } from 'zod'
import type { Changed } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import { addAddresses, changeAddresses, removeAddresses } from '../customers/customerAddresses.ts'
import { countHistory, listHistory } from '../customers/customerHistory.ts'
import { addNotes, changeNotes, countNotes, listNotes, removeNotes } from '../customers/customerNotes.ts'
import { partsOf } from '../customers/liveCustomer.ts'
import { markDue } from '../sync/markDue.ts'
import { addressInput, customerArgument, customerOf } from './customerShapes.ts'
import { type Context, inTransaction, type Operation, operation } from './operation.ts'
import { doing } from './orderActs.ts'
import { asPage, countLimit, pageInput, pageOf } from './pageOf.ts'

const address = z.uuid().meta({ description: 'Id of the address.', 'x-de': 'Kennung der Anschrift.' })
const note = z.uuid().meta({ description: 'Id of the note.', 'x-de': 'Kennung der Notiz.' })
const words = z
  .string()
  .trim()
  .min(1)
  .max(10_000)
  .meta({ description: 'What is noted.', 'x-de': 'Was notiert wird.' })
const uses = {
  billing: z.boolean().optional().meta({
    description: 'New orders take it for the bill.',
    'x-de': 'Neue Aufträge nehmen sie für die Rechnung.',
  }),
  shipping: z.boolean().optional().meta({
    description: 'New orders take it for the goods.',
    'x-de': 'Neue Aufträge nehmen sie für die Lieferung.',
  }),
}
const done = z.object({ id: z.uuid(), customerId: z.uuid() })
const of = (customerId: string) => ({ objectKind: 'customer', objectId: customerId })

/** The address book, the notes and the history of customers. */
export const customerBookOperations: readonly Operation[] = [
  operation({
    name: 'customer.address-add',
    method: 'POST',
    path: '/customers/:customer/addresses',
    command: 'customer address add <customer>',
    right: 'customers.write',
    summary: { en: 'Add an address to a customer', de: 'Einem Kunden eine Anschrift hinzufügen' },
    creates: true,
    input: z.object({ customer: customerArgument, ...addressInput, ...uses }),
    output: z.object({ id: z.uuid(), did: z.enum(['added', 'exists']), customerId: z.uuid() }),
    audit: (_, output) => ({ ...of(output.customerId), data: { address: output.id } }),
    run: (context, { customer, billing, shipping, ...given }) =>
      inTransaction(context, async tx => {
        const customerId = await customerOf(tx, context.tenant, customer)
        const one = { customerId, billing, shipping, address: placed(given) }
        const added = await tell(tx, context, await addAddresses(tx, context.tenant, [one], doing(context)))
        return { ...added, customerId }
      }),
  }),
  operation({
    name: 'customer.address-change',
    method: 'PATCH',
    path: '/customer-addresses/:address',
    command: 'customer address change <address>',
    right: 'customers.write',
    summary: {
      en: 'Change an address of a customer; orders keep what they were placed with',
      de: 'Eine Anschrift eines Kunden ändern; Aufträge behalten ihre',
    },
    input: z.object({ address, ...addressInput, ...uses }),
    output: done,
    audit: (input, output) => ({ ...of(output.customerId), data: { address: input.address } }),
    run: (context, { address: id, billing, shipping, ...given }) =>
      inTransaction(context, async tx => {
        const change = { id, billing, shipping, address: placed(given) }
        return tell(tx, context, await changeAddresses(tx, context.tenant, [change], doing(context)))
      }),
  }),
  operation({
    name: 'customer.address-remove',
    method: 'DELETE',
    path: '/customer-addresses/:address',
    command: 'customer address remove <address>',
    right: 'customers.write',
    summary: {
      en: 'Remove an address of a customer; orders keep theirs',
      de: 'Eine Anschrift eines Kunden entfernen; Aufträge behalten ihre',
    },
    input: z.object({ address }),
    output: done,
    audit: (input, output) => ({ ...of(output.customerId), data: { address: input.address } }),
    run: (context, { address: id }) =>
      inTransaction(context, async tx => {
        return tell(tx, context, await removeAddresses(tx, context.tenant, [id], doing(context)))
      }),
  }),
  operation({
    name: 'customer.notes',
    method: 'GET',
    path: '/customers/:customer/notes',
    command: 'customer notes <customer>',
    right: 'customers.read',
    summary: { en: 'List the notes of a customer', de: 'Die Notizen zu einem Kunden auflisten' },
    input: z.object({ customer: customerArgument, ...pageInput }),
    output: pageOf(
      z.object({
        id: z.uuid(),
        text: z.string(),
        at: z.date(),
        author: z.string(),
        changedAt: z.date().nullable(),
        changedBy: z.string().nullable(),
      }),
    ),
    run: (context, { customer, after, limit }) =>
      inTransaction(context, async tx => {
        const id = await customerOf(tx, context.tenant, customer)
        const rows = await listNotes(tx, context.tenant, id, { after, limit: limit + 1 })
        return asPage(rows, limit, await countNotes(tx, context.tenant, id, countLimit + 1))
      }),
  }),
  operation({
    name: 'customer.note-add',
    method: 'POST',
    path: '/customers/:customer/notes',
    command: 'customer note add <customer> <text>',
    right: 'customers.write',
    summary: { en: 'Note something about a customer', de: 'Etwas zu einem Kunden notieren' },
    creates: true,
    input: z.object({ customer: customerArgument, text: words }),
    output: done,
    audit: (_, output) => ({ ...of(output.customerId), data: { note: output.id } }),
    run: (context, { customer, text }) =>
      inTransaction(context, async tx => {
        const customerId = await customerOf(tx, context.tenant, customer)
        const [id = ''] = await addNotes(tx, context.tenant, [{ customerId, text }], doing(context))
        return { id, customerId }
      }),
  }),
  operation({
    name: 'customer.note-change',
    method: 'PATCH',
    path: '/customer-notes/:note',
    command: 'customer note change <note> <text>',
    right: 'customers.write',
    summary: { en: 'Put other words into a note', de: 'Den Text einer Notiz ändern' },
    input: z.object({ note, text: words }),
    output: z.object({ id: z.uuid() }),
    audit: input => ({ objectKind: 'customer_note', objectId: input.note }),
    run: (context, { note: id, text }) =>
      inTransaction(context, async tx => {
        await changeNotes(tx, context.tenant, [{ id, text }], doing(context))
        return { id }
      }),
  }),
  operation({
    name: 'customer.note-remove',
    method: 'DELETE',
    path: '/customer-notes/:note',
    command: 'customer note remove <note>',
    right: 'customers.write',
    summary: { en: 'Remove a note about a customer', de: 'Eine Notiz zu einem Kunden entfernen' },
    input: z.object({ note }),
    output: z.object({ id: z.uuid() }),
    audit: input => ({ objectKind: 'customer_note', objectId: input.note }),
    run: (context, { note: id }) =>
      inTransaction(context, async tx => {
        await removeNotes(tx, context.tenant, [id], doing(context))
        return { id }
      }),
  }),
  operation({
    name: 'customer.history',
    method: 'GET',
    path: '/customers/:customer/history',
    command: 'customer history <customer>',
    right: 'customers.read',
    summary: {
      en: 'What was done to a customer, field by field; what was done to its parts, too',
      de: 'Was mit einem Kunden geschah, Feld für Feld; auch was mit seinen Teilen geschah',
    },
    input: z.object({ customer: customerArgument, ...pageInput }),
    output: pageOf(
      z.object({
        id: z.uuid(),
        at: z.date(),
        actor: z.string(),
        event: z.string(),
        number: z.string(),
        data: z.record(z.string(), z.unknown()),
        changes: z
          .array(z.object({ field: z.string(), before: z.string().nullable(), after: z.string().nullable() }))
          .readonly(),
      }),
    ),
    run: (context, { customer, after, limit }) =>
      inTransaction(context, async tx => {
        const ids = await partsOf(tx, context.tenant, await customerOf(tx, context.tenant, customer))
        const rows = await listHistory(tx, context.tenant, ids, { after, limit: limit + 1 })
        return asPage(rows, limit, await countHistory(tx, context.tenant, ids, countLimit + 1))
      }),
  }),
]

function placed<T extends { readonly country?: string | undefined }>(given: T): T {
  return given.country === undefined ? given : { ...given, country: given.country.toUpperCase() }
}

// Shops that are told of customers hear of it.
async function tell<Result>(
  tx: Tx,
  { tenant, actor }: Context,
  { results, changed }: { readonly results: readonly Result[]; readonly changed: Changed },
): Promise<Result> {
  const [result] = results
  if (result === undefined) throw new TypeError('no result for an address')
  await markDue(tx, tenant, changed, actor.name)
  return result
}
