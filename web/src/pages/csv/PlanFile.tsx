import { Button } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type CsvPreview, previewQuery, startImport, templatesQuery } from '../../api/csv.ts'
import { useMissingRight, useRight } from '../../shell/rights.ts'
import { ErrorState, Notice } from '../../ui/EmptyState.tsx'
import { Keys } from '../../ui/Keys.tsx'
import { type Reason, ReasonButton } from '../../ui/ReasonButton.tsx'
import { useShortcut } from '../../ui/shortcuts.ts'
import { ColumnTable } from './ColumnTable.tsx'
import { FirstRows } from './FirstRows.tsx'
import { FormatPanel } from './FormatPanel.tsx'
import { columnsOf, type Plan, settingsOf } from './plan.ts'
import { TemplateDialog } from './TemplateDialog.tsx'

interface PlanFileProps {
  /** Hash of the uploaded file. */
  readonly file: string
  readonly name: string
  readonly onOther: () => void
}

/** How a file is read: what was found out, what a person says otherwise, its first rows; then the preview. */
export function PlanFile({ file, name, onOther }: PlanFileProps) {
  const { t } = useTranslation()
  const go = useNavigate({ from: '/csv' })
  const [plan, setPlan] = useState<Plan>({ format: {} })
  const [naming, setNaming] = useState(false)
  const mayTemplates = useRight('items.read')
  const templates = useQuery({ ...templatesQuery, enabled: mayTemplates })
  const wish = { file, name: name === '' ? 'import.csv' : name, kind: plan.kind, template: plan.template }
  const query = useQuery(previewQuery({ ...wish, settings: settingsOf(plan, true) }))
  const preview = query.data
  const template = templates.data?.find(one => one.id === plan.template)
  const columns = preview ? (plan.columns ?? columnsOf(preview, template)) : []
  const kind = plan.kind ?? preview?.kind ?? undefined
  const missing = useMissingRight(kind === 'stock' ? 'stock.write' : 'items.write')
  const start = useMutation({
    mutationFn: () => startImport({ ...wish, kind, settings: settingsOf(plan), dryRun: true }),
    onSuccess: ({ id }) => void go({ search: { view: 'imports', import: id } }),
  })
  const problem = useProblem(preview)
  const reasons: readonly Reason[] = [...missing, ...(preview ? problem : [{ reason: t('csv.looking') }])]
  const change = (next: Plan) => {
    start.reset()
    setPlan(next)
  }
  useShortcut('Ctrl+Enter', () => start.mutate(), reasons.length === 0 && !start.isPending)
  if (query.error && !preview)
    return (
      <div className="panels">
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        <Button onClick={onOther}>{t('csv.otherFile')}</Button>
      </div>
    )
  return (
    <>
      <div className="panels" aria-busy={query.isFetching}>
        <div className="csv-file">
          <h2>{name}</h2>
          <Button onClick={onOther}>{t('csv.otherFile')}</Button>
        </div>
        {query.error ? <ErrorState error={query.error} /> : null}
        {start.error ? <ErrorState error={start.error} /> : null}
        {problem[0] ? <Notice tone="warn">{problem[0].reason}</Notice> : null}
        {preview ? (
          <div className="csv-panels">
            <FormatPanel
              preview={preview}
              plan={plan}
              kind={kind}
              templates={templates.data ?? []}
              onChange={change}
              onSaveTemplate={() => setNaming(true)}
            />
            <ColumnTable
              kind={kind}
              preview={preview}
              plan={plan}
              columns={columns}
              onChange={next =>
                change({
                  ...plan,
                  ...next,
                  constants: template?.settings.columns?.filter(one => one.column === ''),
                })
              }
            />
          </div>
        ) : null}
        {preview ? <FirstRows preview={preview} /> : null}
      </div>
      <div className="save-bar">
        <span className="save-count text2">{t('csv.tryHelp')}</span>
        <ReasonButton
          verb={t('csv.tryIt')}
          variant="filled"
          aria-keyshortcuts="Control+Enter"
          rightSection={<Keys keys="Ctrl+Enter" />}
          loading={start.isPending}
          reasons={reasons}
          onClick={() => start.mutate()}
        />
      </div>
      {naming && kind ? (
        <TemplateDialog
          kind={kind}
          known={template?.name ?? ''}
          settings={settingsOf({
            ...plan,
            columns,
            identify: plan.identify ?? preview?.identify,
            format: { ...template?.settings, ...plan.format },
          })}
          onSaved={saved => {
            setNaming(false)
            change({ format: {}, template: saved.id, kind: saved.kind })
          }}
          onClose={() => setNaming(false)}
        />
      ) : null}
    </>
  )
}

/** Why a file cannot be imported like this yet, in the words of the screen. */
function useProblem(preview: CsvPreview | undefined): readonly Reason[] {
  const { t } = useTranslation()
  const problem = preview?.problem
  if (!problem) return []
  if (problem.code === 'CSV_DECIMAL_UNCLEAR') return [{ reason: t('csv.decimalUnclear') }]
  if (problem.code === 'CSV_KIND_UNKNOWN') return [{ reason: t('csv.kindMissing') }]
  return [{ reason: problem.sentence }]
}
