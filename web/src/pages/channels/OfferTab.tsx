import { NativeSelect, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { categoryTreeQuery } from '../../api/categoryTree.ts'
import { changeOffer, offerQuery } from '../../api/channels.ts'
import { ErrorState } from '../../ui/EmptyState.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { AdoptOffers } from './AdoptOffers.tsx'
import type { Tab } from './entries.ts'
import { useMayChange } from './mayChange.ts'
import { percentOf, shareOf } from './percent.ts'
import { SaveBar } from './SaveBar.tsx'

interface OfferTabProps {
  readonly channelId: string
  readonly onTab: (tab: Tab) => void
}

/** Which part of catalogue and stock a channel gets. */
export function OfferTab({ channelId, onTab }: OfferTabProps) {
  const { t, i18n } = useTranslation()
  const client = useQueryClient()
  const query = useQuery(offerQuery(channelId))
  const categories = useQuery(categoryTreeQuery)
  const mayChange = useMayChange()
  const mayRead = useMayChange('items.read')
  const [percent, setPercent] = useState<string>()
  const [root, setRoot] = useState<string>()
  const [wrong, setWrong] = useState(false)
  const discard = () => {
    setPercent(undefined)
    setRoot(undefined)
    setWrong(false)
  }
  const save = useMutation({
    mutationFn: () => {
      const share = percent === undefined ? undefined : shareOf(percent)
      return changeOffer(channelId, {
        ...(share === undefined ? {} : { share }),
        ...(root === undefined ? {} : { rootCategory: root }),
      })
    },
    onSuccess: discard,
    onSettled: () => client.invalidateQueries(),
  })
  if (mayRead[0]) return <p className="channel-scroll text2">{mayRead[0].reason}</p>
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  const offer = query.data
  if (!offer) return null
  const readOnly = mayChange.length > 0
  const shown = percentOf(offer.share)
  const saved = i18n.language === 'de' ? shown.replace('.', ',') : shown
  const trySave = () => {
    if (percent !== undefined && shareOf(percent) === undefined) setWrong(true)
    else save.mutate()
  }
  return (
    <>
      <div className="channel-scroll">
        {save.error ? <ErrorState error={save.error} /> : null}
        <Panel title={t('channels.offer')}>
          <div className="channel-fields">
            <TextInput
              label={`${t('channels.share')} (%)`}
              description={t('channels.shareHelp')}
              className={percent === undefined ? '' : 'field-changed'}
              inputMode="decimal"
              readOnly={readOnly}
              value={percent ?? saved}
              error={wrong ? t('channels.shareWrong') : undefined}
              onChange={event => {
                const next = event.currentTarget.value
                setWrong(false)
                setPercent(next === saved ? undefined : next)
              }}
            />
            <NativeSelect
              label={t('channels.root')}
              description={t('channels.rootHelp')}
              className={root === undefined ? '' : 'field-changed'}
              disabled={readOnly}
              value={root ?? offer.rootCategoryId ?? ''}
              onChange={event => {
                const next = event.currentTarget.value
                setRoot(next === (offer.rootCategoryId ?? '') ? undefined : next)
              }}
              data={[
                { value: '', label: t('channels.rootAll') },
                ...(categories.data ?? []).map(one => ({
                  value: one.id,
                  label: `${'  '.repeat(one.depth)}${one.name}`,
                })),
              ]}
            />
            <div className="secret">
              <span className="mantine-InputWrapper-label">{t('channels.groups')}</span>
              <span>
                {offer.groups.length === 0
                  ? t('channels.groupsNone')
                  : offer.groups.map(one => one.group).join(', ')}{' '}
                <button type="button" className="text-button" onClick={() => onTab('mappings')}>
                  {t('channels.toMappings')}
                </button>
              </span>
            </div>
          </div>
        </Panel>
        <AdoptOffers channelId={channelId} />
      </div>
      <SaveBar
        changes={(percent === undefined ? 0 : 1) + (root === undefined ? 0 : 1)}
        busy={save.isPending}
        onSave={trySave}
        onDiscard={discard}
      />
    </>
  )
}
