import './offers.css'
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type FoundOffer, foundOffersQuery, linkOffers } from '../../api/adoption.ts'
import { ErrorState } from '../../ui/EmptyState.tsx'
import { ReasonButton } from '../../ui/ReasonButton.tsx'
import { TableHead } from '../../ui/TableHead.tsx'
import { count } from '../../words/format.ts'
import { useMayChange } from './mayChange.ts'

/** Offers of a channel that are linked to nothing, each with its reason: a person links or leaves them. */
export function FoundOffers({ channelId }: { readonly channelId: string }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const query = useInfiniteQuery(foundOffersQuery(channelId))
  const [chosen, setChosen] = useState<Readonly<Record<string, string>>>({})
  const link = useMutation({
    mutationFn: (wish: Parameters<typeof linkOffers>[1]) => linkOffers(channelId, wish),
    onSettled: () => client.invalidateQueries(),
  })
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  const rows = query.data?.pages.flatMap(page => page.items) ?? []
  if (rows.length === 0) return null
  return (
    <>
      {link.error ? <ErrorState error={link.error} /> : null}
      <table className="plain-table offer-table found-table stack-table" aria-label={t('adoption.list')}>
        <TableHead
          heads={[
            t('adoption.offer'),
            t('adoption.reason'),
            t('adoption.item'),
            { heard: t('platforms.action') },
          ]}
        />
        <tbody>
          {rows.map(row => (
            <OfferRow
              key={row.id}
              row={row}
              chosen={chosen[row.id] ?? ''}
              busy={link.isPending}
              onChoose={ours => setChosen({ ...chosen, [row.id]: ours })}
              onLink={ours => link.mutate({ pair: { [row.theirs]: ours } })}
              onLeave={() => link.mutate({ leave: [row.theirs] })}
            />
          ))}
        </tbody>
      </table>
      <div className="status-line">
        {t('again.shown', { n: count(rows.length), total: count(query.data?.pages[0]?.count ?? 0) })}
        {query.hasNextPage ? (
          <Button variant="transparent" className="link-button" onClick={() => void query.fetchNextPage()}>
            {t('again.more')}
          </Button>
        ) : null}
      </div>
    </>
  )
}

interface OfferRowProps {
  readonly row: FoundOffer
  readonly chosen: string
  readonly busy: boolean
  readonly onChoose: (ours: string) => void
  readonly onLink: (ours: string) => void
  readonly onLeave: () => void
}

function OfferRow({ row, chosen, busy, onChoose, onLink, onLeave }: OfferRowProps) {
  const { t } = useTranslation()
  const mayChange = useMayChange()
  const name = [row.number, row.name].filter(Boolean).join(' ')
  // It is linked, and stays so: there is only something to know.
  const isLinked = row.state === 'adopted'
  const label = t('adoption.itemOf', { name })
  return (
    <tr data-theirs={row.theirs}>
      <th scope="row">
        <span className="two-lines">
          <span>{name}</span>
          <span>{[row.theirs, row.gtin].filter(Boolean).join(' · ')}</span>
        </span>
      </th>
      <td>
        <span className="two-lines">
          <span>{row.why?.sentence}</span>
          <span>{row.why?.remedy}</span>
        </span>
      </td>
      <td>
        {isLinked ? null : row.candidates.length > 0 ? (
          <NativeSelect
            aria-label={label}
            value={chosen}
            onChange={event => onChoose(event.currentTarget.value)}
            data={[
              { value: '', label: t('beginnings.choose') },
              ...row.candidates.map(one => ({
                value: one.objectId,
                label: `${one.number} ${one.name}${one.taken ? ` (${t('beginnings.taken')})` : ''}`,
                disabled: one.taken,
              })),
            ]}
          />
        ) : (
          <TextInput
            aria-label={label}
            placeholder={t('adoption.itemNumber')}
            value={chosen}
            onChange={event => onChoose(event.currentTarget.value)}
          />
        )}
      </td>
      <td>
        {isLinked ? null : (
          <span className="channel-buttons">
            <ReasonButton
              verb={t('beginnings.link')}
              aria-label={`${t('beginnings.link')}: ${name}`}
              loading={busy}
              reasons={chosen.trim() === '' ? [{ reason: t('beginnings.choose') }] : mayChange}
              onClick={() => onLink(chosen.trim())}
            />
            <ReasonButton
              verb={t('beginnings.leave')}
              aria-label={`${t('beginnings.leave')}: ${name}`}
              loading={busy}
              reasons={mayChange}
              onClick={onLeave}
            />
          </span>
        )}
      </td>
    </tr>
  )
}
