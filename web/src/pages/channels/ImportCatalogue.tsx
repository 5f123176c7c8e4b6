import { Checkbox, NativeSelect } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  type FirstRun,
  type ImportCondition,
  importCatalogue,
  importConditionsQuery,
  notedObjectsQuery,
} from '../../api/beginnings.ts'
import { warehousesQuery } from '../../api/stock.ts'
import { ErrorState, Notice } from '../../ui/EmptyState.tsx'
import { ReasonButton } from '../../ui/ReasonButton.tsx'
import { TableHead } from '../../ui/TableHead.tsx'
import { count } from '../../words/format.ts'
import { useMayChange } from './mayChange.ts'

/** Makes here what only the shop has: first what has to be matched, then one button, then what could not be made. */
export function ImportCatalogue({ run }: { readonly run: FirstRun }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const mayChange = useMayChange()
  const conditions = useQuery(importConditionsQuery(run.id))
  const warehouses = useQuery(warehousesQuery)
  const [leftOut, setLeftOut] = useState<ReadonlySet<string>>(new Set())
  const [warehouse, setWarehouse] = useState('')
  const make = useMutation({
    mutationFn: () =>
      importCatalogue(run.id, {
        leaveOut: [...leftOut],
        ...(warehouse === '' ? {} : { withStock: warehouse }),
      }),
    onSettled: () => client.invalidateQueries(),
  })
  if (!make.data && run.kinds.every(kind => kind.theirsOnly === 0)) return null
  const open = (conditions.data ?? []).filter(one => one.state === 'open')
  const missing = open.filter(one => !leftOut.has(keyOf(one)))
  const sum = (of: 'made' | 'refused') => (make.data?.kinds ?? []).reduce((all, kind) => all + kind[of], 0)
  return (
    <section aria-label={t('beginnings.importTitle')}>
      <h4>{t('beginnings.importTitle')}</h4>
      <p className="text2">{t('beginnings.importAbout')}</p>
      {conditions.error ? <ErrorState error={conditions.error} /> : null}
      {open.map(one => (
        <Notice key={keyOf(one)} tone="warn">
          <p>{one.sentence}</p>
          <Checkbox
            size="xs"
            checked={leftOut.has(keyOf(one))}
            label={t('beginnings.importLeaveOut', { name: one.name })}
            onChange={event => setLeftOut(switched(leftOut, keyOf(one), event.currentTarget.checked))}
          />
        </Notice>
      ))}
      <NativeSelect
        label={t('beginnings.importStock')}
        value={warehouse}
        onChange={event => setWarehouse(event.currentTarget.value)}
        data={[
          { value: '', label: t('beginnings.importNoStock') },
          ...(warehouses.data ?? []).map(({ code, name }) => ({ value: code, label: name })),
        ]}
      />
      {make.error ? <ErrorState error={make.error} /> : null}
      {make.data ? (
        <Notice tone={sum('refused') > 0 ? 'warn' : 'ok'}>
          {t('beginnings.imported', { made: count(sum('made')), refused: count(sum('refused')) })}
        </Notice>
      ) : null}
      <div className="channel-buttons">
        <ReasonButton
          verb={t('beginnings.importVerb')}
          variant="light"
          loading={make.isPending}
          reasons={[
            ...mayChange,
            ...missing.map(one => ({
              reason: t('beginnings.importOpen', { name: one.name }),
              remedy: one.sentence ?? '',
            })),
          ]}
          onClick={() => make.mutate()}
        />
      </div>
      {make.data ? <NotedObjects id={run.id} /> : null}
    </section>
  )
}

function NotedObjects({ id }: { readonly id: string }) {
  const { t } = useTranslation()
  const { data = [] } = useQuery(notedObjectsQuery(id))
  if (data.length === 0) return null
  return (
    <table className="plain-table" aria-label={t('beginnings.importNoted')}>
      <TableHead heads={[t('beginnings.theirs'), t('beginnings.importSaid')]} />
      <tbody>
        {data.map(row => (
          <tr key={row.id}>
            <th scope="row">{[row.number, row.name || row.theirs].filter(Boolean).join(' ')}</th>
            <td>{row.notes.map(one => `${one.sentence} ${one.remedy}`.trim()).join(' ')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function keyOf({ kind, theirs }: ImportCondition): string {
  return `${kind}:${theirs}`
}

function switched(set: ReadonlySet<string>, key: string, isOn: boolean): ReadonlySet<string> {
  return new Set(isOn ? [...set, key] : [...set].filter(one => one !== key))
}
