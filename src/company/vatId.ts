import { createRequire } from 'node:module'
import type { Validator } from 'stdnum'

// The rule of a state is loaded when an id of it is checked: the package as a whole is 300 files, and each process would pay for them.
const load = createRequire(import.meta.url)

/** What can be said of a VAT id without asking anybody. */
export type CheckedVatId =
  /** Written as on documents: capitals, no blanks, EL for Greece. `state`: ISO code of the state that gave it, or XI. */
  | { readonly valid: true; readonly vatId: string; readonly state: string }
  /** `state`: of no state that we can check; `form`: not written as that state does; `digits`: the check digits are wrong. */
  | { readonly valid: false; readonly fault: 'state' | 'form' | 'digits' }

/** How each state writes it, after its two letters, as the Commission's VIES says, and whose rule its digits follow; GB for sales before it left. */
const states: Readonly<Record<string, { readonly form: RegExp; readonly digits: string }>> = {
  AT: { form: /^U\d{8}$/, digits: 'at/uid' },
  BE: { form: /^[01]\d{9}$/, digits: 'be/vat' },
  BG: { form: /^\d{9,10}$/, digits: 'bg/vat' },
  CY: { form: /^\d{8}[A-Z]$/, digits: 'cy/vat' },
  CZ: { form: /^\d{8,10}$/, digits: 'cz/dic' },
  DE: { form: /^[1-9]\d{8}$/, digits: 'de/vat' },
  DK: { form: /^\d{8}$/, digits: 'dk/cvr' },
  EE: { form: /^\d{9}$/, digits: 'ee/kmkr' },
  EL: { form: /^\d{9}$/, digits: 'gr/vat' },
  ES: { form: /^([A-Z]\d{7}[A-Z0-9]|\d{8}[A-Z])$/, digits: 'es/nif' },
  FI: { form: /^\d{8}$/, digits: 'fi/alv' },
  FR: { form: /^[A-HJ-NP-Z0-9]{2}\d{9}$/, digits: 'fr/tva' },
  GB: { form: /^(\d{9}|\d{12}|GD\d{3}|HA\d{3})$/, digits: 'gb/vat' },
  HR: { form: /^\d{11}$/, digits: 'hr/oib' },
  HU: { form: /^\d{8}$/, digits: 'hu/anum' },
  IE: { form: /^(\d{7}[A-Z]{1,2}|\d[A-Z+*]\d{5}[A-Z])$/, digits: 'ie/vat' },
  IT: { form: /^\d{11}$/, digits: 'it/iva' },
  LT: { form: /^(\d{9}|\d{12})$/, digits: 'lt/pvm' },
  LU: { form: /^\d{8}$/, digits: 'lu/tva' },
  LV: { form: /^\d{11}$/, digits: 'lv/pvn' },
  MT: { form: /^\d{8}$/, digits: 'mt/vat' },
  NL: { form: /^\d{9}B\d{2}$/, digits: 'nl/btw' },
  PL: { form: /^\d{10}$/, digits: 'pl/nip' },
  PT: { form: /^\d{9}$/, digits: 'pt/nif' },
  RO: { form: /^\d{2,10}$/, digits: 'ro/cif' },
  SE: { form: /^\d{10}01$/, digits: 'se/vat' },
  SI: { form: /^[1-9]\d{7}$/, digits: 'si/ddv' },
  SK: { form: /^\d{10}$/, digits: 'sk/dph' },
  XI: { form: /^(\d{9}|\d{12}|GD\d{3}|HA\d{3})$/, digits: 'gb/vat' },
}

/**
 * Checks form and check digits of a VAT id. It must begin with the two letters of its state; blanks, dots, dashes and slashes
 * do not count. That the id exists and is whose it is said to be only VIES knows, which is not asked.
 */
export function checkVatId(written: string): CheckedVatId {
  const tidy = written.toUpperCase().replace(/[\s.\-/]/g, '')
  const prefix = tidy.startsWith('GR') ? 'EL' : tidy.slice(0, 2)
  const rest = tidy.slice(2)
  const state = states[prefix]
  if (!state) return { valid: false, fault: 'state' }
  if (!state.form.test(rest)) return { valid: false, fault: 'form' }
  const rule: Validator = load(`stdnum/lib/cjs/${state.digits}.js`)
  if (!rule.validate(rest).isValid) return { valid: false, fault: 'digits' }
  return { valid: true, vatId: prefix + rest, state: prefix === 'EL' ? 'GR' : prefix }
}
