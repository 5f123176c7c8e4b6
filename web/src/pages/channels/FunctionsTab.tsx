import './called.css'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { askSystem, asksQuery, type ChannelAsk } from '../../api/called.ts'
import type { System } from '../../api/connections.ts'
import { Chip, type Sign, type Tone } from '../../ui/Chip.tsx'
import { ErrorState } from '../../ui/EmptyState.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { ReasonButton } from '../../ui/ReasonButton.tsx'
import { TableHead } from '../../ui/TableHead.tsx'
import { fullDate } from '../../words/format.ts'
import type { Entry } from './entries.ts'
import { useMayChange } from './mayChange.ts'
import { Notices } from './Notices.tsx'
import { Tickets } from './Tickets.tsx'

const looks: Readonly<Record<ChannelAsk['state'], readonly [Sign, Tone]>> = {
  never: ['empty', 'mute'],
  lies: ['waiting', 'pend'],
  taken: ['waiting', 'pend'],
  answered: ['done', 'ok'],
  untaken: ['failed', 'bad'],
}

/** What passes between us and a system beside goods and orders: what it tells, what it is asked for, and what it can do. */
export function FunctionsTab({ entry, system }: { readonly entry: Entry; readonly system: System }) {
  return (
    <div className="channel-scroll">
      <Notices channelId={entry.id} />
      <Tickets channelId={entry.id} />
      <Asks entry={entry} />
      <Features entry={entry} system={system} />
    </div>
  )
}

function Asks({ entry }: { readonly entry: Entry }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const mayChange = useMayChange()
  const query = useQuery(asksQuery(entry.id))
  const ask = useMutation({
    mutationFn: (name: string) => askSystem(entry.id, name),
    onSettled: () => client.invalidateQueries({ queryKey: asksQuery(entry.id).queryKey }),
  })
  if (query.data?.length === 0) return null
  const against = (one: ChannelAsk) =>
    one.mayAsk
      ? mayChange
      : one.state === 'lies' || one.state === 'taken'
        ? [{ reason: t('called.askAwaited'), remedy: t('called.askAwaitedHelp') }]
        : [{ reason: t('called.askClosed'), remedy: t('called.askClosedHelp') }]
  return (
    <Panel title={t('called.asks')}>
      {query.error ? <ErrorState error={query.error} onRetry={() => void query.refetch()} /> : null}
      {ask.error ? <ErrorState error={ask.error} /> : null}
      <table className="plain-table called-table stack-table">
        <TableHead
          heads={[t('called.what'), t('called.stateOf'), t('called.lastAsked'), { heard: t('called.ask') }]}
        />
        <tbody>
          {(query.data ?? []).map(one => (
            <tr key={one.name} data-ask={one.name}>
              <th scope="row">
                {one.title}
                <span className="text2 called-words">{one.help}</span>
              </th>
              <td>
                <Chip sign={looks[one.state][0]} tone={looks[one.state][1]}>
                  {t(`called.ask_${one.state}`)}
                </Chip>
              </td>
              <td className="text2">{fullDate(one.askedAt)}</td>
              <td className="cell-right">
                <ReasonButton
                  verb={t('called.ask')}
                  aria-label={t('called.askOf', { title: one.title })}
                  loading={ask.isPending && ask.variables === one.name}
                  reasons={against(one)}
                  onClick={() => ask.mutate(one.name)}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  )
}

// What a person told of the system when it was connected: its switches and choices, in words.
function Features({ entry, system }: { readonly entry: Entry; readonly system: System }) {
  const { t } = useTranslation()
  const fields = system.settings.filter(field => field.kind === 'flag' || field.kind === 'choice')
  if (fields.length === 0) return null
  const word = ({ choiceNames }: (typeof fields)[number], value: string) =>
    choiceNames[value] ?? t(value === 'true' ? 'called.yes' : 'called.no')
  return (
    <Panel title={t('called.features')}>
      <table className="plain-table called-table stack-table">
        <tbody>
          {fields.map(field => (
            <tr key={field.key}>
              <th scope="row">
                {field.label}
                {field.help ? <span className="text2 called-words">{field.help}</span> : null}
              </th>
              <td>{word(field, entry.connection.settings[field.key] ?? field.default ?? '')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  )
}
