import { longLanguage } from '../../base/languageCodes.ts'
import { decimalText, jsonNumber } from '../../port/exactJson.ts'
import { keptAttributes } from '../../port/keptAttributes.ts'
import type { Outgoing, SendResult } from '../../port/outgoing.ts'
import { type Customer, idText, isModel, listOf, textOf } from './payloads.ts'
import { noId, wireTime } from './wireText.ts'

/** What of a customer has no word in the port, and would be emptied by a push that leaves it out. */
const keptTexts = [
  'customerNumber',
  'fax',
  'websiteUrl',
  'note',
  'origin',
  'extraAddressLine',
  'deliveryInstruction',
] as const
const keptTimes = ['birthday', 'creationDate'] as const
const keptNumbers = ['accountCredit', 'discount'] as const
const keptFlags = ['hasCustomerAccount', 'hasNewsletterSubscription', 'isActive'] as const

/** What has to be kept of a customer, so that it can be sent back complete; attributes as pairs, without a value where it is not kept. */
export function keptOf(customer: Customer): Readonly<Record<string, unknown>> {
  const fields: Readonly<Record<string, unknown>> = { ...customer }
  const names = [...keptTexts, ...keptTimes, ...keptNumbers, ...keptFlags]
  const language = textOf(customer.languageISO) || longLanguage(textOf(customer.languageIso)) || ''
  return {
    ...Object.fromEntries(names.flatMap(name => (fields[name] === undefined ? [] : [[name, fields[name]]]))),
    languageISO: language,
    attributes: listOf(customer.attributes, 'attributes').flatMap(one =>
      isModel(one) ? [[textOf(one['key']), one['withheld'] === true ? null : textOf(one['value'])]] : [],
    ),
  }
}

/** Why a customer cannot be sent: the endpoint replaces all of it, and not all of it is kept here. */
export function customerProblem({ state: { kept } }: Outgoing<'customer'>): SendResult | undefined {
  const withheld = keptAttributes(kept).find(([, value]) => value === null)?.[0]
  if (kept && withheld === undefined) return undefined
  return {
    result: 'rejected',
    code: 'CUSTOMER_INCOMPLETE',
    ...(withheld === undefined ? {} : { field: 'attributes' }),
    text: withheld ?? 'received before all of it was kept',
  }
}

/**
 * The whole customer under both names: with ours alone an endpoint that has lost its link would make it anew. A time that no endpoint
 * reads is none.
 */
export function customerModel({ ref, state }: Outgoing<'customer'>): object {
  const { address, group, blocked, kept = {} } = state
  const id = [ref.theirs, ref.no]
  const text = (name: string) => textOf(kept[name])
  // Both lines came as one text: while that is the same, they go back as they came.
  const lines = [text('extraAddressLine'), text('deliveryInstruction')]
  const sameLines = (address.extra ?? '') === lines.filter(Boolean).join(', ')
  const [extraAddressLine = '', deliveryInstruction = ''] = sameLines ? lines : [address.extra ?? '']
  return {
    id,
    customerGroupId: group ? [group.theirs, group.no] : noId,
    customerNumber: text('customerNumber'),
    languageISO: text('languageISO'),
    salutation: address.salutation ?? '',
    title: address.title ?? '',
    firstName: address.firstName ?? '',
    lastName: address.lastName ?? '',
    company: address.company ?? '',
    street: address.street ?? '',
    extraAddressLine,
    deliveryInstruction,
    zipCode: address.postcode ?? '',
    city: address.city ?? '',
    state: address.state ?? '',
    countryIso: address.country ?? '',
    phone: address.phone ?? '',
    mobile: address.mobile ?? '',
    fax: text('fax'),
    eMail: state.email,
    birthday: timeOf(kept['birthday']),
    creationDate: timeOf(kept['creationDate']),
    vatNumber: address.vatId ?? '',
    websiteUrl: text('websiteUrl'),
    note: text('note'),
    origin: text('origin'),
    accountCredit: numberOf(kept['accountCredit']),
    discount: numberOf(kept['discount']),
    hasCustomerAccount: kept['hasCustomerAccount'] !== false,
    hasNewsletterSubscription: kept['hasNewsletterSubscription'] === true,
    isActive: blocked === undefined ? kept['isActive'] !== false : !blocked,
    attributes: keptAttributes(kept).map(([key, value]) => ({ customerId: id, key, value: value ?? '' })),
  }
}

const readable = /^(?!000)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:?\d\d)$/

function timeOf(value: unknown): string | null {
  const time = wireTime(textOf(value))
  return readable.test(time) ? time : null
}

function numberOf(value: unknown): unknown {
  return jsonNumber(decimalText(value) ?? '0')
}

/** What an answer proves of a customer who is named by both ids: it is only ever echoed. */
export function customerResult(theirs: string, answered: unknown): SendResult {
  const said = isModel(answered) ? idText(answered['id']) : undefined
  if (said === theirs) return { result: 'accepted', proof: 'received', theirs }
  if (said === '')
    return { result: 'rejected', code: 'REMOTE_DELETED', text: 'the shop does not know the customer' }
  const text = said === undefined ? 'the answer of the shop does not name it' : 'the shop answers another id'
  return { result: 'rejected', code: 'REMOTE_VALIDATION', text }
}
