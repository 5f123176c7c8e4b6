import { useTranslation } from 'react-i18next'
import type { CheckReport } from '../../api/connections.ts'
import { StateSign } from '../../ui/Chip.tsx'
import { Notice } from '../../ui/EmptyState.tsx'

/** What a check found, line by line, in the place where it was asked for. */
export function CheckResult({ report }: { readonly report: CheckReport }) {
  const { t } = useTranslation()
  return (
    <Notice tone={report.ok ? 'ok' : 'bad'}>
      <strong>{report.ok ? t('channels.checkOk', { system: report.system }) : t('channels.checkBad')}</strong>
      <ul className="check-lines">
        {report.lines.map(line => (
          <li key={`${line.code} ${line.text}`}>
            <StateSign sign={line.ok ? 'done' : 'failed'} /> {line.text}
          </li>
        ))}
      </ul>
    </Notice>
  )
}
