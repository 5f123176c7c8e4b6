import './reasonButton.css'
import { Button, type ButtonProps, Popover } from '@mantine/core'
import { type ReactNode, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { StateSign } from './Chip.tsx'
import { useShortcut } from './shortcuts.ts'

/** Why something cannot be done now, and the step that changes it. */
export interface Reason {
  readonly reason: string
  readonly remedy?: string
  readonly act?: { readonly label: string; readonly onClick: () => void }
}

interface ReasonButtonProps extends ButtonProps {
  /** The verb: the button's text, and the beginning of "… geht noch nicht". */
  readonly verb: string
  readonly label?: ReactNode
  readonly reasons: readonly Reason[]
  readonly onClick: () => void
  readonly 'aria-keyshortcuts'?: string
  readonly 'aria-label'?: string
}

/**
 * A button that is never silently grey: while there are reasons against it, it stays reachable, looks sunken, and on
 * focus, hover or click, and by its keys, says what stands in the way and what removes it.
 */
export function ReasonButton({ verb, label, reasons, onClick, ...button }: ReasonButtonProps) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const id = useId()
  const blocked = useRef<HTMLButtonElement>(null)
  const keys = button['aria-keyshortcuts'] ?? ''
  const say = () => {
    blocked.current?.focus()
    setOpen(true)
  }
  useShortcut(keysOf(keys), say, reasons.length > 0 && keys.startsWith('Control+') && !button.loading)
  if (reasons.length === 0)
    return (
      <Button {...button} onClick={onClick}>
        {label ?? verb}
      </Button>
    )
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" width={380} offset={4}>
      <Popover.Target>
        <Button
          {...button}
          ref={blocked}
          variant="default"
          className="button-blocked"
          aria-disabled="true"
          aria-describedby={open ? id : undefined}
          onClick={() => setOpen(true)}
          onFocus={() => setOpen(true)}
          onMouseEnter={() => setOpen(true)}
          onKeyDown={event => {
            if (event.key === 'Escape') setOpen(false)
          }}
        >
          {label ?? verb}
        </Button>
      </Popover.Target>
      <Popover.Dropdown className="reasons" id={id} onMouseLeave={() => setOpen(false)}>
        <div className="reasons-head">
          <strong>{t('common.notYet', { verb })}</strong>
          <span>{t('common.reasons', { count: reasons.length })}</span>
        </div>
        {reasons.map(one => (
          <div className="reason" key={one.reason}>
            <StateSign sign="check" />
            <div>
              <div className="strong">{one.reason}</div>
              {one.remedy ? <div className="text2">{one.remedy}</div> : null}
            </div>
            {one.act ? (
              <Button
                onClick={() => {
                  setOpen(false)
                  one.act?.onClick()
                }}
              >
                {one.act.label}
              </Button>
            ) : null}
          </div>
        ))}
      </Popover.Dropdown>
    </Popover>
  )
}

/** "Control+S" as it is listened to. */
function keysOf(keys: string): string {
  return keys
    .replace('Control', 'Ctrl')
    .replace(/.$/, last => (keys.at(-2) === '+' ? last.toLowerCase() : last))
}
