import { Checkbox, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { connectionsQuery } from '../../api/connections.ts'
import { addReason, changeReason, type ReasonList, type SaidReason } from '../../api/settings.ts'
import { useRight } from '../../shell/rights.ts'
import { FormDialog } from '../../ui/FormDialog.tsx'

interface ReasonDialogProps {
  readonly list: ReasonList
  /** Absent: a new one. */
  readonly reason: SaidReason | undefined
  readonly onClose: () => void
}

/** A reason in both languages, whether it needs a comment, what shops call it. It is never deleted, only retired. */
export function ReasonDialog({ list, reason, onClose }: ReasonDialogProps) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const readsConnections = useRight('connections.read')
  const connections = useQuery({ ...connectionsQuery, enabled: readsConnections && reason !== undefined })
  const [code, setCode] = useState(reason?.code ?? '')
  const [de, setDe] = useState(reason?.names.de ?? '')
  const [en, setEn] = useState(reason?.names.en ?? '')
  const [commentRequired, setComment] = useState(reason?.commentRequired ?? false)
  const [active, setActive] = useState(reason?.active ?? true)
  const [values, setValues] = useState<Readonly<Record<string, string>>>({})
  const names = { de: de.trim(), en: en.trim(), commentRequired }
  const save = useMutation({
    mutationFn: () =>
      reason
        ? changeReason(list, reason.id, {
            ...names,
            active,
            ...(Object.keys(values).length > 0 ? { channelValues: values } : {}),
          })
        : addReason(list, { ...names, code: code.trim() }),
    onSuccess: async () => {
      await client.invalidateQueries()
      onClose()
    },
  })
  const reasons = [
    ...(de.trim() === '' || en.trim() === '' ? [{ reason: t('settings.reasonMissing') }] : []),
    ...(reason || /^[a-z][a-z0-9_]{0,39}$/.test(code.trim()) ? [] : [{ reason: t('settings.codeWrong') }]),
  ]
  return (
    <FormDialog
      title={reason ? t('settings.changeReasonTitle', { name: reason.code }) : t('settings.addReasonTitle')}
      size={520}
      error={save.error}
      verb={reason ? t('common.save') : t('settings.addReasonVerb')}
      reasons={reasons}
      busy={save.isPending}
      onSubmit={() => save.mutate()}
      onClose={onClose}
    >
      {reason ? null : (
        <TextInput
          label={t('settings.code')}
          value={code}
          maxLength={40}
          autoComplete="off"
          onChange={event => setCode(event.currentTarget.value)}
          data-autofocus
        />
      )}
      <div className="settings-pair">
        <TextInput
          label={t('settings.german')}
          value={de}
          maxLength={100}
          onChange={event => setDe(event.currentTarget.value)}
        />
        <TextInput
          label={t('settings.english')}
          value={en}
          maxLength={100}
          onChange={event => setEn(event.currentTarget.value)}
        />
      </div>
      <Checkbox
        size="xs"
        label={t('settings.commentRequired')}
        checked={commentRequired}
        onChange={event => setComment(event.currentTarget.checked)}
      />
      {reason ? (
        <Checkbox
          size="xs"
          label={t('settings.active')}
          checked={active}
          onChange={event => setActive(event.currentTarget.checked)}
        />
      ) : null}
      {reason && connections.data && connections.data.length > 0 ? (
        <fieldset className="settings-shops">
          <legend>{t('settings.atShops')}</legend>
          <p className="text2">{t('settings.atShopsHelp')}</p>
          {connections.data.map(one => (
            <TextInput
              key={one.id}
              label={one.name}
              value={values[one.id] ?? reason.channelValues[one.id] ?? ''}
              maxLength={100}
              autoComplete="off"
              onChange={event => setValues({ ...values, [one.id]: event.currentTarget.value })}
            />
          ))}
        </fieldset>
      ) : null}
    </FormDialog>
  )
}
