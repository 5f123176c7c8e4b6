import { euVat, stdnum } from 'stdnum'

/** What can be said of a VAT id without asking anybody. */
export type CheckedVatId =
  /** Written as on documents: capitals, no blanks, EL for Greece. `state`: ISO code of the state that gave it, or XI. */
  | { readonly valid: true; readonly vatId: string; readonly state: string }
  /** `state`: of no state that we can check; `form`: not written as that state does; `digits`: the check digits are wrong. */
  | { readonly valid: false; readonly fault: 'state' | 'form' | 'digits' }

/** How each state writes it, after its two letters, as the Commission's VIES says; GB for sales before it left. */
const forms: Readonly<Record<string, RegExp>> = {
  AT: /^U\d{8}$/,
  BE: /^[01]\d{9}$/,
  BG: /^\d{9,10}$/,
  CY: /^\d{8}[A-Z]$/,
  CZ: /^\d{8,10}$/,
  DE: /^[1-9]\d{8}$/,
  DK: /^\d{8}$/,
  EE: /^\d{9}$/,
  EL: /^\d{9}$/,
  ES: /^([A-Z]\d{7}[A-Z0-9]|\d{8}[A-Z])$/,
  FI: /^\d{8}$/,
  FR: /^[A-HJ-NP-Z0-9]{2}\d{9}$/,
  GB: /^(\d{9}|\d{12}|GD\d{3}|HA\d{3})$/,
  HR: /^\d{11}$/,
  HU: /^\d{8}$/,
  IE: /^(\d{7}[A-Z]{1,2}|\d[A-Z+*]\d{5}[A-Z])$/,
  IT: /^\d{11}$/,
  LT: /^(\d{9}|\d{12})$/,
  LU: /^\d{8}$/,
  LV: /^\d{11}$/,
  MT: /^\d{8}$/,
  NL: /^\d{9}B\d{2}$/,
  PL: /^\d{10}$/,
  PT: /^\d{9}$/,
  RO: /^\d{2,10}$/,
  SE: /^\d{10}01$/,
  SI: /^[1-9]\d{7}$/,
  SK: /^\d{10}$/,
  XI: /^(\d{9}|\d{12}|GD\d{3}|HA\d{3})$/,
}

/**
 * Checks form and check digits of a VAT id. It must begin with the two letters of its state; blanks, dots, dashes and slashes
 * do not count. That the id exists and is whose it is said to be only VIES knows, which is not asked.
 */
export function checkVatId(written: string): CheckedVatId {
  const tidy = written.toUpperCase().replace(/[\s.\-/]/g, '')
  const prefix = tidy.startsWith('GR') ? 'EL' : tidy.slice(0, 2)
  const rest = tidy.slice(2)
  const form = forms[prefix]
  if (!form) return { valid: false, fault: 'state' }
  if (!form.test(rest)) return { valid: false, fault: 'form' }
  if (!digitsOf(prefix).some(one => one.validate(rest).isValid)) return { valid: false, fault: 'digits' }
  return { valid: true, vatId: prefix + rest, state: prefix === 'EL' ? 'GR' : prefix }
}

function digitsOf(prefix: string) {
  if (prefix === 'EL') return euVat['GR'] ?? []
  const british = stdnum['GB']?.['vat']
  return prefix === 'GB' || prefix === 'XI' ? (british ? [british] : []) : (euVat[prefix] ?? [])
}
