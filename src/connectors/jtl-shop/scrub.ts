import { byKeys, formOf } from '../../base/byKeys.ts'
import type { IncomingKind } from '../../port/records.ts'
import { isRow, listOf, textOf } from './payloads.ts'

/**
 * Takes out what must not be kept or compared: the session, the payment instruments (`tzahlungsinfo` as a whole, who paid and who
 * was paid, the bank data in the text of an invoice purchase), whatever is named like bank, card or token, also among the
 * attributes; where the buyer came from; and what changes by itself or says the same twice.
 */
export function scrub(kind: IncomingKind, raw: unknown): unknown {
  const rest = scrubbed(raw)
  if (kind !== 'customer' || !isRow(raw) || !isRow(rest)) return rest
  // That a customer has such an attribute stays known, without its value: who sends the customer back would empty it.
  const withheld = listOf(raw['tkundenattribut']).filter(isSecretAttribute)
  if (withheld.length === 0) return rest
  const names = withheld.map(one => ({ cName: isRow(one) ? textOf(one['cName']) : '', withheld: true }))
  return { ...rest, tkundenattribut: [...listOf(rest['tkundenattribut']), ...names] }
}

// What nothing is taken out of stays the same object.
function scrubbed(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter(entry => !isSecretAttribute(entry)).map(scrubbed)
  if (!isRow(value)) return value
  const { keys, form } = keptFields(Object.keys(value))
  let result: Record<string, unknown> | undefined = form && { ...form }
  let withheld: Set<string> | undefined
  for (const key of keys) {
    const field = value[key]
    if (typeof field === 'string' || field === null) {
      if (result) result[key] = field
    } else if (isSecretAttribute(field)) withheld = (withheld ?? new Set()).add(key)
    else {
      const rest = scrubbed(field)
      if (rest !== field) result ??= { ...value }
      if (result) result[key] = rest
    }
  }
  return withheld ? without(result ?? value, withheld) : (result ?? value)
}

const keptFields = byKeys(all => {
  const keys = all.filter(key => !isDropped(key))
  return { keys, form: keys.length < all.length ? formOf(keys) : undefined }
})

function without(row: Readonly<Record<string, unknown>>, names: ReadonlySet<string>): unknown {
  return Object.fromEntries(Object.entries(row).filter(([name]) => !names.has(name)))
}

// Attributes of an order are key and value, those of a customer cName and cWert.
function isSecretAttribute(entry: unknown): boolean {
  if (!isRow(entry)) return false
  const { key, cName, cWert, value } = entry
  if (value !== undefined) return isSecretName(textOf(key))
  return cWert !== undefined && isSecretName(textOf(cName))
}

const dropped = new Set(
  'csession tzahlungsinfo ttrackinginfo tkampagne cpuizahlungsdaten cabgeholt dveraendert czahler cempfaenger __proto__'.split(
    ' ',
  ),
)

function isDropped(name: string): boolean {
  const plain = name.toLowerCase()
  return dropped.has(plain) || plain.endsWith('_formatted') || isSecretName(name)
}

const verdicts = new Map<string, boolean>()

// Names repeat with every record; the memory of what was decided is bounded because a shop chooses them.
function isSecretName(name: string): boolean {
  const known = verdicts.get(name)
  if (known !== undefined) return known
  if (verdicts.size > 2000) verdicts.clear()
  // The first letter of a column says its type: cIBAN, cKontoNr.
  const spaced = name
    .replace(/^[cfndkb](?=[A-Z])/, '')
    .replace(/([a-zß-ü\d])([A-ZÄ-Ü])/g, '$1 $2')
    .toLowerCase()
  const words = spaced.split(/[^a-zß-ü\d]+/)
  const secret = words.some(word => secretWords.has(word)) || secretParts.test(words.join(''))
  verdicts.set(name, secret)
  return secret
}

const secretWords = new Set(
  'token tokens session password passwort passwd iban bic blz swift cvc cvv mandate mandat karteninhaber inhaber'.split(
    ' ',
  ),
)
const secretParts =
  /kontonr|kontonummer|kontoinhaber|kartennr|kartennummer|kreditkarte|creditcard|card(number|holder)|account(number|holder)|bank(name|leitzahl|account|code|verbindung)|sessionid|clientsecret|accesstoken/
