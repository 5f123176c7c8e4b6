import './offers.css'
import { NativeSelect } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { adoptionQuery, adoptOffers, giveUpOffers, type OfferAdoption } from '../../api/adoption.ts'
import { Chip, type Sign, type Tone } from '../../ui/Chip.tsx'
import { ErrorState, Notice } from '../../ui/EmptyState.tsx'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { ReasonButton } from '../../ui/ReasonButton.tsx'
import { count, fullDate } from '../../words/format.ts'
import { FoundOffers } from './FoundOffers.tsx'
import { useMayChange } from './mayChange.ts'

const looks: Readonly<Record<OfferAdoption['state'], readonly [Sign, Tone]>> = {
  never: ['empty', 'mute'],
  waiting: ['waiting', 'pend'],
  begins: ['waiting', 'pend'],
  reading: ['waiting', 'pend'],
  linking: ['waiting', 'pend'],
  done: ['done', 'ok'],
  failed: ['failed', 'bad'],
}

const figures = [
  'found',
  'linked',
  'linkedBefore',
  'ambiguous',
  'unmatched',
  'otherwise',
  'leftAlone',
] as const

/** Offers that exist at a channel: read at any time, linked where it is clear; the rest is a person's. */
export function AdoptOffers({ channelId }: { readonly channelId: string }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const mayChange = useMayChange()
  const query = useQuery(adoptionQuery(channelId))
  const [leads, setLeads] = useState<'kontor' | 'shop'>()
  const adopt = useMutation({
    mutationFn: (wish: 'kontor' | 'shop') => adoptOffers(channelId, wish),
    onSettled: () => client.invalidateQueries(),
  })
  const { data } = query
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  if (!data?.can) return null
  const chosen = leads ?? data.leads ?? 'shop'
  const isUnderWay = data.state !== 'never' && data.state !== 'done' && data.state !== 'failed'
  const against = data.mayAsk
    ? mayChange
    : [
        isUnderWay
          ? { reason: t('adoption.awaited'), remedy: t('adoption.awaitedHelp') }
          : { reason: t('adoption.notNow') },
      ]
  const [sign, tone] = looks[data.state]
  return (
    <Panel title={t('adoption.title')}>
      {adopt.error ? <ErrorState error={adopt.error} /> : null}
      <div className="channel-fields" data-adoption={data.state}>
        <p className="text2">{t('adoption.about')}</p>
        <NativeSelect
          label={t('adoption.leads')}
          disabled={mayChange.length > 0 || isUnderWay}
          value={chosen}
          onChange={event => setLeads(event.currentTarget.value === 'kontor' ? 'kontor' : 'shop')}
          data={(['shop', 'kontor'] as const).map(one => ({
            value: one,
            label: t(`adoption.leads_${one}`),
          }))}
        />
        <div className="channel-buttons">
          <ReasonButton
            verb={t('adoption.verb')}
            variant="light"
            loading={adopt.isPending}
            reasons={against}
            onClick={() => adopt.mutate(chosen)}
          />
          <Chip sign={sign} tone={tone}>
            {t(`adoption.state_${data.state}`)}
          </Chip>
          {data.state === 'waiting' || data.state === 'begins' ? <GiveUp channelId={channelId} /> : null}
        </div>
        <Said data={data} />
        <Report report={data.report} />
      </div>
      {data.found > 0 || data.state === 'done' ? (
        <dl className="offer-figures">
          {figures.map(one => (
            <div key={one}>
              <dt>{t(`adoption.${one}`)}</dt>
              <dd data-figure={one}>{count(data[one])}</dd>
            </div>
          ))}
        </dl>
      ) : null}
      {data.state === 'done' ? <FoundOffers channelId={channelId} /> : null}
    </Panel>
  )
}

// Nothing is read yet: it may be let go, and is as if nobody had asked.
function GiveUp({ channelId }: { readonly channelId: string }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const mayChange = useMayChange()
  const [asking, setAsking] = useState(false)
  const giveUp = useMutation({
    mutationFn: () => giveUpOffers(channelId),
    onSuccess: () => setAsking(false),
    onSettled: () => client.invalidateQueries(),
  })
  return (
    <>
      <ReasonButton
        verb={t('adoption.giveUp')}
        label={t('adoption.giveUpAsk')}
        reasons={mayChange}
        onClick={() => setAsking(true)}
      />
      {asking ? (
        <FormDialog
          title={t('adoption.giveUpTitle')}
          error={giveUp.error}
          verb={t('adoption.giveUp')}
          busy={giveUp.isPending}
          careful
          onSubmit={() => giveUp.mutate()}
          onClose={() => {
            giveUp.reset()
            setAsking(false)
          }}
        >
          <p>{t('adoption.giveUpHelp')}</p>
        </FormDialog>
      ) : null}
    </>
  )
}

// A report that somebody asked for by itself: nothing is linked by that.
function Report({ report }: Pick<OfferAdoption, 'report'>) {
  const { t } = useTranslation()
  if (!report) return null
  const { letter, rows, reportedAt } = report
  return (
    <p className="text2" data-report={letter ?? 'here'}>
      {[
        t('adoption.reportAsked', { at: fullDate(report.askedAt), by: report.askedBy }),
        letter ? t(`adoption.letter_${letter}`) : '',
        rows > 0 ? t('adoption.rows', { count: rows, shown: count(rows) }) : '',
        reportedAt ? t('adoption.reportHere', { at: fullDate(reportedAt) }) : '',
        reportedAt ? t(report.isUnread ? 'adoption.reportUnread' : 'adoption.reportOld') : '',
      ]
        .filter(Boolean)
        .join(' ')}
    </p>
  )
}

// When it was asked for, and what it waits for.
function Said({ data }: { readonly data: OfferAdoption }) {
  const { t } = useTranslation()
  if (data.state === 'never') return null
  return (
    <>
      <p className="text2">
        {[
          t('adoption.asked', { at: fullDate(data.askedAt), by: data.askedBy ?? '' }),
          data.state === 'waiting' && data.letter ? t(`adoption.letter_${data.letter}`) : '',
          data.state === 'waiting' && data.rows > 0
            ? t('adoption.rows', { count: data.rows, shown: count(data.rows) })
            : '',
          data.endedAt ? t('adoption.ended', { at: fullDate(data.endedAt) }) : '',
        ]
          .filter(Boolean)
          .join(' ')}
      </p>
      {data.refused ? (
        <Notice tone="warn">
          {data.refused.sentence} {data.refused.remedy}
        </Notice>
      ) : null}
    </>
  )
}
