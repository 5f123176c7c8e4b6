import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { taxClassesQuery } from '../../api/item.ts'
import { itemsFoundQuery } from '../../api/orderEdit.ts'
import type { Order } from '../../api/orders.ts'
import { useRight } from '../../shell/rights.ts'
import { Chooser } from '../../ui/Chooser.tsx'
import { DecimalField } from '../../ui/DecimalField.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { TableHead } from '../../ui/TableHead.tsx'
import { useTyped } from '../../ui/useTyped.ts'
import { quantity } from '../../words/format.ts'
import { AddedRows } from './AddedRows.tsx'
import type { DraftLine, OrderDraft } from './orderDraft.ts'

interface EditLinesProps {
  readonly order: Order
  readonly draft: OrderDraft
  readonly value: (key: string) => string
  readonly onField: (key: string, value: string) => void
  readonly onDraft: (draft: OrderDraft) => void
}

/** The lines of an order with fields; below, items are found and added. */
export function EditLines({ order, draft, value, onField, onDraft }: EditLinesProps) {
  const { t } = useTranslation()
  const { data: classes = [] } = useQuery({ ...taxClassesQuery, enabled: useRight('items.read') })
  const [search, setSearch] = useState('')
  const [text, setText] = useTyped(search, next => setSearch(next ?? ''))
  const { data, isFetching } = useQuery(itemsFoundQuery(search))
  // Of an older text nothing is offered: Enter would take another item than the one that was typed.
  const isOlder = text !== search || isFetching
  const found = isOlder ? [] : (data ?? [])
  const finder = useRef<HTMLInputElement>(null)
  const { currency, pricesGross } = order
  const add = (line: Partial<DraftLine>) => {
    const last = draft.added.at(-1)
    const fresh: DraftLine = {
      key: (last?.key ?? 0) + 1,
      kind: 'item',
      sku: '',
      name: '',
      quantity: '1',
      price: '',
      discountPercent: '',
      taxClassId: '',
      ...line,
    }
    onDraft({ ...draft, added: [...draft.added, fresh] })
  }
  const toggle = (line: number) =>
    onDraft({
      ...draft,
      removed: draft.removed.includes(line)
        ? draft.removed.filter(one => one !== line)
        : [...draft.removed, line],
    })
  return (
    <>
      <table className="plain-table edit-table" aria-label={t('order.lines')}>
        <TableHead
          heads={[
            t('order.pos'),
            t('order.itemNumber'),
            t('order.name'),
            { right: t('order.quantity') },
            { right: t(pricesGross ? 'order.unit' : 'order.unitNet', { currency }) },
            { right: `${t('order.discount')} %` },
            t('order.tax'),
            t('orderEdit.f_note'),
            { heard: t('orderEdit.remove') },
          ]}
        />
        <tbody>
          {order.lines.map(line => {
            const gone = draft.removed.includes(line.line)
            const key = (part: string) => `lines.${line.line}.${part}`
            const label = (part: string) => `${part}, ${t('orderEdit.lineNo', { line: line.line })}`
            const field = (part: string, word: string) => ({
              'aria-label': label(word),
              value: value(key(part)),
              'data-changed': draft.fields[key(part)] !== undefined,
              disabled: gone,
            })
            return (
              <tr key={line.line} className={gone ? 'row-over' : ''}>
                <td className="text2">{line.line}</td>
                <td className="strong">{line.itemNumber}</td>
                <td>
                  <TextInput
                    {...field('name', t('order.name'))}
                    className="cell-wide"
                    onChange={event => onField(key('name'), event.currentTarget.value)}
                  />
                </td>
                <td className="cell-right">
                  <DecimalField
                    bare
                    {...field('quantity', t('order.quantity'))}
                    className="cell-field"
                    onChange={next => onField(key('quantity'), next)}
                  />
                </td>
                <td className="cell-right">
                  <DecimalField
                    bare
                    signed
                    {...field('price', t('orderEdit.price'))}
                    className="cell-field"
                    onChange={next => onField(key('price'), next)}
                  />
                </td>
                <td className="cell-right">
                  <DecimalField
                    bare
                    {...field('discountPercent', t('order.discount'))}
                    className="cell-narrow"
                    onChange={next => onField(key('discountPercent'), next)}
                  />
                </td>
                <td>
                  <NativeSelect
                    {...field('taxClassId', t('order.tax'))}
                    data={[
                      ...(line.taxClassId === null
                        ? [
                            {
                              value: '',
                              label: line.taxRate === null ? '–' : `${quantity(line.taxRate)} %`,
                            },
                          ]
                        : []),
                      ...classes.map(one => ({ value: one.id, label: one.name })),
                    ]}
                    onChange={event => onField(key('taxClassId'), event.currentTarget.value)}
                  />
                </td>
                <td>
                  <TextInput
                    {...field('note', t('orderEdit.f_note'))}
                    className="cell-wide"
                    onChange={event => onField(key('note'), event.currentTarget.value)}
                  />
                </td>
                <td className="cell-right">
                  <Button
                    px={6}
                    aria-label={t(gone ? 'orderEdit.keepLine' : 'orderEdit.removeLine', { line: line.line })}
                    onClick={() => toggle(line.line)}
                  >
                    <Icon name={gone ? 'undo' : 'close'} size={14} />
                  </Button>
                </td>
              </tr>
            )
          })}
          <AddedRows
            classes={classes}
            added={draft.added}
            onChange={added => onDraft({ ...draft, added })}
            onNext={() => finder.current?.focus()}
          />
        </tbody>
      </table>
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
            about: one.gtin ?? '',
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
