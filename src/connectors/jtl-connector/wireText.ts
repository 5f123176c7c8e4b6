import { longLanguage } from '../../base/languageCodes.ts'
import type { LocalTexts } from '../../port/outgoing.ts'
import type { Globals } from './globals.ts'

/** A text in one language, as the endpoint names it. */
export interface WireText {
  /** ISO 639-2/B: the only spelling that every generation reads. */
  readonly languageISO: string
  readonly text: LocalTexts[string]
}

/** Of the texts those in the shop's languages; all where the shop names none. The shop's own language first. */
export function textsFor(texts: LocalTexts, { languages, defaultLanguage }: Globals): readonly WireText[] {
  const wanted = languages.length === 0 ? Object.keys(texts) : languages
  const ordered = [...wanted].sort((a, b) => Number(b === defaultLanguage) - Number(a === defaultLanguage))
  return ordered.flatMap(language => {
    const text = texts[language]
    const languageISO = longLanguage(language)
    return text && languageISO ? [{ languageISO, text }] : []
  })
}

/** What a page of the shop says in one language, beside its name: empty where nothing is said. */
export function pageTexts(text: WireText['text']) {
  return {
    description: text.description ?? '',
    urlPath: text.path ?? '',
    titleTag: text.metaTitle ?? '',
    metaDescription: text.metaDescription ?? '',
    metaKeywords: text.metaKeywords ?? '',
  }
}

/** An instant as the endpoints read it: whole seconds, with an offset. Anything else makes them refuse the whole call. */
export function wireTime(instant: string): string {
  return instant.replace(/^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d)?(?:\.\d+)?(Z|[+-]\d\d:?\d\d)$/, restOf)
}

function restOf(_whole: string, day: string, minute: string, second = ':00', offset = 'Z'): string {
  return `${day}T${minute}${second}${offset}`
}

/** The identity of something that has none. */
export const noId = ['', 0] as const
