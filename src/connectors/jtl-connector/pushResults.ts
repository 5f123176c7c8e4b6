import type { SendResult } from '../../port/outgoing.ts'
import type { Ref } from '../../port/records.ts'
import { idText, isModel, numberIn } from './payloads.ts'
import type { Answered, Entry } from './push.ts'

/**
 * What an answer without an error proves of one object. It proves nothing by itself: what the shop passed over comes back
 * without its id, or not at all.
 */
type Reading = (answered: Answered | undefined, entry: Entry, warnings: readonly string[]) => SendResult

/** An object of its own (category, manufacturer, specific, product, image): stored where its id came back. */
export const ofWhole: Reading = (answered, _entry, warnings) => {
  if (!answered) return notNamed(warnings)
  const { theirs, model } = answered
  if (theirs === '') return refused(['the shop passed it over without a reason', ...warnings].join('; '))
  const nested = [...nestedOf(model['variations']), ...valuesOf(model['values'])]
  return { result: 'accepted', proof: 'stored', theirs, ...(nested.length > 0 ? { nested } : {}) }
}

/** Price or stock of a product. An echo (core 2 and 3) says only that the shop knows the product. */
export const ofProduct: Reading = (answered, _entry, warnings) => {
  if (!answered) return notNamed(warnings)
  const { theirs, own } = answered
  if (theirs === '') return gone('the shop does not know the product under our number')
  return { result: 'accepted', proof: own ? 'stored' : 'received', theirs }
}

/** The state of an order, which is only ever echoed. */
export const ofOrder: Reading = (answered, _entry, warnings) => {
  if (!answered) return notNamed(warnings)
  const { theirs } = answered
  if (theirs === '') return gone('the shop does not know the order under our number')
  return { result: 'accepted', proof: 'received', theirs }
}

/** A delivery: some shops keep no note of their own, only what it says about the order. */
export const ofDelivery: Reading = (answered, _entry, warnings) => {
  if (!answered) return notNamed(warnings)
  const { theirs, model } = answered
  if (theirs !== '') return { result: 'accepted', proof: 'stored', theirs }
  if (idText(model['customerOrderId']) === '')
    return gone('the shop does not know the order under our number')
  return { result: 'accepted', proof: 'received' }
}

/** A payment: stored where its id came back. */
export const ofPayment: Reading = (answered, entry, warnings) => {
  if (answered?.theirs === '' && idText(answered.model['customerOrderId']) === '')
    return gone('the shop does not know the order under our number')
  return ofWhole(answered, entry, warnings)
}

function nestedOf(variations: unknown): readonly Ref[] {
  const list = Array.isArray(variations) ? variations.filter(isModel) : []
  return list.flatMap(variation => [...refOf(variation.id), ...valuesOf(variation['values'])])
}

function valuesOf(values: unknown): readonly Ref[] {
  return Array.isArray(values) ? values.filter(isModel).flatMap(value => refOf(value.id)) : []
}

function refOf(id: unknown): readonly Ref[] {
  const theirs = idText(id)
  const no = numberIn(id)
  return theirs === '' || no === 0 ? [] : [{ no, theirs }]
}

function notNamed(warnings: readonly string[]): SendResult {
  return refused(['the answer of the shop does not name it', ...warnings].join('; '))
}

function refused(text: string): SendResult {
  return { result: 'rejected', code: 'REMOTE_VALIDATION', text }
}

function gone(text: string): SendResult {
  return { result: 'rejected', code: 'REMOTE_DELETED', text }
}
