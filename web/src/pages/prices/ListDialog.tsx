import { Checkbox, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { platformsQuery } from '../../api/platforms.ts'
import { groupsQuery, type PriceList, savePriceList } from '../../api/prices.ts'
import { DecimalField } from '../../ui/DecimalField.tsx'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { beginOf, beginShown, endOf, endShown } from '../../ui/period.ts'
import { readDecimal, writtenDecimal } from '../../words/decimalText.ts'
import { isBackwards, PeriodFields } from './PeriodFields.tsx'

interface ListDialogProps {
  /** Absent: a new one. */
  readonly list: PriceList | undefined
  readonly onClose: () => void
  readonly onSaved: (id: string) => void
}

/** Name, factor, period, and for which channels and groups a list holds. */
export function ListDialog({ list, onClose, onSaved }: ListDialogProps) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const platforms = useQuery(platformsQuery)
  const groups = useQuery(groupsQuery)
  const [name, setName] = useState(list?.name ?? '')
  const [factor, setFactor] = useState(writtenDecimal(list?.factor ?? ''))
  const [from, setFrom] = useState(beginShown(list?.from ?? null))
  const [to, setTo] = useState(endShown(list?.to ?? null))
  const [channels, setChannels] = useState(list?.channels.map(one => one.id) ?? [])
  const [chosen, setChosen] = useState(list?.groups.map(one => one.id) ?? [])
  const [active, setActive] = useState(list?.active ?? true)
  const times = readDecimal(factor)
  const save = useMutation({
    mutationFn: () =>
      savePriceList(list?.id, {
        name: name.trim(),
        factor: times ?? '',
        from: beginOf(from) ?? '',
        to: endOf(to) ?? '',
        channel: channels,
        group: chosen,
        active,
      }),
    onSuccess: async ({ id }) => {
      await client.invalidateQueries({ queryKey: ['prices'] })
      onSaved(id)
    },
  })
  const backwards = from.day !== '' && isBackwards(from, to)
  const reasons = [
    ...(name.trim() === '' ? [{ reason: t('prices.nameWanted') }] : []),
    ...(times === undefined ? [{ reason: t('common.decimalWanted') }] : []),
    ...(backwards ? [{ reason: t('prices.periodWrong') }] : []),
  ]
  return (
    <FormDialog
      title={list ? t('prices.changeListTitle', { name: list.name }) : t('prices.newListTitle')}
      size={560}
      error={save.error}
      verb={t('common.save')}
      reasons={reasons}
      busy={save.isPending}
      onSubmit={() => save.mutate()}
      onClose={onClose}
    >
      <div className="price-pair">
        <TextInput
          label={t('prices.listName')}
          value={name}
          maxLength={100}
          onChange={event => setName(event.currentTarget.value)}
          data-autofocus
        />
        <DecimalField
          label={t('prices.factor')}
          description={t('prices.factorHelp')}
          value={factor}
          onChange={setFactor}
        />
      </div>
      <PeriodFields from={from} to={to} onFrom={setFrom} onTo={setTo} fromEmpty={t('prices.fromEver')} />
      <div className="price-pair">
        <Choices
          label={t('prices.channels')}
          help={t('prices.channelsHelp')}
          all={(platforms.data?.items ?? []).map(one => ({ id: one.channelId, name: one.channel }))}
          chosen={channels}
          onChange={setChannels}
        />
        <Choices
          label={t('prices.groups')}
          help={t('prices.groupsHelp')}
          all={groups.data ?? []}
          chosen={chosen}
          onChange={setChosen}
        />
      </div>
      {list ? (
        <Checkbox
          size="xs"
          label={t('prices.active')}
          checked={active}
          onChange={event => setActive(event.currentTarget.checked)}
        />
      ) : null}
    </FormDialog>
  )
}

interface ChoicesProps {
  readonly label: string
  readonly help: string
  readonly all: readonly { readonly id: string; readonly name: string }[]
  readonly chosen: readonly string[]
  readonly onChange: (ids: string[]) => void
}

function Choices({ label, help, all, chosen, onChange }: ChoicesProps) {
  return (
    <Checkbox.Group label={label} description={help} value={[...chosen]} onChange={onChange}>
      <div className="price-choices">
        {all.map(one => (
          <Checkbox key={one.id} size="xs" value={one.id} label={one.name} />
        ))}
      </div>
    </Checkbox.Group>
  )
}
