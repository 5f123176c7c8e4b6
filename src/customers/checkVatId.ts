import { euVat } from 'stdnum'
import { customerProblem } from './problems.ts'

/**
 * A VAT id as it is kept: capitals, without blanks and signs; null for ''. Throws VAT_ID_INVALID where its state is one whose
 * check digits are known and they are wrong; that of another state is kept as it is.
 */
export function checkVatId(given: string): string | null {
  const vatId = given.toUpperCase().replace(/[\s.\-/]/g, '')
  if (vatId === '') return null
  const state = vatId.slice(0, 2)
  const validators = euVat[state === 'EL' ? 'GR' : state] ?? []
  const isKnown = validators.length > 0 && state !== 'AD' && state !== 'CH'
  // Some of the validators want the letters of the state, others only what follows them.
  const isValid = (text: string) => validators.some(one => one.validate(text).isValid)
  if (isKnown && !isValid(vatId) && !isValid(vatId.slice(2)))
    throw customerProblem('VAT_ID_INVALID', { vatId })
  return vatId
}
