import { Button, Modal } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { decideGuard, type GuardStop } from '../../api/guard.ts'
import { ErrorState, Notice } from '../../ui/EmptyState.tsx'
import { count } from '../../words/format.ts'

interface DecideDialogProps {
  readonly act: 'release' | 'drop'
  readonly stop: GuardStop
  /** Only these; empty: all that the list holds. */
  readonly objects: readonly string[]
  readonly n: number
  readonly onClose: () => void
  readonly onDone: (count: number) => void
}

/** Says once more what will happen, and to how many, before it happens. */
export function DecideDialog({ act, stop, objects, n, onClose, onDone }: DecideDialogProps) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const decide = useMutation({
    mutationFn: () => decideGuard(act, stop, objects),
    onSuccess: async done => {
      await client.invalidateQueries()
      onDone(done)
    },
  })
  const named = { channel: stop.channel, n: count(n) }
  return (
    <Modal
      opened
      onClose={onClose}
      size={520}
      title={act === 'release' ? t('guard.releaseTitle', named) : t('guard.dropTitle', named)}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <div className="form">
        {decide.error ? <ErrorState error={decide.error} /> : null}
        <p className="strong">{stop.sentence}</p>
        <Notice tone={act === 'release' ? 'warn' : 'info'}>
          {act === 'release' ? t('guard.releaseText') : t('guard.dropText')}
        </Notice>
        <div className="dialog-foot">
          {/* What goes out cannot be called back: it starts with the focus on the way out. */}
          <Button onClick={onClose} data-autofocus>
            {t('common.cancel')}
          </Button>
          <Button variant="filled" loading={decide.isPending} onClick={() => decide.mutate()}>
            {act === 'release' ? t('guard.releaseNow', named) : t('guard.dropNow', named)}
          </Button>
        </div>
      </div>
    </Modal>
  )
}
