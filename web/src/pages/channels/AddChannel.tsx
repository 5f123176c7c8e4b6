import { Button, Modal, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { onceKey } from '../../api/call.ts'
import { addConnection, type Connection, type System } from '../../api/connections.ts'
import { isProblem } from '../../api/problem.ts'
import { ErrorState } from '../../ui/EmptyState.tsx'
import { MadeSecrets } from './MadeSecrets.tsx'
import { SettingsFields } from './SettingsFields.tsx'

interface AddChannelProps {
  readonly systems: readonly System[]
  /** Name of a system; else it is asked for. */
  readonly chosen: string
  readonly onChoose: (name: string) => void
  readonly onClose: () => void
  readonly onAdded: (connection: Connection) => void
}

/** Connects an account: which system, then its form. The second step replaces the first. */
export function AddChannel({ systems, chosen, onChoose, onClose, onAdded }: AddChannelProps) {
  const { t } = useTranslation()
  const system = systems.find(one => one.name === chosen)
  return (
    <Modal
      opened
      onClose={onClose}
      size={system ? 620 : 460}
      title={system ? `${t('channels.addTitle')}: ${system.title}` : t('channels.addTitle')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {system ? (
        <AddForm key={system.name} system={system} onBack={() => onChoose('choose')} onAdded={onAdded} />
      ) : (
        <div className="form">
          <p className="text2">{t('channels.addChoose')}</p>
          <ul className="systems">
            {systems.map((one, at) => (
              <li key={one.name}>
                <button
                  type="button"
                  className="system-choice"
                  {...(at === 0 ? { 'data-autofocus': true } : {})}
                  onClick={() => onChoose(one.name)}
                >
                  <strong>{one.title}</strong>
                  <span className="text2">{t('channels.sends', { n: one.goesOut.length })}</span>
                </button>
              </li>
            ))}
          </ul>
        </div>
      )}
    </Modal>
  )
}

interface AddFormProps {
  readonly system: System
  readonly onBack: () => void
  readonly onAdded: (connection: Connection) => void
}

function AddForm({ system, onBack, onAdded }: AddFormProps) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [name, setName] = useState('')
  const [draft, setDraft] = useState<Readonly<Record<string, string>>>({})
  const key = useRef(onceKey())
  const add = useMutation({
    mutationFn: (anyway: boolean) =>
      addConnection(
        { system: system.name, name, set: draft, ...(anyway ? { anyway } : {}) },
        `${key.current}${anyway ? 'a' : ''}`,
      ),
    onError: () => {
      key.current = onceKey()
    },
    onSuccess: async connection => {
      await client.invalidateQueries()
      if (Object.keys(connection.madeSecrets).length === 0) onAdded(connection)
    },
  })
  const made = add.data
  if (made && Object.keys(made.madeSecrets).length > 0)
    return (
      <MadeSecrets
        system={system}
        secrets={made.madeSecrets}
        callUrl={made.callUrl}
        onDone={() => onAdded(made)}
      />
    )
  return (
    <form
      className="form"
      onSubmit={event => {
        event.preventDefault()
        add.mutate(false)
      }}
    >
      {add.error ? <ErrorState error={add.error} /> : null}
      <p className="text2">{t('channels.addHelp')}</p>
      <TextInput
        label={t('channels.addName')}
        value={name}
        required
        maxLength={100}
        autoFocus
        onChange={event => setName(event.currentTarget.value)}
      />
      <SettingsFields
        fields={system.settings.filter(field => field.from === null)}
        values={{}}
        secrets={{}}
        draft={draft}
        readOnly={false}
        onChange={(field, value) => {
          const { [field]: _, ...rest } = draft
          setDraft(value === undefined ? rest : { ...rest, [field]: value })
        }}
      />
      <div className="dialog-foot">
        <Button className="dialog-left" onClick={onBack}>
          {t('channels.addBack')}
        </Button>
        {isProblem(add.error, 'SAME_ACCOUNT') ? (
          <Button loading={add.isPending} onClick={() => add.mutate(true)}>
            {t('channels.addAnyway')}
          </Button>
        ) : null}
        <Button type="submit" variant="filled" loading={add.isPending}>
          {t('channels.addVerb')}
        </Button>
      </div>
    </form>
  )
}
