import { Button, Checkbox, NativeSelect, PasswordInput, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { SystemField } from '../../api/connections.ts'
import { fullDate } from '../../words/format.ts'

interface SettingsFieldsProps {
  readonly fields: readonly SystemField[]
  /** What is saved: plain values, and when secrets were. Never a secret. */
  readonly values: Readonly<Record<string, string>>
  readonly secrets: Readonly<Record<string, string>>
  readonly draft: Readonly<Record<string, string>>
  readonly readOnly: boolean
  readonly onChange: (key: string, value: string | undefined) => void
  /** Makes a secret anew that Kontor makes. */
  readonly onRenew?: (field: SystemField) => void
}

// Help stands below: the fields of one line stand on one line.
const order: ('label' | 'input' | 'description' | 'error')[] = ['label', 'input', 'description', 'error']

/** The form of a system, drawn from what it says of its settings. */
export function SettingsFields({ fields, ...rest }: SettingsFieldsProps) {
  return (
    <div className="channel-fields">
      {fields.map(field => (
        <Field key={field.key} field={field} {...rest} />
      ))}
    </div>
  )
}

interface FieldProps extends Omit<SettingsFieldsProps, 'fields'> {
  readonly field: SystemField
}

function Field({ field, values, secrets, draft, readOnly, onChange, onRenew }: FieldProps) {
  const { t } = useTranslation()
  const changed = draft[field.key] !== undefined
  const value = draft[field.key] ?? values[field.key] ?? field.default ?? ''
  const set = (next: string) =>
    onChange(field.key, next === (values[field.key] ?? field.default ?? '') ? undefined : next)
  const common = {
    label: field.label,
    description: field.help,
    inputWrapperOrder: order,
    className: changed ? 'field-changed' : '',
  }
  if (field.kind === 'secret')
    return (
      <SecretField
        field={field}
        savedAt={secrets[field.key]}
        typed={draft[field.key]}
        readOnly={readOnly}
        onChange={next => onChange(field.key, next)}
        onRenew={field.from === 'kontor' && onRenew ? () => onRenew(field) : undefined}
      />
    )
  if (field.kind === 'choice')
    return (
      <NativeSelect
        {...common}
        data={[
          ...(field.required || field.default ? [] : ['']),
          ...field.choices.map(one => ({ value: one, label: field.choiceNames[one] ?? one })),
        ]}
        value={value}
        disabled={readOnly}
        onChange={event => set(event.currentTarget.value)}
      />
    )
  if (field.kind === 'flag')
    return (
      <Checkbox
        label={field.label}
        description={field.help}
        className={common.className}
        checked={value === 'true'}
        disabled={readOnly}
        onChange={event => set(event.currentTarget.checked ? 'true' : 'false')}
      />
    )
  return (
    <TextInput
      {...common}
      inputMode={field.kind === 'url' ? 'url' : field.kind === 'number' ? 'decimal' : 'text'}
      required={field.required}
      spellCheck={false}
      readOnly={readOnly}
      value={value}
      onChange={event => set(event.currentTarget.value)}
      {...(changed && field.clearsSecrets ? { description: t('channels.clearsSecrets') } : {})}
    />
  )
}

interface SecretFieldProps {
  readonly field: SystemField
  readonly savedAt: string | undefined
  readonly typed: string | undefined
  readonly readOnly: boolean
  readonly onChange: (value: string | undefined) => void
  readonly onRenew: (() => void) | undefined
}

/** A secret is never shown: one sees when it was saved, and can put another in its place. */
function SecretField({ field, savedAt, typed, readOnly, onChange, onRenew }: SecretFieldProps) {
  const { t } = useTranslation()
  const saved = savedAt ? t('channels.secretSaved', { at: fullDate(savedAt) }) : t('channels.secretMissing')
  const isTyped = typed !== undefined || (!savedAt && field.from === null && !readOnly)
  if (!isTyped)
    return (
      <div className="secret">
        <span className="mantine-InputWrapper-label">{field.label}</span>
        <span className="secret-line">
          <span className={savedAt ? 'text2' : 'tone-bad'}>{saved}</span>
          {field.from === null && !readOnly ? (
            <Button aria-label={`${t('channels.replace')}: ${field.label}`} onClick={() => onChange('')}>
              {t('channels.replace')}
            </Button>
          ) : null}
          {onRenew && !readOnly ? (
            <Button aria-label={t('called.renewOf', { label: field.label })} onClick={onRenew}>
              {t('called.renew')}
            </Button>
          ) : null}
        </span>
        <span className="text2 secret-help">
          {field.from === 'consent' ? t('channels.secretByConsent') : field.help}
        </span>
      </div>
    )
  return (
    <div className="secret">
      <PasswordInput
        size="xs"
        label={field.label}
        description={t('channels.secretKept')}
        inputWrapperOrder={order}
        className="field-changed"
        autoComplete="new-password"
        required={field.required}
        autoFocus={savedAt !== undefined}
        value={typed ?? ''}
        visibilityToggleButtonProps={{ 'aria-hidden': true }}
        onChange={event => onChange(event.currentTarget.value)}
      />
      {savedAt ? (
        <Button variant="transparent" className="link-button" onClick={() => onChange(undefined)}>
          {t('channels.keepOld')}
        </Button>
      ) : null}
    </div>
  )
}
