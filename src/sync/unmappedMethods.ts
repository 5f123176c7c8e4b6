import type { Tx } from '../base/database.ts'
import type { Channel } from '../channels/connectionStore.ts'
import { listMaps } from '../channels/mapStore.ts'
import { listTerms } from '../channels/termStore.ts'
import type { OrderRecord } from '../port/records.ts'
import type { Finding } from '../sales/checkWebOrder.ts'
import type { ImportContext } from './importContext.ts'

/** What is mapped at each channel, as `list word`: a word is an id of theirs, or its name. */
export type MappedWords = ReadonlyMap<string, ReadonlySet<string>>

/** Read once a run; nothing is read where no channel of the connection has these checks switched on. */
export async function mappedWords(context: ImportContext, tx: Tx): Promise<MappedWords> {
  const { tenant, connection } = context
  const channels = connection.channels.filter(one => one.checksPayment || one.checksShipping)
  if (channels.length === 0) return none
  const terms = await listTerms(tx, tenant, connection.id)
  const maps = await listMaps(
    tx,
    tenant,
    channels.map(channel => channel.id),
  )
  const words = new Map(channels.map(channel => [channel.id, new Set<string>()]))
  for (const { channelId, list, theirs } of maps) {
    const name = terms.find(term => term.list === list && term.theirs === theirs)?.name
    for (const word of [theirs, name ?? theirs]) words.get(channelId)?.add(`${list} ${word}`)
  }
  return words
}

const none: MappedWords = new Map()

/**
 * The open checks of an order whose payment or shipping method is mapped to none of ours, where its channel wants that. One that
 * names no payment method gets the usual one of its channel when it is taken over; without one a person has to look. An order
 * without a shipping method is none to be looked at: what it lacks it lacks at its delivery (NO_SHIPPING_METHOD).
 */
export function unmappedMethods(
  words: MappedWords,
  channel: Channel | undefined,
  { payment, delivery }: Pick<OrderRecord, 'payment' | 'delivery'>,
): Finding[] {
  const mapped = channel && words.get(channel.id)
  if (!mapped) return []
  const findings: Finding[] = []
  if (channel.checksPayment && payment.method.trim() === '') {
    if (!channel.hasUsualPayment) findings.push({ code: 'PAYMENT_METHOD_MISSING', data: {} })
  } else if (channel.checksPayment && !mapped.has(`payment_method ${payment.method}`))
    findings.push({ code: 'PAYMENT_METHOD_UNMAPPED', data: { method: payment.method } })
  if (channel.checksShipping && delivery.method && !mapped.has(`shipping_method ${delivery.method}`))
    findings.push({ code: 'SHIPPING_METHOD_UNMAPPED', data: { method: delivery.method } })
  return findings
}
