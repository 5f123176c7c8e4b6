import type { ProblemData } from '../base/errors.ts'
import { isMember, type TaxPlace, taxPlace } from './taxTerritories.ts'
import { checkVatId } from './vatId.ts'

/** Why which tax: at home, to a consumer in the EU, to a business in the EU, out of the EU, or by whom no tax is charged. */
export const taxTreatments = [
  'domestic',
  'eu_consumer',
  'reverse_charge',
  'export',
  'small_business',
] as const
export type TaxTreatment = (typeof taxTreatments)[number]

/** What is sold to whom, as far as taxes ask. */
export interface Sale {
  /** ISO country where the goods go, with postcode for special territories. */
  readonly shipTo: string
  readonly shipToPostcode?: string | undefined
  /** Stands in where `shipTo` is empty, and nowhere else. */
  readonly billTo: string | null
  readonly business: boolean
  readonly vatId: string | null
  /** The company's day, YYYY-MM-DD. */
  readonly date: string
}

/** What holds for a company on the day of the sale. */
export interface CompanyTaxes {
  readonly country: string
  readonly smallBusiness: boolean
  readonly oss: boolean
  readonly exportsFree: boolean
  readonly shippingTax: 'main' | 'proportional'
  /** Its own VAT ids with the state of each. */
  readonly vatIds: readonly { readonly vatId: string; readonly state: string }[]
}

/** What a person should know of a decision; the sentences stand in the reason catalogue. */
export interface TaxNote {
  readonly code: string
  readonly data: ProblemData
}

export interface Treated {
  readonly treatment: TaxTreatment
  /** Whose rates; where none is charged: where the goods go, of a small business its own. */
  readonly country: string
  /** Makes the rate of a place of a rate of its country; null: none is charged at all. */
  readonly place: TaxPlace | null
  /** The buyer's id, written as on documents, if it can be right. */
  readonly vatId: string | null
  readonly notes: readonly TaxNote[]
}

/**
 * Decides how a sale of goods is taxed. Pure. In this order: small business; company's own country; business in another state of
 * the EU with a VAT id of another state; consumer there; anything else is an export. Where the goods go decides, never who pays.
 */
export function taxTreatment(sale: Sale, company: CompanyTaxes): Treated {
  const { date } = sale
  const home = taxPlace(company.country, undefined, date)
  const place = taxPlace(countryOf(sale, company), sale.shipToPostcode, date)
  const buyer = buyersId(sale)
  const notes: TaxNote[] = []
  const { vatId } = buyer
  const at = { country: place.country }

  if (company.smallBusiness) {
    if (buyer.note) notes.push(buyer.note)
    if (company.oss && place.state && place.country !== home.country)
      notes.push({ code: 'SMALL_BUSINESS_ABROAD', data: at })
    return { treatment: 'small_business', country: home.country, place: null, vatId, notes }
  }
  const atHome: Treated = { treatment: 'domestic', country: home.country, place: home, vatId, notes }
  const outside = isOutside(place, home)
  if (place.country === home.country && !outside) {
    if (buyer.note) notes.push(buyer.note)
    if (place.territory) notes.push({ code: 'TAX_TERRITORY', data: { territory: place.territory } })
    return { ...atHome, place }
  }
  if (outside) {
    // Whose id is of no state that we can check lives outside, as a rule: that is no fault of an export.
    if (buyer.note && buyer.fault !== 'state') notes.push(buyer.note)
    if (place.territory) notes.push({ code: 'TAX_TERRITORY_OUTSIDE', data: { territory: place.territory } })
    if (company.exportsFree) return { treatment: 'export', country: place.country, place: null, vatId, notes }
    notes.push({ code: 'EXPORT_TAXED', data: at })
    return atHome
  }
  if (place.territory) notes.push({ code: 'TAX_TERRITORY', data: { territory: place.territory } })
  if (buyer.note) notes.push(buyer.note)
  const usable = buyer.state !== null && isMember(buyer.state, date)
  if (vatId && !usable) notes.push({ code: 'VAT_ID_OUTSIDE_EU', data: {} })
  else if (vatId && !sale.business) notes.push({ code: 'VAT_ID_WITHOUT_BUSINESS', data: {} })
  else if (vatId && buyer.state === home.state) {
    // A business, but its id is no proof that the goods are taxed where they arrive: taxed where they leave.
    notes.push({ code: 'VAT_ID_OF_OWN_STATE', data: { country: home.country } })
    return atHome
  } else if (vatId) {
    if (!company.vatIds.some(own => own.state === home.state))
      notes.push({ code: 'OWN_VAT_ID_MISSING', data: { country: home.country } })
    return { treatment: 'reverse_charge', country: place.country, place: null, vatId, notes }
  }
  const there = company.oss || company.vatIds.some(own => own.state === place.state)
  const taxedIn = there ? place : home
  return { treatment: 'eu_consumer', country: taxedIn.country, place: taxedIn, vatId, notes }
}

// Within the EU there is no export; from outside of it everything abroad is one.
function isOutside(place: TaxPlace, home: TaxPlace): boolean {
  if (home.state !== null) return place.state === null
  return place.country !== home.country
}

function countryOf(sale: Sale, company: CompanyTaxes): string {
  return (sale.shipTo || sale.billTo || company.country).trim().toUpperCase()
}

/** The buyer's id as far as it can be right; what is wrong with it otherwise. An id that is wrong counts as none. */
function buyersId({ vatId }: Sale) {
  if (!vatId?.trim()) return { vatId: null, state: null, note: null, fault: null }
  const checked = checkVatId(vatId)
  if (checked.valid) return { vatId: checked.vatId, state: checked.state, note: null, fault: null }
  const { fault } = checked
  return { vatId: null, state: null, fault, note: { code: 'VAT_ID_INVALID', data: { fault } } }
}
