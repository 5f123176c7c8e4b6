import { z } from 'zod'
import type { Tx } from '../base/database.ts'
import { putCompanyVatIds, setCompanyTax, whichCompany } from '../company/companyTaxes.ts'
import { companyTaxesOn, listCompanyTaxes } from '../company/companyTaxStore.ts'
import { described } from './described.ts'
import { type Context, inTransaction, type Operation, operation } from './operation.ts'
import { refusalOf, refusalShape } from './orderActs.ts'

/** A company by id or name; not said: the only one. */
export const company = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .optional()
  .meta(
    described(
      'Id or name of the company, if there are several.',
      'Kennung oder Name der Firma, wenn es mehrere gibt.',
    ),
  )
const day = z.iso.date()
const said = {
  smallBusiness: z.boolean(),
  oss: z.boolean(),
  exportsFree: z.boolean(),
  shippingTax: z.enum(['main', 'proportional']),
}
const shown = z.object({
  companyId: z.uuid(),
  company: z.string(),
  country: z.string(),
  /** What holds today. */
  today: z.object({ day, ...said }),
  /** What was set, each from its day on until the next. */
  settings: z.array(z.object({ from: day, ...said })).readonly(),
  vatIds: z
    .array(z.object({ vatId: z.string(), state: z.string(), from: day.nullable(), until: day.nullable() }))
    .readonly(),
})

async function show(tx: Tx, { tenant, kontor }: Context, wanted: string | undefined) {
  const { id, name, country, day: today } = await whichCompany(tx, tenant, wanted, kontor.now())
  const [{ rows, vatIds }, [now]] = await Promise.all([
    listCompanyTaxes(tx, tenant, id),
    companyTaxesOn(tx, tenant, [{ companyId: id, date: today }]),
  ])
  if (!now) throw new TypeError('a company that was found is there')
  const { smallBusiness, oss, exportsFree, shippingTax } = now
  return {
    companyId: id,
    company: name,
    country,
    today: { day: today, smallBusiness, oss, exportsFree, shippingTax },
    settings: rows,
    vatIds,
  }
}

/** What a company is for taxes, by day. */
export const companyTaxOperations: readonly Operation[] = [
  operation({
    name: 'company-tax.show',
    method: 'GET',
    path: '/company-tax',
    command: 'company-tax show',
    right: 'orders.read',
    summary: {
      en: 'Show what a company is for taxes: small business, One-Stop-Shop, exports, shipping costs, own VAT ids',
      de: 'Zeigen, was eine Firma steuerlich ist: Kleinunternehmer, One-Stop-Shop, Ausfuhr, Versandkosten, eigene USt-IdNrn.',
    },
    input: z.object({ company }),
    output: shown,
    run: (context, input) => inTransaction(context, tx => show(tx, context, input.company)),
  }),
  operation({
    name: 'company-tax.set',
    method: 'PUT',
    path: '/company-tax',
    command: 'company-tax set',
    right: 'company.write',
    summary: {
      en: 'Set what a company is for taxes from a day on; what is not said stays as it is on that day',
      de: 'Festlegen, was eine Firma von einem Tag an steuerlich ist; was nicht gesagt wird, bleibt wie an diesem Tag',
    },
    input: z.object({
      company,
      from: day.meta(described('The first day, such as 2026-01-01.', 'Der erste Tag, etwa 2026-01-01.')),
      smallBusiness: said.smallBusiness
        .optional()
        .meta(described('A small business charges no tax.', 'Kleinunternehmer berechnen keine Steuer.')),
      oss: said.oss
        .optional()
        .meta(
          described(
            'Registered for the One-Stop-Shop: consumers in other EU states pay the rates of their country.',
            'Zum One-Stop-Shop angemeldet: Verbraucher in anderen EU-Staaten zahlen die Sätze ihres Landes.',
          ),
        ),
      exportsFree: said.exportsFree
        .optional()
        .meta(
          described(
            'Deliveries out of the EU are free of tax; otherwise they are taxed like those at home.',
            'Lieferungen aus der EU hinaus sind steuerfrei; sonst werden sie wie im Inland besteuert.',
          ),
        ),
      shippingTax: said.shippingTax
        .optional()
        .meta(
          described(
            'Shipping costs bear the rate with the largest part of the order (main), or each rate by its part (proportional).',
            'Versandkosten tragen den Satz mit dem größten Anteil am Auftrag (main) oder jeden Satz nach seinem Anteil (proportional).',
          ),
        ),
    }),
    output: shown,
    audit: (input, output) => ({
      objectKind: 'company',
      objectId: output.companyId,
      data: {
        from: input.from,
        fields: (['smallBusiness', 'oss', 'exportsFree', 'shippingTax'] as const).filter(
          field => input[field] !== undefined,
        ),
      },
    }),
    run: (context, { company: wanted, from, smallBusiness, oss, exportsFree, shippingTax }) =>
      inTransaction(context, async tx => {
        const { id } = await whichCompany(tx, context.tenant, wanted, context.kontor.now())
        await setCompanyTax(tx, context.tenant, id, { from, smallBusiness, oss, exportsFree, shippingTax })
        return show(tx, context, wanted)
      }),
  }),
  operation({
    name: 'company-tax.put-vat-ids',
    method: 'PUT',
    path: '/company-tax/vat-ids',
    command: 'company-tax put-vat-ids <ids…>',
    right: 'company.write',
    summary: {
      en: 'Set up the VAT ids that a company has itself, one for each state where it is registered',
      de: 'Die eigenen USt-IdNrn. einer Firma hinterlegen, eine für jeden Staat, in dem sie registriert ist',
    },
    input: z.object({
      company,
      ids: z
        .array(z.string().trim().min(1).max(30))
        .min(1)
        .max(50)
        .meta(described('The VAT ids.', 'Die USt-IdNrn.')),
      from: day.optional().meta(described('Their first day.', 'Ihr erster Tag.')),
      until: day.optional().meta(described('Their last day.', 'Ihr letzter Tag.')),
    }),
    output: z.object({
      refused: z.int(),
      items: z.array(
        z.object({
          vatId: z.string(),
          did: z.enum(['new', 'changed', 'unchanged', 'refused']),
          ...refusalShape,
        }),
      ),
    }),
    audit: (_, output) => ({ objectKind: 'company', data: { count: output.items.length } }),
    run: (context, { company: wanted, ids, from, until }) =>
      inTransaction(context, async tx => {
        const { id } = await whichCompany(tx, context.tenant, wanted, context.kontor.now())
        const results = await putCompanyVatIds(
          tx,
          context.tenant,
          id,
          ids.map(vatId => ({ vatId, from, until })),
        )
        const items = results.map(({ note, ...one }) => ({ ...one, ...refusalOf(context, note ?? {}) }))
        return { refused: items.filter(one => one.did === 'refused').length, items }
      }),
  }),
]
