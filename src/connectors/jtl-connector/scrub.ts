import { byKeys, formOf } from '../../base/byKeys.ts'
import type { IncomingKind } from '../../port/records.ts'
import { idText, isModel } from './payloads.ts'

/**
 * Takes out what must not be kept or compared:
 * - payment instruments: `paymentInfo` of an order and `billingInfo` of a payment as a whole, and whatever is named like
 *   bank, card, token or session, also among the attributes;
 * - our own number in every identity: `["404", 5008]` becomes `"404"`. The endpoint fills it in once the customer or the
 *   item is linked; with it, the same order would look changed after each acknowledgement. Items and customers are found
 *   by the endpoint's id, which stays.
 */
export function scrub(kind: IncomingKind, raw: unknown): unknown {
  const rest = scrubbed(raw)
  if (kind !== 'customer' || !isModel(raw) || !isModel(rest)) return rest
  // That a customer has such an attribute stays known, without its value: who sends the customer back would empty it.
  const { attributes } = raw
  const withheld = Array.isArray(attributes) ? attributes.filter(isSecretAttribute) : []
  if (withheld.length === 0 || !Array.isArray(rest['attributes'])) return rest
  const names = withheld.map(one => ({ key: isModel(one) ? one['key'] : '', withheld: true }))
  return { ...rest, attributes: [...rest['attributes'], ...names] }
}

function scrubbed(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) {
    const kept = value.filter(entry => !isSecretAttribute(entry))
    return kept.map(entry => (isIdentity(entry) ? idText(entry[0]) : scrubbed(entry)))
  }
  const source = value as Readonly<Record<string, unknown>>
  const { fields, form } = keptFields(Object.keys(source))
  const result: Record<string, unknown> = { ...form }
  for (const { key, isId } of fields) {
    const field = source[key]
    if (typeof field === 'string') result[key] = field
    else result[key] = isId && Array.isArray(field) ? idText(field) : scrubbed(field)
  }
  return result
}

const keptFields = byKeys(all => {
  const keys = all.filter(key => !isSecretName(key))
  const fields = keys.map(key => ({ key, isId: key === 'id' || key.endsWith('Id') }))
  return { fields, form: formOf(keys) }
})

// An identity that has no name of its own, in a list of them: the only lists of two that end in a number or null. A field with a name
// of its own is none: a price that is a list is no price.
function isIdentity(value: unknown): value is readonly unknown[] {
  if (!Array.isArray(value) || value.length !== 2) return false
  const [theirs, no] = value
  return (no === null || typeof no === 'number') && (typeof theirs === 'string' || typeof theirs === 'number')
}

function isSecretAttribute(entry: unknown): boolean {
  return isModel(entry) && typeof entry.key === 'string' && isSecretName(entry.key)
}

const verdicts = new Map<string, boolean>()

// Names repeat with every record; the memory of what was decided is bounded because a shop chooses them.
function isSecretName(name: string): boolean {
  const known = verdicts.get(name)
  if (known !== undefined) return known
  if (verdicts.size > 2000) verdicts.clear()
  const words = name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
  const secret =
    name === '__proto__' || words.some(word => secretWords.has(word)) || secretParts.test(words.join(''))
  verdicts.set(name, secret)
  return secret
}

const secretWords = new Set('token tokens session password passwd iban bic cvc cvv mandate'.split(' '))
const secretParts =
  /paymentinfo|billinginfo|creditcard|card(number|holder)|account(number|holder)|bank(account|code|name)|sessionid|clientsecret|accesstoken/
