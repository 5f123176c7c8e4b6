import type { Facts } from '../../port/connector.ts'
import type { IncomingKind, OutgoingKind } from '../../port/records.ts'
import { listOf, textOf } from './payloads.ts'

/** Resources that a role of the shop may lack, and what is not done without them. Orders are not among them: they are needed. */
const kindsOf = {
  articles: ['item', 'price', 'stock', 'image', 'cross_selling'],
  categories: ['category'],
  customers: ['customer'],
  manufacturers: ['manufacturer'],
  propertyGroups: ['characteristic'],
  media: ['image'],
  variants: ['price', 'stock'],
  customerGroups: ['price'],
  shops: [],
  paymentMethods: [],
} as const satisfies Readonly<Record<string, readonly (IncomingKind | OutgoingKind)[]>>

/** The resources that a check tries to read. */
export const optionalResources = Object.keys(kindsOf) as readonly (keyof typeof kindsOf)[]

/** What is not done at a shop that has said no (HTTP 403) to its resource, until a check finds it open. */
export function lacking(facts: Facts): readonly (IncomingKind | OutgoingKind)[] {
  const forbidden = forbiddenIn(facts)
  return [...new Set(optionalResources.flatMap(one => (forbidden.includes(one) ? kindsOf[one] : [])))]
}

/** The resources that were forbidden when last asked for. */
export function forbiddenIn(facts: Facts): readonly string[] {
  return listOf(facts['forbidden']).map(textOf).filter(Boolean)
}
