import { Button, Modal } from '@mantine/core'
import { useBlocker } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

/** Asks before a page is left whose changes are not saved. */
export function LeaveGuard({ changes, onLeave }: { readonly changes: number; readonly onLeave: () => void }) {
  const { t } = useTranslation()
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: ({ current, next }) => changes > 0 && current.pathname !== next.pathname,
    enableBeforeUnload: () => changes > 0,
    withResolver: true,
  })
  if (status !== 'blocked') return null
  return (
    <Modal
      opened
      onClose={reset}
      size={460}
      title={t('item.leaveTitle')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <p>{t('item.leaveText', { count: changes })}</p>
      <div className="dialog-foot">
        <Button data-autofocus onClick={reset}>
          {t('item.stay')}
        </Button>
        <Button
          variant="filled"
          onClick={() => {
            onLeave()
            proceed()
          }}
        >
          {t('item.discardAndLeave')}
        </Button>
      </div>
    </Modal>
  )
}
