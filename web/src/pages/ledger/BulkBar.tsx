import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { actOnRecords, type LedgerRow, type RecordAction } from '../../api/ledger.ts'
import { useMissingRight } from '../../shell/rights.ts'
import { ErrorState } from '../../ui/EmptyState.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { ReasonButton } from '../../ui/ReasonButton.tsx'
import { SelectionLine } from '../../ui/SelectionLine.tsx'
import { count } from '../../words/format.ts'
import { actionWords } from './actionWords.ts'
import { IgnoreDialog } from './IgnoreDialog.tsx'
import { ResultDialog } from './ResultDialog.tsx'

const actions = ['ignore', 'again', 'retry-download', 'retry-import'] as const

interface BulkBarProps {
  readonly rows: readonly LedgerRow[]
  readonly shown: number
  readonly total: { readonly count: number; readonly countCapped: boolean } | undefined
  readonly onDone: (rows: readonly LedgerRow[]) => void
}

/** The four actions for all that is ticked, and afterwards what became of each record. */
export function BulkBar({ rows, shown, total, onDone }: BulkBarProps) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const lacking = useMissingRight('ledger.write')
  const [ignoring, setIgnoring] = useState(false)
  const act = useMutation({
    mutationFn: (wish: { action: RecordAction; rows: readonly LedgerRow[]; why?: string }) =>
      actOnRecords(
        wish.action,
        wish.rows.map(row => row.id),
        wish.why,
      ),
    onSuccess: () => {
      setIgnoring(false)
      return client.invalidateQueries()
    },
  })
  const reasons = [
    ...lacking,
    ...(rows.length === 0
      ? [{ reason: t('ledger.nothingChosen'), remedy: t('outbox.nothingChosenHelp') }]
      : []),
  ]
  const n = count(rows.length)
  return (
    <>
      {act.error ? <ErrorState error={act.error} /> : null}
      <SelectionLine selected={rows.length} shown={shown} total={total}>
        {actions.map(action => {
          const [word, help, icon] = actionWords[action]
          return (
            <span key={action} title={t(`ledger.${help}`)}>
              <ReasonButton
                verb={action === 'ignore' ? t('ledger.ignoreVerb') : t(`ledger.${word}`)}
                label={t(`ledger.${word}`)}
                leftSection={<Icon name={icon} size={14} />}
                reasons={
                  act.isPending && act.variables.action !== action
                    ? [{ reason: t('common.underWay') }]
                    : reasons
                }
                loading={act.isPending && act.variables.action === action}
                onClick={() => (action === 'ignore' ? setIgnoring(true) : act.mutate({ action, rows }))}
              />
            </span>
          )
        })}
      </SelectionLine>
      {ignoring ? (
        <IgnoreDialog
          title={t('ledger.ignoreMany', { n })}
          busy={act.isPending}
          onIgnore={why => act.mutate({ action: 'ignore', rows, why })}
          onClose={() => setIgnoring(false)}
        />
      ) : null}
      {act.data ? (
        <ResultDialog
          rows={act.variables.rows}
          results={act.data.items}
          onClose={() => {
            onDone(act.variables.rows)
            act.reset()
          }}
        />
      ) : null}
    </>
  )
}
