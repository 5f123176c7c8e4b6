import { transact } from '../base/database.ts'
import { openAcks, settleAcks } from '../channels/ackStore.ts'
import { forgetTakenTwice, forgetToldOfOrders } from '../channels/toldInDoubt.ts'
import { cleanText } from '../port/canonical.ts'
import type { Ack, AckResult } from '../port/connector.ts'
import type { IncomingKind } from '../port/records.ts'
import { withPriority } from './callGate.ts'
import { callSafely } from './callSafely.ts'
import type { ImportContext } from './importContext.ts'
import { markDue } from './markDue.ts'
import { noteMissing } from './notOffered.ts'

/**
 * Sends what earlier runs could not deliver, of the kinds that `which` chooses. Where records vanish by being told, the shop
 * is asked first and this follows: a record that it changed since then comes again only until it is told.
 */
export async function sendOpenAcks(
  context: ImportContext,
  session: unknown,
  which: (kind: IncomingKind) => boolean,
): Promise<void> {
  const open = await transact(context.db, { tenant: context.tenant }, tx =>
    openAcks(tx, context.tenant, context.connection.id),
  )
  const sent = open.filter(entry => which(entry.kind))
  for (const [kind, entries] of Map.groupBy(sent, entry => entry.kind))
    await sendAcks(
      context,
      session,
      kind,
      entries.map(entry => entry.ack),
    )
}

/**
 * Tells the system what is stored here, and takes out of the outbox what it accepted or does not know any more. All of
 * these were committed before. Errors of the call pass through after its repetitions; the outbox then keeps the rest. Of an
 * order that it knows only now, all that it was told before is told anew.
 */
export async function sendAcks(
  context: ImportContext,
  session: unknown,
  kind: IncomingKind,
  acks: readonly Ack[],
): Promise<void> {
  const { connector } = context
  const ack = connector.ack?.bind(connector)
  if (!ack) return acks.length > 0 ? noteMissing(context, 'warn', 'ACKS_NOT_OFFERED', kind) : undefined
  const size = connector.ackBatch ?? 100
  for (let start = 0; start < acks.length; start += size) {
    const part = acks.slice(start, start + size)
    const results = await withPriority('acks', () =>
      callSafely(context.signal, () => ack(session, kind, part)),
    )
    if (results.length !== part.length)
      throw new TypeError(`${connector.name} answered ${results.length} of ${part.length} acknowledgements`)
    const of = { tenant: context.tenant, connectionId: context.connection.id, kind, now: context.now() }
    await context.write(async tx => {
      const settled = sortResults(part, results)
      await settleAcks(tx, of, settled)
      if (kind !== 'order') return
      // What was told of an order before it was known there is told again.
      await markDue(tx, of.tenant, await forgetToldOfOrders(tx, of, settled.accepted), 'acknowledgement')
      if (connector.stockMeans !== 'shopSubtractsUnfetched') return
      const channelIds = context.connection.channels.map(channel => channel.id)
      const twice = await forgetTakenTwice(tx, { ...of, channelIds }, settled.accepted)
      await markDue(tx, of.tenant, twice, 'acknowledgement')
    })
  }
}

function sortResults(part: readonly Ack[], results: readonly AckResult[]) {
  const settled = {
    accepted: [] as string[],
    gone: [] as string[],
    refused: [] as { theirs: string; note: string }[],
  }
  for (const [index, result] of results.entries()) {
    const theirs = part[index]?.theirs ?? ''
    if (result === 'accepted') settled.accepted.push(theirs)
    else if (result === 'gone') settled.gone.push(theirs)
    else settled.refused.push({ theirs, note: cleanText(result.refused.slice(0, 500)) })
  }
  return settled
}
