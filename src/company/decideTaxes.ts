import type { Tx } from '../base/database.ts'
import {
  chargedRates,
  companyTaxesOn,
  knownCountries,
  type RateFound,
  type RateWanted,
} from './companyTaxStore.ts'
import { companyProblem } from './problems.ts'
import { type Sale, type TaxNote, type TaxTreatment, type Treated, taxTreatment } from './taxTreatment.ts'

export interface TaxRequest extends Sale {
  readonly companyId: string
  readonly taxClassIds: readonly string[]
}

export interface TaxDecision {
  readonly treatment: TaxTreatment
  /** Whose rates; where none is charged: where the goods go, of a small business its own. ISO 3166-1. */
  readonly country: string
  /** One for each class that was asked for, in that order; percent as normal decimal text. */
  readonly rates: readonly { readonly taxClassId: string; readonly rate: string }[]
  /** The buyer's VAT id as documents write it; null: none that can be right. */
  readonly vatId: string | null
  /** How shipping costs are taxed by this company (`shippingTax`). */
  readonly shippingTax: 'main' | 'proportional'
  /** What a person should know or mend; sentences by `explain` (`src/channels/reasons.ts`). */
  readonly notes: readonly TaxNote[]
}

/**
 * Decides how sales are taxed and with which rates on their day; one decision each, in order. Three statements for any number.
 * Nothing is asked of VIES. Errors: COMPANY_UNKNOWN.
 */
export async function decideTaxes(
  tx: Tx,
  tenant: string,
  requests: readonly TaxRequest[],
): Promise<TaxDecision[]> {
  if (requests.length === 0) return []
  const days = distinct(requests, request => `${request.companyId} ${request.date}`)
  const [companies, countries] = await Promise.all([
    companyTaxesOn(tx, tenant, days.list),
    knownCountries(tx, [...new Set(requests.map(request => countryOf(request)))]),
  ])
  const decided = requests.map(request => {
    const company = companies[days.at(request)]
    if (!company) throw companyProblem('COMPANY_UNKNOWN', { company: request.companyId })
    const named = countryOf(request)
    const known = named === '' || countries.has(named) || alsoKnown.has(named)
    const treated = taxTreatment(known ? request : { ...request, shipTo: company.country }, company)
    const unknown: TaxNote[] = known ? [] : [{ code: 'COUNTRY_UNKNOWN', data: { country: named } }]
    return { request, treated: { ...treated, notes: [...unknown, ...treated.notes] }, company }
  })

  const wanted = decided.flatMap(({ request, treated }) => wantedRates(request, treated))
  const rates = distinct(wanted, one => `${one.country} ${one.taxClassId} ${one.date}`)
  const found = await chargedRates(tx, tenant, rates.list)
  const findRate = (one: RateWanted) => found[rates.at(one)] ?? null
  return decided.map(({ request, treated, company }) => ({
    treatment: treated.treatment,
    country: treated.country,
    vatId: treated.vatId,
    shippingTax: company.shippingTax,
    ...ratesOf(request, treated, findRate),
  }))
}

// Ways to write a country that are in no list of countries.
const alsoKnown: ReadonlySet<string> = new Set(['EL', 'UK', 'XI'])

function countryOf({ shipTo, billTo }: Sale): string {
  return (shipTo || billTo || '').trim().toUpperCase()
}

function wantedRates({ taxClassIds, date }: TaxRequest, { place, country }: Treated): RateWanted[] {
  return place ? taxClassIds.map(taxClassId => ({ country, taxClassId, date })) : []
}

function ratesOf(
  request: TaxRequest,
  treated: Treated,
  findRate: (wanted: RateWanted) => RateFound | null,
): Pick<TaxDecision, 'rates' | 'notes'> {
  const { place, country } = treated
  const notes = [...treated.notes]
  const rates = request.taxClassIds.map(taxClassId => {
    if (!place) return { taxClassId, rate: '0' }
    const found = findRate({ country, taxClassId, date: request.date })
    const rate = found?.rate ?? '0'
    if (!found || found.instead)
      notes.push({ code: 'TAX_RATE_MISSING', data: { country, taxClassId, date: request.date, rate } })
    const own = place.rateFor(rate)
    if (own === undefined)
      notes.push({
        code: 'TERRITORY_RATE_MISSING',
        data: { territory: place.territory, rate, date: request.date },
      })
    return { taxClassId, rate: own ?? rate }
  })
  return { rates, notes }
}

/** Each of a list once, by a key, and where it stands. */
function distinct<T>(all: readonly T[], keyOf: (one: T) => string) {
  const places = new Map<string, number>()
  const list: T[] = []
  for (const one of all) {
    const key = keyOf(one)
    if (places.has(key)) continue
    places.set(key, list.length)
    list.push(one)
  }
  return { list, at: (one: T) => places.get(keyOf(one)) ?? -1 }
}
