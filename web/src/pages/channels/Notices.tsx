import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { type ChannelNotice, dismissNotices, noticesQuery } from '../../api/called.ts'
import { Chip, type Sign, type Tone } from '../../ui/Chip.tsx'
import { ErrorState } from '../../ui/EmptyState.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { ReasonButton } from '../../ui/ReasonButton.tsx'
import { fullDate } from '../../words/format.ts'
import { useMayChange } from './mayChange.ts'
import { useAbout } from './useAbout.ts'

const looks: Readonly<Record<ChannelNotice['severity'], readonly [Sign, Tone]>> = {
  info: ['full', 'info'],
  warning: ['check', 'warn'],
  error: ['failed', 'bad'],
}

/** What a system wants people to know, until somebody has dealt with it. */
export function Notices({ channelId }: { readonly channelId: string }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const mayChange = useMayChange()
  const about = useAbout()
  const query = useQuery(noticesQuery(channelId))
  const dismiss = useMutation({
    mutationFn: (id: string) => dismissNotices([id]),
    onSettled: () => client.invalidateQueries({ queryKey: noticesQuery(channelId).queryKey }),
  })
  const notices = query.data?.items ?? []
  return (
    <Panel title={t('called.notices')} about={notices.length > 0 ? String(query.data?.count) : undefined}>
      {query.error ? <ErrorState error={query.error} onRetry={() => void query.refetch()} /> : null}
      {dismiss.error ? <ErrorState error={dismiss.error} /> : null}
      {query.data && notices.length === 0 ? (
        <p className="channel-form text2">{t('called.noNotices')}</p>
      ) : null}
      {notices.length > 0 ? (
        <table className="plain-table called-table stack-table">
          <tbody>
            {notices.map(one => (
              <tr key={one.id} data-notice={one.id}>
                <td>
                  <Chip
                    sign={looks[one.severity][0]}
                    tone={looks[one.severity][1]}
                    filled={one.severity === 'error'}
                  >
                    {t(`called.severity_${one.severity}`)}
                  </Chip>
                </td>
                <th scope="row">
                  <span className="called-words">{one.text}</span>
                  <span className="text2">
                    {[
                      fullDate(one.postedAt),
                      ...(one.about ? [about(one.about, one.place)] : []),
                      ...(one.times > 1 ? [t('called.times', { n: one.times })] : []),
                    ].join(' · ')}
                  </span>
                </th>
                <td className="cell-right">
                  <ReasonButton
                    verb={t('called.dismiss')}
                    aria-label={t('called.dismissOf', { text: one.text })}
                    reasons={mayChange}
                    loading={dismiss.isPending && dismiss.variables === one.id}
                    onClick={() => dismiss.mutate(one.id)}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
    </Panel>
  )
}
