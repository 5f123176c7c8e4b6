import type { NewLine, NewOrder } from '../../api/makeOrder.ts'
import type { Quotation } from '../../api/quotations.ts'
import { decimalToType, readDecimal } from '../../words/decimalText.ts'
import { addressParts, signedPrice } from '../order/orderDraft.ts'

/** What is asked of a customer who is new, besides the address. */
export const personParts = [...addressParts, 'email', 'phone', 'vatId'] as const
type PersonPart = (typeof personParts)[number]

const lineKinds = ['item', 'custom', 'shipping', 'discount', 'surcharge'] as const

/** A line as it is typed. */
export interface DraftLine {
  readonly key: number
  readonly kind: NewLine['kind']
  readonly itemId?: string | undefined
  readonly sku: string
  readonly name: string
  readonly quantity: string
  /** Empty: the price that holds for the customer. */
  readonly price: string
  readonly discountPercent: string
  readonly taxClassId: string
}

/** An order or a quotation that is being written. */
export interface Draft {
  /** Whether the customer is made with it. */
  readonly isNew: boolean
  /** Id or number of one who exists. */
  readonly customer: string
  readonly person: Readonly<Partial<Record<PersonPart, string>>>
  readonly business: boolean
  /** Undefined: the goods go to the customer's own address. */
  readonly shipping?: Readonly<Record<string, string>> | undefined
  readonly billing?: Readonly<Record<string, string>> | undefined
  /** Who sells; empty: the only one, or the channel's. */
  readonly company: string
  readonly channel: string
  /** In which prices are said; empty: by the buyer. */
  readonly prices: '' | 'gross' | 'net'
  readonly lines: readonly DraftLine[]
  readonly paymentMethod: string
  readonly shippingMethod: string
  readonly customerNote: string
  readonly note: string
  readonly externalNumber: string
  readonly validUntil: string
  readonly hold: boolean
  readonly holdReason: string
}

export function emptyDraft(customer: string): Draft {
  return {
    isNew: false,
    customer,
    person: { country: 'DE' },
    business: false,
    company: '',
    channel: '',
    prices: '',
    lines: [],
    paymentMethod: '',
    shippingMethod: '',
    customerNote: '',
    note: '',
    externalNumber: '',
    validUntil: '',
    hold: false,
    holdReason: '',
  }
}

/** A quotation as the draft that would make it. */
export function draftOf(quotation: Quotation): Draft {
  const { customerId, companyId, billing, shipping, lines, pricesGross } = quotation
  const texts = (address: Quotation['billing']) =>
    address === null
      ? undefined
      : Object.fromEntries(
          Object.entries(address).flatMap(([key, value]) =>
            typeof value === 'string' ? [[key, value]] : [],
          ),
        )
  return {
    ...emptyDraft(customerId),
    company: companyId,
    billing: texts(billing),
    shipping: texts(shipping),
    prices: pricesGross ? 'gross' : 'net',
    paymentMethod: quotation.paymentMethod,
    shippingMethod: quotation.shippingMethod,
    customerNote: quotation.customerNote,
    note: quotation.note,
    validUntil: quotation.validUntil ?? '',
    lines: lines.map(line => ({
      key: line.line,
      kind: kindOf(line.kind),
      itemId: line.itemId ?? undefined,
      sku: line.sku ?? '',
      name: line.name,
      quantity: decimalToType(line.quantity),
      price: decimalToType(pricesGross ? line.unitGross : line.unitNet),
      discountPercent: decimalToType(line.discountPercent),
      taxClassId: line.taxClassId ?? '',
    })),
  }
}

function kindOf(kind: string): NewLine['kind'] {
  const kinds = [...lineKinds, 'payment', 'voucher', 'difference'] as const
  return kinds.find(one => one === kind) ?? 'custom'
}

/** Whether all that was typed as a number is one. */
export function isReadable({ lines }: Draft): boolean {
  return lines.every(
    line =>
      readDecimal(line.quantity) &&
      readDecimal(line.price, { signed: true }) !== undefined &&
      readDecimal(line.discountPercent) !== undefined,
  )
}

/**
 * What is sent of a draft; a line that cannot be read is left out (the button says so before anything is made). `gross`: in which
 * prices a typed one is said.
 */
export function orderOf(draft: Draft, gross: boolean): NewOrder {
  const filled = (texts: Readonly<Record<string, string | undefined>>) =>
    Object.fromEntries(
      Object.entries(texts).flatMap(([key, value]) => (value?.trim() ? [[key, value.trim()]] : [])),
    )
  const { paymentMethod, shippingMethod, customerNote, note, externalNumber, company, channel } = draft
  const person = filled(draft.person)
  return {
    ...(draft.isNew ? { newCustomer: { ...person, ...(draft.business ? { business: true } : {}) } } : {}),
    ...(!draft.isNew && draft.customer !== '' ? { customer: draft.customer } : {}),
    ...filled({ paymentMethod, shippingMethod, customerNote, note, externalNumber, company, channel }),
    ...(draft.billing ? { billing: filled(draft.billing) } : {}),
    ...(draft.shipping ? { shipping: filled(draft.shipping) } : {}),
    ...(draft.prices === '' ? {} : { pricesGross: draft.prices === 'gross' }),
    lines: sentLines(draft).map(line => lineOf(line, gross)),
  }
}

/** The lines of a draft that can be sent, in order: line n of the answer is about the n-th of them. */
export function sentLines({ lines }: Draft): readonly DraftLine[] {
  return lines.filter(line => readDecimal(line.quantity))
}

function lineOf(line: DraftLine, gross: boolean): NewLine {
  const price = signedPrice(line.kind, readDecimal(line.price, { signed: true }) ?? '')
  const discountPercent = readDecimal(line.discountPercent)
  return {
    kind: line.kind,
    ...(line.itemId ? { itemId: line.itemId } : {}),
    ...(line.itemId || line.name.trim() === '' ? {} : { name: line.name.trim() }),
    quantity: readDecimal(line.quantity) ?? '',
    ...(price ? (gross ? { unitGross: price } : { unitNet: price }) : {}),
    ...(discountPercent ? { discountPercent } : {}),
    ...(line.taxClassId ? { taxClassId: line.taxClassId } : {}),
  }
}
