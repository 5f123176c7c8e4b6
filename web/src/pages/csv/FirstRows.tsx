import { useTranslation } from 'react-i18next'
import type { CsvPreview } from '../../api/csv.ts'
import { Chip } from '../../ui/Chip.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { count } from '../../words/format.ts'

/** The first rows of a file as they are read now, so that a wrong encoding or separator shows at once. */
export function FirstRows({ preview }: { readonly preview: CsvPreview }) {
  const { t } = useTranslation()
  const { columns, rows } = preview
  return (
    <Panel title={t('csv.preview', { n: count(rows.length) })} className="csv-first">
      <div className="csv-scroll">
        <table className="plain-table csv-rows">
          <thead>
            <tr>
              <th scope="col" className="cell-right">
                {t('csv.row')}
              </th>
              {columns.map(({ column }, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: two columns may have the same name; their places do not change
                <th key={at} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(row => (
              <tr key={row.rowNo}>
                <td className="cell-right text2">{row.rowNo}</td>
                {row.broken ? (
                  <td colSpan={Math.max(1, columns.length)}>
                    <Chip sign="check" tone="warn" filled>
                      {t('csv.broken')}
                    </Chip>
                  </td>
                ) : (
                  columns.map((_, at) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its place
                    <td key={at} title={row.cells[at]}>
                      {row.cells[at]}
                    </td>
                  ))
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  )
}
