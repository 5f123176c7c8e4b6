import { Button, Modal } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  type AgainWish,
  changeEvents,
  type Events,
  eventsQuery,
  type Preview,
  previewAgain,
  requestAgain,
} from '../../api/again.ts'
import { onceKey } from '../../api/call.ts'
import { unlockConnection } from '../../api/connections.ts'
import { isProblem } from '../../api/problem.ts'
import type { Run } from '../../api/runs.ts'
import { useSync } from '../../shell/SyncContext.tsx'
import { ErrorState } from '../../ui/EmptyState.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { type Reason, ReasonButton } from '../../ui/ReasonButton.tsx'
import { useNow } from '../../ui/useNow.ts'
import { count } from '../../words/format.ts'
import { EventTable } from './EventTable.tsx'
import type { Entry } from './entries.ts'
import { ImportPreview, sumOf } from './ImportPreview.tsx'
import { type DraftRow, draftOf, faultOf, fromOf, isSame, nowIn, wishesOf } from './importDraft.ts'
import { useMayChange } from './mayChange.ts'
import { SaveBar } from './SaveBar.tsx'

interface ImportTabProps {
  readonly entry: Entry
  /** The system tells by itself; nothing is fetched. */
  readonly calls: boolean
}

/** What a channel fetches, or is told, and from when on, and getting again what is missing. */
export function ImportTab({ entry, calls }: ImportTabProps) {
  const query = useQuery(eventsQuery(entry.id))
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  return query.data ? <ImportForm entry={entry} calls={calls} events={query.data} /> : null
}

function ImportForm({ entry, calls, events }: ImportTabProps & { readonly events: Events }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const sync = useSync()
  const now = useNow(15_000)
  const saved = events.items.map(draftOf)
  const [draft, setDraft] = useState<readonly DraftRow[]>()
  const rows = draft ?? saved
  const changed = rows.filter(row => !saved.some(one => one.kind === row.kind && isSame(one, row)))
  const wishes = wishesOf(rows, saved)
  const asked = JSON.stringify(wishes)
  const [looked, setLooked] = useState<{ readonly of: string; readonly previews: readonly Preview[] }>()
  const [confirm, setConfirm] = useState<{
    readonly text: string
    readonly count: number
    readonly wishes: readonly AgainWish[]
  }>()
  // The same wish asked twice makes one request, until it was answered.
  const keys = useRef(new Map<string, string>())
  const mayChange = useMayChange()
  const mayStart = useMayChange('sync.start')
  const refresh = () => client.invalidateQueries()
  const save = useMutation({
    mutationFn: () => changeEvents(entry.id, rows.map(asSetting)),
    onSuccess: answer => {
      client.setQueryData(eventsQuery(entry.id).queryKey, answer)
      setDraft(undefined)
    },
  })
  const look = useMutation({
    mutationFn: () => previewAgain(entry.id, wishes),
    onSuccess: previews => setLooked({ of: asked, previews }),
  })
  const fetching = useMutation({
    mutationFn: async ({ meant, confirmed }: { meant: readonly AgainWish[]; confirmed?: number }) => {
      if (changed.length > 0) await changeEvents(entry.id, rows.map(asSetting))
      return await requestAll(entry.id, meant, confirmed, keys.current)
    },
    onSuccess: async run => {
      keys.current.clear()
      setConfirm(undefined)
      await refresh()
      setDraft(undefined)
      if (run) sync.open({ runId: run.id })
    },
    onError: (error, { meant }) => {
      void refresh()
      if (isProblem(error, 'CONFIRMATION_NEEDED'))
        setConfirm({ text: error.details.detail, count: error.details.confirm ?? 0, wishes: meant })
    },
  })
  const unlock = useMutation({
    mutationFn: () => unlockConnection(entry.connection.id),
    onSettled: refresh,
  })
  const change = (next: readonly DraftRow[]) => {
    setDraft(next)
    save.reset()
    fetching.reset()
    look.reset()
  }

  // What was looked at counts only for what is asked now.
  const previews = looked?.of === asked ? looked.previews : undefined
  const old = previews?.some(one => now > Date.parse(one.goodUntil)) ?? false
  const sums = sumOf(previews ?? [])
  const n = count(sums.new + sums.changed)
  const inZone = nowIn(events.timeZone)
  const wrong = rows.some(row => faultOf(row, inZone))
  const { connection } = entry
  const blocked: readonly Reason[] = [
    ...(connection.state === 'archived'
      ? [{ reason: t('channels.isArchived'), remedy: t('channels.attachFirst') }]
      : connection.lock || entry.channel?.locked
        ? [
            {
              reason: t('channels.isLocked'),
              ...(mayChange.length === 0 && connection.lock
                ? { act: { label: t('channels.unlock'), onClick: () => unlock.mutate() } }
                : {}),
            },
          ]
        : []),
    ...mayStart,
    ...(wrong
      ? [{ reason: t('again.wrongFrom'), remedy: t('again.wrongFromRemedy') }]
      : wishes.length === 0
        ? [{ reason: t('again.noFrom'), remedy: t('again.noFromRemedy') }]
        : []),
  ]
  const saveNow = () => save.mutate()
  const beforeFetch: readonly Reason[] = old
    ? [
        {
          reason: t('again.old'),
          remedy: t('again.oldRemedy'),
          act: { label: t('again.renew'), onClick: () => look.mutate() },
        },
      ]
    : []
  const failure = save.error ?? (confirm ? null : fetching.error)
  return (
    <>
      <div className="channel-scroll">
        <div>
          <h3>{t(calls ? 'called.importWhat' : 'again.what')}</h3>
          <p className="text2">{t(calls ? 'called.importHelp' : 'again.whatHelp')}</p>
        </div>
        {failure ? <ErrorState error={failure} /> : null}
        <EventTable events={events} rows={rows} readOnly={mayChange.length > 0} onChange={change} />
        <ImportPreview
          events={events}
          help={t(calls ? 'called.importLook' : 'again.previewHelp')}
          wishes={wishes}
          previews={previews}
          old={old}
          busy={look.isPending}
          error={look.error}
          reasons={blocked}
          onLook={() => look.mutate()}
        />
      </div>
      <SaveBar
        changes={changed.length}
        busy={save.isPending}
        verb={t('again.saveOnly')}
        onSave={() => (wrong ? undefined : saveNow())}
        onDiscard={() => change(saved)}
      >
        <ReasonButton
          verb={
            previews
              ? t('again.saveAndFetchN', { n })
              : changed.length > 0
                ? t('again.saveAndFetch')
                : t(calls ? 'called.importVerb' : 'again.fetchVerb')
          }
          variant="filled"
          leftSection={<Icon name="download" size={14} />}
          loading={fetching.isPending}
          reasons={[...blocked, ...(changed.length > 0 ? mayChange : []), ...beforeFetch]}
          onClick={() => fetching.mutate({ meant: wishes })}
        />
      </SaveBar>
      <Modal
        opened={confirm !== undefined}
        onClose={() => setConfirm(undefined)}
        title={t('again.confirmTitle')}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <p>{confirm?.text}</p>
        <div className="dialog-foot">
          <Button data-autofocus onClick={() => setConfirm(undefined)}>
            {t('common.cancel')}
          </Button>
          <Button
            variant="filled"
            loading={fetching.isPending}
            onClick={() => {
              if (confirm) fetching.mutate({ meant: confirm.wishes, confirmed: confirm.count })
            }}
          >
            {t('again.confirmVerb')}
          </Button>
        </div>
      </Modal>
    </>
  )
}

function asSetting(row: DraftRow) {
  return { kind: row.kind, enabled: row.enabled, from: fromOf(row) }
}

/** Requests one after the other; each is a run, or joins the one that is on. */
async function requestAll(
  channelId: string,
  wishes: readonly AgainWish[],
  confirmed: number | undefined,
  keys: Map<string, string>,
): Promise<Run | undefined> {
  let last: Run | undefined
  for (const wish of wishes) {
    const body = { ...wish, ...(confirmed === undefined ? {} : { confirm: confirmed }) }
    const name = JSON.stringify(body)
    const key = keys.get(name) ?? onceKey()
    keys.set(name, key)
    last = await requestAgain(channelId, body, key)
  }
  return last
}
