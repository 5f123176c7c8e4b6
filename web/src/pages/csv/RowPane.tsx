import { useTranslation } from 'react-i18next'
import type { ImportRow } from '../../api/csv.ts'
import { Notice } from '../../ui/EmptyState.tsx'
import { StateChip } from '../../ui/StateChip.tsx'
import { TableHead } from '../../ui/TableHead.tsx'
import { count } from '../../words/format.ts'
import { rowLook } from './importLook.ts'
import { shownValue } from './shownValue.ts'

/** The current row of an import: each field now and afterwards, or why it was refused and how it stands in the file. */
export function RowPane({ row, dryRun }: { readonly row: ImportRow | undefined; readonly dryRun: boolean }) {
  const { t } = useTranslation()
  if (!row)
    return (
      <aside className="split-pane" aria-label={t('csv.chooseRow')}>
        <p className="text2">{t('csv.chooseRow')}</p>
      </aside>
    )
  const differences = row.differences ?? []
  return (
    <aside className="split-pane" aria-label={`${t('csv.row')} ${row.rowNo}`}>
      <div className="split-pane-head">
        <h2>{row.object ?? `${t('csv.row')} ${count(row.rowNo)}`}</h2>
        <span className="text2">{`${t('csv.row')} ${count(row.rowNo)}`}</span>
        <StateChip look={rowLook(row.did)} />
      </div>
      <div className="split-pane-body">
        {row.sentence ? <Notice tone="warn">{row.sentence}</Notice> : null}
        {row.source === null ? null : (
          <>
            <h3>{t('csv.source')}</h3>
            <pre className="csv-source">{row.source}</pre>
          </>
        )}
        {dryRun && row.data?.['again'] === 'true' ? <Notice tone="info">{t('csv.again')}</Notice> : null}
        {differences.length > 0 ? (
          <>
            <h3>{t('csv.differences')}</h3>
            <table className="plain-table csv-differences">
              <TableHead heads={[t('conflicts.field'), t('csv.before'), t('csv.after')]} />
              <tbody>
                {differences.map(one => (
                  <tr key={one.field}>
                    <th scope="row" title={one.title}>
                      {one.title}
                    </th>
                    <td className="text2">{shownValue(one, one.before) ?? '–'}</td>
                    <td className="strong">{shownValue(one, one.after) ?? '–'}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </>
        ) : null}
      </div>
    </aside>
  )
}
