import { hash } from 'node:crypto'
import type { ItemState, LocalTexts, Outgoing } from '../../port/outgoing.ts'
import { rowKey } from './keys.ts'
import type { Session } from './session.ts'
import type { Setup } from './setup.ts'
import { element, xmlDocument } from './xml.ts'

/** What is shown beside an item, in the order of groups and places: rows of the item itself, by our numbers. */
export function crossSellingRows(kArtikel: number, shown: ItemState['crossSelling']): readonly string[] {
  const rows = (shown?.groups ?? []).flatMap(({ group, items }) =>
    items.map(item => ({ kXSellArtikel: item.no, kXSellGruppe: group.no })),
  )
  return rows.map((row, at) => element('txsell', { kXSell: rowKey(kArtikel, at), kArtikel, ...row }))
}

/**
 * Sends the groups before the items that name them, once for each content. The table of the shop is replaced as a whole, so all are
 * sent that there are; the shop has no other ones, because nobody can make any there.
 */
export async function ensureGroups(session: Session, list: readonly Outgoing<'item'>[]): Promise<void> {
  const all = list.flatMap(({ state }) => (state.crossSelling ? [state.crossSelling.all] : []))
  const groups = all.find(one => one.length > 0)
  if (!groups) return
  const rows = groups.flatMap(({ group, texts }) =>
    session.setup.languages.map(({ key: kSprache, name }) => {
      const text = textIn(texts, name, session.setup)
      return element(
        'txsellgruppe',
        { kXSellGruppe: group.no, kSprache },
        { cName: text?.name ?? '', cBeschreibung: text?.description ?? '' },
      )
    }),
  )
  const content = xmlDocument(element('globals', {}, {}, rows))
  const sent = hash('sha256', content)
  if (session.groups === sent) return
  await session.api.upload('Globals_xml', [{ name: 'globals.xml', content }])
  session.groups = sent
  session.run.remember({ groups: sent })
}

// A group without a name in a language would be shown without one.
function textIn(texts: LocalTexts, language: string, { languages }: Setup): LocalTexts[string] | undefined {
  return texts[language] ?? texts[languages[0]?.name ?? ''] ?? Object.values(texts)[0]
}
