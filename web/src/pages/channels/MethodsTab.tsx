import { Checkbox, NativeSelect } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type ChannelChange, changeChannel, channelQuery } from '../../api/channels.ts'
import { allMethodsQuery } from '../../api/methods.ts'
import { AddressLink } from '../../shell/AddressLink.tsx'
import { ErrorState } from '../../ui/EmptyState.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { CarrierMaps } from './CarrierMaps.tsx'
import type { Entry } from './entries.ts'
import { MappedPanel } from './MappedPanel.tsx'
import { MapsHead } from './MapsHead.tsx'
import { MatchedPanel } from './MatchedPanel.tsx'
import { useMayChange } from './mayChange.ts'
import { SaveBar } from './SaveBar.tsx'
import { useMaps } from './useMaps.ts'

const parts = {
  shipping: {
    list: 'shipping_method',
    ours: 'shipping-methods',
    field: 'shippingMethod',
    checks: 'checksShipping',
  },
  payment: {
    list: 'payment_method',
    ours: 'payment-methods',
    field: 'paymentMethod',
    checks: 'checksPayment',
  },
} as const

interface MethodsTabProps {
  readonly entry: Entry
  readonly of: keyof typeof parts
}

/** How orders of a channel are shipped, or paid: what they get that name none, and what its names are here. */
export function MethodsTab({ entry, of }: MethodsTabProps) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const { list, ours, field, checks } = parts[of]
  const readOnly = useMayChange().length > 0
  const maps = useMaps(entry.id, of)
  const query = useQuery(channelQuery(entry.id))
  const methods = useQuery(allMethodsQuery(ours))
  const [draft, setDraft] = useState<ChannelChange>({})
  const discard = () => {
    setDraft({})
    maps.discard()
  }
  const save = useMutation({
    mutationFn: async () => {
      if (Object.keys(draft).length > 0) await changeChannel(entry.id, draft)
      await maps.write()
    },
    onSuccess: discard,
    onSettled: () => client.invalidateQueries(),
  })
  const channel = query.data
  const usual = channel?.[field]
  const set = (key: typeof field | typeof checks, value: string | boolean, before: string | boolean) => {
    save.reset()
    const { [key]: _, ...rest } = draft
    setDraft(value === before ? rest : { ...rest, [key]: value })
  }
  const failed = [query, methods].find(one => one.error)
  return (
    <>
      <div className="channel-scroll">
        {save.error ? <ErrorState error={save.error} /> : null}
        {failed?.error ? <ErrorState error={failed.error} onRetry={() => void failed.refetch()} /> : null}
        {channel ? (
          <Panel
            title={t(`channels.methods_${of}`)}
            aside={
              <AddressLink address="/settings?view=methods">{t(`channels.toMethods_${of}`)}</AddressLink>
            }
          >
            <div className="channel-form">
              <NativeSelect
                label={t(`channels.usual_${of}`)}
                description={t('channels.usualHelp')}
                className={draft[field] === undefined ? '' : 'field-changed'}
                disabled={readOnly}
                value={draft[field] ?? usual?.id ?? ''}
                error={
                  usual && !usual.active && draft[field] === undefined
                    ? t('channels.usualResting')
                    : undefined
                }
                onChange={event => set(field, event.currentTarget.value, usual?.id ?? '')}
                data={[
                  { value: '', label: t('channels.usualNone') },
                  ...(methods.data ?? [])
                    .filter(one => one.active || one.id === usual?.id)
                    .map(one => ({ value: one.id, label: one.name })),
                ]}
              />
              <Checkbox
                label={t(`channels.${checks}`)}
                description={t('channels.checksPaymentHelp')}
                className={draft[checks] === undefined ? '' : 'field-changed'}
                checked={draft[checks] ?? channel[checks]}
                disabled={readOnly}
                onChange={event => set(checks, event.currentTarget.checked, channel[checks])}
              />
            </div>
          </Panel>
        ) : null}
        <MapsHead maps={maps} />
        <MappedPanel maps={maps} list={list} readOnly={readOnly} none={t(`channels.unnamed_${of}`)} />
        {of === 'shipping' ? <CarrierMaps maps={maps} readOnly={readOnly} /> : null}
        <MatchedPanel maps={maps} />
      </div>
      <SaveBar
        changes={Object.keys(draft).length + maps.changes}
        busy={save.isPending}
        onSave={() => save.mutate()}
        onDiscard={discard}
      />
    </>
  )
}
