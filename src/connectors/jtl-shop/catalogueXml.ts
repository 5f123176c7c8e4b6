import type { LocalTexts, Outgoing } from '../../port/outgoing.ts'
import type { Setup } from './setup.ts'
import { defaultText, textsIn } from './texts.ts'
import { element, type Fields } from './xml.ts'

/**
 * Documents of what items lie in or name, complete: rows that are left out the shop takes away. Keys are our numbers. The default
 * language stands in the object itself, the others beside it.
 */
export function categoryXml({ ref, state }: Outgoing<'category'>, setup: Setup): string {
  const kKategorie = ref.no
  const text = defaultText(state.texts, setup)
  return element(
    'tkategorie',
    { kKategorie, kOberKategorie: state.parent?.no ?? 0 },
    {
      cName: text?.name,
      cSeo: text?.path ?? '',
      cBeschreibung: text?.description ?? '',
      nSort: state.sort,
    },
    [
      ...textsIn(state.texts, setup, 1).map(({ kSprache, text }) =>
        element(
          'tkategoriesprache',
          { kKategorie, kSprache },
          {
            cName: text.name,
            cSeo: text.path ?? '',
            cBeschreibung: text.description ?? '',
            cMetaDescription: text.metaDescription ?? '',
            cMetaKeywords: text.metaKeywords ?? '',
            cTitleTag: text.metaTitle ?? '',
          },
        ),
      ),
      // There is no switch: what is not active is hidden from each group.
      ...(state.active
        ? []
        : setup.groups.map(({ key }) =>
            element('tkategoriesichtbarkeit', { kKategorie, kKundengruppe: key }),
          )),
    ],
  )
}

/** A manufacturer with its texts in all languages. */
export function manufacturerXml({ ref, state }: Outgoing<'manufacturer'>, setup: Setup): string {
  const kHersteller = ref.no
  return element(
    'thersteller',
    { kHersteller },
    {
      cName: state.name,
      cSeo: defaultText(state.texts, setup)?.path ?? '',
      cHomepage: state.url ?? '',
      nSortNr: 0,
    },
    textsIn(state.texts, setup, 0).map(({ kSprache, text }) =>
      element(
        'therstellersprache',
        { kHersteller, kSprache },
        { ...pageTexts(text), cBeschreibung: text.description ?? '', cSeo: text.path ?? '' },
      ),
    ),
  )
}

/** A characteristic, and its values beside it: inside of it the shop does not read them. */
export function characteristicXml({ ref, state }: Outgoing<'characteristic'>, setup: Setup): string {
  const kMerkmal = ref.no
  const own = element(
    'tmerkmal',
    { kMerkmal },
    {
      nSort: state.sort,
      cName: defaultText(state.texts, setup)?.name,
      cTyp: 'SELECTBOX',
      nMehrfachauswahl: 0,
    },
    textsIn(state.texts, setup, 0).map(({ kSprache, text }) =>
      element('tmerkmalsprache', { kMerkmal, kSprache }, { cName: text.name }),
    ),
  )
  const values = state.values.map(value => {
    const kMerkmalWert = value.ref.no
    const texts = textsIn(value.texts, setup, 0).map(({ kSprache, text }) =>
      element(
        'tmerkmalwertsprache',
        { kMerkmalWert, kSprache },
        {
          cWert: text.name,
          cSeo: text.path ?? '',
          ...pageTexts(text),
          cBeschreibung: text.description ?? '',
        },
      ),
    )
    return element('tmerkmalwert', { kMerkmalWert, kMerkmal }, { nSort: value.sort }, texts)
  })
  return [own, ...values].join('')
}

function pageTexts(text: LocalTexts[string]): Fields {
  return {
    cMetaTitle: text.metaTitle ?? '',
    cMetaKeywords: text.metaKeywords ?? '',
    cMetaDescription: text.metaDescription ?? '',
  }
}
