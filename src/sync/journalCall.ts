import type { Tx } from '../base/database.ts'
import {
  type JournalCall,
  type JournalEntry,
  type JournalResult,
  writeJournal,
} from '../channels/journalStore.ts'
import { aspects, type SentAspects, type SentRow } from '../channels/sentStore.ts'
import { cleanText } from '../port/canonical.ts'
import type { SendResult } from '../port/outgoing.ts'
import { hiddenTexts } from './hiddenTexts.ts'
import type { Candidate, Way } from './pushRows.ts'
import { type PushContext, type PushTask, sentHash } from './pushTask.ts'

/** What is written down of one object of a call. `divided`: the call was refused as a whole, and goes on in parts. */
export interface Told {
  readonly one: Pick<Candidate, 'row' | 'sent' | 'known'>
  readonly result: SendResult | 'unsent' | 'divided'
}

/** Whose call it is; a call of theirs belongs to no run. */
export type Journaling = Pick<PushContext, 'tenant' | 'connection'> & {
  readonly runId: string | null
  readonly secrets?: PushContext['secrets']
}

/** Writes down what was sent by a call and what was answered, in the transaction that settles it. */
export function journalCall(
  tx: Tx,
  context: Journaling,
  {
    task,
    channel,
  }: { readonly task: Pick<PushTask, 'kind' | 'object'>; readonly channel: Pick<Way['channel'], 'id'> },
  call: JournalCall,
  told: readonly Told[],
): Promise<void> {
  const { tenant, runId } = context
  const of = { tenant, runId, channelId: channel.id, kind: task.kind, object: task.object }
  return writeJournal(tx, of, call, entriesOf(context, told))
}

function entriesOf(context: Journaling, told: readonly Told[]): JournalEntry[] {
  const hide = hider(context)
  return told.map(({ one, result }) => ({
    objectId: one.row.objectId,
    hash: sentHash(one.sent),
    sent: newsIn(one.sent, one.known),
    ...answerOf(result, hide),
  }))
}

function answerOf(
  result: Told['result'],
  hide: (text: string) => string,
): Pick<JournalEntry, 'result' | 'code' | 'field' | 'text' | 'theirs'> {
  if (typeof result === 'string') return { result }
  switch (result.result) {
    case 'accepted':
      return { result: 'accepted', ...(result.theirs === undefined ? {} : { theirs: hide(result.theirs) }) }
    case 'rejected':
      return {
        result: 'rejected',
        code: result.code,
        text: hide(result.text),
        ...(result.field === undefined ? {} : { field: hide(result.field) }),
      }
    case 'unknown':
      return { result: 'unknown', text: hide(result.text) }
    default:
      return { result: 'pending' satisfies JournalResult }
  }
}

/** Takes the secrets of a connection out of words of the other side. Made when the first text comes by: most calls bring none. */
export function hider({
  connection,
  secrets,
}: Pick<Journaling, 'connection' | 'secrets'>): (text: string) => string {
  let hidden: readonly string[] | undefined
  return text => {
    hidden ??= hiddenTexts(connection.settings, secrets ?? {})
      .filter(one => one.length > 3)
      .sort((a, b) => b.length - a.length)
    return cleanText(hidden.reduce((rest, one) => rest.replaceAll(one, '•••'), text).slice(0, 1000))
  }
}

// What is as it was accepted last needs no comparison of its fields.
function newsIn(sent: SentAspects, known: SentRow | undefined): JournalEntry['sent'] {
  return Object.fromEntries(
    aspects.flatMap(aspect => {
      const one = sent[aspect]
      return one && one.hash !== known?.[aspect] ? [[aspect, { fields: one.fields }]] : []
    }),
  )
}
