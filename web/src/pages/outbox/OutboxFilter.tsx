import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { platformsQuery } from '../../api/platforms.ts'
import { Keys } from '../../ui/Keys.tsx'
import { ChoiceTag, FilterTag, SearchField, Toolbar } from '../../ui/Toolbar.tsx'
import { useTyped } from '../../ui/useTyped.ts'
import { useOutboxSearch } from './useOutboxSearch.ts'

interface OutboxFilterProps {
  /** What the tag is called that takes every result. */
  readonly all: string
  readonly results: readonly { readonly result: string; readonly label: string }[]
  readonly children?: ReactNode
}

/** What is looked for among what goes to channels: the object, the channel, the result, as the address says it. */
export function OutboxFilter({ all, results, children }: OutboxFilterProps) {
  const { t } = useTranslation()
  const { search, change } = useOutboxSearch()
  const [text, setText] = useTyped(search.object ?? '', object => change({ object: object || undefined }))
  const platforms = useQuery(platformsQuery)
  return (
    <Toolbar label={t('orders.filters')}>
      <SearchField
        label={t('outbox.searchObject')}
        placeholder={t('outbox.searchObject')}
        value={text}
        onChange={setText}
        hint={<Keys keys="/" />}
      />
      <ChoiceTag
        label={t('outbox.channel')}
        value={search.channel ?? ''}
        choices={(platforms.data?.items ?? []).map(one => ({ value: one.channelId, label: one.channel }))}
        onChange={channel => change({ channel: channel || undefined })}
      />
      <FilterTag
        label={all}
        active={search.result === undefined}
        onClick={() => change({ result: undefined })}
      />
      {results.map(({ result, label }) => (
        <FilterTag
          key={result}
          label={label}
          active={search.result === result}
          onClick={() => change({ result })}
        />
      ))}
      {children}
    </Toolbar>
  )
}
