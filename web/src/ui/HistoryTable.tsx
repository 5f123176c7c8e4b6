import { useTranslation } from 'react-i18next'

/** One thing that happened, in words. */
export interface HistoryRow {
  readonly key: string
  /** As it is read. */
  readonly at: string
  readonly what: string
  readonly who: string
}

/** What happened to a record, each with a name, in the order that it is given. */
export function HistoryTable({
  label,
  rows,
}: {
  readonly label: string
  readonly rows: readonly HistoryRow[]
}) {
  const { t } = useTranslation()
  return (
    <table className="plain-table" aria-label={label}>
      <thead>
        <tr>
          <th scope="col">{t('order.time')}</th>
          <th scope="col">{t('order.what')}</th>
          <th scope="col">{t('order.who')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, at, what, who }) => (
          <tr key={key}>
            <td>{at}</td>
            <td>{what}</td>
            <td>{who}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
