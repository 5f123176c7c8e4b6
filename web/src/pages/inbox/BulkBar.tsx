import { useTranslation } from 'react-i18next'
import type { WebOrder } from '../../api/inbox.ts'
import type { Page } from '../../api/page.ts'
import { useMissingRight } from '../../shell/rights.ts'
import { Icon } from '../../ui/Icon.tsx'
import { Keys } from '../../ui/Keys.tsx'
import { type Reason, ReasonButton } from '../../ui/ReasonButton.tsx'
import { useShortcut } from '../../ui/shortcuts.ts'
import { addDecimals, count, money } from '../../words/format.ts'
import { AnswerButtons } from './AnswerButtons.tsx'
import { canTakeOver } from './columns.tsx'

interface BulkBarProps {
  readonly selected: readonly WebOrder[]
  readonly shown: number
  readonly total: Page<WebOrder> | undefined
  readonly busy: boolean
  readonly onTakeOver: (ids: readonly string[]) => void
  readonly onAssign: () => void
}

/** What is ticked, its sum, and what can be done with it; says before it starts what will stay. */
export function BulkBar({ selected, shown, total, busy, onTakeOver, onAssign }: BulkBarProps) {
  const { t } = useTranslation()
  const possible = selected.filter(canTakeOver)
  const waiting = selected.filter(row => row.wantsAnswer)
  const currencies = [...new Set(selected.map(row => row.currency))]
  const sums = currencies.map(currency =>
    money(
      addDecimals(selected.filter(row => row.currency === currency).map(row => row.totalGross ?? '0')),
      currency,
    ),
  )
  const lacking = useMissingRight('inbox.write')
  const nothing = { reason: t('inbox.nothingChosen'), remedy: t('inbox.nothingChosenHelp') }
  const against: Reason[] = [
    ...lacking,
    ...(selected.length === 0 ? [nothing] : possible.length === 0 ? [{ reason: t('inbox.nonePass') }] : []),
  ]
  const act = () => onTakeOver(possible.map(row => row.id))
  useShortcut('Ctrl+Enter', act, against.length === 0 && !busy)
  return (
    <div className="status-line">
      {selected.length > 0 ? (
        <>
          <strong className="bulk-count">{t('common.selected', { n: count(selected.length) })}</strong>
          <span>
            {possible.length === selected.length
              ? t('inbox.allPassed')
              : t('inbox.somePassed', { n: count(possible.length), all: count(selected.length) })}
            {' · '}
            {sums.join(' · ')}
          </span>
        </>
      ) : total ? (
        <span>
          {t('common.of', { range: `1–${count(shown)}`, total: count(total.count, total.countCapped) })}
        </span>
      ) : null}
      <span className="toolbar-end bulk-keys">
        <Keys keys="Space" /> {t('common.choose')} <Keys keys="K" /> {t('inbox.assign')}
      </span>
      {waiting.length > 0 ? <AnswerButtons orders={waiting} /> : null}
      <ReasonButton
        verb={t('inbox.assign')}
        label={`${t('inbox.assign')} …`}
        reasons={[...lacking, ...(selected.length === 0 ? [nothing] : [])]}
        onClick={onAssign}
      />
      <ReasonButton
        verb={t('inbox.takeOverVerb')}
        label={t('inbox.takeOver', { n: count(possible.length) })}
        variant="filled"
        aria-keyshortcuts="Control+Enter"
        loading={busy}
        leftSection={<Icon name="check" size={14} />}
        rightSection={<Keys keys="Ctrl+Enter" />}
        reasons={against}
        onClick={act}
      />
    </div>
  )
}
