import { z } from 'zod'
import { drawInside } from '../company/numberRanges.ts'
import { changeCustomers, createCustomers } from '../customers/changeCustomers.ts'
import { countCustomers, findCustomer, listCustomers, readCustomer } from '../customers/customerQueries.ts'
import { customerProblem } from '../customers/problems.ts'
import { reopenBlocked } from '../sync/assignCustomers.ts'
import { type Context, inTransaction, type Operation, operation } from './operation.ts'
import { asPage, countLimit, pageInput, pageOf } from './pageOf.ts'

const text = (en: string, de: string, max = 200) =>
  z.string().trim().max(max).optional().meta({ description: en, 'x-de': de })
const fields = {
  company: text('Company.', 'Firma.'),
  firstName: text('First name.', 'Vorname.'),
  lastName: text('Last name.', 'Nachname.'),
  email: text('E-mail address.', 'E-Mail-Adresse.'),
  phone: text('Telephone.', 'Telefon.'),
}
const addressFields = {
  salutation: text('Salutation.', 'Anrede.'),
  street: text('Street and number.', 'Straße und Hausnummer.'),
  extra: text('Further line of the address.', 'Adresszusatz.'),
  postcode: text('Postcode.', 'Postleitzahl.', 20),
  city: text('Place.', 'Ort.'),
  state: text('State or region.', 'Bundesland oder Region.'),
  country: text('Country, two letters.', 'Land, zwei Buchstaben.', 2),
}
const newCustomer = z.object({
  ...fields,
  ...addressFields,
  language: text('Language, such as de.', 'Sprache, etwa de.', 10),
})
const created = z.object({ id: z.uuid(), number: z.string(), alike: z.array(z.string()).readonly() })
const customer = z
  .string()
  .min(1)
  .max(100)
  .meta({ description: 'Id or number of the customer.', 'x-de': 'Kennung oder Nummer des Kunden.' })

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
        'Number, names, e-mail address, postcode or place; beginnings suffice.',
        'Nummer, Namen, E-Mail-Adresse, Postleitzahl oder Ort; Wortanfänge genügen.',
      ),
    }),
    output: pageOf(
      z.object({
        id: z.uuid(),
        number: z.string(),
        name: z.string(),
        email: z.string(),
        place: z.string().nullable(),
        country: z.string().nullable(),
        blocked: z.boolean(),
      }),
    ),
    run: (context, { after, limit, search }) =>
      inTransaction(context, async tx => {
        const rows = await listCustomers(tx, context.tenant, { search, after, limit: limit + 1 })
        return asPage(rows, limit, await countCustomers(tx, context.tenant, search, countLimit + 1))
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
      firstName: z.string(),
      lastName: z.string(),
      email: z.string(),
      phone: z.string(),
      language: z.string().nullable(),
      vatId: z.string().nullable(),
      group: z.string().nullable(),
      blocked: z.boolean(),
      note: z.string(),
      version: z.int(),
      createdAt: z.date(),
      madeBy: z.string(),
      addresses: z.array(z.record(z.string(), z.unknown())).readonly(),
      keys: z.array(z.string()).readonly(),
    }),
    run: (context, input) =>
      inTransaction(context, async tx => {
        const found = await readCustomer(tx, context.tenant, input.customer)
        if (!found) throw customerProblem('CUSTOMER_NOT_FOUND', { customer: input.customer })
        return found
      }),
  }),
  operation({
    name: 'customer.add',
    method: 'POST',
    path: '/customers',
    command: 'customer add',
    right: 'customers.write',
    summary: {
      en: 'Create a customer; names those that look alike',
      de: 'Einen Kunden anlegen; nennt die, die ihm gleichen',
    },
    creates: true,
    input: newCustomer,
    output: created,
    audit: (_, made) => ({ objectKind: 'customer', objectId: made.id }),
    run: async (context, input) => {
      const [made] = await create(context, [input])
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
    input: z.object({ customers: z.array(newCustomer).min(1).max(1000) }),
    output: z.object({ items: z.array(created) }),
    audit: input => ({ objectKind: 'customer', data: { count: input.customers.length } }),
    run: async (context, input) => ({ items: await create(context, input.customers) }),
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
      ...fields,
      note: text('Note.', 'Notiz.', 5000),
      blocked: z.boolean().optional().meta({
        description: 'Nothing is taken over for or delivered to a blocked customer.',
        'x-de': 'Für gesperrte Kunden wird nichts übernommen und nichts ausgeliefert.',
      }),
      version: z.int().optional().meta({
        description: 'Refuse if it was changed since this version.',
        'x-de': 'Ablehnen, wenn seit dieser Version geändert wurde.',
      }),
    }),
    output: z.object({ id: z.uuid(), version: z.int() }),
    audit: (input, output) => ({
      objectKind: 'customer',
      objectId: output.id,
      data: { fields: Object.keys(input).filter(key => key !== 'customer') },
    }),
    run: (context, { customer: which, ...change }) =>
      inTransaction(context, async tx => {
        const { tenant, actor, kontor } = context
        const id = await findCustomer(tx, tenant, which)
        if (id === undefined) throw customerProblem('CUSTOMER_NOT_FOUND', { customer: which })
        const [done] = await changeCustomers(tx, tenant, [{ id, ...change }])
        if (!done) throw new TypeError('no result for a customer')
        if (change.blocked === false) await reopenBlocked(tx, { tenant, by: actor.name, now: kontor.now() })
        return done
      }),
  }),
]

function create(context: Context, customers: readonly z.infer<typeof newCustomer>[]) {
  return inTransaction(context, async tx => {
    const { tenant, actor } = context
    const numbers = await drawInside(tx, tenant, 'customer', customers.length)
    const rows = customers.map(({ language, ...address }) => ({
      language,
      address: { ...address, country: address.country?.toUpperCase() },
    }))
    return createCustomers(tx, tenant, rows, { name: actor.name, numbers })
  })
}
