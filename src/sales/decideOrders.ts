import type { Tx } from '../base/database.ts'
import { exact, minorUnits } from '../base/decimal.ts'
import { textIn } from '../base/zonedTime.ts'
import { readPriceRules } from '../catalog/priceRuleStore.ts'
import type { PriceFacts } from '../catalog/priceRules.ts'
import { type QuantityPrice, unitPrice } from '../catalog/unitPrice.ts'
import { decideTaxes, type TaxDecision, type TaxRequest } from '../company/decideTaxes.ts'
import { checkVatId } from '../company/vatId.ts'
import { type Address, nameOf } from '../customers/address.ts'
import type { NewCustomer } from '../customers/changeCustomers.ts'
import type { Finding } from './checkWebOrder.ts'
import { type DraftCompany, type DraftFacts, type DraftItem, readDraftFacts } from './draftFacts.ts'
import { type DraftLine, draftLines, type LineScene } from './draftLines.ts'
import type { NewLine, NewOrder } from './makeOrders.ts'
import type { OrderTotals } from './orderTotals.ts'

/** An order as it would be made: prices, taxes and sums, and what keeps it from being made. */
export interface DraftOrder extends DraftHead {
  readonly order: NewOrder
  readonly lines: readonly DraftLine[]
  readonly totals: OrderTotals
  readonly totalMinor: string
  readonly tax: TaxDecision | null
  /** Nothing that keeps it back: what a person should know. */
  readonly notes: readonly Finding[]
  /** The total that was expected, where it differs by more than the tolerance. */
  readonly mismatch: { readonly expected: string; readonly got: string } | null
  readonly blockers: readonly Finding[]
}

interface DraftHead {
  readonly company: DraftCompany | undefined
  readonly connectionId: string | null
  readonly channelId: string | null
  /** Null: has to be made. */
  readonly customerId: string | null
  readonly make: NewCustomer | null
  readonly customerName: string
  readonly customerNumber: string | null
  readonly groupId: string | null
  readonly business: boolean
  readonly vatId: string | null
  readonly language: string | null
  readonly billing: Address | null
  readonly shipping: Address | null
  readonly country: string | null
  readonly currency: string
  readonly minorDigits: number
  readonly pricesGross: boolean
}

/**
 * Decides all about orders that are to be made, and writes nothing: whose they are, prices by customer group and quantity, taxes
 * of the day, sums to the minor unit. What keeps one from being made stands in its blockers; all else is decided as far as can
 * be. Of an item's price said with tax, a buyer who pays none is asked for what is left without the company's own. One per
 * element, in order.
 */
export async function decideOrders(
  tx: Tx,
  tenant: string,
  orders: readonly NewOrder[],
  now: Date,
): Promise<DraftOrder[]> {
  if (orders.length === 0) return []
  const facts = await readDraftFacts(tx, tenant, orders)
  const heads = orders.map(order => headOf(order, facts))
  const taxes = await taxesOf(
    tx,
    tenant,
    orders.map((order, at) => ({ order, head: heads[at]?.head })),
    facts,
    now,
  )
  const prices = await pricesOf(
    tx,
    tenant,
    orders.map((order, at) => ({ order, head: heads[at]?.head })),
    facts,
    now,
  )
  return orders.map((order, at) => {
    const { head, blockers } = heads[at] ?? headOf(order, facts)
    return draftOf({ order, head, blockers, facts, taxes: taxes[at], rulesOf: prices })
  })
}

interface Asked {
  readonly order: NewOrder
  readonly head: DraftHead | undefined
}

function headOf(order: NewOrder, facts: DraftFacts): { head: DraftHead; blockers: Finding[] } {
  const blockers: Finding[] = []
  const block = (code: string, data: Finding['data'] = {}) => void blockers.push({ code, data })
  const channel = order.channelId === undefined ? undefined : facts.channels.get(order.channelId)
  if (order.channelId !== undefined && !channel) block('ORDER_CHANNEL_UNKNOWN', { channel: order.channelId })
  const company = companyOf(order, channel?.companyId, facts, block)
  const who = customerOf(order, facts, block)
  const billing = order.billing ?? who.billing
  const shipping = order.shipping ?? who.shipping ?? null
  for (const address of [billing, shipping])
    if (address?.country && !facts.countries.has(address.country) && given(order, address))
      block('COUNTRY_UNKNOWN', { country: address.country })
  const currency = order.currency ?? company?.currency ?? 'EUR'
  const minorDigits = facts.currencies.get(currency)
  if (minorDigits === undefined) block('CURRENCY_UNKNOWN', { currency })
  return {
    blockers,
    head: {
      company,
      connectionId: channel?.connectionId ?? null,
      channelId: channel ? (order.channelId ?? null) : null,
      ...who,
      customerName: nameOf(billing) || nameOf(shipping) || who.customerName,
      billing: billing ?? null,
      shipping,
      country: shipping?.country || billing?.country || null,
      currency,
      minorDigits: minorDigits ?? 2,
      pricesGross: order.pricesGross ?? !who.business,
    },
  }
}

// Countries of a customer's own book were checked when they were entered there.
function given(order: NewOrder, address: Address): boolean {
  return (
    address === order.billing ||
    address === order.shipping ||
    ('make' in order.customer && address === order.customer.make.address)
  )
}

function companyOf(
  { companyId }: NewOrder,
  ofChannel: string | undefined,
  { companies }: DraftFacts,
  block: (code: string, data?: Finding['data']) => void,
): DraftCompany | undefined {
  const [only, ...others] = companies.values()
  const wanted = companyId ?? ofChannel
  const company = wanted === undefined ? (others.length === 0 ? only : undefined) : companies.get(wanted)
  if (!company && wanted !== undefined) block('COMPANY_UNKNOWN', { company: wanted })
  else if (!company) block('COMPANY_UNCLEAR', { known: [...companies.values()].map(one => one.name) })
  return company
}

type Who = Pick<
  DraftHead,
  | 'customerId'
  | 'make'
  | 'customerName'
  | 'customerNumber'
  | 'groupId'
  | 'business'
  | 'vatId'
  | 'language'
  | 'billing'
  | 'shipping'
>

function customerOf(
  { customer }: NewOrder,
  facts: DraftFacts,
  block: (code: string, data?: Finding['data']) => void,
): Who {
  if ('make' in customer) {
    const { make } = customer
    const { address, company = address.company, lastName = address.lastName } = make
    if (!company && !lastName) block('CUSTOMER_NAME_MISSING')
    const vatId = make.vatId || address.vatId || null
    // One of a state that nobody can check is kept as it is.
    const checked = vatId === null ? undefined : checkVatId(vatId)
    if (vatId !== null && checked?.valid === false && checked.fault !== 'state')
      block('VAT_ID_INVALID', { vatId })
    return {
      customerId: null,
      make,
      customerName: nameOf({ ...address, company, lastName }),
      customerNumber: null,
      groupId: make.groupId ?? facts.defaultGroup,
      business: make.business ?? (vatId !== null || Boolean(company)),
      vatId,
      language: make.language ?? null,
      billing: address,
      shipping: make.shipping ?? null,
    }
  }
  const known = facts.customers.get(customer.id)
  if (!known) block('CUSTOMER_UNKNOWN', { customer: customer.id })
  else if (known.blocked) block('CUSTOMER_BLOCKED', { customer: known.number })
  return {
    customerId: known?.id ?? null,
    make: null,
    customerName: known?.name ?? '',
    customerNumber: known?.number ?? null,
    groupId: known?.groupId ?? facts.defaultGroup,
    business: known?.business ?? false,
    vatId: known?.vatId || null,
    language: known?.language ?? null,
    billing: known?.billing ?? known?.shipping ?? null,
    shipping: known?.shipping ?? null,
  }
}

interface Taxes {
  readonly decided: TaxDecision
  /** What the company charges at home: of prices that were said with tax. */
  readonly home: TaxDecision
}

async function taxesOf(
  tx: Tx,
  tenant: string,
  asked: readonly Asked[],
  facts: DraftFacts,
  now: Date,
): Promise<(Taxes | undefined)[]> {
  const requests = asked.map(({ order, head }) => {
    if (!head?.company) return undefined
    const { id: companyId, country: home, timeZone } = head.company
    const to = head.shipping ?? head.billing
    const date = textIn(order.placedAt ?? now, timeZone).slice(0, 10)
    const taxClassIds = [...new Set(order.lines.flatMap(line => classesOf(line, facts)))]
    const usual = { companyId, date, taxClassIds }
    const shipTo = to?.country || home
    return [
      {
        ...usual,
        shipTo,
        ...(to?.postcode ? { shipToPostcode: to.postcode } : {}),
        billTo: head.billing?.country || null,
        business: head.business,
        vatId: head.vatId,
      },
      { ...usual, shipTo: home, billTo: home, business: false, vatId: null },
    ] as const
  })
  const list = requests.flatMap((pair): readonly TaxRequest[] => pair ?? [])
  const decisions = list.length > 0 ? await decideTaxes(tx, tenant, list) : []
  let at = 0
  return requests.map(pair => {
    if (!pair) return undefined
    const decided = decisions[at++]
    const home = decisions[at++]
    return decided && home ? { decided, home } : undefined
  })
}

function classesOf(line: NewLine, facts: DraftFacts): string[] {
  const [item] = line.kind === 'item' ? facts.itemsOf(line) : []
  const own = line.taxClassId ?? item?.taxClassId
  return [own, facts.defaultTaxClass].filter(
    id => typeof id === 'string' && facts.taxClasses.has(id),
  ) as string[]
}

type RulesOf = (
  channelId: string | null,
) => ((itemId: string, taxation: { taxRate: string; minorDigits: number }) => PriceFacts) | undefined

// One reading per channel, whatever the number of orders.
async function pricesOf(
  tx: Tx,
  tenant: string,
  asked: readonly Asked[],
  facts: DraftFacts,
  now: Date,
): Promise<RulesOf> {
  const wanted = asked.flatMap(({ order, head }) =>
    order.lines.flatMap(line =>
      line.kind === 'item' && line.unitNet === undefined && line.unitGross === undefined
        ? facts.itemsOf(line).map(item => ({ channelId: head?.channelId ?? null, itemId: item.id }))
        : [],
    ),
  )
  const groupIds = [...new Set(asked.flatMap(({ head }) => head?.groupId ?? []))]
  const found = new Map<string | null, Awaited<ReturnType<typeof readPriceRules>>>()
  for (const [channelId, items] of Map.groupBy(wanted, one => one.channelId)) {
    const itemIds = [...new Set(items.map(one => one.itemId))]
    found.set(channelId, await readPriceRules(tx, tenant, { channelId, itemIds, now, groupIds }))
  }
  return channelId => found.get(channelId)
}

const noTax: TaxDecision = {
  treatment: 'domestic',
  country: '',
  rates: [],
  vatId: null,
  shippingTax: 'main',
  notes: [],
}

function draftOf(draft: {
  readonly order: NewOrder
  readonly head: DraftHead
  readonly blockers: readonly Finding[]
  readonly facts: DraftFacts
  readonly taxes: Taxes | undefined
  readonly rulesOf: RulesOf
}): DraftOrder {
  const { order, head, blockers, facts, taxes, rulesOf } = draft
  const { decided = noTax, home = noTax } = taxes ?? {}
  const taxFree = decided.treatment === 'reverse_charge' || decided.treatment === 'export'
  const { minorDigits } = head
  const pricesGross = order.pricesGross ?? (head.pricesGross && !taxFree)
  const scene: LineScene = {
    facts,
    pricesGross,
    minorDigits,
    language: head.language,
    country: decided.country || head.country || head.company?.country || '',
    tax: decided,
    shippingWay: decided.shippingTax,
    priceOf: (item: DraftItem, classId, quantity): QuantityPrice | undefined => {
      if (head.currency !== head.company?.currency) return undefined
      const rules = rulesOf(head.channelId)
      const rates = taxFree ? home : decided
      const taxRate = rates.rates.find(one => one.taxClassId === classId)?.rate ?? '0'
      const price =
        rules && unitPrice(rules(item.id, { taxRate, minorDigits }), head.groupId ?? undefined, quantity)
      return price && taxFree ? { ...price, gross: price.net } : price
    },
  }
  const first = draftLines(
    order.lines.map(line => named(line, order)),
    scene,
  )
  const difference =
    order.expectedGross === undefined ? exact('0') : exact(order.expectedGross).minus(first.totals.gross)
  const isLine = !difference.isZero() && difference.abs().lessThanOrEqualTo(facts.tolerance)
  const drafted = isLine
    ? draftLines(
        [...order.lines.map(line => named(line, order)), differenceLine(difference.toFixed(), head.language)],
        scene,
      )
    : first
  const missing: readonly Finding[] = taxes
    ? drafted.blockers
    : drafted.blockers.filter(one => one.code !== 'TAX_UNKNOWN')
  return {
    ...head,
    pricesGross,
    order,
    lines: drafted.lines,
    totals: drafted.totals,
    totalMinor: minorUnits(exact(drafted.totals.gross), minorDigits),
    tax: taxes?.decided ?? null,
    notes: decided.notes.filter(note => note.code !== 'TAX_RATE_MISSING'),
    mismatch:
      difference.isZero() || isLine
        ? null
        : { expected: drafted.totals.gross, got: order.expectedGross ?? '' },
    blockers: [...blockers, ...missing],
  }
}

// Costs are called as the method that they are for.
function named(line: NewLine, { shippingMethod, paymentMethod }: NewOrder): NewLine {
  if (line.name) return line
  if (line.kind === 'shipping' && shippingMethod) return { ...line, name: shippingMethod }
  return line.kind === 'payment' && paymentMethod ? { ...line, name: paymentMethod } : line
}

/** What a total differs by, as a line without tax: net and gross are the same, so that the total is met on either side. */
export function differenceLine(amount: string, language: string | null): NewLine {
  return {
    kind: 'difference',
    name: language === 'en' ? 'Difference' : 'Differenz',
    quantity: '1',
    unitNet: amount,
    unitGross: amount,
    taxRate: '0',
  }
}
