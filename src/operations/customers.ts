import { z } from 'zod'
import { type CustomerAtShop, customerAtShops } from '../channels/customerAtShops.ts'
import { explain } from '../channels/reasons.ts'
import { type CustomerChange, changeCustomers } from '../customers/changeCustomers.ts'
import { listCustomers } from '../customers/customerList.ts'
import { readCustomer } from '../customers/customerQueries.ts'
import { customerProblem } from '../customers/problems.ts'
import { refreshTermsOfCustomers } from '../sales/orderTerms.ts'
import { reopenBlocked } from '../sync/assignCustomers.ts'
import { markDue } from '../sync/markDue.ts'
import {
  bookShape,
  customerArgument,
  customerInput,
  customerOf,
  customersOf,
  groupOf,
  text,
} from './customerShapes.ts'
import { ifAlike, madeCustomer, makeCustomers, newCustomer } from './newCustomers.ts'
import { type Context, inTransaction, type Operation, operation } from './operation.ts'
import { doing } from './orderActs.ts'
import { asPage, countLimit, pageInput, pageOf } from './pageOf.ts'

const changedShape = z.object({ id: z.uuid(), version: z.int() })
const customer = customerArgument
const many = z
  .array(customer)
  .min(1)
  .max(1000)
  .meta({ description: 'Ids or numbers of customers.', 'x-de': 'Kennungen oder Nummern von Kunden.' })

/** Customers: who ordered. */
export const customerOperations: readonly Operation[] = [
  operation({
    name: 'customer.list',
    method: 'GET',
    path: '/customers',
    command: 'customer list',
    right: 'customers.read',
    summary: {
      en: 'List or search customers, newest first',
      de: 'Kunden auflisten oder suchen, Neueste zuerst',
    },
    input: z.object({
      ...pageInput,
      search: text(
        'Number, names, e-mail address, telephone, postcode or place of any address, debtor number, VAT id; beginnings suffice.',
        'Nummer, Namen, E-Mail-Adresse, Telefon, Postleitzahl oder Ort jeder Anschrift, Debitorennummer, USt-IdNr.; Wortanfänge genügen.',
      ),
      exact: z.boolean().optional().meta({ description: 'Whole words only.', 'x-de': 'Nur ganze Wörter.' }),
      blocked: z
        .boolean()
        .optional()
        .meta({ description: 'Only who is blocked, or is not.', 'x-de': 'Nur gesperrte oder nur freie.' }),
      business: z.boolean().optional().meta({
        description: 'Only businesses, or only persons.',
        'x-de': 'Nur Unternehmen oder nur Personen.',
      }),
      group: customerInput.group,
      country: z
        .string()
        .regex(/^[A-Z]{2}$/)
        .optional()
        .meta({
          description: 'Only with an address in this country (DE).',
          'x-de': 'Nur mit einer Anschrift in diesem Land (DE).',
        }),
      openOrders: z.boolean().optional().meta({
        description: 'Only of whom an order is still to be delivered, or of whom none is.',
        'x-de': 'Nur mit Aufträgen, die noch auszuliefern sind, oder nur ohne.',
      }),
    }),
    output: pageOf(
      z.object({
        id: z.uuid(),
        number: z.string(),
        name: z.string(),
        email: z.string(),
        place: z.string().nullable(),
        country: z.string().nullable(),
        group: z.string().nullable(),
        debtorNumber: z.string().nullable(),
        business: z.boolean(),
        blocked: z.boolean(),
      }),
    ),
    run: (context, { after, limit, group, ...given }) =>
      inTransaction(context, async tx => {
        const { groupId } = await groupOf(tx, context.tenant, group || undefined)
        const filter = { ...given, groupId: groupId ?? undefined }
        const page = { after, limit: limit + 1, countTo: countLimit }
        const { rows, count, countCapped } = await listCustomers(tx, context.tenant, filter, page)
        return { ...asPage(rows, limit, count), countCapped }
      }),
  }),
  operation({
    name: 'customer.show',
    method: 'GET',
    path: '/customers/:customer',
    command: 'customer show <customer>',
    right: 'customers.read',
    summary: { en: 'Show a customer with addresses', de: 'Einen Kunden mit Adressen zeigen' },
    input: z.object({ customer }),
    output: z.object({
      id: z.uuid(),
      number: z.string(),
      name: z.string(),
      company: z.string(),
      salutation: z.string(),
      title: z.string(),
      firstName: z.string(),
      lastName: z.string(),
      email: z.string(),
      phone: z.string(),
      mobile: z.string(),
      fax: z.string(),
      website: z.string(),
      birthday: z.string().nullable(),
      language: z.string().nullable(),
      business: z.boolean(),
      vatId: z.string().nullable(),
      taxNumber: z.string(),
      debtorNumber: z.string().nullable(),
      group: z.string().nullable(),
      groupId: z.uuid().nullable(),
      customerSince: z.string().nullable(),
      blocked: z.boolean(),
      blockReason: z.string(),
      note: z.string(),
      version: z.int(),
      anonymised: z.boolean(),
      createdAt: z.date(),
      madeBy: z.string(),
      addresses: z.array(bookShape).readonly(),
      keys: z.array(z.string()).readonly(),
      merged: z.array(z.string()).readonly(),
      notes: z.int(),
      orders: z.int(),
      lastOrderAt: z.date().nullable(),
      /** What shops made of what was changed here, by account. */
      shops: z
        .array(
          z.object({
            channelId: z.uuid(),
            channel: z.string(),
            accountId: z.uuid(),
            state: z.enum(['accepted', 'waiting', 'sending', 'refused']),
            at: z.date().nullable(),
            code: z.string().nullable(),
            text: z.string().nullable(),
            reason: z.string().nullable(),
            remedy: z.string().nullable(),
          }),
        )
        .readonly(),
    }),
    run: (context, input) =>
      inTransaction(context, async tx => {
        const found = await readCustomer(tx, context.tenant, input.customer)
        if (!found) throw customerProblem('CUSTOMER_UNKNOWN', { customer: input.customer })
        const shops = await customerAtShops(tx, context.tenant, found.id)
        return { ...found, shops: shops.map(one => withReason(one, context.language)) }
      }),
  }),
  operation({
    name: 'customer.add',
    method: 'POST',
    path: '/customers',
    command: 'customer add',
    right: 'customers.write',
    summary: {
      en: 'Create a customer; names those that look alike, with points and reasons',
      de: 'Einen Kunden anlegen; nennt die, die ihm gleichen, mit Punkten und Gründen',
    },
    creates: true,
    input: newCustomer.extend({ ifAlike }),
    output: madeCustomer,
    audit: (_, { did, id }) => ({
      objectKind: 'customer',
      ...(id === null ? {} : { objectId: id }),
      data: { did },
    }),
    run: async (context, { ifAlike: alikes, ...input }) => {
      const [made] = await makeCustomers(context, [input], alikes)
      if (!made) throw new TypeError('no result for a customer')
      return made
    },
  }),
  operation({
    name: 'customer.add-many',
    method: 'POST',
    path: '/customers/bulk',
    command: null,
    right: 'customers.write',
    summary: { en: 'Create up to 1,000 customers', de: 'Bis zu 1.000 Kunden anlegen' },
    creates: true,
    input: z.object({ customers: z.array(newCustomer).min(1).max(1000), ifAlike }),
    output: z.object({ items: z.array(madeCustomer) }),
    audit: (_, { items }) => ({
      objectKind: 'customer',
      data: { count: items.filter(one => one.did === 'made').length },
    }),
    run: async (context, { customers, ifAlike: alikes }) => ({
      items: await makeCustomers(context, customers, alikes),
    }),
  }),
  operation({
    name: 'customer.change',
    method: 'PATCH',
    path: '/customers/:customer',
    command: 'customer change <customer>',
    right: 'customers.write',
    summary: {
      en: 'Change a customer, block or unblock; orders keep what they were placed with',
      de: 'Einen Kunden ändern, sperren oder freigeben; Aufträge behalten ihre Angaben',
    },
    input: z.object({
      customer,
      ...customerInput,
      version: z.int().optional().meta({
        description: 'Refuse if it was changed since this version.',
        'x-de': 'Ablehnen, wenn seit dieser Version geändert wurde.',
      }),
    }),
    output: changedShape,
    audit: (input, output) => ({
      objectKind: 'customer',
      objectId: output.id,
      data: { fields: Object.keys(input).filter(key => key !== 'customer') },
    }),
    run: (context, { customer: which, group, ...change }) =>
      inTransaction(context, async tx => {
        const { tenant } = context
        const id = await customerOf(tx, tenant, which)
        const [done] = await changeAll(context, [{ id, ...change, ...(await groupOf(tx, tenant, group)) }])
        if (!done) throw new TypeError('no result for a customer')
        return done
      }),
  }),
  operation({
    name: 'customer.change-many',
    method: 'PATCH',
    path: '/customers/bulk',
    command: 'customer change-many <customers…>',
    right: 'customers.write',
    summary: {
      en: 'Block, unblock or regroup up to 1,000 customers at once',
      de: 'Bis zu 1.000 Kunden auf einmal sperren, freigeben oder einer Gruppe zuordnen',
    },
    input: z.object({
      customers: many,
      blocked: customerInput.blocked,
      blockReason: customerInput.blockReason,
      group: customerInput.group,
      business: customerInput.business,
    }),
    output: z.object({ items: z.array(changedShape) }),
    audit: ({ customers, ...change }) => ({
      objectKind: 'customer',
      data: { count: customers.length, fields: Object.keys(change) },
    }),
    run: (context, { customers, group, ...change }) =>
      inTransaction(context, async tx => {
        const { tenant } = context
        const ids = await customersOf(tx, tenant, customers)
        const all = { ...change, ...(await groupOf(tx, tenant, group)) }
        return {
          items: await changeAll(
            context,
            ids.map(id => ({ id, ...all })),
          ),
        }
      }),
  }),
]

async function changeAll(context: Context, changes: readonly CustomerChange[]) {
  return inTransaction(context, async tx => {
    const { tenant, actor, kontor } = context
    const { results, changed } = await changeCustomers(tx, tenant, changes, doing(context))
    await markDue(tx, tenant, changed, actor.name)
    await refreshTermsOfCustomers(
      tx,
      tenant,
      changes.filter(changesName).map(change => change.id),
    )
    if (changes.some(change => change.blocked === false))
      await reopenBlocked(tx, { tenant, by: actor.name, now: kontor.now() })
    return results
  })
}

// What the orders of a customer are found by.
function changesName(change: CustomerChange): boolean {
  return (['company', 'firstName', 'lastName', 'email', 'phone', 'debtorNumber'] as const).some(
    field => field in change,
  )
}

// Why it was refused, as a sentence and with what helps: what waits here has no words of its shop.
function withReason(one: CustomerAtShop, language: Context['language']) {
  const why = one.code === null ? null : explain(one.code, { detail: one.text ?? '', kinds: 'customer' })
  return { ...one, reason: why?.[language] ?? null, remedy: why?.remedy[language] ?? null }
}
