import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type RefObject, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { taxClassesQuery } from '../../api/item.ts'
import type { OrderPreview } from '../../api/makeOrder.ts'
import { itemsFoundQuery } from '../../api/orderEdit.ts'
import { useRight } from '../../shell/rights.ts'
import { Chooser } from '../../ui/Chooser.tsx'
import { TableHead } from '../../ui/TableHead.tsx'
import { useTyped } from '../../ui/useTyped.ts'
import { money, quantity } from '../../words/format.ts'
import type { Draft, DraftLine } from './draft.ts'
import { LineRow } from './LineRow.tsx'

interface LinesPartProps {
  readonly draft: Draft
  /** Those that the server was told of, in order. */
  readonly sent: readonly DraftLine[]
  readonly decided: OrderPreview | undefined
  readonly gross: boolean
  readonly finder: RefObject<HTMLInputElement | null>
  readonly onChange: (lines: readonly DraftLine[]) => void
}

/** The lines, each with what the server decides of it; below, items are found: type, Enter, quantity, Enter, the next. */
export function LinesPart({ draft, sent, decided, gross, finder, onChange }: LinesPartProps) {
  const { t } = useTranslation()
  const { data: classes = [] } = useQuery({ ...taxClassesQuery, enabled: useRight('items.read') })
  const [search, setSearch] = useState('')
  const [text, setText] = useTyped(search, next => setSearch(next ?? ''))
  const { data, isFetching } = useQuery(itemsFoundQuery(search))
  // Of an older text nothing is offered: Enter would take another item than the one that was typed.
  const isOlder = text !== search || isFetching
  const found = isOlder ? [] : (data ?? [])
  const { lines } = draft
  const currency = decided?.currency ?? 'EUR'
  const add = (line: Partial<DraftLine>) =>
    onChange([
      ...lines,
      {
        key: Math.max(0, ...lines.map(one => one.key)) + 1,
        kind: 'item',
        sku: '',
        name: '',
        quantity: '1',
        price: '',
        discountPercent: '',
        taxClassId: '',
        ...line,
      },
    ])
  return (
    <>
      {lines.length === 0 ? null : (
        <table className="plain-table edit-table new-lines" aria-label={t('order.lines')}>
          <TableHead
            heads={[
              t('order.pos'),
              t('order.itemNumber'),
              t('order.name'),
              { right: t('order.quantity') },
              { right: t('newOrder.free') },
              { right: t(gross ? 'order.unit' : 'order.unitNet', { currency }) },
              { right: `${t('order.discount')} %` },
              t('order.tax'),
              { right: t(gross ? 'order.sum' : 'order.sumNet', { currency }) },
              { heard: t('orderEdit.remove') },
            ]}
          />
          <tbody>
            {lines.map((line, at) => {
              const place = sent.indexOf(line) + 1
              return (
                <LineRow
                  key={line.key}
                  n={at + 1}
                  line={line}
                  decided={place > 0 ? decided?.lines.filter(one => one.of === place) : undefined}
                  gross={gross}
                  classes={classes}
                  onChange={change =>
                    onChange(lines.map(one => (one === line ? { ...one, ...change } : one)))
                  }
                  onRemove={() => onChange(lines.filter(one => one !== line))}
                  onNext={() => finder.current?.focus()}
                />
              )
            })}
          </tbody>
        </table>
      )}
      <div className="edit-add">
        <Chooser
          ref={finder}
          hideLabel
          waiting={isOlder && text.trim().length > 1}
          label={t('orderEdit.addItem')}
          placeholder={t('orderEdit.addItemHint')}
          text={text}
          onText={setText}
          choices={found.map(one => ({
            id: one.id,
            label: `${one.itemNumber} · ${one.name}`,
            about: [
              one.gtin,
              one.grossPrice === null ? null : money(one.grossPrice, currency),
              one.available === undefined || one.available === null
                ? null
                : t('newOrder.available', { n: quantity(one.available) }),
            ]
              .filter(Boolean)
              .join(' · '),
            ...(one.kind === 'parent' ? { against: t('newOrder.isParent') } : {}),
          }))}
          onChoose={id => {
            const item = found.find(one => one.id === id)
            if (!item) return
            add({ itemId: item.id, sku: item.itemNumber, name: item.name })
            setText('')
            setSearch('')
          }}
        />
        <Button onClick={() => add({ kind: 'custom' })}>{t('orderEdit.addCustom')}</Button>
        <Button onClick={() => add({ kind: 'shipping', name: t('order.line_shipping') })}>
          {t('orderEdit.addShipping')}
        </Button>
        <Button onClick={() => add({ kind: 'discount', name: t('order.line_discount') })}>
          {t('orderEdit.addDiscount')}
        </Button>
      </div>
    </>
  )
}
