import { Checkbox, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { customersQuery } from '../../api/customers.ts'
import { alikeQuery, type ChosenCustomer } from '../../api/makeOrder.ts'
import { useRight } from '../../shell/rights.ts'
import { AlikeRows } from '../../ui/AlikeRows.tsx'
import { Chooser } from '../../ui/Chooser.tsx'
import { CountryField } from '../../ui/CountryField.tsx'
import { ErrorState, Notice } from '../../ui/EmptyState.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { FilterTag } from '../../ui/Toolbar.tsx'
import { useTyped } from '../../ui/useTyped.ts'
import { type Draft, personParts } from './draft.ts'
import { useSettled } from './useSettled.ts'

interface CustomerPartProps {
  readonly draft: Draft
  readonly known: ChosenCustomer | undefined
  readonly error: unknown
  readonly onChange: (change: Partial<Draft>) => void
  /** A customer was chosen: on to the lines. */
  readonly onDone: () => void
}

/** Whose order it is: found by number, name, mail or place, or typed as a new one. */
export function CustomerPart({ draft, known, error, onChange, onDone }: CustomerPartProps) {
  const { t } = useTranslation()
  return (
    <Panel
      title={t('order.customer')}
      className="new-order-customer"
      aside={
        <>
          <FilterTag
            label={t('newOrder.known')}
            active={!draft.isNew}
            onClick={() => onChange({ isNew: false })}
          />
          <FilterTag
            label={t('newOrder.newCustomer')}
            active={draft.isNew}
            onClick={() => onChange({ isNew: true })}
          />
        </>
      }
    >
      <div className="new-order-part">
        {draft.isNew ? (
          <PersonFields draft={draft} onChange={onChange} onDone={onDone} />
        ) : (
          <KnownCustomer draft={draft} known={known} error={error} onChange={onChange} onDone={onDone} />
        )}
      </div>
    </Panel>
  )
}

function KnownCustomer({ draft, known, error, onChange, onDone }: CustomerPartProps) {
  const { t } = useTranslation()
  const [search, setSearch] = useState('')
  const [text, setText] = useTyped(search, next => setSearch(next ?? ''))
  const { data, isFetching } = useQuery(customersQuery(search))
  const isOlder = text !== search || isFetching
  const found = isOlder ? [] : (data?.items ?? [])
  return (
    <>
      {draft.customer === '' ? (
        <Chooser
          label={t('newOrder.findCustomer')}
          waiting={isOlder && text.trim().length > 1}
          placeholder={t('newOrder.findCustomerHint')}
          autoFocus
          text={text}
          onText={setText}
          choices={found.map(one => ({
            id: one.id,
            label: `${one.number} · ${one.name}`,
            about: [one.email, one.place].filter(Boolean).join(' · '),
            ...(one.blocked ? { against: t('newOrder.blocked') } : {}),
          }))}
          onChoose={id => {
            onChange({ customer: id })
            setText('')
            setSearch('')
            onDone()
          }}
          {...(search.trim().length > 1 && !isOlder
            ? {
                create: {
                  label: t('newOrder.makeOne', { text: search.trim() }),
                  onCreate: () => {
                    const words = search.trim().split(/\s+/)
                    const lastName = words.pop() ?? ''
                    onChange({
                      isNew: true,
                      person: { ...draft.person, firstName: words.join(' '), lastName },
                    })
                  },
                },
              }
            : {})}
        />
      ) : null}
      {error ? <ErrorState error={error} /> : null}
      {known && draft.customer !== '' ? (
        <p className="chosen-customer">
          <strong>{`${known.number} ${known.name}`}</strong>
          <span className="text2">{[known.email, known.group].filter(Boolean).join(' · ')}</span>
          <button type="button" className="link-button" onClick={() => onChange({ customer: '' })}>
            {t('newOrder.other')}
          </button>
        </p>
      ) : null}
      {known?.blocked ? (
        <Notice tone="bad">{t('newOrder.blockedBecause', { why: known.blockReason || '–' })}</Notice>
      ) : null}
    </>
  )
}

function PersonFields({ draft, onChange, onDone }: Pick<CustomerPartProps, 'draft' | 'onChange' | 'onDone'>) {
  const { t } = useTranslation()
  return (
    <>
      <div className="person-fields">
        {personParts.map(part => {
          const set = (value: string) => onChange({ person: { ...draft.person, [part]: value } })
          const field = {
            className: `person-${part}`,
            label: t(`newOrder.p_${part}`),
            value: draft.person[part] ?? '',
          }
          return part === 'country' ? (
            <CountryField key={part} {...field} onChange={set} />
          ) : (
            <TextInput
              key={part}
              {...field}
              maxLength={200}
              autoFocus={part === 'company'}
              autoComplete="off"
              onChange={event => set(event.currentTarget.value)}
            />
          )
        })}
        <Checkbox
          className="person-business"
          label={t('newOrder.business')}
          checked={draft.business}
          onChange={event => onChange({ business: event.currentTarget.checked })}
        />
      </div>
      <AlikeList
        person={draft.person}
        onTake={id => {
          onChange({ isNew: false, customer: id })
          onDone()
        }}
      />
    </>
  )
}

interface AlikeListProps {
  readonly person: Draft['person']
  readonly onTake: (id: string) => void
}

/** Customers who may be the one that is being typed, with score and reasons. */
function AlikeList({ person, onTake }: AlikeListProps) {
  const may = useRight('customers.read')
  const told = useSettled(
    Object.fromEntries(Object.entries(person).filter(([, value]) => value !== undefined && value !== '')),
  )
  // A country alone, or two letters of a name, tell of nobody.
  const enough = [told['lastName'], told['company'], told['email'], told['phone']].some(
    one => one !== undefined && one.trim().length > 2,
  )
  const { data = [] } = useQuery({ ...alikeQuery(told), enabled: enough && may })
  if (!enough || data.length === 0) return null
  return <AlikeRows alike={data} onTake={one => onTake(one.id)} />
}
