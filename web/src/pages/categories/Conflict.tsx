import { useTranslation } from 'react-i18next'
import type { ShownCategory } from '../../api/categories.ts'
import { Notice } from '../../ui/EmptyState.tsx'
import { TableHead } from '../../ui/TableHead.tsx'
import { type Draft, savedShowing, savedText } from './draft.ts'

/** Somebody else saved meanwhile: what is saved and what was typed, field by field. */
export function Conflict({ category, draft }: { readonly category: ShownCategory; readonly draft: Draft }) {
  const { t } = useTranslation()
  const channelOf = (id: string) => category.channels.find(one => one.channelId === id)?.channel ?? ''
  const yesNo = (value: boolean) => t(value ? 'categories.yes' : 'categories.no')
  const rows = [
    ...(draft.name === undefined ? [] : [[t('categories.name'), category.name, draft.name] as const]),
    ...(draft.active === undefined
      ? []
      : [[t('categories.active'), yesNo(category.active), yesNo(draft.active)] as const]),
    ...[...draft.texts.values()].map(({ text, ...place }) => {
      const where = [place.language, channelOf(place.channelId)].filter(Boolean).join(', ')
      return [`${t(`categories.part_${place.part}`)} (${where})`, savedText(category, place), text] as const
    }),
    ...[...draft.showings].map(
      ([channelId, to]) =>
        [
          channelOf(channelId),
          t(`categories.shown_${savedShowing(category, channelId)}`),
          t(`categories.shown_${to}`),
        ] as const,
    ),
  ]
  return (
    <div className="category-conflict">
      <Notice tone="warn">{t('categories.changedMeanwhile')}</Notice>
      <table className="plain-table">
        <TableHead heads={[t('categories.field'), t('categories.theirs'), t('categories.yours')]} />
        <tbody>
          {rows.map(([field, theirs, yours]) => (
            <tr key={field}>
              <th scope="row">{field}</th>
              <td>{theirs === '' ? '–' : theirs}</td>
              <td className="strong">{yours === '' ? '–' : yours}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
