import { Radio } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Closing, cancelStocktaking, closeStocktaking, type Stocktaking } from '../../api/stocktaking.ts'
import { Notice } from '../../ui/EmptyState.tsx'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { count } from '../../words/format.ts'
import { allLines } from './states.ts'

interface CloseDialogProps {
  readonly stocktaking: Stocktaking
  readonly onClose: () => void
  readonly onClosed: (closing: Closing) => void
}

/** Says how many differences will be booked, and asks what becomes of what nobody counted. */
export function CloseDialog({ stocktaking, onClose, onClosed }: CloseDialogProps) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [uncounted, setUncounted] = useState<'leave' | 'zero'>('leave')
  const { id, name, version, lines } = stocktaking
  const close = useMutation({
    mutationFn: () => closeStocktaking(id, { version, uncounted }),
    onSuccess: async done => {
      await client.invalidateQueries()
      onClosed(done)
    },
    // Somebody counted on: what is shown has to be what will be booked.
    onError: () => client.invalidateQueries({ queryKey: ['stocktaking'] }),
  })
  const zero = uncounted === 'zero' ? lines.uncounted : 0
  const all = { n: count(lines.different + zero), zero: count(zero) }
  const label =
    zero > 0
      ? t('stocktaking.closeZero', all)
      : lines.different > 0
        ? t('stocktaking.closeNow', all)
        : t('stocktaking.closeNothing')
  return (
    <FormDialog
      title={t('stocktaking.closeTitle', { name })}
      size={520}
      error={close.error}
      verb={t('stocktaking.closeVerb')}
      label={label}
      busy={close.isPending}
      careful
      onSubmit={() => close.mutate()}
      onClose={onClose}
    >
      <p>{t('stocktaking.closeText', { different: count(lines.different), equal: count(lines.equal) })}</p>
      {lines.uncounted > 0 ? (
        <Radio.Group
          label={t('stocktaking.closeUncounted', { n: count(lines.uncounted) })}
          value={uncounted}
          onChange={next => setUncounted(next === 'zero' ? 'zero' : 'leave')}
        >
          <div className="taking-choices">
            <Radio size="xs" value="leave" label={t('stocktaking.leave')} />
            <Radio size="xs" value="zero" label={t('stocktaking.zero')} />
          </div>
        </Radio.Group>
      ) : null}
      {zero > 0 ? <Notice tone="warn">{t('stocktaking.zeroText', { n: count(zero) })}</Notice> : null}
    </FormDialog>
  )
}

interface CancelDialogProps {
  readonly stocktaking: Stocktaking
  readonly onClose: () => void
}

/** Ends a stocktaking without booking. */
export function CancelDialog({ stocktaking, onClose }: CancelDialogProps) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const cancel = useMutation({
    mutationFn: () => cancelStocktaking(stocktaking.id),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['stocktaking'] })
      onClose()
    },
  })
  return (
    <FormDialog
      title={t('stocktaking.cancelTitle', { name: stocktaking.name })}
      error={cancel.error}
      verb={t('stocktaking.cancelVerb')}
      busy={cancel.isPending}
      careful
      onSubmit={() => cancel.mutate()}
      onClose={onClose}
    >
      <Notice tone="warn">
        {t('stocktaking.cancelText', { counted: count(allLines(stocktaking) - stocktaking.lines.uncounted) })}
      </Notice>
    </FormDialog>
  )
}
