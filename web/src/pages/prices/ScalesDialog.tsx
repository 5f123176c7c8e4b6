import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type ItemPrices, type Scale, setPrices } from '../../api/prices.ts'
import { DecimalField } from '../../ui/DecimalField.tsx'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { readDecimal, signOf, writtenDecimal } from '../../words/decimalText.ts'
import { type Cell, scalesOf } from './PriceMatrix.tsx'
import { SaidField, saidPrice, type TypedPrice } from './SaidField.tsx'

interface ScalesDialogProps {
  readonly prices: ItemPrices
  readonly cell: Cell
  readonly onClose: () => void
  readonly onDone: () => void
}

interface Line {
  readonly key: number
  readonly from: string
  readonly price: TypedPrice
}

/** The prices of one field of the matrix by quantity; without a line the next rule counts. */
export function ScalesDialog({ prices, cell, onClose, onDone }: ScalesDialogProps) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [lines, setLines] = useState<readonly Line[]>(() => linesOf(prices, cell))
  // The base price holds from the first piece on, and has no quantities.
  const isBase = cell.groupId === null && cell.channelId === null
  const save = useMutation({
    mutationFn: (scales: readonly Scale[]) => setPrices(prices.id, cell, scales),
    onSuccess: async () => {
      await client.invalidateQueries()
      onDone()
    },
  })
  const scales = lines.map(line => {
    const [from, price] = [readDecimal(line.from) || '0', saidPrice(line.price)]
    return price === undefined || readDecimal(line.from) === undefined ? undefined : { from, ...price }
  })
  const read = scales.filter(one => one !== undefined)
  const twice = new Set(read.map(one => plain(one.from))).size < read.length
  const reasons = [
    ...(read.length < lines.length ? [{ reason: t('prices.priceWanted') }] : []),
    ...(twice ? [{ reason: t('prices.scaleTwice') }] : []),
  ]
  const change = (key: number, next: Partial<Line>) =>
    setLines(lines.map(line => (line.key === key ? { ...line, ...next } : line)))
  const add = () =>
    setLines([
      ...lines,
      {
        key: Math.max(0, ...lines.map(line => line.key)) + 1,
        from: lines.length === 0 ? '0' : '',
        price: { said: lines.at(-1)?.price.said ?? 'gross', text: '' },
      },
    ])
  return (
    <FormDialog
      title={t('prices.dialogTitle', {
        number: prices.itemNumber,
        group: cell.group,
        channel: cell.channel,
      })}
      size={520}
      error={save.error}
      verb={t('common.save')}
      reasons={reasons}
      busy={save.isPending}
      onSubmit={() => save.mutate(read)}
      onClose={onClose}
    >
      {lines.length === 0 ? <p className="text2">{t('prices.noScales')}</p> : null}
      {lines.map((line, at) => (
        <div key={line.key} className={isBase ? 'price-line price-line-base' : 'price-line'}>
          {isBase ? null : (
            <DecimalField
              aria-label={t('prices.scaleFrom')}
              leftSection={<span className="text2">{t('prices.fromQuantity', { n: '' })}</span>}
              leftSectionWidth={32}
              value={line.from}
              bare
              onChange={from => change(line.key, { from })}
            />
          )}
          <SaidField
            label={t('prices.scalePrice', { n: line.from || '0' })}
            value={line.price}
            onChange={price => change(line.key, { price })}
            autofocus={at === 0}
          />
          <Button
            px={7}
            aria-label={t('prices.removeScale')}
            onClick={() => setLines(lines.filter(one => one.key !== line.key))}
          >
            <Icon name="close" size={14} />
          </Button>
        </div>
      ))}
      {isBase && lines.length > 0 ? null : (
        <div>
          <Button leftSection={<Icon name="plus" size={14} />} onClick={add}>
            {t('prices.addScale')}
          </Button>
        </div>
      )}
    </FormDialog>
  )
}

// "10" and "10.0" are one quantity.
function plain(decimal: string): string {
  return signOf(decimal) === 0 ? '0' : decimal.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '')
}

function linesOf(prices: ItemPrices, cell: Cell): readonly Line[] {
  const place = prices.channels.find(one => one.id === cell.channelId)
  const scales = scalesOf(place ? place.prices : prices.everywhere, cell.groupId)
  const shown = scales.map((scale, key) => ({
    key,
    from: writtenDecimal(scale.from),
    price: { said: scale.said, text: writtenDecimal(scale[scale.said]) },
  }))
  return shown.length > 0 ? shown : [{ key: 0, from: '0', price: { said: 'gross', text: '' } }]
}
