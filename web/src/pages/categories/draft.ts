import {
  type AtChannel,
  type CategoryChange,
  type CategoryText,
  changeCategory,
  type ShownCategory,
  sayAtChannel,
  type TextPart,
  textParts,
} from '../../api/categories.ts'

/** Whether a channel shows a category: as everywhere, or for itself. */
export const showings = ['same', 'yes', 'no'] as const
export type Showing = (typeof showings)[number]

/** A part of a text: for which channel ('': everywhere), in which language. */
export interface TextPlace {
  readonly channelId: string
  readonly language: string
  readonly part: TextPart
}

/** What was typed and is not saved yet; what is as it was saved does not stand here. */
export interface Draft {
  readonly name?: string
  readonly active?: boolean
  readonly texts: ReadonlyMap<string, TextPlace & { readonly text: string }>
  readonly showings: ReadonlyMap<string, Showing>
}

export const noDraft: Draft = { texts: new Map(), showings: new Map() }

/** How many fields are changed. */
export function changesOf({ name, active, texts, showings: shown }: Draft): number {
  return (name === undefined ? 0 : 1) + (active === undefined ? 0 : 1) + texts.size + shown.size
}

/** A text as it is saved; empty where nothing is said. */
export function savedText(category: ShownCategory, { channelId, language, part }: TextPlace): string {
  const texts =
    channelId === '' ? category.texts : category.channels.find(one => one.channelId === channelId)?.texts
  return texts?.[language]?.[part] ?? ''
}

/** How a channel shows a category, as it is saved. */
export function savedShowing(category: ShownCategory, channelId: string): Showing {
  const active = category.channels.find(one => one.channelId === channelId)?.active ?? null
  return active === null ? 'same' : active ? 'yes' : 'no'
}

/** The draft with another text; what is as it was saved leaves it. */
export function withText(draft: Draft, category: ShownCategory, place: TextPlace, text: string): Draft {
  const texts = new Map(draft.texts)
  const key = [place.channelId, place.language, place.part].join('|')
  if (savedText(category, place) === text) texts.delete(key)
  else texts.set(key, { ...place, text })
  return { ...draft, texts }
}

/** The text of a place, as it was typed or else as it is saved. */
export function textOf(draft: Draft, category: ShownCategory, place: TextPlace): string {
  const key = [place.channelId, place.language, place.part].join('|')
  return draft.texts.get(key)?.text ?? savedText(category, place)
}

/** The draft with another showing at a channel. */
export function withShowing(draft: Draft, category: ShownCategory, channelId: string, to: Showing): Draft {
  const next = new Map(draft.showings)
  if (savedShowing(category, channelId) === to) next.delete(channelId)
  else next.set(channelId, to)
  return { ...draft, showings: next }
}

/** Whether somebody else has changed since `base` was shown what the draft says otherwise. */
function isContested(draft: Draft, base: ShownCategory, now: ShownCategory): boolean {
  return (
    (draft.name !== undefined && base.name !== now.name) ||
    (draft.active !== undefined && base.active !== now.active) ||
    draft.texts.values().some(place => savedText(base, place) !== savedText(now, place)) ||
    draft.showings.keys().some(channelId => savedShowing(base, channelId) !== savedShowing(now, channelId))
  )
}

/**
 * Saves a draft that was begun when `base` was shown. What is shown may have been read anew since then, with what somebody else saved.
 * Errors: VERSION_OLD where that or something newer would be overwritten.
 */
export async function saveDraft(category: ShownCategory, draft: Draft, base: ShownCategory): Promise<void> {
  const { id } = category
  const { version } = isContested(draft, base, category) ? base : category
  const { name, active } = draft
  const texts = textsAt(category, draft, '')
  const change: CategoryChange = {
    ...(name === undefined ? {} : { name: name.trim() }),
    ...(active === undefined ? {} : { active }),
    ...(texts ? { texts: named(texts, name?.trim() ?? category.name) } : {}),
  }
  if (Object.keys(change).length > 0) await changeCategory(id, { version, ...change })
  // A merchant changes one or two of them.
  for (const { channelId } of category.channels) {
    const own = textsAt(category, draft, channelId)
    const showing = draft.showings.get(channelId)
    const said: AtChannel = {
      ...(showing === undefined ? {} : { active: showing === 'same' ? null : showing === 'yes' }),
      ...(own ? { texts: own } : {}),
    }
    if (Object.keys(said).length > 0) await sayAtChannel(id, channelId, said)
  }
}

/** The changed languages of a place with all their parts. */
function textsAt(
  category: ShownCategory,
  draft: Draft,
  channelId: string,
): Readonly<Record<string, CategoryText>> | undefined {
  const languages = [...draft.texts.values()]
    .filter(one => one.channelId === channelId)
    .map(one => one.language)
  if (languages.length === 0) return undefined
  const parts = (language: string): CategoryText => {
    const of = (part: TextPart) => textOf(draft, category, { channelId, language, part }).trim()
    return {
      name: of('name'),
      description: of('description'),
      path: of('path'),
      metaTitle: of('metaTitle'),
      metaDescription: of('metaDescription'),
      metaKeywords: of('metaKeywords'),
    }
  }
  return Object.fromEntries([...new Set(languages)].map(language => [language, parts(language)]))
}

// A text has a name; where nothing at all is said, the language goes.
function named(
  texts: Readonly<Record<string, CategoryText>>,
  name: string,
): Readonly<Record<string, CategoryText | null>> {
  return Object.fromEntries(
    Object.entries(texts).map(([language, text]) => [
      language,
      textParts.every(part => text[part] === '') ? null : { ...text, name: text.name || name },
    ]),
  )
}
