// What an item costs, written a second time: slowly, plainly, from the words of the specification alone, and with whole numbers
// instead of decimals. It shares no code with src/catalog/priceRules.ts, so that both would have to be wrong alike.

/** Numbers of 12 digits after the point, as whole numbers. */
const one = 10n ** 12n

function whole(decimal: string): bigint {
  const [units = '0', rest = ''] = decimal.split('.')
  return BigInt(units) * one + BigInt(rest.padEnd(12, '0'))
}

function divided(top: bigint, bottom: bigint): bigint {
  return (2n * top + bottom) / (2n * bottom) // half up; nothing here is negative
}

function written(value: bigint, atLeast = 0): string {
  const digits = value.toString().padStart(13, '0')
  const rest = digits.slice(-12).replace(/0+$/, '').padEnd(atLeast, '0')
  return rest === '' ? digits.slice(0, -12) : `${digits.slice(0, -12)}.${rest}`
}

export interface PlainAmount {
  readonly said: 'net' | 'gross'
  readonly value: string
}

/** A rule as a merchant would say it. */
export interface PlainRule {
  readonly kind: 'base' | 'group' | 'channel' | 'list' | 'special'
  readonly name: string
  /** For this group only; absent: for everyone. */
  readonly group?: string
  /** Only at the channel that asks. Prices of a channel are so by themselves. */
  readonly here: boolean
  readonly amount?: PlainAmount
  /** Of a list, for an item that it does not name. */
  readonly factor?: string
  readonly fromQuantity: string
  readonly on: boolean
  readonly begins?: number
  readonly ends?: number
  readonly usedUp: boolean
}

export interface PlainQuestion {
  readonly rules: readonly PlainRule[]
  readonly group?: string
  readonly quantity: string
  readonly at: number
  readonly taxRate: string
  readonly minorDigits: number
}

/** The price of one piece, and the name of the rule that says it. */
export function plainPrice(
  question: PlainQuestion,
): { net: string; gross: string; rule: string } | undefined {
  const usual = usualPrice(question)
  const first = firstPrice(question)
  if (!usual || !first) return undefined
  const special = specialPrice(question)
  const lower = special && before(question, special, first) && before(question, special, usual)
  return toldAs(question, lower ? special : usual)
}

interface Found {
  readonly amount: PlainAmount
  readonly rule: string
}

const holds = (rule: PlainRule, at: number) =>
  rule.on &&
  !rule.usedUp &&
  (rule.begins === undefined || rule.begins <= at) &&
  (rule.ends === undefined || at < rule.ends)

function usualPrice(question: PlainQuestion): Found | undefined {
  const { group } = question
  const everyone =
    inList(question, undefined) ?? byQuantity(question, 'channel', undefined) ?? ofItem(question)
  if (group === undefined) return hasFirst(question) ? everyone : undefined
  return (
    inList(question, group) ??
    byQuantity(question, 'channel', group) ??
    byQuantity(question, 'group', group) ??
    everyone
  )
}

// The price of the smallest quantity that has one: a special price must be lower than that.
function firstPrice(question: PlainQuestion): Found | undefined {
  const quantities = ['0', ...question.rules.map(rule => rule.fromQuantity)].sort((a, b) =>
    whole(a) < whole(b) ? -1 : 1,
  )
  for (const quantity of quantities) {
    const found = usualPrice({ ...question, quantity })
    if (found) return found
  }
  return undefined
}

// Everyone has a price only if there is one for the smallest quantity.
function hasFirst(question: PlainQuestion): boolean {
  const smallest = { ...question, quantity: '0' }
  return Boolean(
    inList(smallest, undefined) ?? byQuantity(smallest, 'channel', undefined) ?? ofItem(smallest),
  )
}

function ofItem({ rules }: PlainQuestion): Found | undefined {
  const base = rules.find(rule => rule.kind === 'base')
  return base?.amount && { amount: base.amount, rule: base.name }
}

function byQuantity(
  question: PlainQuestion,
  kind: 'channel' | 'group',
  group: string | undefined,
): Found | undefined {
  let found: PlainRule | undefined
  for (const rule of question.rules) {
    if (rule.kind !== kind || rule.group !== group) continue
    if (whole(rule.fromQuantity) > whole(question.quantity)) continue
    if (!found || whole(rule.fromQuantity) > whole(found.fromQuantity)) found = rule
  }
  return found?.amount && { amount: found.amount, rule: found.name }
}

function inList(question: PlainQuestion, group: string | undefined): Found | undefined {
  let found: (Found & { list: PlainRule }) | undefined
  for (const list of question.rules) {
    if (list.kind !== 'list' || list.group !== group || !holds(list, question.at)) continue
    const amount = list.amount ?? factored(question, list)
    if (!amount) continue
    const sooner =
      !found ||
      (list.here && !found.list.here) ||
      (list.here === found.list.here && (list.begins ?? 0) > (found.list.begins ?? 0)) ||
      (list.here === found.list.here &&
        (list.begins ?? 0) === (found.list.begins ?? 0) &&
        list.name < found.list.name)
    if (sooner) found = { amount, rule: list.name, list }
  }
  return found && { amount: found.amount, rule: found.rule }
}

function factored(question: PlainQuestion, { factor }: PlainRule): PlainAmount | undefined {
  const base = ofItem(question)?.amount
  if (!base || factor === undefined) return undefined
  const product = (whole(base.value) * whole(factor)) / one
  if (base.said === 'net') return { said: 'net', value: written(product) }
  return { said: 'gross', value: written(roundedTo(product, question.minorDigits)) }
}

function specialPrice(question: PlainQuestion): Found | undefined {
  const narrowness = (rule: PlainRule) => (rule.here ? 2 : 0) + (rule.group === undefined ? 0 : 1)
  let found: PlainRule | undefined
  for (const rule of question.rules) {
    if (rule.kind !== 'special' || !holds(rule, question.at)) continue
    if (rule.group !== undefined && rule.group !== question.group) continue
    const sooner =
      !found ||
      narrowness(rule) > narrowness(found) ||
      (narrowness(rule) === narrowness(found) && (rule.begins ?? 0) > (found.begins ?? 0)) ||
      (narrowness(rule) === narrowness(found) &&
        (rule.begins ?? 0) === (found.begins ?? 0) &&
        rule.name > found.name)
    if (sooner) found = rule
  }
  return found?.amount && { amount: found.amount, rule: found.name }
}

// Compared with tax, in 24 digits, so that nothing is rounded before.
function before({ taxRate }: PlainQuestion, left: Found, right: Found): boolean {
  const factor = whole(taxRate) / 100n + one
  const size = ({ amount }: Found) => whole(amount.value) * (amount.said === 'net' ? factor : one)
  return size(left) < size(right)
}

function toldAs({ taxRate, minorDigits }: PlainQuestion, { amount, rule }: Found) {
  const factor = whole(taxRate) / 100n + one
  const value = whole(amount.value)
  if (amount.said === 'gross')
    return { net: written(divided(value * one, factor)), gross: written(value, minorDigits), rule }
  const gross = divided(value * factor, 10n ** BigInt(24 - minorDigits)) * 10n ** BigInt(12 - minorDigits)
  return { net: written(value), gross: written(gross, minorDigits), rule }
}

function roundedTo(value: bigint, digits: number): bigint {
  const step = 10n ** BigInt(12 - digits)
  return divided(value, step) * step
}
