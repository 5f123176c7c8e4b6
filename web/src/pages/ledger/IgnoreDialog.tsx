import { Button, Modal, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'

interface IgnoreDialogProps {
  /** What shall be ignored. */
  readonly title: string
  readonly busy: boolean
  readonly onIgnore: (why: string) => void
  readonly onClose: () => void
}

/** Asks why a record shall be ignored. */
export function IgnoreDialog({ title, busy, onIgnore, onClose }: IgnoreDialogProps) {
  const { t } = useTranslation()
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <form
        className="form"
        onSubmit={event => {
          event.preventDefault()
          const why = String(new FormData(event.currentTarget).get('why') ?? '').trim()
          if (why !== '') onIgnore(why)
        }}
      >
        <p className="text2">{t('ledger.ignoreHelp')}</p>
        <TextInput name="why" label={t('ledger.why')} required data-autofocus maxLength={500} />
        <div className="dialog-foot">
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button type="submit" variant="filled" loading={busy}>
            {t('ledger.ignoreVerb')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
