import { Button } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type ItemPrices, itemPricesQuery, type SpecialPrice, specialPricesQuery } from '../../api/prices.ts'
import { AddressLink } from '../../shell/AddressLink.tsx'
import { useRight } from '../../shell/rights.ts'
import { EmptyState, ErrorState, Notice } from '../../ui/EmptyState.tsx'
import { ListTable } from '../../ui/ListTable.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { ReasonButton } from '../../ui/ReasonButton.tsx'
import { useShortcut } from '../../ui/shortcuts.ts'
import { SearchField } from '../../ui/Toolbar.tsx'
import { useRows } from '../../ui/useRows.ts'
import { quantity } from '../../words/format.ts'
import { ExplainPanel } from './ExplainPanel.tsx'
import { type Cell, PriceMatrix } from './PriceMatrix.tsx'
import { ScalesDialog } from './ScalesDialog.tsx'
import { SpecialDialog } from './SpecialDialog.tsx'
import { useSpecialColumns } from './specialColumns.tsx'

/** All prices of one item: groups × channels × quantity, its special prices, and why it costs what it costs. */
export function ItemPricesView() {
  const { t } = useTranslation()
  const search = useSearch({ from: '/prices' })
  const go = useNavigate({ from: '/prices' })
  // A link may name an item by its id, which nobody wants to read.
  const [number, setNumber] = useState(/^[0-9a-f-]{36}$/.test(search.item ?? '') ? '' : (search.item ?? ''))
  const field = useRef<HTMLInputElement>(null)
  useShortcut('/', () => field.current?.focus())
  return (
    <div className="price-item-view">
      <form
        className="price-choose"
        onSubmit={event => {
          event.preventDefault()
          const item = number.trim()
          if (item !== '') void go({ search: { view: 'item', item } })
        }}
      >
        <SearchField
          ref={field}
          label={t('prices.chooseItem')}
          placeholder={t('prices.item')}
          value={number}
          onChange={setNumber}
        />
        <Button type="submit">{t('prices.show')}</Button>
      </form>
      {search.item === undefined ? (
        <EmptyState title={t('prices.chooseItem')}>{t('prices.chooseItemHelp')}</EmptyState>
      ) : (
        <PricesOf key={search.item} item={search.item} />
      )}
    </div>
  )
}

function PricesOf({ item }: { readonly item: string }) {
  const { t } = useTranslation()
  const { data, error, refetch } = useQuery(itemPricesQuery(item))
  const [editing, setEditing] = useState<Cell>()
  const [asked, setAsked] = useState<Cell>()
  const [said, setSaid] = useState<string>()
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />
  if (!data) return null
  return (
    <>
      {said ? (
        <div className="said">
          <Notice tone="ok">{said}</Notice>
        </div>
      ) : null}
      <div className="price-panels">
        <div className="price-main">
          <Panel
            title={t('prices.matrix', { number: data.itemNumber })}
            about={[
              data.name,
              t('prices.matrixAbout', { rate: quantity(data.taxRate), currency: data.currency }),
            ].join(' · ')}
            aside={<AddressLink address={`/items/${data.id}`}>{t('stock.toItem')}</AddressLink>}
          >
            <PriceMatrix
              prices={data}
              onOpen={cell => {
                setAsked(cell)
                setEditing(cell)
              }}
            />
            <p className="price-legend text2">{t('prices.legend')}</p>
          </Panel>
          <SpecialsOf prices={data} onSaid={setSaid} />
        </div>
        <ExplainPanel prices={data} asked={asked} />
      </div>
      {editing ? (
        <ScalesDialog
          prices={data}
          cell={editing}
          onClose={() => setEditing(undefined)}
          onDone={() => {
            setEditing(undefined)
            setSaid(t('prices.saved'))
          }}
        />
      ) : null}
    </>
  )
}

function SpecialsOf(props: { readonly prices: ItemPrices; readonly onSaid: (sentence: string) => void }) {
  const { prices, onSaid } = props
  const { t } = useTranslation()
  const query = useInfiniteQuery(specialPricesQuery({ item: prices.id }))
  const rows = useRows(query.data)
  const columns = useSpecialColumns(false)
  const may = useRight('items.write')
  const [editing, setEditing] = useState<SpecialPrice | 'new'>()
  const [row, setRow] = useState<string>()
  const current = rows.find(one => one.id === row)
  const rights = may ? [] : [{ reason: t('common.needsRight', { right: 'items.write' }) }]
  return (
    <Panel
      title={t('prices.specialsOfItem')}
      aside={
        <>
          <ReasonButton
            verb={t('prices.openVerb')}
            label={t('prices.open')}
            reasons={[...rights, ...(current ? [] : [{ reason: t('prices.chooseOne') }])]}
            onClick={() => setEditing(current)}
          />
          <ReasonButton
            verb={t('prices.newSpecialTitle')}
            label={t('prices.newSpecial')}
            reasons={rights}
            onClick={() => setEditing('new')}
          />
        </>
      }
    >
      <div className="price-specials">
        <ListTable
          label={t('prices.specialsOfItem')}
          columns={columns}
          query={query}
          rows={rows}
          rowId={row => row.id}
          current={row}
          onCurrent={setRow}
          onOpen={one => may && setEditing(one)}
          empty={<EmptyState title={t('prices.none')}>{t('prices.noneHelp')}</EmptyState>}
        />
      </div>
      {editing ? (
        <SpecialDialog
          special={editing === 'new' ? undefined : editing}
          item={prices.itemNumber}
          onClose={() => setEditing(undefined)}
          onDone={sentence => {
            setEditing(undefined)
            onSaid(sentence)
          }}
        />
      ) : null}
    </Panel>
  )
}
