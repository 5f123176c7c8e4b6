import { Button, Modal } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorState } from './EmptyState.tsx'
import { type Reason, ReasonButton } from './ReasonButton.tsx'

interface FormDialogProps {
  readonly title: ReactNode
  readonly size?: number
  /** What the server said when it refused. */
  readonly error?: unknown
  /** The verb of the button; `label` with the count where there is one. */
  readonly verb: string
  readonly label?: ReactNode
  /** What stands in the way of doing it now. */
  readonly reasons?: readonly Reason[]
  readonly busy: boolean
  /** It cannot be taken back: the focus begins on the way out. */
  readonly careful?: boolean
  /** What else can be done, at the left of the buttons. */
  readonly aside?: ReactNode
  readonly onSubmit: () => void
  readonly onClose: () => void
  readonly children: ReactNode
}

/** Where no field says that it is the first to be typed in, the first one is. */
function beginInFirstField(form: HTMLFormElement | null): void {
  if (form && !form.querySelector('[data-autofocus]'))
    form.querySelector(':is(input, select, textarea):not(:disabled)')?.setAttribute('data-autofocus', 'true')
}

/** The dialog for one decision: fields, what the server refused, the way out and the verb. Enter in a field submits, and Ctrl Enter anywhere in it. */
export function FormDialog(props: FormDialogProps) {
  const { title, size = 460, error, verb, label, reasons = [], busy, careful = false } = props
  const { t } = useTranslation()
  return (
    <Modal
      opened
      onClose={props.onClose}
      size={size}
      title={title}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        ref={beginInFirstField}
        className="form"
        {...(careful ? { 'data-careful': true } : {})}
        onSubmit={event => {
          event.preventDefault()
          if (reasons.length === 0 && !busy) props.onSubmit()
        }}
      >
        {error ? <ErrorState error={error} /> : null}
        {props.children}
        <div className="dialog-foot">
          {props.aside}
          <Button onClick={props.onClose} {...(careful ? { 'data-autofocus': true } : {})}>
            {t('common.cancel')}
          </Button>
          {reasons.length > 0 ? (
            <ReasonButton verb={verb} label={label} reasons={reasons} onClick={() => undefined} />
          ) : (
            <Button type="submit" variant="filled" loading={busy}>
              {label ?? verb}
            </Button>
          )}
        </div>
      </form>
    </Modal>
  )
}
