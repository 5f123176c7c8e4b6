import { Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type CsvKind, type CsvPreview, fieldsQuery } from '../../api/csv.ts'
import { ErrorState } from '../../ui/EmptyState.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { TableHead } from '../../ui/TableHead.tsx'
import { count } from '../../words/format.ts'
import { choicesOf, identifiers, type Plan, type PlannedColumn } from './plan.ts'

interface ColumnTableProps {
  readonly kind: CsvKind | undefined
  readonly preview: CsvPreview
  readonly plan: Plan
  readonly columns: readonly PlannedColumn[]
  readonly onChange: (change: Pick<Plan, 'columns' | 'identify'>) => void
}

/** Which column of the file is which field, by which its rows name their item, and what is put around or instead of a cell. */
export function ColumnTable({ kind, preview, plan, columns, onChange }: ColumnTableProps) {
  const { t } = useTranslation()
  const fields = useQuery({ ...fieldsQuery(kind ?? 'item'), enabled: kind !== undefined })
  const choices = useMemo(
    () =>
      choicesOf(
        fields.data ?? [],
        columns.map(one => one.field),
      ),
    [fields.data, columns],
  )
  const identify = plan.identify ?? preview.identify
  const [wantsMore, setWantsMore] = useState(false)
  const isMore = wantsMore || columns.some(one => `${one.prefix}${one.suffix}${one.fallback}` !== '')
  const set = (at: number, next: Partial<PlannedColumn>) =>
    onChange({
      columns: columns.map((one, place) => (place === at ? { ...one, ...next } : one)),
      identify: plan.identify,
    })
  const isIdentifier = (field: string | null) => identifiers.some(one => one === field)
  const said = (what: string, column: string) => t('csv.ofColumn', { what, column })
  return (
    <Panel
      title={t('csv.columns')}
      about={t('csv.columnsAbout', {
        n: count(columns.filter(one => one.field !== null).length),
        total: count(columns.length),
      })}
      className="csv-columns"
      aside={
        isMore ? null : (
          <button type="button" className="link-button" onClick={() => setWantsMore(true)}>
            {t('csv.more')}
          </button>
        )
      }
    >
      {fields.error ? <ErrorState error={fields.error} /> : null}
      <div className="csv-scroll">
        <table className="plain-table">
          <TableHead
            heads={[
              t('csv.column'),
              t('csv.example'),
              t('csv.field'),
              ...(isMore ? [t('csv.prefix'), t('csv.suffix'), t('csv.fallback')] : []),
              ...(kind === 'category' ? [] : [t('csv.identifies')]),
            ]}
          />
          <tbody>
            {columns.map(({ column, field, prefix, suffix, fallback }, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two columns may have the same name; their places do not change
              <tr key={at} className={field === null ? 'csv-ignored' : ''}>
                <th scope="row" title={column}>
                  {column}
                </th>
                <td className="text2" title={exampleOf(preview, at)}>
                  {exampleOf(preview, at)}
                </td>
                <td>
                  <NativeSelect
                    aria-label={said(t('csv.field'), column)}
                    className={plan.columns ? 'field-changed' : ''}
                    value={field ?? ''}
                    onChange={event => set(at, { field: event.currentTarget.value || null })}
                    data={[{ value: '', label: t('csv.ignored') }, ...choices]}
                  />
                </td>
                {isMore
                  ? (
                      [
                        ['prefix', prefix],
                        ['suffix', suffix],
                        ['fallback', fallback],
                      ] as const
                    ).map(([what, value]) => (
                      <td key={what}>
                        <TextInput
                          aria-label={said(t(`csv.${what}`), column)}
                          value={value}
                          disabled={field === null}
                          maxLength={200}
                          onChange={event => set(at, { [what]: event.currentTarget.value })}
                        />
                      </td>
                    ))
                  : null}
                {kind === 'category' ? null : (
                  <td>
                    {isIdentifier(field) ? (
                      <Checkbox
                        aria-label={t('csv.identifiesOf', { column })}
                        checked={identify.includes(field ?? '')}
                        onChange={event =>
                          onChange({
                            columns: plan.columns,
                            identify: event.currentTarget.checked
                              ? [...identify, field ?? '']
                              : identify.filter(one => one !== field),
                          })
                        }
                      />
                    ) : null}
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  )
}

/** The first cell of a column that says something. */
function exampleOf({ rows }: CsvPreview, at: number): string {
  return rows.map(row => row.cells[at]?.trim() ?? '').find(cell => cell !== '') ?? ''
}
