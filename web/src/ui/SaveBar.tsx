import './saveBar.css'
import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { StateSign } from './Chip.tsx'
import { Keys } from './Keys.tsx'
import { type Reason, ReasonButton } from './ReasonButton.tsx'
import { useShortcut } from './shortcuts.ts'

export interface SaveBarProps {
  /** How many changes are not saved yet. */
  readonly changes: number
  readonly busy: boolean
  /** What stands against saving: a right that is missing. */
  readonly reasons: readonly Reason[]
  /** What saves, where it is not simply "Speichern". */
  readonly verb?: string
  /** An action beside it that is the primary one then. */
  readonly children?: ReactNode
  readonly onSave: () => void
  readonly onDiscard: () => void
}

/** The bar below a form: what is not saved yet, and the way back and on. It stands there only while something is to do. */
export function SaveBar({ changes, busy, reasons, verb, children, onSave, onDiscard }: SaveBarProps) {
  const { t } = useTranslation()
  useShortcut('Ctrl+s', onSave, changes > 0 && reasons.length === 0)
  if (changes === 0 && !children) return null
  return (
    <section className="save-bar" aria-label={t('common.save')}>
      <span className={changes > 0 ? 'save-count tone-warn' : 'save-count text2'} role="status">
        {changes > 0 ? (
          <>
            <StateSign sign="half" />
            {t('channels.unsaved', { count: changes })}
          </>
        ) : null}
      </span>
      {changes > 0 ? <Button onClick={onDiscard}>{t('channels.discard')}</Button> : null}
      <ReasonButton
        verb={verb ?? t('common.save')}
        {...(children ? {} : { variant: 'filled' as const })}
        aria-keyshortcuts="Control+S"
        rightSection={<Keys keys="Ctrl+S" />}
        loading={busy}
        reasons={changes === 0 ? [{ reason: t('again.nothingChanged') }] : reasons}
        onClick={onSave}
      />
      {children}
    </section>
  )
}
