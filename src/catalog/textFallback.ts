import { type StoredText, textFields } from './itemFields.ts'

/** Texts by ISO 639-1 language; an empty or absent field says nothing. */
export type TextsByLanguage = Readonly<Record<string, Partial<StoredText>>>

/** What a channel is told in one language: fields that nothing is said of are absent. */
export interface ChannelText {
  readonly name: string
  readonly description?: string
  readonly shortDescription?: string
  readonly path?: string
  readonly metaTitle?: string
  readonly metaDescription?: string
  readonly metaKeywords?: string
}

/** Where a text is said: for one channel, or for everyone. */
export interface TextPlace {
  readonly at: 'channel' | 'everyone'
  readonly language: string
}

/** Where a channel looks for a text in a language, in this order; the company's language is the last resort. */
export function textPlaces(language: string, company: string): readonly TextPlace[] {
  const places = [language, company].flatMap(one => [
    { at: 'channel' as const, language: one },
    { at: 'everyone' as const, language: one },
  ])
  return language === company ? places.slice(0, 2) : places
}

/**
 * The texts of one channel. Each field is the first that is not empty: said for the channel in the language, said for everyone in
 * the language, said for the channel in the company's language, said for everyone in it; a name at last is `itemName`. Languages
 * are those of the channel (`languages`), or if it names none all in which something is said and the company's.
 */
export function textFor(
  wish: { readonly languages: readonly string[]; readonly company: string; readonly itemName: string },
  channel: TextsByLanguage,
  standard: TextsByLanguage,
): Readonly<Record<string, ChannelText>> {
  const { languages, company, itemName } = wish
  const told = languages.length > 0 ? languages : [company, ...Object.keys(standard), ...Object.keys(channel)]
  return Object.fromEntries(
    [...new Set(told)].map(language => {
      const sources = textPlaces(language, company).map(
        place => (place.at === 'channel' ? channel : standard)[place.language],
      )
      const said = textFields.flatMap(field => {
        const text = sources.find(source => source?.[field])?.[field]
        return text ? [[field, text] as const] : []
      })
      return [language, { name: itemName, ...Object.fromEntries(said) }]
    }),
  )
}

/** Rows of texts as `textFor` takes them. */
export function byLanguage(
  rows: readonly { readonly language: string; readonly text: Partial<StoredText> }[],
): TextsByLanguage {
  return Object.fromEntries(rows.map(({ language, text }) => [language, text]))
}

/** Whether texts are kept under it: ISO 639-1, two small letters. */
export function isLanguage(language: string): boolean {
  return /^[a-z]{2}$/.test(language)
}
