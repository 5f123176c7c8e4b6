import { Button, Checkbox, Modal, NativeSelect, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import i18next from 'i18next'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type ChannelChange, changeChannel, channelQuery } from '../../api/channels.ts'
import { archiveConnection, attachConnection } from '../../api/connections.ts'
import { isProblem } from '../../api/problem.ts'
import { warehousesQuery } from '../../api/stock.ts'
import { ErrorState } from '../../ui/EmptyState.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { ReasonButton } from '../../ui/ReasonButton.tsx'
import { count } from '../../words/format.ts'
import type { Entry } from './entries.ts'
import { useMayChange } from './mayChange.ts'
import { Places } from './Places.tsx'
import { SaveBar } from './SaveBar.tsx'

const switches = [
  ['active', 'isActive', 'isActiveHelp'],
  ['takeOverByItself', 'byItself', 'byItselfHelp'],
  ['confirmsByItself', 'confirmsByItself', 'confirmsByItselfHelp'],
  ['sendsCustomers', 'sendsCustomers', 'sendsCustomersHelp'],
] as const

const guests = ['match', 'new', 'collect'] as const
const unsure = ['ask', 'new'] as const
/** Whose orders those of guests are, and those of whom it is not sure. */
const choices = [
  ['guests', guests],
  ['unsure', unsure],
] as const

function choiceWord(key: 'guests' | 'unsure', value: string): string {
  if (key === 'guests') return i18next.t(`channels.guests_${guests.find(one => one === value) ?? 'match'}`)
  return i18next.t(`channels.unsure_${unsure.find(one => one === value) ?? 'ask'}`)
}

interface GeneralTabProps {
  readonly entry: Entry
  readonly title: string
}

/** Name and switches of a channel, what is fixed about it, and its end: archived, never deleted. */
export function GeneralTab({ entry, title }: GeneralTabProps) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const { connection } = entry
  const isArchived = connection.state === 'archived'
  const query = useQuery({
    ...channelQuery(entry.id),
    enabled: entry.channel !== undefined && !isArchived,
  })
  const warehouses = useQuery(warehousesQuery)
  const readOnly = useMayChange().length > 0
  const [draft, setDraft] = useState<ChannelChange>({})
  const save = useMutation({
    mutationFn: () => changeChannel(entry.id, draft),
    onSuccess: () => setDraft({}),
    onSettled: () => client.invalidateQueries(),
  })
  const channel = query.data
  const isOffered = (key: (typeof switches)[number][0]) =>
    key === 'confirmsByItself'
      ? channel?.takesConfirmations
      : key !== 'sendsCustomers' || channel?.takesCustomers
  const returns = channel?.returnWarehouse
  const set = (change: ChannelChange) => {
    save.reset()
    const next = { ...draft, ...change }
    const stands = Object.entries({ ...channel, returnWarehouse: returns?.id ?? '' })
    for (const [key, value] of Object.entries(change))
      if (stands.some(([name, was]) => name === key && was === value)) delete next[key as keyof ChannelChange]
    setDraft(next)
  }
  return (
    <>
      <div className="channel-scroll">
        {query.error ? <ErrorState error={query.error} onRetry={() => void query.refetch()} /> : null}
        {save.error ? <ErrorState error={save.error} /> : null}
        {channel ? (
          <Panel title={t('channels.switches')}>
            <div className="channel-form">
              <TextInput
                label={t('channels.name')}
                className={draft.name === undefined ? '' : 'field-changed'}
                value={draft.name ?? channel.name}
                readOnly={readOnly}
                maxLength={100}
                required
                onChange={event => set({ name: event.currentTarget.value })}
              />
              {switches
                .filter(([key]) => isOffered(key))
                .map(([key, word, help]) => (
                  <Checkbox
                    key={key}
                    label={t(`channels.${word}`)}
                    description={t(`channels.${help}`)}
                    className={draft[key] === undefined ? '' : 'field-changed'}
                    checked={draft[key] ?? channel[key]}
                    disabled={readOnly}
                    onChange={event => set({ [key]: event.currentTarget.checked })}
                  />
                ))}
            </div>
          </Panel>
        ) : null}
        {channel ? (
          <Panel title={t('channels.whose')}>
            <div className="channel-form">
              {choices.map(([key, values]) => (
                <NativeSelect
                  key={key}
                  label={t(`channels.${key}`)}
                  description={t(`channels.${key}Help`)}
                  className={draft[key] === undefined ? '' : 'field-changed'}
                  value={draft[key] ?? channel[key]}
                  disabled={readOnly}
                  data={values.map(value => ({ value, label: choiceWord(key, value) }))}
                  onChange={event => set({ [key]: event.currentTarget.value })}
                />
              ))}
            </div>
          </Panel>
        ) : null}
        {channel ? (
          <Panel title={t('channels.returns')}>
            <div className="channel-form">
              <NativeSelect
                label={t('channels.returnWarehouse')}
                description={t('channels.returnWarehouseHelp')}
                className={draft.returnWarehouse === undefined ? '' : 'field-changed'}
                value={draft.returnWarehouse ?? returns?.id ?? ''}
                disabled={readOnly}
                error={
                  returns && !returns.active && draft.returnWarehouse === undefined
                    ? t('channels.returnWarehouseResting')
                    : undefined
                }
                data={[
                  { value: '', label: t('channels.returnWarehouseNone') },
                  ...(warehouses.data ?? [])
                    .filter(one => one.active || one.id === returns?.id)
                    .map(one => ({ value: one.id, label: one.name })),
                ]}
                onChange={event => set({ returnWarehouse: event.currentTarget.value })}
              />
            </div>
          </Panel>
        ) : null}
        <Panel title={t('channels.facts')}>
          <dl className="channel-facts">
            <dt>{t('channels.system')}</dt>
            <dd>{title}</dd>
            <dt>{t('channels.account')}</dt>
            <dd>{connection.name}</dd>
            {entry.channel?.place ? (
              <>
                <dt>{t('channels.place')}</dt>
                <dd>{entry.channel.place}</dd>
              </>
            ) : null}
            <dt>{t('channels.timeZone')}</dt>
            <dd>{connection.timeZone}</dd>
            <dt>{t('channels.leads')}</dt>
            <dd>{t(`channels.leads_${connection.leads}`)}</dd>
          </dl>
        </Panel>
        {isArchived ? null : <Places connection={connection} />}
        {isArchived ? <Attach entry={entry} /> : <Archive entry={entry} />}
      </div>
      <SaveBar
        changes={Object.keys(draft).length}
        busy={save.isPending}
        onSave={() => save.mutate()}
        onDiscard={() => setDraft({})}
      />
    </>
  )
}

/** The way out: nothing is deleted, all of it can come back. */
function Archive({ entry }: { readonly entry: Entry }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const mayChange = useMayChange()
  const [asking, setAsking] = useState(false)
  const { connection } = entry
  const archive = useMutation({
    mutationFn: () => archiveConnection(connection.id),
    onSuccess: () => setAsking(false),
    onSettled: () => client.invalidateQueries(),
  })
  return (
    <Panel title={t('channels.archive')}>
      <div className="channel-form">
        <p className="text2">{t('channels.archiveHelp')}</p>
        <div>
          <ReasonButton
            verb={t('channels.archive')}
            label={t('channels.archiveAsk')}
            leftSection={<Icon name="archive" size={14} />}
            reasons={mayChange}
            onClick={() => setAsking(true)}
          />
        </div>
      </div>
      <Modal
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('channels.archiveTitle', { name: connection.name })}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        {archive.error ? <ErrorState error={archive.error} /> : null}
        <p>{t('channels.archiveHelp')}</p>
        {connection.channels.length > 1 ? (
          <p className="strong">{t('channels.archiveMany', { n: count(connection.channels.length) })}</p>
        ) : null}
        <div className="dialog-foot">
          <Button data-autofocus onClick={() => setAsking(false)}>
            {t('common.cancel')}
          </Button>
          <Button variant="filled" loading={archive.isPending} onClick={() => archive.mutate()}>
            {t('channels.archive')}
          </Button>
        </div>
      </Modal>
    </Panel>
  )
}

function Attach({ entry }: { readonly entry: Entry }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const mayChange = useMayChange()
  const attach = useMutation({
    mutationFn: (anyway: boolean) => attachConnection(entry.connection.id, { anyway }),
    onSettled: () => client.invalidateQueries(),
  })
  return (
    <Panel title={t('channels.attach')}>
      <div className="channel-form">
        <p className="text2">{t('channels.attachHelp')}</p>
        {attach.error ? <ErrorState error={attach.error} /> : null}
        <div className="channel-buttons">
          <ReasonButton
            verb={t('channels.attach')}
            variant="filled"
            loading={attach.isPending}
            reasons={mayChange}
            onClick={() => attach.mutate(false)}
          />
          {isProblem(attach.error, 'ATTACH_CHECK_FAILED') ? (
            <Button onClick={() => attach.mutate(true)}>{t('channels.attachAnyway')}</Button>
          ) : null}
        </div>
      </div>
    </Panel>
  )
}
