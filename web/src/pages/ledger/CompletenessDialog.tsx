import { Button, Modal, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { completenessQuery, type DayCompleteness } from '../../api/ledger.ts'
import { ChannelName } from '../../ui/ChannelName.tsx'
import { Chip, type Sign, type Tone } from '../../ui/Chip.tsx'
import { ErrorState } from '../../ui/EmptyState.tsx'
import { TableHead } from '../../ui/TableHead.tsx'
import { count } from '../../words/format.ts'

const looks = {
  complete: ['done', 'ok'],
  missing: ['check', 'warn'],
  not_countable: ['left', 'mute'],
  not_asked: ['left', 'mute'],
  failed: ['failed', 'bad'],
} as const satisfies Record<string, readonly [Sign, Tone]>

/** Whether everything that the channels have of a day is in the ledger: reported, here, missing. */
export function CompletenessDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation()
  const [day, setDay] = useState(() => localDay(new Date()))
  const [asked, setAsked] = useState<string>()
  const query = useQuery({ ...completenessQuery(asked ?? ''), enabled: asked !== undefined })
  return (
    <Modal
      opened
      onClose={onClose}
      size={700}
      title={t('ledger.dayTitle')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        className="form"
        onSubmit={event => {
          event.preventDefault()
          setAsked(day)
          if (asked === day) void query.refetch()
        }}
      >
        <p className="text2">{t('ledger.dayHelp')}</p>
        <div className="day-ask">
          <TextInput
            type="date"
            label={t('ledger.day')}
            value={day}
            max={localDay(new Date())}
            onChange={event => setDay(event.currentTarget.value)}
            required
            data-autofocus
          />
          <Button type="submit" variant="filled" loading={query.isFetching}>
            {t('ledger.ask')}
          </Button>
        </div>
        {query.error ? <ErrorState error={query.error} /> : null}
        {query.data ? <Days days={query.data} /> : null}
      </form>
    </Modal>
  )
}

function Days({ days }: { readonly days: readonly DayCompleteness[] }) {
  const { t } = useTranslation()
  return (
    <table className="plain-table">
      <TableHead
        heads={[
          t('ledger.channel'),
          t('ledger.dayState'),
          ...(['remote', 'here', 'missing'] as const).map(name => ({ right: t(`ledger.${name}`) })),
          t('ledger.resultWhy'),
        ]}
      />
      <tbody>
        {days.map(one => {
          const state = stateOf(one)
          const [sign, tone] = looks[state]
          const missing = one.missingIds ?? []
          const why = [
            one.reason,
            one.remedy,
            missing.length > 0 ? t('ledger.missingList', { list: missing.slice(0, 20).join(', ') }) : '',
            one.undated > 0 ? t('ledger.undated', { n: count(one.undated) }) : '',
          ]
          return (
            <tr key={one.connectionId} data-day={state}>
              <th scope="row" title={`${one.day} ${one.timeZone}`}>
                <ChannelName name={one.connection} />
              </th>
              <td>
                <Chip sign={sign} tone={tone} filled={state === 'missing'}>
                  {t(`ledger.day_${state}`)}
                </Chip>
              </td>
              <td className="cell-right">{one.remote === null ? '–' : count(one.remote)}</td>
              <td className="cell-right">{count(one.here)}</td>
              <td className="cell-right strong">{one.missing === null ? '–' : count(one.missing)}</td>
              <td className="result-why">{why.filter(Boolean).join(' ')}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

function stateOf(one: DayCompleteness): keyof typeof looks {
  return (Object.keys(looks) as (keyof typeof looks)[]).find(state => state === one.state) ?? 'failed'
}

function localDay(at: Date): string {
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 10)
}
