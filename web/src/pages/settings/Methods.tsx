import { Checkbox, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { allMethodsQuery, type Method, type MethodList, putMethod } from '../../api/methods.ts'
import { useMissingRight } from '../../shell/rights.ts'
import { Chip } from '../../ui/Chip.tsx'
import { ErrorState } from '../../ui/EmptyState.tsx'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { ReasonButton } from '../../ui/ReasonButton.tsx'
import { TableHead } from '../../ui/TableHead.tsx'

/** The ways to pay and to ship that orders can be made with, and which of them wait for the money. */
export function Methods() {
  return (
    <>
      <MethodPanel list="payment-methods" />
      <MethodPanel list="shipping-methods" />
    </>
  )
}

function MethodPanel({ list }: { readonly list: MethodList }) {
  const { t } = useTranslation()
  const { data, error, refetch } = useQuery(allMethodsQuery(list))
  const lacking = useMissingRight('connections.write')
  const [editing, setEditing] = useState<Method | 'new'>()
  const pays = list === 'payment-methods'
  const title = t(`settings.${list}`)
  return (
    <Panel
      title={title}
      aside={
        <ReasonButton
          verb={t('settings.addMethodVerb')}
          label={t(`settings.add-${list}`)}
          reasons={lacking}
          onClick={() => setEditing('new')}
        />
      }
    >
      {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {data?.length === 0 ? <p className="settings-none">{t(`settings.no-${list}`)}</p> : null}
      {data && data.length > 0 ? (
        <table className="plain-table settings-table" aria-label={title}>
          <TableHead
            heads={[
              t('settings.methodName'),
              ...(pays ? [t('settings.goodsGo')] : []),
              t('settings.activeHead'),
              { heard: t('settings.change') },
            ]}
          />
          <tbody>
            {data.map(one => (
              <tr key={one.id}>
                <th scope="row">{one.name}</th>
                {pays ? (
                  <td>{t(one.shipBeforePayment ? 'settings.beforePayment' : 'settings.afterPayment')}</td>
                ) : null}
                <td>
                  <Chip sign={one.active ? 'full' : 'left'} tone={one.active ? 'ok' : 'mute'}>
                    {t(one.active ? 'settings.choosable' : 'settings.retired')}
                  </Chip>
                </td>
                <td className="cell-right">
                  <ReasonButton
                    verb={t('settings.change')}
                    aria-label={`${t('settings.change')} ${one.name}`}
                    reasons={lacking}
                    onClick={() => setEditing(one)}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      {editing ? (
        <MethodDialog
          list={list}
          method={editing === 'new' ? undefined : editing}
          known={data ?? []}
          onClose={() => setEditing(undefined)}
        />
      ) : null}
    </Panel>
  )
}

interface MethodDialogProps {
  readonly list: MethodList
  /** Absent: a new one. */
  readonly method: Method | undefined
  readonly known: readonly Method[]
  readonly onClose: () => void
}

function MethodDialog({ list, method, known, onClose }: MethodDialogProps) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [name, setName] = useState(method?.name ?? '')
  // Who adds a method by hand mostly means one that is paid in advance; invoices are the exception that is ticked.
  const [before, setBefore] = useState(method?.shipBeforePayment ?? false)
  const [active, setActive] = useState(method?.active ?? true)
  const save = useMutation({
    mutationFn: () =>
      putMethod(list, {
        code: method?.code ?? codeOf(name, known),
        name: name.trim(),
        active,
        ...(list === 'payment-methods' ? { shipBeforePayment: before } : {}),
      }),
    onSuccess: async () => {
      await client.invalidateQueries()
      onClose()
    },
  })
  const isTaken = known.some(one => one.id !== method?.id && one.name === name.trim())
  return (
    <FormDialog
      title={method ? t('settings.changeReasonTitle', { name: method.name }) : t(`settings.new-${list}`)}
      error={save.error}
      verb={method ? t('common.save') : t('settings.addMethodVerb')}
      reasons={[
        ...(name.trim() === '' ? [{ reason: t('settings.methodNameWanted') }] : []),
        ...(isTaken ? [{ reason: t('settings.methodTaken') }] : []),
      ]}
      busy={save.isPending}
      onSubmit={() => save.mutate()}
      onClose={onClose}
    >
      <TextInput
        label={t('settings.methodName')}
        value={name}
        maxLength={200}
        autoComplete="off"
        data-autofocus
        onChange={event => setName(event.currentTarget.value)}
      />
      {list === 'payment-methods' ? (
        <Checkbox
          size="xs"
          label={t('settings.shipsBefore')}
          description={t('settings.shipsBeforeHelp')}
          checked={before}
          onChange={event => setBefore(event.currentTarget.checked)}
        />
      ) : null}
      {method ? (
        <Checkbox
          size="xs"
          label={t('settings.active')}
          checked={active}
          onChange={event => setActive(event.currentTarget.checked)}
        />
      ) : null}
    </FormDialog>
  )
}

/** A code that nobody has yet, made of the name: people know methods by name only. */
function codeOf(name: string, known: readonly Method[]): string {
  const plain = name
    .trim()
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 50)
  const stem = plain === '' ? 'method' : plain
  const taken = new Set(known.map(one => one.code))
  let code = stem
  for (let n = 2; taken.has(code); n++) code = `${stem}-${n}`
  return code
}
