import type { Tx } from '../base/database.ts'
import type { Channel } from '../channels/connectionStore.ts'
import { noHash, type SentRow } from '../channels/sentStore.ts'
import { type AccountState, accountState } from '../customers/accountState.ts'
import type { AccountForChannel, Said } from '../customers/accounts.ts'
import { nameOf } from '../customers/address.ts'
import type { OutgoingStates } from '../port/outgoing.ts'
import { groupRef, groupThing } from './groupThing.ts'
import { aspectOf, type PushContext, type PushTask, type RefOf, type Wanted } from './pushTask.ts'

/**
 * Customers whom the shop knows, as they were changed here. The object is the account, under the number of its record; none is ever
 * made there. What the shop reported itself counts as told.
 */
export const customerTask: PushTask = {
  kind: 'customer',
  as: 'customer',
  object: 'customer',
  compares: ['data'],
  want: wantCustomers,
  next: (tx, { tenant, sources }, channelId, afterId, limit) =>
    sources.nextAccountsOf(tx, tenant, channelId, afterId, limit),
}

async function wantCustomers(
  tx: Tx,
  { tenant, sources, connection }: PushContext,
  channel: Channel,
  ids: readonly string[],
  known: ReadonlyMap<string, SentRow>,
): Promise<ReadonlyMap<string, Wanted>> {
  const accounts = await sources.accountsForChannel(tx, tenant, channel.id, ids)
  return new Map(
    accounts.flatMap((account): [string, Wanted][] =>
      account
        ? [[account.id, wantedOf(account, accountState(account, connection.leads), known.get(account.id))]]
        : [],
    ),
  )
}

function wantedOf(account: AccountForChannel, state: AccountState, known: SentRow | undefined): Wanted {
  if (state.groupUnknown) return { do: 'hold', code: 'CUSTOMER_GROUP_NOT_MAPPED', data: {} }
  const { says, stands, differs } = state
  const told = known?.data ?? null
  // Never told and nothing changed here: there is nothing to say, and nobody asked the shop.
  if (!differs && told === null && !known?.inFlight) return { do: 'nothing' }
  // What it reported since counts as told.
  const hash = !differs && told !== null && told !== noHash ? told : aspectOf(says).hash
  const data = { hash, fields: { ...says, stands: { ours: stands.ours, theirs: stands.theirs } } }
  const { group } = says
  const making = {
    things: group ? [groupThing(group)] : [],
    state: (refOf: RefOf) => customerState(account, says, refOf),
    ref: { no: account.keyNo, theirs: account.theirs },
  }
  return { do: 'send', sent: { data }, making, waitsFor: [], level: 0 }
}

function customerState(
  { record }: AccountForChannel,
  { group, blocked, ...address }: Said,
  refOf: RefOf,
): OutgoingStates['customer'] {
  const { number, language, kept } = record
  return {
    number: textOf(number),
    name: nameOf(address),
    email: address.email ?? '',
    language: textOf(language),
    address: Object.fromEntries(Object.entries(address).filter(([, text]) => text !== undefined)),
    ...(group ? { group: groupRef(group, refOf) } : {}),
    ...(blocked === undefined ? {} : { blocked: blocked === 'true' }),
    ...(typeof kept === 'object' && kept !== null ? { kept: { ...kept } } : {}),
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
