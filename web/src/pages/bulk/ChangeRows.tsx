import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { categoryTreeQuery } from '../../api/categoryTree.ts'
import { oursQuery } from '../../api/channels.ts'
import { attributesQuery, manufacturersQuery, taxClassesQuery } from '../../api/item.ts'
import { itemFoldersQuery, textParts } from '../../api/items.ts'
import { Icon } from '../../ui/Icon.tsx'
import { type Draft, type DraftRow, hasLanguage, newRow } from './draft.ts'
import { fieldGroups, howsOf, kindOf, plainFieldWord } from './fields.ts'

interface ChangeRowsProps {
  readonly draft: Draft
  /** Attributes that have a value per language. */
  readonly translated: ReadonlySet<string>
  readonly onChange: (draft: Draft) => void
}

/** The fields that become others: one line each, and below what goes for several of them. */
export function ChangeRows({ draft, translated, onChange }: ChangeRowsProps) {
  const { t } = useTranslation()
  const { rows } = draft
  const set = (row: DraftRow) =>
    onChange({ ...draft, rows: rows.map(one => (one.key === row.key ? row : one)) })
  const next = Math.max(0, ...rows.map(row => row.key)) + 1
  return (
    <div className="bulk-rows">
      {rows.map((row, at) => (
        <ChangeRow
          key={row.key}
          row={row}
          isFirst={at === 0}
          translated={translated}
          onChange={set}
          onRemove={
            rows.length > 1
              ? () => onChange({ ...draft, rows: rows.filter(one => one.key !== row.key) })
              : undefined
          }
        />
      ))}
      <div>
        <Button
          leftSection={<Icon name="plus" size={14} />}
          onClick={() => onChange({ ...draft, rows: [...rows, newRow(next, '')] })}
        >
          {t('bulk.addRow')}
        </Button>
      </div>
      <CommonChoices draft={draft} onChange={onChange} />
    </div>
  )
}

interface ChangeRowProps {
  readonly row: DraftRow
  readonly isFirst: boolean
  readonly translated: ReadonlySet<string>
  readonly onChange: (row: DraftRow) => void
  readonly onRemove: (() => void) | undefined
}

function ChangeRow({ row, isFirst, translated, onChange, onRemove }: ChangeRowProps) {
  const { t } = useTranslation()
  const hows = row.field === '' ? [] : howsOf(row.field)
  const label = (word: string) => (isFirst ? { label: word } : { 'aria-label': word })
  return (
    <div className="bulk-row">
      <NativeSelect
        {...label(t('bulk.field'))}
        {...(isFirst ? { 'data-autofocus': true } : {})}
        value={row.field}
        data={useFieldChoices()}
        onChange={event =>
          onChange({ ...newRow(row.key, event.currentTarget.value), language: row.language })
        }
      />
      {hasLanguage(row, translated) ? (
        <TextInput
          {...label(t('bulk.language'))}
          className="bulk-language"
          maxLength={2}
          value={row.language}
          onChange={event => onChange({ ...row, language: event.currentTarget.value.toLowerCase() })}
        />
      ) : null}
      {hows.length > 1 ? (
        <NativeSelect
          {...label(t('bulk.how'))}
          className="bulk-how"
          value={row.how}
          data={hows.map(how => ({ value: how, label: t(`bulk.${how}`) }))}
          onChange={event => {
            const how = hows.find(one => one === event.currentTarget.value)
            if (how) onChange({ ...row, how })
          }}
        />
      ) : null}
      {row.how === 'clear' || row.field === '' ? (
        <span className="bulk-value" />
      ) : (
        <ValueField row={row} label={t('bulk.value')} isLabelled={isFirst} onChange={onChange} />
      )}
      {onRemove ? (
        <Button
          className="bulk-remove"
          variant="subtle"
          aria-label={t('bulk.removeRow')}
          title={t('bulk.removeRow')}
          onClick={onRemove}
        >
          <Icon name="close" size={14} />
        </Button>
      ) : null}
    </div>
  )
}

interface ValueFieldProps {
  readonly row: DraftRow
  readonly label: string
  readonly isLabelled: boolean
  readonly onChange: (row: DraftRow) => void
}

function ValueField({ row, label, isLabelled, onChange }: ValueFieldProps) {
  const { t } = useTranslation()
  const choices = useChoices(row.field)
  const kind = kindOf(row.field)
  const field = {
    ...(isLabelled ? { label } : { 'aria-label': label }),
    className: 'bulk-value',
    value: row.value,
    onChange: (event: { readonly currentTarget: { readonly value: string } }) =>
      onChange({ ...row, value: event.currentTarget.value }),
  }
  if (kind === 'switch')
    return (
      <NativeSelect
        {...field}
        data={[
          { value: 'true', label: t('bulk.yes') },
          { value: 'false', label: t('bulk.no') },
        ]}
      />
    )
  if (choices) return <NativeSelect {...field} data={[{ value: '', label: '' }, ...choices]} />
  if (kind === 'words' && row.field !== 'text.name')
    return <Textarea {...field} autosize minRows={1} maxRows={5} />
  return <TextInput {...field} {...(kind === 'price' || kind === 'number' ? { inputMode: 'decimal' } : {})} />
}

/** What goes for several fields: whose price, rounding, whose texts. */
function CommonChoices({ draft, onChange }: Pick<ChangeRowsProps, 'draft' | 'onChange'>) {
  const { t } = useTranslation()
  const groups = useQuery(oursQuery('customer_group'))
  const channels = useChannels()
  const has = (test: (row: DraftRow) => boolean) => draft.rows.some(row => row.field !== '' && test(row))
  const priced = has(row => row.field === 'price')
  const calculated = has(row => row.how === 'add' || row.how === 'percent')
  const worded = has(row => kindOf(row.field) === 'words')
  const allChannels = { value: '', label: t('bulk.allChannels') }
  return (
    <>
      <div className="bulk-common">
        {priced ? (
          <>
            <NativeSelect
              label={t('bulk.priceFor')}
              value={draft.priceGroup}
              data={[
                { value: '', label: t('bulk.everyone') },
                ...(groups.data ?? []).map(one => ({ value: one.id, label: one.name })),
              ]}
              onChange={event => onChange({ ...draft, priceGroup: event.currentTarget.value })}
            />
            <NativeSelect
              label={t('items.channel')}
              value={draft.priceChannel}
              data={[allChannels, ...channels]}
              onChange={event => onChange({ ...draft, priceChannel: event.currentTarget.value })}
            />
          </>
        ) : null}
        {calculated ? (
          <NativeSelect
            label={t('bulk.rounding')}
            value={draft.round}
            data={[
              { value: '', label: t('bulk.notRounded') },
              { value: '0.01', label: t('bulk.toCents') },
              { value: '0.05', label: t('bulk.toFive') },
              { value: 'x.99', label: t('bulk.toNinetyNine') },
            ]}
            onChange={event => onChange({ ...draft, round: event.currentTarget.value })}
          />
        ) : null}
        {worded ? (
          <NativeSelect
            label={t('bulk.textsFor')}
            value={draft.textChannel}
            data={[allChannels, ...channels]}
            onChange={event => onChange({ ...draft, textChannel: event.currentTarget.value })}
          />
        ) : null}
      </div>
      {priced && calculated ? <p className="text2">{t('bulk.priceHelp')}</p> : null}
    </>
  )
}

function useFieldChoices() {
  const { t } = useTranslation()
  const attributes = useQuery(attributesQuery)
  return [
    { value: '', label: t('bulk.chooseField') },
    ...fieldGroups.map(({ group, fields }) => ({
      group: t(`bulk.group_${group}`),
      items: fields.map(field => ({ value: field, label: plainFieldWord(field) })),
    })),
    {
      group: t('bulk.group_texts'),
      items: textParts.map(part => ({ value: `text.${part}`, label: t(`items.text_${part}`) })),
    },
    {
      group: t('bulk.group_attributes'),
      items: (attributes.data ?? []).map(one => ({ value: `attribute.${one.id}`, label: one.name })),
    },
  ]
}

function useChannels() {
  const { data } = useQuery(itemFoldersQuery)
  return (data ?? []).flatMap(one =>
    one.channelId === null ? [] : [{ value: one.channelId, label: one.channel ?? '' }],
  )
}

/** What can be chosen as the value of a field; undefined where it is typed. */
function useChoices(
  field: string,
): readonly { readonly value: string; readonly label: string }[] | undefined {
  const manufacturers = useQuery({ ...manufacturersQuery(), enabled: field === 'manufacturerId' })
  const taxClasses = useQuery({ ...taxClassesQuery, enabled: field === 'taxClassId' })
  const categories = useQuery({ ...categoryTreeQuery, enabled: field.endsWith('Category') })
  const channels = useChannels()
  const named = (list: readonly { readonly id: string; readonly name: string }[] = []) =>
    list.map(one => ({ value: one.id, label: one.name }))
  switch (field) {
    case 'manufacturerId':
      return named(manufacturers.data)
    case 'taxClassId':
      return named(taxClasses.data)
    case 'addCategory':
    case 'removeCategory':
      return (categories.data ?? []).map(one => ({
        value: one.id,
        label: `${'\u2003'.repeat(one.depth)}${one.name}`,
      }))
    case 'sellOn':
    case 'sellNoMoreOn':
      return channels
    default:
      return undefined
  }
}
