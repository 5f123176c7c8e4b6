import type { Outgoing } from '../../port/outgoing.ts'
import type { Globals } from './globals.ts'
import { pageTexts, textsFor } from './wireText.ts'

/**
 * Models of what items name: manufacturers and characteristics ("specifics" on the wire), complete as those of the catalogue.
 * A manufacturer has one name and one path for all languages: those of the shop's own.
 */
export function manufacturerModel({ ref, state }: Outgoing<'manufacturer'>, globals: Globals): object {
  const id = ['', ref.no]
  const texts = textsFor(state.texts, globals)
  return {
    id,
    name: state.name,
    sort: 0,
    urlPath: texts[0]?.text.path ?? '',
    websiteUrl: state.url ?? '',
    i18ns: texts.map(({ languageISO, text }) => ({
      manufacturerId: id,
      languageISO,
      description: text.description ?? '',
      titleTag: text.metaTitle ?? '',
      metaDescription: text.metaDescription ?? '',
      metaKeywords: text.metaKeywords ?? '',
    })),
  }
}

/** A characteristic with all its values, each under a number of ours: what is left out, the shop takes away. */
export function specificModel({ ref, state }: Outgoing<'characteristic'>, globals: Globals): object {
  const id = ['', ref.no]
  return {
    id,
    isGlobal: true,
    sort: state.sort,
    type: 'SELECTBOX',
    i18ns: textsFor(state.texts, globals).map(({ languageISO, text }) => ({
      specificId: id,
      languageISO,
      name: text.name,
    })),
    values: state.values.map(value => ({
      id: ['', value.ref.no],
      specificId: id,
      sort: value.sort,
      i18ns: textsFor(value.texts, globals).map(({ languageISO, text }) => ({
        specificValueId: ['', value.ref.no],
        languageISO,
        value: text.name,
        ...pageTexts(text),
      })),
    })),
  }
}
