import { NativeSelect, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { categoryTreeQuery } from '../../api/categoryTree.ts'
import { changeOffer, offerQuery } from '../../api/channels.ts'
import { attributeMapsQuery } from '../../api/offers.ts'
import { ErrorState } from '../../ui/EmptyState.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { AdoptOffers } from './AdoptOffers.tsx'
import { AttributeMaps, lacksValue } from './AttributeMaps.tsx'
import { CategoryMaps } from './CategoryMaps.tsx'
import { MappedPanel } from './MappedPanel.tsx'
import { MapsHead } from './MapsHead.tsx'
import { MatchedPanel } from './MatchedPanel.tsx'
import { useMayChange } from './mayChange.ts'
import { percentOf, shareOf } from './percent.ts'
import { SaveBar } from './SaveBar.tsx'
import { useMaps } from './useMaps.ts'

interface OfferTabProps {
  readonly channelId: string
  /** Its system calls us: it tells its price types by itself. */
  readonly calls: boolean
}

/** Which part of catalogue and stock a channel gets, at whose prices, and in which of its words. */
export function OfferTab({ channelId, calls }: OfferTabProps) {
  const { t, i18n } = useTranslation()
  const client = useQueryClient()
  const mayRead = useMayChange('items.read')
  const query = useQuery({ ...offerQuery(channelId), enabled: mayRead.length === 0 })
  const maps = useMaps(channelId, 'offer')
  const attributes = useQuery(attributeMapsQuery(channelId))
  const categories = useQuery(categoryTreeQuery)
  const mayChange = useMayChange()
  const [percent, setPercent] = useState<string>()
  const [root, setRoot] = useState<string>()
  const [wrong, setWrong] = useState(false)
  const discard = () => {
    setPercent(undefined)
    setRoot(undefined)
    setWrong(false)
    maps.discard()
  }
  const save = useMutation({
    mutationFn: async () => {
      const share = percent === undefined ? undefined : shareOf(percent)
      if (share !== undefined || root !== undefined)
        await changeOffer(channelId, {
          ...(share === undefined ? {} : { share }),
          ...(root === undefined ? {} : { rootCategory: root }),
        })
      await maps.write()
    },
    onSuccess: discard,
    onSettled: () => client.invalidateQueries(),
  })
  const offer = query.data
  const readOnly = mayChange.length > 0
  const attributeDraft = maps.draft.attribute ?? {}
  const shown = percentOf(offer?.share ?? '1')
  const saved = i18n.language === 'de' ? shown.replace('.', ',') : shown
  const trySave = () => {
    if (percent !== undefined && shareOf(percent) === undefined) setWrong(true)
    else if (!Object.values(attributeDraft).some(lacksValue)) save.mutate()
  }
  return (
    <>
      <div className="channel-scroll">
        {save.error ? <ErrorState error={save.error} /> : null}
        {query.error ? <ErrorState error={query.error} onRetry={() => void query.refetch()} /> : null}
        {mayRead[0] ? <p className="text2">{mayRead[0].reason}</p> : null}
        {offer ? (
          <Panel title={t('channels.offerPart')}>
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
                    label: `${'\u2003'.repeat(one.depth)}${one.name}`,
                  })),
                ]}
              />
            </div>
          </Panel>
        ) : null}
        <AdoptOffers channelId={channelId} />
        <MapsHead maps={maps} isPart />
        <MappedPanel maps={maps} list="customer_group" readOnly={readOnly} />
        <MappedPanel
          maps={maps}
          list="price_type"
          readOnly={readOnly}
          {...(calls ? { none: t('channels.noPriceTypes') } : {})}
        />
        <CategoryMaps channelId={channelId} />
        {attributes.error ? <ErrorState error={attributes.error} /> : null}
        <AttributeMaps
          channelId={channelId}
          rows={attributes.data?.items ?? []}
          sources={attributes.data?.sources ?? []}
          draft={attributeDraft}
          readOnly={readOnly}
          onSet={(row, source) => maps.set('attribute', row.theirs, source, row.source)}
        />
        <MatchedPanel maps={maps} />
      </div>
      <SaveBar
        changes={(percent === undefined ? 0 : 1) + (root === undefined ? 0 : 1) + maps.changes}
        busy={save.isPending}
        onSave={trySave}
        onDiscard={discard}
      />
    </>
  )
}
