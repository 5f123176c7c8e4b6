import type { Changed } from '../../base/changed.ts'
import type { Tx } from '../../base/database.ts'
import type { ProblemData } from '../../base/errors.ts'
import { type ChannelFacts, channelFacts } from '../../catalog/channelFacts.ts'
import { channelOffer } from '../../catalog/channelOffer.ts'
import type { Note } from '../../channels/adoptionStore.ts'
import type { Channel } from '../../channels/connectionStore.ts'
import type { ImportRow } from '../../channels/importStore.ts'
import type { Linkable } from '../../channels/linkStore.ts'
import type { LocalTexts } from '../../port/outgoing.ts'
import { normalRate } from '../../sales/checkWebOrder.ts'
import type { PushContext } from '../pushTask.ts'
import type { LeftOut } from './conditions.ts'

/** What objects are made with. */
export interface ImportWork {
  readonly context: PushContext
  readonly tenant: string
  readonly channel: Channel
  readonly facts: ChannelFacts
  /** The class of a rate, in percent as `normalRate` writes it. */
  readonly taxClasses: ReadonlyMap<string, string>
  /** Groups of ours by theirs. */
  readonly groups: ReadonlyMap<string, string>
  readonly leftOut: LeftOut
  /** Where what lies there is counted; absent: nowhere. */
  readonly warehouseId: string | undefined
  readonly by: string
}

/** What became of one object. */
export type Made =
  | {
      readonly objectId: string
      /** What of it was left. */
      readonly notes: readonly Note[]
      /** What of theirs lies in it, and what of ours it is. */
      readonly inside: readonly (Linkable & { readonly theirs: string })[]
    }
  /** `written`: parts of it were, and have to be taken back. */
  | { readonly refused: readonly Note[]; readonly written?: true }

/** Makes objects of one kind: lists in, one result per element. */
export type Maker = (
  tx: Tx,
  work: ImportWork,
  rows: readonly ImportRow[],
) => Promise<{
  readonly results: readonly Made[]
  readonly changed: readonly Changed[]
  /** What the channel now has as we have it, beside the objects themselves. */
  readonly along?: readonly Linkable[]
}>

/** Reads what all objects are made with. Throws CHANNEL_UNKNOWN. */
export async function importWork(
  tx: Tx,
  context: PushContext,
  channel: Channel,
  wish: Pick<ImportWork, 'leftOut' | 'warehouseId' | 'by'>,
): Promise<ImportWork> {
  const { tenant } = context
  const facts = await channelFacts(tx, tenant, channel.id, context.now())
  const offer = await channelOffer(tx, tenant, channel.id)
  // Of two classes with one rate the default one counts.
  const classes = [...facts.taxRates].sort(([one]) => (one === facts.defaultTaxClass ? 1 : -1))
  return {
    ...wish,
    context,
    tenant,
    channel,
    facts,
    taxClasses: new Map(classes.map(([id, rate]) => [normalRate(rate), id])),
    groups: new Map(offer.groups.map(group => [group.theirId, group.customerGroupId])),
  }
}

/** A remark, or why something was not made. */
export function note(code: string, data: ProblemData = {}): Note {
  return { code, data }
}

/** What cannot be made. */
export function refuse(code: string, data: ProblemData = {}): Made {
  return { refused: [note(code, data)] }
}

/** Texts in the languages that are taken, each with a name: where it says none, that of the company's language. */
export function textsTaken(work: ImportWork, texts: LocalTexts): LocalTexts {
  const main = mainName(work, texts)
  return Object.fromEntries(
    Object.entries(texts).flatMap(([language, text]) => {
      const { name, ...rest } = text
      const says = name !== '' || Object.values(rest).some(Boolean)
      return says && isTaken(work, language) ? [[language, { ...rest, name: name || main }] as const] : []
    }),
  )
}

/** Names alone, by language. */
export function namesTaken(work: ImportWork, texts: LocalTexts): Record<string, string> {
  return Object.fromEntries(
    Object.entries(texts).flatMap(([language, { name }]) =>
      name !== '' && isTaken(work, language) ? [[language, name] as const] : [],
    ),
  )
}

/** The name in the company's language, else the first; '' where there is none. */
export function mainName({ facts }: ImportWork, texts: LocalTexts): string {
  const names = Object.values(texts).map(text => text.name.trim())
  return texts[facts.language]?.name.trim() || names.find(Boolean) || ''
}

function isTaken({ leftOut }: ImportWork, language: string): boolean {
  return /^[a-z]{2}$/.test(language) && !leftOut.languages.has(language)
}

/** What of a record could not be read, as a remark. */
export function unreadNotes({ unread = [] }: { readonly unread?: readonly string[] }): Note[] {
  return unread.length === 0 ? [] : [note('IMPORT_UNREAD', { fields: unread.join(', ') })]
}
