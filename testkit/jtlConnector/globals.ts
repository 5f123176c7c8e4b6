/** The settings of a shop that `global_data.pull` reports, with those of a small German shop as defaults. */
import type { DecimalText } from './decimals.ts'

export interface ShopGlobals {
  readonly languages: readonly ShopLanguage[]
  readonly currencies: readonly ShopCurrency[]
  readonly customerGroups: readonly ShopCustomerGroup[]
  readonly taxRates: readonly { readonly id: string; readonly rate: DecimalText; readonly country: string }[]
  readonly shippingMethods: readonly NamedSetting[]
  readonly shippingClasses: readonly NamedSetting[]
  readonly productTypes: readonly NamedSetting[]
  readonly warehouses: readonly NamedSetting[]
  readonly units: readonly NamedSetting[]
  readonly measurementUnits: readonly { readonly id: string; readonly code: string; readonly name: string }[]
  readonly crossSellingGroups: readonly NamedSetting[]
}

export interface NamedSetting {
  readonly id: string
  readonly name: string
}

export interface ShopLanguage {
  readonly id: string
  /** Two letters. */
  readonly language: string
  readonly isDefault: boolean
  readonly nameGerman: string
  readonly nameEnglish: string
}

export interface ShopCurrency {
  readonly id: string
  readonly iso: string
  readonly name: string
  readonly nameHtml: string
  readonly factor: DecimalText
  readonly isDefault: boolean
}

export interface ShopCustomerGroup {
  readonly id: string
  readonly name: string
  readonly isDefault: boolean
  readonly showsNet: boolean
  readonly discount: DecimalText
}

/** Languages German and English, euro, one group for consumers and one for dealers, 19, 7 and 0 percent. */
export const germanGlobals: ShopGlobals = {
  languages: [
    { id: '1', language: 'de', isDefault: true, nameGerman: 'Deutsch', nameEnglish: 'German' },
    { id: '2', language: 'en', isDefault: false, nameGerman: 'Englisch', nameEnglish: 'English' },
  ],
  currencies: [{ id: '1', iso: 'EUR', name: 'Euro', nameHtml: '&euro;', factor: '1', isDefault: true }],
  customerGroups: [
    { id: '1', name: 'Endkunden', isDefault: true, showsNet: false, discount: '0' },
    { id: '2', name: 'Händler', isDefault: false, showsNet: true, discount: '0' },
  ],
  taxRates: [
    { id: '1', rate: '19', country: 'DE' },
    { id: '2', rate: '7', country: 'DE' },
    { id: '3', rate: '0', country: 'DE' },
  ],
  shippingMethods: [
    { id: '1', name: 'DHL Paket' },
    { id: '2', name: 'Selbstabholung' },
  ],
  shippingClasses: [{ id: '1', name: 'Standard' }],
  productTypes: [{ id: '1', name: 'Standard' }],
  warehouses: [],
  units: [{ id: '1', name: 'Stück' }],
  measurementUnits: [
    { id: '1', code: 'kg', name: 'Kilogramm' },
    { id: '2', code: 'ml', name: 'Milliliter' },
  ],
  crossSellingGroups: [{ id: '1', name: 'Zubehör' }],
}

/** ISO 639-2/B of two-letter languages, as far as shops use them. */
const threeLetters: Readonly<Record<string, string>> = {
  de: 'ger',
  en: 'eng',
  fr: 'fre',
  nl: 'dut',
  it: 'ita',
  es: 'spa',
  pl: 'pol',
  cs: 'cze',
  da: 'dan',
  sv: 'swe',
  el: 'gre',
  pt: 'por',
  ro: 'rum',
  sk: 'slo',
  zh: 'chi',
}

/** `de` → `ger`; empty for a language that is not known. */
export function languageThree(two: string): string {
  return threeLetters[two] ?? ''
}

/** `ger` → `de`; empty for a language that is not known (it is stored with an empty language, V5). */
export function languageTwo(three: string): string {
  return Object.keys(threeLetters).find(two => threeLetters[two] === three) ?? ''
}
