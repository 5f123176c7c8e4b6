import { byKeys, formOf } from '../../base/byKeys.ts'
import type { IncomingKind } from '../../port/records.ts'
import { isRow } from './payloads.ts'

/**
 * Takes out what must not be kept or compared: passwords, sessions and keys, also those of documents and confirmations; payment
 * instruments (`paymentInstances`, `paymentData`, and whatever is named like bank, card or token); where the buyer came from
 * (`remoteAddress`); and what changes by itself (`changed`, logins, stock of items).
 */
export function scrub(_kind: IncomingKind, raw: unknown): unknown {
  return scrubbed(raw)
}

function scrubbed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(scrubbed)
  if (!isRow(value)) return value
  const { keys, form } = keptFields(Object.keys(value))
  const result: Record<string, unknown> = { ...form }
  for (const key of keys) result[key] = scrubbed(value[key])
  return result
}

const keptFields = byKeys(all => {
  const keys = all.filter(key => !isDropped(key))
  return { keys, form: formOf(keys) }
})

const volatile = new Set('changed lastlogin failedlogins lockeduntil instock updatedat'.split(' '))

function isDropped(name: string): boolean {
  const words = name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-zß-ü\d]+/)
  const plain = words.join('')
  return (
    name === '__proto__' ||
    volatile.has(plain) ||
    words.some(word => secretWords.has(word)) ||
    secretParts.test(plain)
  )
}

const secretWords = new Set(
  'hash token tokens session password passwd passwort secret iban bic blz swift cvc cvv mandate mandat'.split(
    ' ',
  ),
)
const secretParts =
  /paymentinstance|paymentdata|remoteaddr|temporaryid|sessionid|hashpassword|confirmationkey|apikey|kontonr|kontonummer|kontoinhaber|kreditkarte|creditcard|card(number|holder)|account(number|holder|nr)|bank(account|code|name|leitzahl|verbindung)|clientsecret|accesstoken/
