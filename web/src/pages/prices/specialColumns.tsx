import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { SpecialPrice } from '../../api/prices.ts'
import { ChannelName } from '../../ui/ChannelName.tsx'
import type { Column } from '../../ui/DataTable.tsx'
import { beginWords, endWords } from '../../ui/period.ts'
import { StateChip } from '../../ui/StateChip.tsx'
import { amount, quantity } from '../../words/format.ts'
import { specialLook } from './states.ts'

/** The columns of special prices; with the item where they are of many. */
export function useSpecialColumns(ofMany: boolean): readonly Column<SpecialPrice>[] {
  const { t } = useTranslation()
  return useMemo(
    () => [
      ...(ofMany ? itemColumns(t('prices.itemNumber'), t('prices.name')) : []),
      {
        id: 'price',
        head: t('prices.price'),
        width: 116,
        align: 'right',
        cell: row => (
          <>
            <span className="strong">{amount(row.net ?? row.gross)}</span>{' '}
            <span className="text2">{row.net === null ? t('prices.gross') : t('prices.net')}</span>
          </>
        ),
      },
      {
        id: 'channel',
        head: t('prices.channel'),
        width: 140,
        grow: !ofMany,
        cell: row =>
          row.channel ? (
            <ChannelName name={row.channel} />
          ) : (
            <span className="text2">{t('prices.everywhere')}</span>
          ),
      },
      {
        id: 'group',
        head: t('prices.group'),
        width: 112,
        cell: row => row.group ?? <span className="text2">{t('prices.everyone')}</span>,
      },
      { id: 'from', head: t('prices.from'), width: 112, cell: row => beginWords(row.from) },
      {
        id: 'to',
        head: t('prices.to'),
        width: 112,
        cell: row => (row.to ? endWords(row.to) : <span className="text2">{t('prices.noEnd')}</span>),
      },
      {
        id: 'stock',
        head: t('prices.untilStock'),
        width: 100,
        cell: row =>
          row.untilStock === null ? '' : t('prices.untilStockShown', { n: quantity(row.untilStock) }),
      },
      {
        id: 'state',
        head: t('prices.state'),
        width: 158,
        cell: row => <StateChip look={specialLook(row)} />,
      },
    ],
    [t, ofMany],
  )
}

function itemColumns(number: string, name: string): readonly Column<SpecialPrice>[] {
  return [
    {
      id: 'number',
      head: number,
      width: 104,
      cell: row => (
        <Link
          className="price-item"
          to="/prices"
          search={{ view: 'item', item: row.itemNumber }}
          tabIndex={-1}
          onClick={event => event.stopPropagation()} // it leaves the list; the row is not chosen besides
        >
          {row.itemNumber}
        </Link>
      ),
    },
    { id: 'name', head: name, width: 140, grow: true, cell: row => row.name },
  ]
}
