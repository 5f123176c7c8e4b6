import { useTranslation } from 'react-i18next'
import type { CheckReport } from '../../api/connections.ts'
import { StateSign } from '../../ui/Chip.tsx'
import { Notice } from '../../ui/EmptyState.tsx'
import type { Tab } from './entries.ts'

interface CheckResultProps {
  readonly report: CheckReport
  /** Leads to what is open; the tab that is shown needs no link. */
  readonly tab: Tab
  readonly onTab: (tab: Tab) => void
}

/** What a check found, line by line, in the place where it was asked for; what is open says where it is done. */
export function CheckResult({ report, tab, onTab }: CheckResultProps) {
  const { t } = useTranslation()
  return (
    <Notice tone={report.ok ? 'ok' : 'bad'}>
      <strong>{report.ok ? t('channels.checkOk', { system: report.system }) : t('channels.checkBad')}</strong>
      <ul className="check-lines">
        {report.lines.map(({ ok, open, code, text }) => (
          <li key={`${code} ${text}`} data-check={code} className={ok && open ? 'tone-warn' : undefined}>
            <StateSign sign={ok ? (open ? 'empty' : 'done') : 'failed'} />{' '}
            {ok && open ? <strong>{`${t('channels.checkOpen')}: `}</strong> : null}
            {text}{' '}
            {open && open !== tab ? (
              <button type="button" className="link-button" onClick={() => onTab(open)}>
                {t('channels.checkTo', { tab: t(`channels.${open}`) })}
              </button>
            ) : null}
          </li>
        ))}
      </ul>
    </Notice>
  )
}
