import { z } from 'zod'
import { whichCompany } from '../company/companyTaxes.ts'
import { decideTaxes } from '../company/decideTaxes.ts'
import { listTaxClasses } from '../company/taxClassStore.ts'
import { taxTreatments } from '../company/taxTreatment.ts'
import { checkVatId } from '../company/vatId.ts'
import { company } from './companyTaxes.ts'
import { described } from './described.ts'
import { inTransaction, type Operation, operation } from './operation.ts'
import { refusalOf, refusalShape } from './orderActs.ts'
import { whyTaxed } from './taxWords.ts'

const country = z
  .string()
  .trim()
  .length(2)
  .transform(code => code.toUpperCase())

/** How a sale would be taxed and why, and whether VAT ids can be right. */
export const taxOperations: readonly Operation[] = [
  operation({
    name: 'tax.decide',
    method: 'POST',
    path: '/tax/decide',
    command: 'tax decide <shipTo>',
    right: 'orders.read',
    summary: {
      en: 'Show how a sale to an address is taxed, with which rates, and why',
      de: 'Zeigen, wie ein Verkauf an eine Anschrift besteuert wird, mit welchen Sätzen und warum',
    },
    input: z.object({
      company,
      shipTo: country.meta(
        described('Country where the goods go, such as AT.', 'Land, in das die Ware geht, etwa AT.'),
      ),
      postcode: z
        .string()
        .max(20)
        .optional()
        .meta(
          described(
            'Its postcode: some territories have rules of their own.',
            'Seine Postleitzahl: Einige Gebiete haben eigene Regeln.',
          ),
        ),
      vatId: z
        .string()
        .max(30)
        .optional()
        .meta(described('The buyer’s VAT id.', 'Die USt-IdNr. des Käufers.')),
      business: z
        .boolean()
        .optional()
        .meta(
          described(
            'Whether a business buys; not said: if there is a VAT id.',
            'Ob ein Unternehmen kauft; ohne Angabe: wenn es eine USt-IdNr. gibt.',
          ),
        ),
      date: z.iso
        .date()
        .optional()
        .meta(described('The day; today by default.', 'Der Tag; ohne Angabe heute.')),
    }),
    output: z.object({
      treatment: z.enum(taxTreatments),
      why: z.string(),
      country: z.string(),
      rates: z.array(z.object({ taxClassId: z.uuid(), taxClass: z.string(), rate: z.string() })),
      vatId: z.string().nullable(),
      shippingTax: z.enum(['main', 'proportional']),
      notes: z.array(z.object(refusalShape)),
    }),
    run: (context, input) =>
      inTransaction(context, async tx => {
        const { tenant, kontor, language } = context
        const { id, day } = await whichCompany(tx, tenant, input.company, kontor.now())
        const classes = await listTaxClasses(tx, tenant, kontor.now())
        const [decision] = await decideTaxes(tx, tenant, [
          {
            companyId: id,
            shipTo: input.shipTo,
            shipToPostcode: input.postcode,
            billTo: null,
            business: input.business ?? Boolean(input.vatId?.trim()),
            vatId: input.vatId ?? null,
            date: input.date ?? day,
            taxClassIds: classes.map(one => one.id),
          },
        ])
        if (!decision) throw new TypeError('one decision per request')
        const names = new Map(classes.map(one => [one.id, one.name]))
        return {
          treatment: decision.treatment,
          why: whyTaxed(language, decision.treatment, decision.country),
          country: decision.country,
          rates: decision.rates.map(one => ({ ...one, taxClass: names.get(one.taxClassId) ?? '' })),
          vatId: decision.vatId,
          shippingTax: decision.shippingTax,
          notes: decision.notes.map(note => refusalOf(context, note)),
        }
      }),
  }),
  operation({
    name: 'vat-id.check',
    method: 'POST',
    path: '/vat-ids/check',
    command: 'vat-id check <ids…>',
    right: 'customers.read',
    summary: {
      en: 'Check form and check digits of VAT ids; whether they exist is not asked anywhere',
      de: 'Form und Prüfziffern von USt-IdNrn. prüfen; ob es sie gibt, wird nirgends erfragt',
    },
    input: z.object({
      ids: z
        .array(z.string().max(60))
        .min(1)
        .max(1000)
        .meta(
          described(
            'The VAT ids, with the letters of their state.',
            'Die USt-IdNrn., mit den Buchstaben ihres Staates.',
          ),
        ),
    }),
    output: z.object({
      items: z.array(
        z.object({
          given: z.string(),
          valid: z.boolean(),
          /** As documents write it; null: it cannot be right. */
          vatId: z.string().nullable(),
          state: z.string().nullable(),
          fault: z.enum(['state', 'form', 'digits']).nullable(),
          ...refusalShape,
        }),
      ),
    }),
    run: async (context, { ids }) => ({
      items: ids.map(given => {
        const checked = checkVatId(given)
        return checked.valid
          ? {
              given,
              valid: true,
              vatId: checked.vatId,
              state: checked.state,
              fault: null,
              ...refusalOf(context, {}),
            }
          : {
              given,
              valid: false,
              vatId: null,
              state: null,
              fault: checked.fault,
              ...refusalOf(context, { code: 'VAT_ID_INVALID' }),
            }
      }),
    }),
  }),
]
