/** Why, and in what state, in the words of the Channel API (section 8). */

export const cancelReasons = [
  'BUYER_CANCELLED',
  'UNDELIVERABLE_TO_SHIPPING_ADDRESS',
  'UNDELIVERABLE_BY_CARRIER',
  'OUT_OF_STOCK',
  'DELAYED_INVENTORY',
  'PRICING_ERROR',
  'OTHER',
] as const
export type CancelReason = (typeof cancelReasons)[number]

export const returnReasons = [
  'NO_REASON',
  'DEFECT',
  'WRONG_ITEM',
  'WRONG_SIZE',
  'TOO_LATE',
  'BAD_QUALITY',
] as const
export type ReturnReason = (typeof returnReasons)[number]

export const refundReasons = [...returnReasons, 'OTHER'] as const
export type RefundReason = (typeof refundReasons)[number]

/** What each of them says to a person. */
export const reasonNames: Readonly<Record<CancelReason | RefundReason, { de: string; en: string }>> = {
  BUYER_CANCELLED: { de: 'Wunsch des Käufers', en: 'the buyer asked for it' },
  UNDELIVERABLE_TO_SHIPPING_ADDRESS: { de: 'Anschrift nicht zustellbar', en: 'address not deliverable' },
  UNDELIVERABLE_BY_CARRIER: {
    de: 'vom Versanddienst nicht zustellbar',
    en: 'not deliverable by the carrier',
  },
  OUT_OF_STOCK: { de: 'nicht lieferbar', en: 'out of stock' },
  DELAYED_INVENTORY: { de: 'Ware kommt zu spät', en: 'goods are delayed' },
  PRICING_ERROR: { de: 'falscher Preis', en: 'wrong price' },
  NO_REASON: { de: 'ohne Angabe', en: 'not said' },
  DEFECT: { de: 'defekt', en: 'defective' },
  WRONG_ITEM: { de: 'falscher Artikel', en: 'wrong item' },
  WRONG_SIZE: { de: 'Größe passt nicht', en: 'wrong size' },
  TOO_LATE: { de: 'zu spät geliefert', en: 'delivered too late' },
  BAD_QUALITY: { de: 'schlechte Qualität', en: 'bad quality' },
  OTHER: { de: 'anderer Grund', en: 'another reason' },
}

// A reason is told as the connection calls it, else in the words of a person, else by its name: these are the names
// that every tenant begins with.
const cancelNames: Readonly<Record<string, CancelReason>> = {
  'wunsch des kunden': 'BUYER_CANCELLED',
  'customer asked for it': 'BUYER_CANCELLED',
  'nicht lieferbar': 'OUT_OF_STOCK',
  'out of stock': 'OUT_OF_STOCK',
  'anschrift nicht zustellbar': 'UNDELIVERABLE_TO_SHIPPING_ADDRESS',
  'address not deliverable': 'UNDELIVERABLE_TO_SHIPPING_ADDRESS',
  'falscher preis': 'PRICING_ERROR',
  'wrong price': 'PRICING_ERROR',
}

const returnNames: Readonly<Record<string, ReturnReason>> = {
  'größe passt nicht': 'WRONG_SIZE',
  'wrong size': 'WRONG_SIZE',
  defekt: 'DEFECT',
  defective: 'DEFECT',
  transportschaden: 'DEFECT',
  'damaged in transit': 'DEFECT',
  'falscher artikel': 'WRONG_ITEM',
  'wrong item': 'WRONG_ITEM',
  'nicht wie beschrieben': 'BAD_QUALITY',
  'not as described': 'BAD_QUALITY',
  'zu spät geliefert': 'TOO_LATE',
  'delivered too late': 'TOO_LATE',
}

const conditionNames = {
  original_packed: 'ORIGINAL_PACKAGING',
  as_new: 'MINT_CONDITION',
  worn_little: 'SLIGHTLY_USED',
  worn_much: 'HEAVILY_USED',
  damaged: 'DAMAGED',
  incomplete: 'INCOMPLETE_DELIVERY',
  fraud: 'FRAUD',
} as const
export type Condition = (typeof conditionNames)[keyof typeof conditionNames]

/** Why an order is cancelled; OTHER for what has no word there. */
export function cancelReason(reason: string): CancelReason {
  return wordOf(reason, cancelReasons, cancelNames) ?? 'OTHER'
}

/** Why goods come back; NO_REASON for what has no word there. */
export function returnReason(reason: string): ReturnReason {
  return wordOf(reason, returnReasons, returnNames) ?? 'NO_REASON'
}

/** Why money goes back; OTHER for what has no word there, NO_REASON where nobody said why. */
export function refundReason(reason: string): RefundReason {
  if (reason.trim() === '') return 'NO_REASON'
  return wordOf(reason, refundReasons, returnNames) ?? 'OTHER'
}

/** How goods came back (`src/sales/returnState.ts`); in its packaging where nobody noted it. */
export function condition(name: string | undefined): Condition {
  const known = Object.entries(conditionNames).find(([ours, theirs]) => name === ours || name === theirs)
  return known?.[1] ?? 'ORIGINAL_PACKAGING'
}

/** Whether a text is one of the words itself: then it says nothing more to a person. */
export function isWord(reason: string): boolean {
  const word = upper(reason)
  return [...cancelReasons, ...refundReasons].some(one => one === word)
}

function wordOf<Word extends string>(
  reason: string,
  words: readonly Word[],
  names: Readonly<Record<string, Word>>,
): Word | undefined {
  const word = upper(reason)
  const name = reason.trim().toLowerCase()
  return words.find(one => one === word) ?? (Object.hasOwn(names, name) ? names[name] : undefined)
}

function upper(reason: string): string {
  return reason.trim().toUpperCase().replaceAll(' ', '_')
}
