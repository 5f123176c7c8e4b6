import { Button, TextInput } from '@mantine/core'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { listPricesQuery, type PriceList, type SaidPrice, setListPrice } from '../../api/prices.ts'
import { ErrorState } from '../../ui/EmptyState.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { type Reason, ReasonButton } from '../../ui/ReasonButton.tsx'
import { StateChip } from '../../ui/StateChip.tsx'
import { amount } from '../../words/format.ts'
import { SaidField, saidPrice } from './SaidField.tsx'
import { listLook } from './states.ts'

interface ListPaneProps {
  readonly list: PriceList | undefined
  /** What stands in the way of changing it. */
  readonly reasons: readonly Reason[]
  readonly onEdit: (list: PriceList) => void
}

/** The current price list: prices of its own, each put in and taken out here. */
export function ListPane({ list, reasons, onEdit }: ListPaneProps) {
  const { t } = useTranslation()
  if (!list)
    return (
      <aside className="split-pane" aria-label={t('prices.chooseList')}>
        <p className="text2">{t('prices.chooseList')}</p>
      </aside>
    )
  return (
    <aside className="split-pane" aria-label={list.name}>
      <div className="split-pane-head">
        <h2>{list.name}</h2>
        <StateChip look={listLook(list)} filled />
      </div>
      <div className="split-pane-body">
        <div className="pane-buttons">
          <ReasonButton
            verb={t('prices.openVerb')}
            label={t('prices.changeList')}
            reasons={reasons}
            onClick={() => onEdit(list)}
          />
        </div>
        <h3>{t('prices.ownPrices')}</h3>
        <OwnPrices list={list} reasons={reasons} />
      </div>
    </aside>
  )
}

function OwnPrices({ list, reasons }: { readonly list: PriceList; readonly reasons: readonly Reason[] }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const query = useInfiniteQuery(listPricesQuery(list.id))
  const rows = query.data?.pages.flatMap(page => page.items) ?? []
  const [number, setNumber] = useState('')
  const [price, setPrice] = useState({ said: 'gross' as 'net' | 'gross', text: '' })
  const said = saidPrice(price)
  const put = useMutation({
    mutationFn: ({ item, ...wish }: SaidPrice & { readonly item: string }) =>
      setListPrice(list.id, item, wish),
    onSuccess: async () => {
      setNumber('')
      setPrice({ ...price, text: '' })
      await client.invalidateQueries({ queryKey: ['prices'] })
    },
  })
  const missing = [
    ...reasons,
    ...(number.trim() === '' ? [{ reason: t('prices.itemWanted') }] : []),
    ...(said ? [] : [{ reason: t('prices.priceWanted') }]),
  ]
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  return (
    <>
      {put.error ? <ErrorState error={put.error} /> : null}
      <form
        className="price-put"
        onSubmit={event => {
          event.preventDefault()
          if (missing.length === 0 && said) put.mutate({ item: number.trim(), ...said })
        }}
      >
        <TextInput
          label={t('prices.item')}
          value={number}
          onChange={event => setNumber(event.currentTarget.value)}
        />
        <SaidField value={price} onChange={setPrice} />
        {missing.length > 0 ? (
          <ReasonButton verb={t('prices.putIn')} reasons={missing} onClick={() => undefined} />
        ) : (
          <Button type="submit" loading={put.isPending}>
            {t('prices.putIn')}
          </Button>
        )}
      </form>
      {rows.length === 0 && query.data ? <p className="text2">{t('prices.noOwnPrices')}</p> : null}
      {rows.length > 0 ? (
        <table className="plain-table" aria-label={t('prices.ownPrices')}>
          <tbody>
            {rows.map(row => (
              <tr key={row.id}>
                <th scope="row" title={row.name}>
                  {row.itemNumber}
                </th>
                <td className="cell-right">
                  <strong>{amount(row.net ?? row.gross)}</strong>{' '}
                  <span className="text2">{row.net === null ? t('prices.gross') : t('prices.net')}</span>
                </td>
                <td className="cell-right">
                  {reasons.length > 0 ? null : (
                    <button
                      type="button"
                      className="link-button"
                      aria-label={t('prices.takeOut', { number: row.itemNumber })}
                      onClick={() => put.mutate({ item: row.id })}
                    >
                      <Icon name="close" size={12} />
                    </button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      {query.hasNextPage ? (
        <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t('prices.moreItems')}
        </Button>
      ) : null}
    </>
  )
}
