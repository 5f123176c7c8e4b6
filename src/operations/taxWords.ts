import { fill, type Language, type Texts } from '../base/errors.ts'
import { type TaxTreatment, taxTreatments } from '../company/taxTreatment.ts'

// What a treatment means.
const why: Readonly<Record<TaxTreatment, Texts>> = {
  domestic: {
    de: 'Besteuert in {country}, dem Land der Firma.',
    en: 'Taxed in {country}, the country of the company.',
  },
  eu_consumer: {
    de: 'Lieferung an einen Verbraucher in einem anderen EU-Staat: besteuert mit den Sätzen von {country}.',
    en: 'A delivery to a consumer in another EU state: taxed with the rates of {country}.',
  },
  reverse_charge: {
    de: 'Steuerfreie Lieferung an ein Unternehmen in einem anderen EU-Staat ({country}); die Steuer schuldet der Empfänger.',
    en: 'A delivery free of tax to a business in another EU state ({country}); the recipient owes the tax.',
  },
  export: { de: 'Steuerfreie Ausfuhr nach {country}.', en: 'An export to {country}, free of tax.' },
  small_business: {
    de: 'Keine Steuer: Die Firma ist an diesem Tag Kleinunternehmer.',
    en: 'No tax: the company is a small business on that day.',
  },
}

/** Why a sale is taxed as it is, in a sentence. */
export function whyTaxed(language: Language, treatment: TaxTreatment, country: string): string {
  return fill(why[treatment][language], { country })
}

/** The same of an order; null where its channel said the rates. */
export function whyOrderTaxed(
  language: Language,
  order: { readonly taxTreatment: string | null; readonly taxCountry: string | null },
): string | null {
  const known = taxTreatments.find(one => one === order.taxTreatment)
  return known ? whyTaxed(language, known, order.taxCountry ?? '') : null
}
