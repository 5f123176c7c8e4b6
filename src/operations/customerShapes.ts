import { z } from 'zod'
import type { Tx } from '../base/database.ts'
import { customerGroupOf } from '../catalog/customerGroups.ts'
import { findCustomer, findCustomers } from '../customers/customerQueries.ts'
import { customerProblem } from '../customers/problems.ts'

/** A text of a customer's record, described in both languages. */
export const text = (en: string, de: string, max = 200) =>
  z.string().trim().max(max).optional().meta({ description: en, 'x-de': de })

const day = (en: string, de: string) =>
  z
    .union([z.literal(''), z.iso.date()])
    .optional()
    .meta({ description: en, 'x-de': de })

const flag = (en: string, de: string) => z.boolean().optional().meta({ description: en, 'x-de': de })

/** What a person may say of a customer besides names and addresses. */
export const customerInput = {
  company: text('Company.', 'Firma.'),
  salutation: text('Salutation.', 'Anrede.'),
  title: text('Title.', 'Titel.'),
  firstName: text('First name.', 'Vorname.'),
  lastName: text('Last name.', 'Nachname.'),
  email: text('E-mail address.', 'E-Mail-Adresse.'),
  phone: text('Telephone.', 'Telefon.'),
  mobile: text('Mobile telephone.', 'Mobiltelefon.'),
  fax: text('Fax.', 'Fax.'),
  website: text('Website.', 'Internetseite.'),
  birthday: day('Birthday, YYYY-MM-DD.', 'Geburtstag, JJJJ-MM-TT.'),
  language: text('Language, such as de.', 'Sprache, etwa de.', 10),
  business: flag('Buys as a business.', 'Kauft als Unternehmen.'),
  vatId: text('VAT id; its check digits must be right.', 'USt-IdNr.; die Prüfziffern müssen stimmen.', 30),
  taxNumber: text('Tax number.', 'Steuernummer.', 50),
  debtorNumber: text(
    'Accounts-receivable number; no two have the same.',
    'Debitorennummer; keine zwei haben dieselbe.',
    50,
  ),
  group: text('Id or name of the customer group.', 'Kennung oder Name der Kundengruppe.', 100),
  customerSince: day('Customer since, YYYY-MM-DD.', 'Kunde seit, JJJJ-MM-TT.'),
  note: text('Note.', 'Notiz.', 5000),
  blocked: flag(
    'Nothing is taken over for or delivered to a blocked customer.',
    'Für gesperrte Kunden wird nichts übernommen und nichts ausgeliefert.',
  ),
  blockReason: text('Why the customer is blocked.', 'Warum der Kunde gesperrt ist.', 500),
}

/** The fields of an address. */
export const addressInput = {
  salutation: customerInput.salutation,
  title: customerInput.title,
  firstName: customerInput.firstName,
  lastName: customerInput.lastName,
  company: customerInput.company,
  street: text('Street and number.', 'Straße und Hausnummer.'),
  extra: text('Further line of the address.', 'Adresszusatz.'),
  postcode: text('Postcode.', 'Postleitzahl.', 20),
  city: text('Place.', 'Ort.'),
  state: text('State or region.', 'Bundesland oder Region.'),
  country: text('Country, two letters.', 'Land, zwei Buchstaben.', 2),
  phone: customerInput.phone,
  email: customerInput.email,
}

export const customerArgument = z
  .string()
  .min(1)
  .max(100)
  .meta({ description: 'Id or number of the customer.', 'x-de': 'Kennung oder Nummer des Kunden.' })

/** An address as the list of a customer shows it. */
export const bookShape = z.object({
  id: z.uuid(),
  billing: z.boolean(),
  shipping: z.boolean(),
  salutation: z.string(),
  title: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  company: z.string(),
  street: z.string(),
  extra: z.string(),
  postcode: z.string(),
  city: z.string(),
  state: z.string(),
  country: z.string().nullable(),
  phone: z.string(),
  email: z.string(),
})

/** The id of the customer that an id or number leads to. Throws CUSTOMER_UNKNOWN. */
export async function customerOf(tx: Tx, tenant: string, idOrNumber: string): Promise<string> {
  const id = await findCustomer(tx, tenant, idOrNumber)
  if (id === undefined) throw customerProblem('CUSTOMER_UNKNOWN', { customer: idOrNumber })
  return id
}

/** The same of several, in order. */
export async function customersOf(
  tx: Tx,
  tenant: string,
  idsOrNumbers: readonly string[],
): Promise<string[]> {
  const ids = await findCustomers(tx, tenant, idsOrNumbers)
  return ids.map((id, index) => {
    if (id === undefined) throw customerProblem('CUSTOMER_UNKNOWN', { customer: idsOrNumbers[index] ?? '' })
    return id
  })
}

/** The id of a group by id or name; '' and null is no group. Absent where nothing was said. */
export async function groupOf(
  tx: Tx,
  tenant: string,
  group: string | undefined,
): Promise<{ groupId?: string | null }> {
  if (group === undefined) return {}
  return { groupId: group === '' ? null : (await customerGroupOf(tx, tenant, group)).id }
}
