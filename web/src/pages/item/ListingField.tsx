import { Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { ListingValue } from '../../api/offers.ts'
import { Icon } from '../../ui/Icon.tsx'
import { quoted } from '../../words/format.ts'
import type { AskedAttribute } from './listingDraft.ts'

interface ListingFieldProps {
  readonly attribute: AskedAttribute
  readonly isChanged: boolean
  /** Nothing is told of it, although it is mapped. */
  readonly isLeftOut: boolean
  /** What the channel said against it. */
  readonly refused: string | undefined
  /** null: nothing is told; none: as it is mapped. */
  readonly onSet: (values: readonly ListingValue[] | null) => void
}

/** One attribute of a channel: one value, several, one for each row of a section that repeats, or on purpose none. */
export function ListingField({ attribute, isChanged, isLeftOut, refused, onSet }: ListingFieldProps) {
  const { t } = useTranslation()
  const { name, isMultiple, isRepeatable, misfits, description, pattern } = attribute
  const help = useId()
  const values = attribute.said.length > 0 ? attribute.said : [{ value: '', group: '' }]
  const put = (at: number, next: Partial<ListingValue>) =>
    onSet(values.map((one, n) => (n === at ? { ...one, ...next } : one)))
  const isMany = isMultiple || isRepeatable
  const wrong = [
    ...(isChanged ? [] : misfits.map(value => t('offers.misfit', { value }))),
    ...(refused && !isChanged ? [t('offers.refused', { text: quoted(refused) })] : []),
  ]
  const about = [description, pattern ? t('offers.pattern', { pattern }) : ''].filter(Boolean).join(' · ')
  return (
    <fieldset
      className={isChanged ? 'listing-field field-changed' : 'listing-field'}
      data-field={attribute.theirs}
      aria-describedby={help}
    >
      <legend>
        {name} {attribute.isNeeded ? <span className="text2">{t('offers.isRequired')}</span> : null}
      </legend>
      {(isLeftOut ? [] : values).map((one, at) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: a value has nothing but its place
          key={at}
          className="listing-value"
          data-rows={isRepeatable || undefined}
          data-many={(isMany && !isRepeatable) || undefined}
        >
          {isRepeatable ? (
            <TextInput
              aria-label={t('offers.rowOf', { name })}
              placeholder={t('offers.row')}
              maxLength={100}
              value={one.group}
              onChange={event => put(at, { group: event.currentTarget.value })}
            />
          ) : null}
          <Value
            attribute={attribute}
            label={values.length > 1 ? `${name} ${at + 1}` : name}
            value={one.value}
            onChange={value => put(at, { value })}
          />
          {isMany ? (
            <button
              type="button"
              className="quiet-button"
              aria-label={t('offers.dropValue', { name, n: at + 1 })}
              onClick={() => onSet(values.filter((_, n) => n !== at))}
            >
              <Icon name="close" size={12} />
            </button>
          ) : null}
        </div>
      ))}
      {isMany && !isLeftOut ? (
        <button
          type="button"
          className="listing-add"
          aria-label={t('offers.addValueTo', { name })}
          onClick={() =>
            onSet([...values, { value: '', group: isRepeatable ? String(values.length + 1) : '' }])
          }
        >
          {t('offers.addValue')}
        </button>
      ) : null}
      {!attribute.isNeeded && (isLeftOut || attribute.told.length > 0 || attribute.isLeftOut) ? (
        <Checkbox
          mt={4}
          label={t('offers.leaveOut')}
          aria-label={t('offers.leaveOutOf', { name })}
          checked={isLeftOut}
          onChange={event => onSet(event.currentTarget.checked ? null : [])}
        />
      ) : null}
      <div id={help}>
        {wrong.map(text => (
          <p key={text} className="listing-wrong tone-bad">
            {text}
          </p>
        ))}
        {about === '' ? null : <p className="text2">{about}</p>}
      </div>
    </fieldset>
  )
}

interface ValueProps {
  readonly attribute: AskedAttribute
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
}

function Value({ attribute: { type, values }, label, value, onChange }: ValueProps) {
  const { t } = useTranslation()
  const choices =
    type === 'boolean'
      ? [
          { value: 'true', label: t('offers.yes') },
          { value: 'false', label: t('offers.no') },
        ]
      : [...values].sort((a, b) => a.sort - b.sort).map(one => ({ value: one.value, label: one.display }))
  if ((type === 'enum' || type === 'boolean') && choices.length > 0)
    return (
      <NativeSelect
        aria-label={label}
        value={value}
        onChange={event => onChange(event.currentTarget.value)}
        data={[
          { value: '', label: t('offers.choose') },
          ...choices,
          ...(value === '' || choices.some(one => one.value === value) ? [] : [{ value, label: value }]),
        ]}
      />
    )
  const field = {
    'aria-label': label,
    value,
    onChange: (event: { readonly currentTarget: { readonly value: string } }) =>
      onChange(event.currentTarget.value),
  }
  if (type === 'htmltext' || type === 'text') return <Textarea {...field} autosize minRows={1} maxRows={6} />
  return (
    <TextInput
      {...field}
      type={type === 'date' && !value.includes('T') ? 'date' : 'text'}
      {...(type === 'integer' || type === 'decimal' ? { inputMode: 'decimal' as const } : {})}
    />
  )
}
