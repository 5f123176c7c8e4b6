// One file for each state: the package as a whole reads 300 files, which every process would pay for.
import { validate as atDigits } from 'stdnum/lib/cjs/at/uid.js'
import { validate as beDigits } from 'stdnum/lib/cjs/be/vat.js'
import { validate as bgDigits } from 'stdnum/lib/cjs/bg/vat.js'
import { validate as cyDigits } from 'stdnum/lib/cjs/cy/vat.js'
import { validate as czDigits } from 'stdnum/lib/cjs/cz/dic.js'
import { validate as deDigits } from 'stdnum/lib/cjs/de/vat.js'
import { validate as dkDigits } from 'stdnum/lib/cjs/dk/cvr.js'
import { validate as eeDigits } from 'stdnum/lib/cjs/ee/kmkr.js'
import { validate as esDigits } from 'stdnum/lib/cjs/es/nif.js'
import { validate as fiDigits } from 'stdnum/lib/cjs/fi/alv.js'
import { validate as frDigits } from 'stdnum/lib/cjs/fr/tva.js'
import { validate as gbDigits } from 'stdnum/lib/cjs/gb/vat.js'
import { validate as grDigits } from 'stdnum/lib/cjs/gr/vat.js'
import { validate as hrDigits } from 'stdnum/lib/cjs/hr/oib.js'
import { validate as huDigits } from 'stdnum/lib/cjs/hu/anum.js'
import { validate as ieDigits } from 'stdnum/lib/cjs/ie/vat.js'
import { validate as itDigits } from 'stdnum/lib/cjs/it/iva.js'
import { validate as ltDigits } from 'stdnum/lib/cjs/lt/pvm.js'
import { validate as luDigits } from 'stdnum/lib/cjs/lu/tva.js'
import { validate as lvDigits } from 'stdnum/lib/cjs/lv/pvn.js'
import { validate as mtDigits } from 'stdnum/lib/cjs/mt/vat.js'
import { validate as nlDigits } from 'stdnum/lib/cjs/nl/btw.js'
import { validate as plDigits } from 'stdnum/lib/cjs/pl/nip.js'
import { validate as ptDigits } from 'stdnum/lib/cjs/pt/nif.js'
import { validate as roDigits } from 'stdnum/lib/cjs/ro/cif.js'
import { validate as seDigits } from 'stdnum/lib/cjs/se/vat.js'
import { validate as siDigits } from 'stdnum/lib/cjs/si/ddv.js'
import { validate as skDigits } from 'stdnum/lib/cjs/sk/dph.js'

/** What can be said of a VAT id without asking anybody. */
export type CheckedVatId =
  /** Written as on documents: capitals, no blanks, EL for Greece. `state`: ISO code of the state that gave it, or XI. */
  | { readonly valid: true; readonly vatId: string; readonly state: string }
  /** `state`: of no state that we can check; `form`: not written as that state does; `digits`: the check digits are wrong. */
  | { readonly valid: false; readonly fault: 'state' | 'form' | 'digits' }

/** How each state writes it, after its two letters, as the Commission's VIES says; GB for sales before it left. */
const states: Readonly<Record<string, { readonly form: RegExp; readonly digits: typeof deDigits }>> = {
  AT: { form: /^U\d{8}$/, digits: atDigits },
  BE: { form: /^[01]\d{9}$/, digits: beDigits },
  BG: { form: /^\d{9,10}$/, digits: bgDigits },
  CY: { form: /^\d{8}[A-Z]$/, digits: cyDigits },
  CZ: { form: /^\d{8,10}$/, digits: czDigits },
  DE: { form: /^[1-9]\d{8}$/, digits: deDigits },
  DK: { form: /^\d{8}$/, digits: dkDigits },
  EE: { form: /^\d{9}$/, digits: eeDigits },
  EL: { form: /^\d{9}$/, digits: grDigits },
  ES: { form: /^([A-Z]\d{7}[A-Z0-9]|\d{8}[A-Z])$/, digits: esDigits },
  FI: { form: /^\d{8}$/, digits: fiDigits },
  FR: { form: /^[A-HJ-NP-Z0-9]{2}\d{9}$/, digits: frDigits },
  GB: { form: /^(\d{9}|\d{12}|GD\d{3}|HA\d{3})$/, digits: gbDigits },
  HR: { form: /^\d{11}$/, digits: hrDigits },
  HU: { form: /^\d{8}$/, digits: huDigits },
  IE: { form: /^(\d{7}[A-Z]{1,2}|\d[A-Z+*]\d{5}[A-Z])$/, digits: ieDigits },
  IT: { form: /^\d{11}$/, digits: itDigits },
  LT: { form: /^(\d{9}|\d{12})$/, digits: ltDigits },
  LU: { form: /^\d{8}$/, digits: luDigits },
  LV: { form: /^\d{11}$/, digits: lvDigits },
  MT: { form: /^\d{8}$/, digits: mtDigits },
  NL: { form: /^\d{9}B\d{2}$/, digits: nlDigits },
  PL: { form: /^\d{10}$/, digits: plDigits },
  PT: { form: /^\d{9}$/, digits: ptDigits },
  RO: { form: /^\d{2,10}$/, digits: roDigits },
  SE: { form: /^\d{10}01$/, digits: seDigits },
  SI: { form: /^[1-9]\d{7}$/, digits: siDigits },
  SK: { form: /^\d{10}$/, digits: skDigits },
  XI: { form: /^(\d{9}|\d{12}|GD\d{3}|HA\d{3})$/, digits: gbDigits },
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
  if (!state.digits(rest).isValid) return { valid: false, fault: 'digits' }
  return { valid: true, vatId: prefix + rest, state: prefix === 'EL' ? 'GR' : prefix }
}
