import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type ReasonList, reasonsQuery, type SaidReason } from '../../api/settings.ts'
import { useMissingRight } from '../../shell/rights.ts'
import { Chip } from '../../ui/Chip.tsx'
import { ErrorState } from '../../ui/EmptyState.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { ReasonButton } from '../../ui/ReasonButton.tsx'
import { TableHead } from '../../ui/TableHead.tsx'
import { ReasonDialog } from './ReasonDialog.tsx'

/** The lists that people choose from when they cancel an order or goods come back. */
export function Reasons() {
  const { t } = useTranslation()
  return (
    <>
      <ReasonPanel list="cancel-reasons" title={t('settings.cancelReasons')} />
      <ReasonPanel list="return-reasons" title={t('settings.returnReasons')} />
    </>
  )
}

function ReasonPanel({ list, title }: { readonly list: ReasonList; readonly title: string }) {
  const { t } = useTranslation()
  const { data, error, refetch } = useQuery(reasonsQuery(list))
  const lacking = useMissingRight('orders.write')
  const [editing, setEditing] = useState<SaidReason | 'new'>()
  return (
    <Panel
      title={title}
      aside={
        <ReasonButton
          verb={t('settings.addReasonVerb')}
          label={t('settings.addReason')}
          reasons={lacking}
          onClick={() => setEditing('new')}
        />
      }
    >
      {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      <table className="plain-table settings-table" aria-label={title}>
        <TableHead
          heads={[
            t('settings.code'),
            t('settings.german'),
            t('settings.english'),
            t('settings.comment'),
            t('settings.atShops'),
            t('settings.activeHead'),
            { heard: t('settings.change') },
          ]}
        />
        <tbody>
          {(data ?? []).map(reason => {
            const named = Object.values(reason.channelValues).filter(Boolean).length
            return (
              <tr key={reason.id}>
                <th scope="row">{reason.code}</th>
                <td>{reason.names.de}</td>
                <td>{reason.names.en}</td>
                <td>{reason.commentRequired ? t('settings.required') : '–'}</td>
                <td>{named > 0 ? t('settings.shopsCall', { count: named }) : '–'}</td>
                <td>
                  {reason.active ? (
                    <Chip sign="full" tone="ok">
                      {t('settings.choosable')}
                    </Chip>
                  ) : (
                    <Chip sign="left" tone="mute">
                      {t('settings.retired')}
                    </Chip>
                  )}
                </td>
                <td className="cell-right">
                  <ReasonButton
                    verb={t('settings.change')}
                    aria-label={`${t('settings.change')} ${reason.code}`}
                    reasons={lacking}
                    onClick={() => setEditing(reason)}
                  />
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
      {editing ? (
        <ReasonDialog
          list={list}
          reason={editing === 'new' ? undefined : editing}
          onClose={() => setEditing(undefined)}
        />
      ) : null}
    </Panel>
  )
}
