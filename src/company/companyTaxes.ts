import type { Tx } from '../base/database.ts'
import {
  type CompanyTaxRow,
  companiesToday,
  companyTaxesOn,
  listCompanyTaxes,
  storeCompanyTax,
  storeCompanyVatIds,
} from './companyTaxStore.ts'
import { companyProblem } from './problems.ts'
import type { TaxNote } from './taxTreatment.ts'
import { checkVatId } from './vatId.ts'

/** What is changed from a day on; what is not said stays as it is on that day. */
export type CompanyTaxChange = { readonly from: string } & {
  readonly [field in Exclude<keyof CompanyTaxRow, 'from'>]?: CompanyTaxRow[field] | undefined
}

/** The One-Stop-Shop's first day. */
const ossBegan = '2021-07-01'

/**
 * The company that is meant, by id or name, or the only one; with its day. Errors: COMPANY_UNKNOWN, COMPANY_NEEDED.
 */
export async function whichCompany(tx: Tx, tenant: string, wanted: string | undefined, now: Date) {
  const all = await companiesToday(tx, tenant, now)
  const found = wanted === undefined ? all : all.filter(one => one.id === wanted || one.name === wanted)
  const [only, another] = found
  if (!only) throw companyProblem('COMPANY_UNKNOWN', { company: wanted ?? '' })
  if (another) throw companyProblem('COMPANY_NEEDED', { names: all.map(one => one.name) })
  return only
}

/**
 * Sets what holds for a company from a day on (YYYY-MM-DD). What was set for a later day stays. Orders that exist keep what was
 * decided for them. Errors: OSS_TOO_EARLY.
 */
export async function setCompanyTax(
  tx: Tx,
  tenant: string,
  companyId: string,
  change: CompanyTaxChange,
): Promise<void> {
  const { from } = change
  const [now] = await companyTaxesOn(tx, tenant, [{ companyId, date: from }])
  if (!now) throw companyProblem('COMPANY_UNKNOWN', { company: companyId })
  const row: CompanyTaxRow = {
    from,
    smallBusiness: change.smallBusiness ?? now.smallBusiness,
    oss: change.oss ?? now.oss,
    exportsFree: change.exportsFree ?? now.exportsFree,
    shippingTax: change.shippingTax ?? now.shippingTax,
  }
  if (row.oss && from < ossBegan) throw companyProblem('OSS_TOO_EARLY', { from: ossBegan })
  await storeCompanyTax(tx, tenant, companyId, row)
}

/** A VAT id that a company has, from a day on and up to a last one, both included; not said: always. */
export interface OwnVatId {
  readonly vatId: string
  readonly from?: string | null | undefined
  readonly until?: string | null | undefined
}

export interface OwnVatIdResult {
  readonly vatId: string
  readonly did: 'new' | 'changed' | 'unchanged' | 'refused'
  /** Why it was refused. */
  readonly note?: TaxNote
}

/** Writes VAT ids of a company, one result each. Refused: VAT_ID_INVALID, VAT_ID_DAYS (its last day lies before its first). */
export async function putCompanyVatIds(
  tx: Tx,
  tenant: string,
  companyId: string,
  list: readonly OwnVatId[],
): Promise<OwnVatIdResult[]> {
  const { vatIds } = await listCompanyTaxes(tx, tenant, companyId)
  const known = new Map(vatIds.map(one => [one.vatId, one]))
  const write = new Map<string, (typeof vatIds)[number]>()
  const results = list.map(({ vatId: written, from = null, until = null }): OwnVatIdResult => {
    const checked = checkVatId(written)
    if (!checked.valid)
      return {
        vatId: written,
        did: 'refused',
        note: { code: 'VAT_ID_INVALID', data: { fault: checked.fault } },
      }
    const { vatId, state } = checked
    if (from && until && until < from)
      return { vatId, did: 'refused', note: { code: 'VAT_ID_DAYS', data: { from, until } } }
    const before = known.get(vatId)
    const same = before !== undefined && before.from === from && before.until === until
    const row = { vatId, state, from, until }
    known.set(vatId, row)
    if (!same) write.set(vatId, row)
    return { vatId, did: before === undefined ? 'new' : same ? 'unchanged' : 'changed' }
  })
  if (write.size > 0) await storeCompanyVatIds(tx, tenant, companyId, [...write.values()])
  return results
}
