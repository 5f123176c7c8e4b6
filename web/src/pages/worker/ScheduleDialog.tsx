import { Button, Checkbox, Modal, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { setSchedule, type WorkerLane } from '../../api/worker.ts'
import { ErrorState } from '../../ui/EmptyState.tsx'
import { laneName } from '../sync/laneName.ts'

const allLanes = ['orders', 'stock', 'catalogue', 'feedback'] as const

interface ScheduleDialogProps {
  readonly lane: WorkerLane
  readonly onClose: () => void
  readonly onSaved: () => void
}

/** When a task of a connection runs by itself: how often, and in which windows of the week. */
export function ScheduleDialog({ lane, onClose, onSaved }: ScheduleDialogProps) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const save = useMutation({
    mutationFn: (data: FormData) =>
      setSchedule({
        connection: lane.connectionId,
        lane: data.get('all') === null ? [lane.lane] : allLanes,
        every: String(data.get('every') ?? '').trim(),
        window: String(data.get('window') ?? '').trim(),
      }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['worker'] })
      onSaved()
    },
  })
  return (
    <Modal
      opened
      onClose={onClose}
      size={520}
      title={`${t('worker.scheduleTitle', { channel: lane.connection })}, ${laneName(lane.lane)}`}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        className="form"
        onSubmit={event => {
          event.preventDefault()
          save.mutate(new FormData(event.currentTarget))
        }}
      >
        {save.error ? <ErrorState error={save.error} /> : null}
        <TextInput
          name="every"
          label={t('worker.every')}
          description={t('worker.everyHelp')}
          defaultValue={lane.every ?? 'off'}
          required
          data-autofocus
        />
        <TextInput
          name="window"
          label={t('worker.window')}
          description={t('worker.windowHelp', { zone: lane.timeZone })}
          defaultValue={lane.windows === null ? 'always' : lane.windowText}
          required
        />
        <Checkbox name="all" label={t('worker.forAll')} />
        <div className="dialog-foot">
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button type="submit" variant="filled" loading={save.isPending}>
            {t('common.save')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
