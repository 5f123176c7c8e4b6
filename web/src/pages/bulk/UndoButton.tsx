import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type BulkEdit, isOpen, undoBulkEdit } from '../../api/bulk.ts'
import { useRight } from '../../shell/rights.ts'
import { ErrorState } from '../../ui/EmptyState.tsx'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { type Reason, ReasonButton } from '../../ui/ReasonButton.tsx'
import { useNow } from '../../ui/useNow.ts'
import { count, fullDate, shortDate } from '../../words/format.ts'

interface UndoButtonProps {
  readonly edit: BulkEdit
  /** Says first what will happen; not behind what the person just did, where a dialog is open already. */
  readonly asks?: boolean
}

/** Takes a bulk edit back, or says why that is not possible any more or not yet. */
export function UndoButton({ edit, asks = false }: UndoButtonProps) {
  const { t } = useTranslation()
  const [asking, setAsking] = useState(false)
  const client = useQueryClient()
  const reasons = useReasons(edit)
  const undo = useMutation({
    mutationFn: () => undoBulkEdit(edit.id),
    onSuccess: () => {
      setAsking(false)
      return client.invalidateQueries({ queryKey: ['bulk'] })
    },
  })
  const n = count(edit.changed)
  return (
    <>
      {undo.error ? <ErrorState error={undo.error} /> : null}
      <span className="text2" title={fullDate(edit.undoUntil)}>
        {reasons.length === 0 ? t('bulk.undoUntil', { at: shortDate(edit.undoUntil) }) : null}
      </span>
      <ReasonButton
        verb={t('bulk.undo')}
        label={asks ? `${t('bulk.undo')} …` : t('bulk.undo')}
        leftSection={<Icon name="undo" size={14} />}
        loading={undo.isPending}
        reasons={reasons}
        onClick={() => (asks ? setAsking(true) : undo.mutate())}
      />
      {asking ? (
        <FormDialog
          title={t('bulk.undoTitle')}
          verb={t('bulk.undoVerb', { n })}
          busy={undo.isPending}
          careful
          onSubmit={() => undo.mutate()}
          onClose={() => setAsking(false)}
        >
          <p>{t('bulk.undoText', { n })}</p>
        </FormDialog>
      ) : null}
    </>
  )
}

function useReasons(edit: BulkEdit): Reason[] {
  const { t } = useTranslation()
  const now = useNow(60_000)
  const may = useRight('items.write')
  if (edit.state === 'undone' || edit.state === 'undoing')
    return [{ reason: t('bulk.alreadyUndone', { who: edit.undoneBy ?? '', at: fullDate(edit.undoneAt) }) }]
  return [
    ...(isOpen(edit) ? [{ reason: t('bulk.stillRunning'), remedy: t('bulk.stillRunningHelp') }] : []),
    ...(!isOpen(edit) && edit.changed + edit.refused === 0 ? [{ reason: t('bulk.nothingChanged') }] : []),
    ...(Date.parse(edit.undoUntil) < now
      ? [{ reason: t('bulk.tooLate'), remedy: t('bulk.tooLateHelp') }]
      : []),
    ...(may ? [] : [{ reason: t('common.needsRight', { right: 'items.write' }) }]),
  ]
}
