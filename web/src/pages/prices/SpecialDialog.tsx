import { Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { platformsQuery } from '../../api/platforms.ts'
import {
  groupsQuery,
  itemPricesQuery,
  type SaidPrice,
  type SpecialPrice,
  setSpecialPrices,
} from '../../api/prices.ts'
import { isProblem } from '../../api/problem.ts'
import { DecimalField } from '../../ui/DecimalField.tsx'
import { Notice } from '../../ui/EmptyState.tsx'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { beginOf, beginShown, endOf, endShown } from '../../ui/period.ts'
import { readDecimal, writtenDecimal } from '../../words/decimalText.ts'
import { isBackwards, PeriodFields } from './PeriodFields.tsx'
import { SaidField, saidPrice, typedPrice } from './SaidField.tsx'

interface SpecialDialogProps {
  /** Absent: a new one. */
  readonly special: SpecialPrice | undefined
  /** The number of the item that a new one is for, if it is known. */
  readonly item?: string | undefined
  readonly onClose: () => void
  readonly onDone: (sentence: string) => void
}

/** A lower price for a time, or until a stock: item, price, period, and for whom. */
export function SpecialDialog({ special, item = '', onClose, onDone }: SpecialDialogProps) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const platforms = useQuery(platformsQuery)
  const groups = useQuery(groupsQuery)
  const [number, setNumber] = useState(special?.itemNumber ?? item)
  const [price, setPrice] = useState(special ? typedPrice(special) : { said: 'gross' as const, text: '' })
  const [from, setFrom] = useState(beginShown(special?.from ?? null))
  const [to, setTo] = useState(endShown(special?.to ?? null))
  const [channel, setChannel] = useState(special?.channelId ?? '')
  const [group, setGroup] = useState(special?.customerGroupId ?? '')
  const [stock, setStock] = useState(writtenDecimal(special?.untilStock ?? ''))
  const [active, setActive] = useState(special?.active ?? true)
  const said = saidPrice(price)
  const untilStock = readDecimal(stock)
  const save = useMutation({
    mutationFn: async (amount: SaidPrice) => {
      const itemId = special?.itemId ?? (await client.fetchQuery(itemPricesQuery(number.trim()))).id
      return setSpecialPrices([
        {
          itemId,
          channelId: channel || null,
          customerGroupId: group || null,
          ...amount,
          // To the millisecond as it was: it names the special price.
          from: special?.from ?? beginOf(from) ?? new Date().toISOString(),
          to: endOf(to) ?? null,
          untilStock: untilStock || null,
          active,
        },
      ])
    },
    onSuccess: async ({ items }) => {
      const [one] = items
      if (one?.did === 'refused') return
      await client.invalidateQueries()
      onDone(one?.did === 'unchanged' ? t('prices.unchanged') : t('prices.saved'))
    },
  })
  const reasons = [
    ...(number.trim() === '' ? [{ reason: t('prices.itemWanted') }] : []),
    ...(said ? [] : [{ reason: t('prices.priceWanted') }]),
    ...(isBackwards(from, to) ? [{ reason: t('prices.periodWrong') }] : []),
    ...(untilStock === undefined ? [{ reason: t('common.decimalWanted') }] : []),
  ]
  const unknown = isProblem(save.error, 'ITEM_UNKNOWN')
  const fixed = special !== undefined
  return (
    <FormDialog
      title={
        special ? t('prices.changeSpecialTitle', { number: special.itemNumber }) : t('prices.newSpecialTitle')
      }
      size={560}
      error={unknown ? undefined : save.error}
      verb={t('common.save')}
      reasons={reasons}
      busy={save.isPending}
      onSubmit={() => said && save.mutate(said)}
      onClose={onClose}
    >
      {save.data?.items.map(one =>
        one.did === 'refused' ? (
          <Notice key={one.id} tone="bad">
            {t('prices.refused', { n: 1, why: one.code ?? '' })}
          </Notice>
        ) : null,
      )}
      {fixed ? <p className="text2">{`${special.name}. ${t('prices.keyHelp')}`}</p> : null}
      <div className="price-pair">
        <TextInput
          label={t('prices.item')}
          value={number}
          readOnly={fixed}
          error={unknown ? t('prices.itemUnknown') : undefined}
          onChange={event => setNumber(event.currentTarget.value)}
          {...(number === '' ? { 'data-autofocus': true } : {})}
        />
        <SaidField value={price} onChange={setPrice} autofocus={number !== ''} />
      </div>
      <PeriodFields
        from={from}
        to={to}
        onFrom={setFrom}
        onTo={setTo}
        fromEmpty={t('prices.fromNow')}
        fixed={fixed}
      />
      <div className="price-pair">
        <NativeSelect
          label={t('prices.channel')}
          value={channel}
          disabled={fixed}
          data={[
            { value: '', label: t('prices.everywhere') },
            ...(platforms.data?.items ?? []).map(one => ({ value: one.channelId, label: one.channel })),
          ]}
          onChange={event => setChannel(event.currentTarget.value)}
        />
        <NativeSelect
          label={t('prices.group')}
          value={group}
          disabled={fixed}
          data={[
            { value: '', label: t('prices.everyone') },
            ...(groups.data ?? []).map(one => ({ value: one.id, label: one.name })),
          ]}
          onChange={event => setGroup(event.currentTarget.value)}
        />
      </div>
      <DecimalField
        label={t('prices.untilStock')}
        description={t('prices.untilStockHelp')}
        value={stock}
        onChange={setStock}
      />
      <Checkbox
        size="xs"
        label={t('prices.active')}
        checked={active}
        onChange={event => setActive(event.currentTarget.checked)}
      />
    </FormDialog>
  )
}
