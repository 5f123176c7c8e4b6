import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { count } from '../words/format.ts'
import { Keys } from './Keys.tsx'

interface SelectionLineProps {
  readonly selected: number
  readonly shown: number
  readonly total: { readonly count: number; readonly countCapped: boolean } | undefined
  /** What can be done with what is ticked; the most likely one last. */
  readonly children?: ReactNode
}

/** The line under a list: what is ticked, or how much of the list is there; at the right what can be done. */
export function SelectionLine({ selected, shown, total, children }: SelectionLineProps) {
  const { t } = useTranslation()
  return (
    <div className="status-line">
      {selected > 0 ? (
        <strong>{t('common.selected', { n: count(selected) })}</strong>
      ) : total ? (
        <span>
          {shown === 0
            ? null
            : t('common.of', {
                range: shown === 1 ? '1' : `1–${count(shown)}`,
                total: count(total.count, total.countCapped),
              })}
        </span>
      ) : null}
      <span className="toolbar-end bulk-keys key-hint">
        {children ? (
          <>
            <Keys keys="Space" /> {t('common.choose')} <Keys keys="Ctrl+A" /> {t('common.all')}
          </>
        ) : null}
      </span>
      {children}
    </div>
  )
}
