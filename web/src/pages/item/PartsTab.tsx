import { Button, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type FoundItem, foundItemsQuery, kitOfferQuery, type Part, partsQuery } from '../../api/families.ts'
import type { Item } from '../../api/item.ts'
import { stockQuery } from '../../api/stock.ts'
import { AddressLink } from '../../shell/AddressLink.tsx'
import { useRight } from '../../shell/rights.ts'
import { Chooser } from '../../ui/Chooser.tsx'
import { EmptyState, ErrorState, Notice } from '../../ui/EmptyState.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { decimalToType, sameDecimal, typedDecimal } from '../../words/decimalText.ts'
import { quantity } from '../../words/format.ts'
import type { ItemEdit } from './useItemEdit.ts'

/** What a kit is made of, and how many of it could be sold. A simple item becomes a kit when its parts are saved. */
export function PartsTab({ edit, item }: { readonly edit: ItemEdit; readonly item: Item }) {
  const { t } = useTranslation()
  const query = useQuery(partsQuery(item.id))
  if (item.kind === 'parent') return <Notice tone="info">{t('item.parentNoParts')}</Notice>
  if (item.kind === 'child') return <Notice tone="info">{t('item.childNoParts')}</Notice>
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  if (!query.data) return null
  return (
    <div className="item-stack">
      <Parts edit={edit} item={item} stored={query.data} />
      {item.kind === 'kit' ? <OfferedNow item={item} /> : null}
    </div>
  )
}

interface PartsProps {
  readonly edit: ItemEdit
  readonly item: Item
  readonly stored: readonly Part[]
}

function Parts({ edit, item, stored }: PartsProps) {
  const { t } = useTranslation()
  const may = useRight('stock.read')
  const typed = edit.parts ?? stored.map(part => ({ ...part, quantity: decimalToType(part.quantity) }))
  const known = typed.flatMap(part => {
    const decimal = typedDecimal(part.quantity)
    return decimal === undefined || /^[0.]*$/.test(decimal) ? [] : [{ ...part, quantity: decimal }]
  })
  const offer = useQuery({ ...kitOfferQuery(item.id, known), enabled: may && known.length > 0 })
  const set = (next: readonly Part[]) => edit.setParts(isSame(next, stored) ? undefined : next)
  const short = offer.data?.makes ?? null
  return (
    <Panel
      title={t('item.parts')}
      about={
        !may
          ? t('common.needsRight', { right: 'stock.read' })
          : typed.length === 0
            ? ''
            : short === null
              ? t('item.kitUnlimited')
              : t('item.kitMakes', { n: quantity(short) })
      }
      className={edit.parts ? 'panel-changed' : ''}
    >
      {item.kind !== 'kit' && edit.parts ? <Notice tone="warn">{t('item.kitForLife')}</Notice> : null}
      {offer.error ? <ErrorState error={offer.error} /> : null}
      {typed.length === 0 ? (
        <EmptyState title={t('item.noParts')}>{t('item.noPartsHelp')}</EmptyState>
      ) : (
        <table className="plain-table" aria-label={t('item.parts')}>
          <thead>
            <tr>
              <th scope="col">{t('item.itemNumber')}</th>
              <th scope="col">{t('item.name')}</th>
              <th scope="col" className="cell-right">
                {t('item.perKit')}
              </th>
              <th scope="col" className="cell-right">
                {t('item.available')}
              </th>
              <th scope="col" className="cell-right">
                {t('item.enoughFor')}
              </th>
              <th scope="col">
                <span className="heard-only">{t('item.remove')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {typed.map((part, at) => {
              const has = offer.data?.parts.find(one => one.itemId === part.itemId)
              const limits =
                has?.makes !== undefined && has.makes !== null && has.makes === least(offer.data?.parts)
              const wrong = !known.some(one => one.itemId === part.itemId)
              return (
                <tr key={part.itemId}>
                  <th scope="row">
                    <AddressLink address={`/items/${part.itemId}`}>{part.itemNumber}</AddressLink>
                  </th>
                  <td>{part.name}</td>
                  <td className="cell-right cell-field cell-short">
                    <TextInput
                      aria-label={t('item.perKitOf', { number: part.itemNumber })}
                      inputMode="decimal"
                      value={part.quantity}
                      readOnly={edit.readOnly}
                      error={wrong}
                      onChange={event => {
                        const next = event.currentTarget.value
                        set(typed.map((one, place) => (place === at ? { ...one, quantity: next } : one)))
                      }}
                    />
                  </td>
                  <td className="cell-right">{has ? quantity(has.available) : '–'}</td>
                  <td className={limits ? 'cell-right strong tone-warn' : 'cell-right'}>
                    {has ? (has.makes === null ? t('item.unlimited') : quantity(has.makes)) : '–'}
                  </td>
                  <td>
                    {edit.readOnly ? null : (
                      <Button
                        size="compact-xs"
                        aria-label={t('item.removePart', { number: part.itemNumber })}
                        onClick={() => set(typed.filter(one => one !== part))}
                      >
                        <Icon name="close" size={12} />
                      </Button>
                    )}
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      )}
      {edit.readOnly ? null : <AddPart item={item} parts={typed} onAdd={part => set([...typed, part])} />}
    </Panel>
  )
}

/** Finds an item and makes it a part. What can be none says why. */
function AddPart(props: {
  readonly item: Item
  readonly parts: readonly Part[]
  readonly onAdd: (part: Part) => void
}) {
  const { item, parts, onAdd } = props
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const { data = [], error } = useQuery(foundItemsQuery(text))
  const against = (one: FoundItem) =>
    one.id === item.id
      ? t('item.partIsItself')
      : one.kind === 'parent'
        ? t('item.partIsParent')
        : parts.some(part => part.itemId === one.id)
          ? t('item.partIsThere')
          : undefined
  return (
    <div className="item-fields">
      {error ? <ErrorState error={error} /> : null}
      <Chooser
        label={t('item.addPart')}
        placeholder={t('item.findItem')}
        text={text}
        onText={setText}
        choices={(text.trim() === '' ? [] : data).map(one => {
          const why = against(one)
          return {
            id: one.id,
            label: `${one.itemNumber} ${one.name}`,
            about: t(`item.kindOf_${one.kind}`),
            ...(why === undefined ? {} : { against: why }),
          }
        })}
        onChoose={id => {
          const found = data.find(one => one.id === id)
          if (!found) return
          onAdd({ itemId: found.id, itemNumber: found.itemNumber, name: found.name, quantity: '1' })
          setText('')
        }}
      />
    </div>
  )
}

/** What each channel is offered of a kit as it is stored. */
function OfferedNow({ item }: { readonly item: Item }) {
  const { t } = useTranslation()
  const may = useRight('stock.read')
  const { data } = useQuery({ ...stockQuery(item.id), enabled: may })
  if (!data || data.offers.length === 0) return null
  return (
    <Panel title={t('item.offeredNow')} about={t('item.offeredNowHelp')} className="item-narrow">
      <table className="plain-table" aria-label={t('item.offeredNow')}>
        <tbody>
          {data.offers.map(one => (
            <tr key={one.channelId}>
              <th scope="row">{one.channel}</th>
              <td className="cell-right">{quantity(one.offered)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  )
}

function isSame(one: readonly Part[], other: readonly Part[]): boolean {
  return (
    one.length === other.length &&
    one.every(part => {
      const there = other.find(stored => stored.itemId === part.itemId)
      return there !== undefined && sameDecimal(decimalToType(there.quantity), part.quantity)
    })
  )
}

/** The smallest number of kits that a part is enough for: whole numbers as text. */
function least(parts: readonly { readonly makes: string | null }[] | undefined): string | undefined {
  const whole = (parts ?? []).flatMap(part => (part.makes === null ? [] : [BigInt(part.makes)]))
  return whole
    .reduce<bigint | undefined>((min, one) => (min === undefined || one < min ? one : min), undefined)
    ?.toString()
}
