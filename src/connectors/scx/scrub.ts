import type { IncomingKind } from '../../port/records.ts'

/**
 * Takes out what must not be kept or compared: when an order was changed (`lastChangedAt`), and of `additionalOrderData` whatever is
 * named like a secret or a payment instrument. All else that is stored passed a schema, which left out what it does not name.
 */
export function scrub(kind: IncomingKind, raw: unknown): unknown {
  if (kind !== 'order' || !isRow(raw)) return raw
  const { lastChangedAt: _volatile, additionalOrderData, orderItem, ...rest } = raw
  return {
    ...rest,
    ...(additionalOrderData === undefined
      ? {}
      : { additionalOrderData: withoutSecrets(additionalOrderData) }),
    ...(orderItem === undefined
      ? {}
      : { orderItem: Array.isArray(orderItem) ? orderItem.map(scrubbedLine) : orderItem }),
  }
}

function scrubbedLine(line: unknown): unknown {
  if (!isRow(line) || line['additionalOrderItemData'] === undefined) return line
  return { ...line, additionalOrderItemData: withoutSecrets(line['additionalOrderItemData']) }
}

function withoutSecrets(groups: unknown): unknown {
  if (!Array.isArray(groups)) return groups
  return groups.flatMap((group): unknown[] => {
    if (!isRow(group) || !Array.isArray(group['values'])) return [group]
    if (isSecret(group['group'])) return []
    const values = group['values'].filter(value => !(isRow(value) && isSecret(value['key'])))
    return values.length === 0 ? [] : [{ ...group, values }]
  })
}

function isSecret(name: unknown): boolean {
  if (typeof name !== 'string') return false
  const words = name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-zß-ü\d]+/)
  return words.some(word => secretWords.has(word)) || secretParts.test(words.join(''))
}

const secretWords = new Set(
  'hash token tokens session password passwd passwort secret iban bic blz swift cvc cvv mandate mandat ip'.split(
    ' ',
  ),
)
const secretParts =
  /remoteaddr|sessionid|apikey|kontonr|kontonummer|kontoinhaber|kreditkarte|creditcard|card(number|holder)|account(number|holder|nr)|bank(account|code|name|leitzahl|verbindung)|clientsecret|accesstoken|refreshtoken/

function isRow(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
