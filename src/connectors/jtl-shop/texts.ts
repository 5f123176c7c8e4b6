import type { LocalTexts, SendResult } from '../../port/outgoing.ts'
import type { Keyed, Setup } from './setup.ts'

/** A text in one language of the shop. */
export interface ShopText {
  readonly kSprache: string
  readonly text: LocalTexts[string]
}

/** The text in the shop's default language, which stands in the object itself. */
export function defaultText(texts: LocalTexts, { languages }: Setup): LocalTexts[string] | undefined {
  return texts[languages[0]?.name ?? '']
}

/** Those in the other languages, or in all where `from` is 0. */
export function textsIn(texts: LocalTexts, { languages }: Setup, from: 0 | 1): readonly ShopText[] {
  return languages.slice(from).flatMap(({ key, name }: Keyed) => {
    const text = texts[name]
    return text ? [{ kSprache: key, text }] : []
  })
}

/** Why something without a text in the default language is not sent: it would be there without a name. */
export function textProblem(texts: readonly LocalTexts[], setup: Setup): SendResult | undefined {
  if (texts.every(one => defaultText(one, setup)?.name)) return undefined
  return { result: 'rejected', code: 'TEXT_MISSING', field: 'texts', text: setup.languages[0]?.name ?? '-' }
}
