import { Checkbox, Radio } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { type CompleteKind, completeKinds, type SyncKind, syncKinds } from './runFigures.ts'

const allKinds = Object.keys(syncKinds) as SyncKind[]

/** What a synchronisation is asked to do: changes only or everything, and of which kinds of data. */
export interface Scope {
  readonly complete: boolean
  readonly kinds: ReadonlySet<SyncKind>
  readonly completeKinds: ReadonlySet<CompleteKind>
}

/** As the dialog begins: changes of all kinds. */
export const usualScope: Scope = {
  complete: false,
  kinds: new Set(allKinds),
  completeKinds: new Set(completeKinds),
}

/** The kinds of data that the server is told of; undefined: all. Orders are fetched with a complete one too. */
export function kindsOf(scope: Scope): readonly string[] | undefined {
  if (scope.complete) return ['orders', ...scope.completeKinds]
  if (scope.kinds.size === allKinds.length) return undefined
  return [...scope.kinds].flatMap(kind => [...syncKinds[kind]])
}

/** True if nothing of it would be done. */
export function isEmptyScope(scope: Scope): boolean {
  return scope.complete ? scope.completeKinds.size === 0 : scope.kinds.size === 0
}

interface ScopeFieldsProps {
  readonly scope: Scope
  readonly onChange: (scope: Scope) => void
}

/** Changes only or complete, and the kinds of data. */
export function ScopeFields({ scope, onChange }: ScopeFieldsProps) {
  const { t } = useTranslation()
  return (
    <>
      <fieldset className="sync-scope">
        <legend>{t('sync.scope')}</legend>
        <Radio.Group
          aria-label={t('sync.scope')}
          value={scope.complete ? 'complete' : 'changes'}
          onChange={value => onChange({ ...scope, complete: value === 'complete' })}
        >
          <div className="sync-scope-choice">
            <Radio size="xs" value="changes" label={t('sync.changesOnly')} />
            <Radio size="xs" value="complete" label={t('sync.complete')} />
          </div>
        </Radio.Group>
      </fieldset>
      <fieldset className="sync-scope">
        <legend>{t('sync.completeKinds')}</legend>
        {scope.complete
          ? completeKinds.map(kind => (
              <Checkbox
                key={kind}
                label={t(`sync.kind_${kind}`)}
                checked={scope.completeKinds.has(kind)}
                onChange={event =>
                  onChange({
                    ...scope,
                    completeKinds: withOrWithout(scope.completeKinds, kind, event.currentTarget.checked),
                  })
                }
              />
            ))
          : allKinds.map(kind => (
              <Checkbox
                key={kind}
                label={t(`sync.lane_${kind}`)}
                checked={scope.kinds.has(kind)}
                onChange={event =>
                  onChange({
                    ...scope,
                    kinds: withOrWithout(scope.kinds, kind, event.currentTarget.checked),
                  })
                }
              />
            ))}
      </fieldset>
      <p className="sync-hint">{scope.complete ? t('sync.completeHelp') : t('sync.changesOnlyHelp')}</p>
    </>
  )
}

function withOrWithout<T>(set: ReadonlySet<T>, one: T, wanted: boolean): ReadonlySet<T> {
  const next = new Set(set)
  if (wanted) next.add(one)
  else next.delete(one)
  return next
}
