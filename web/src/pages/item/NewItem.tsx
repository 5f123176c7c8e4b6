import './item.css'
import { Button, NativeSelect, Radio, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addItem, taxClassesQuery } from '../../api/item.ts'
import { refreshItems } from '../../api/items.ts'
import { useMissingRight } from '../../shell/rights.ts'
import { ErrorState, Notice } from '../../ui/EmptyState.tsx'
import { PageHead } from '../../ui/PageHead.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { ReasonButton } from '../../ui/ReasonButton.tsx'
import { typedDecimal } from '../../words/decimalText.ts'

const kinds = ['simple', 'parent', 'kit'] as const
const tabOf = { simple: 'general', parent: 'variants', kit: 'parts' } as const

/** Makes an item: number and name are enough. A parent goes on with its variations, a kit with its parts. */
export default function NewItem() {
  const { t } = useTranslation()
  const go = useNavigate()
  const client = useQueryClient()
  const missing = useMissingRight('items.write')
  const { data: classes } = useQuery(taxClassesQuery)
  const [kind, setKind] = useState<(typeof kinds)[number]>('simple')
  const [typed, setTyped] = useState({
    itemNumber: '',
    name: '',
    gtin: '',
    price: '',
    said: 'net',
    taxClassId: '',
  })
  const price = typedDecimal(typed.price)
  const wrongPrice = typed.price.trim() !== '' && price === undefined
  const make = useMutation({
    mutationFn: () =>
      addItem({
        itemNumber: typed.itemNumber.trim(),
        name: typed.name.trim(),
        ...(typed.gtin.trim() === '' ? {} : { gtin: typed.gtin.trim() }),
        ...(price === undefined ? {} : { [typed.said === 'net' ? 'netPrice' : 'grossPrice']: price }),
        ...(typed.taxClassId === '' ? {} : { taxClassId: typed.taxClassId }),
      }),
    onSuccess: async made => {
      if (made.did === 'exists') return
      await refreshItems(client)
      await go({ to: '/items/$item', params: { item: made.id }, search: { tab: tabOf[kind] } })
    },
  })
  const set = (change: Partial<typeof typed>) => {
    make.reset()
    setTyped({ ...typed, ...change })
  }
  const reasons = [
    ...missing,
    ...(typed.itemNumber.trim() === '' ? [{ reason: t('item.numberMissing') }] : []),
    ...(typed.name.trim() === '' ? [{ reason: t('item.nameMissing') }] : []),
    ...(wrongPrice ? [{ reason: t('item.noDecimal') }] : []),
  ]
  return (
    <div className="page">
      <PageHead title={t('item.new')} about={t('item.newHelp')} />
      <Panel title={t('item.identifiers')} className="item-narrow item-new">
        <form
          className="item-fields"
          onSubmit={event => {
            event.preventDefault()
            if (reasons.length === 0) make.mutate()
          }}
        >
          {make.error ? <ErrorState error={make.error} /> : null}
          {make.data?.did === 'exists' ? (
            <Notice tone="bad">{t('item.numberTaken', { number: make.data.itemNumber })}</Notice>
          ) : null}
          <Radio.Group
            label={t('item.kind')}
            value={kind}
            onChange={next => setKind(kinds.find(one => one === next) ?? 'simple')}
          >
            {kinds.map(one => (
              <Radio
                key={one}
                value={one}
                label={t(`item.kindOf_${one}`)}
                description={t(`item.kindHelp_${one}`)}
              />
            ))}
          </Radio.Group>
          <TextInput
            label={t('item.itemNumber')}
            required
            autoFocus
            maxLength={150}
            value={typed.itemNumber}
            onChange={event => set({ itemNumber: event.currentTarget.value })}
          />
          <TextInput
            label={t('item.name')}
            required
            maxLength={500}
            value={typed.name}
            onChange={event => set({ name: event.currentTarget.value })}
          />
          <TextInput
            label={t('item.gtin')}
            maxLength={14}
            value={typed.gtin}
            onChange={event => set({ gtin: event.currentTarget.value })}
          />
          <div className="item-pairs">
            <TextInput
              label={t('item.price')}
              inputMode="decimal"
              error={wrongPrice ? t('item.noDecimal') : undefined}
              value={typed.price}
              onChange={event => set({ price: event.currentTarget.value })}
            />
            <NativeSelect
              label={t('item.said')}
              value={typed.said}
              data={[
                { value: 'net', label: t('item.saidNet') },
                { value: 'gross', label: t('item.saidGross') },
              ]}
              onChange={event => set({ said: event.currentTarget.value })}
            />
          </div>
          <NativeSelect
            label={t('item.taxClassId')}
            value={typed.taxClassId}
            data={[
              {
                value: '',
                label: t('item.taxDefault', { name: classes?.find(one => one.isDefault)?.name ?? '' }),
              },
              ...(classes ?? []).map(one => ({ value: one.id, label: one.name })),
            ]}
            onChange={event => set({ taxClassId: event.currentTarget.value })}
          />
          <button type="submit" hidden>
            {t('item.make')}
          </button>
          <div className="dialog-foot">
            <Button onClick={() => window.history.back()}>{t('common.cancel')}</Button>
            <ReasonButton
              verb={t('item.make')}
              variant="filled"
              loading={make.isPending}
              reasons={reasons}
              onClick={() => make.mutate()}
            />
          </div>
        </form>
      </Panel>
    </div>
  )
}
