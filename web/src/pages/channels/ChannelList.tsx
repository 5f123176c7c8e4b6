import { Link } from '@tanstack/react-router'
import { type KeyboardEvent, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { ChannelsSearch } from '../../shell/router.tsx'
import { ChannelSign } from '../../ui/ChannelName.tsx'
import { StateChip } from '../../ui/StateChip.tsx'
import { useShortcut } from '../../ui/shortcuts.ts'
import { connectionLook } from '../../ui/states.ts'
import { FilterTag, SearchField } from '../../ui/Toolbar.tsx'
import { useTyped } from '../../ui/useTyped.ts'
import { count } from '../../words/format.ts'
import { type Entry, isShown, type Show, shows } from './entries.ts'

interface ChannelListProps {
  readonly entries: readonly Entry[]
  readonly current: Entry | undefined
  readonly show: Show
  readonly search: string
  readonly titleOf: (entry: Entry) => string
  readonly onFilter: (change: Pick<ChannelsSearch, 'show' | 'search'>) => void
}

/** All sales channels at the left: found by typing, walked by arrow keys. */
export function ChannelList({ entries, current, show, search, titleOf, onFilter }: ChannelListProps) {
  const { t } = useTranslation()
  const field = useRef<HTMLInputElement>(null)
  const [text, setText] = useTyped(search, next => onFilter({ search: next }))
  useShortcut('/', () => field.current?.focus())
  const shown = entries.filter(entry => isShown(entry, show, text))
  const many = (entry: Entry) => entry.connection.channels.length > 1
  return (
    <nav className="channels-list" aria-label={t('channels.list')}>
      <div className="channels-find">
        <SearchField
          ref={field}
          label={t('channels.search')}
          placeholder={t('channels.search')}
          value={text}
          onChange={setText}
          hint={<kbd>/</kbd>}
        />
        <div className="channels-shows">
          {shows.map(one => (
            <FilterTag
              key={one}
              label={t(`channels.${showWords[one]}`)}
              count={count(entries.filter(entry => isShown(entry, one, text)).length)}
              active={one === show}
              onClick={() => onFilter({ show: one === 'active' ? undefined : one })}
            />
          ))}
        </div>
      </div>
      <ul onKeyDown={walk}>
        {shown.map((entry, at) => (
          <li key={entry.id}>
            {many(entry) && shown[at - 1]?.connection.id !== entry.connection.id ? (
              <span className="channels-account">{entry.connection.name}</span>
            ) : null}
            <Link
              to="/channels"
              search={before => ({ ...before, channel: entry.id })}
              className={many(entry) ? 'channels-entry channels-place' : 'channels-entry'}
              aria-current={entry.id === current?.id ? 'true' : undefined}
              data-channel={entry.name}
            >
              <ChannelSign name={entry.name} large />
              <span className="two-lines">
                <span className="channels-name">
                  <span className="strong">{entry.name}</span>
                  <StateChip look={connectionLook(entry.connection, entry.channel)} filled={false} />
                </span>
                <span>{titleOf(entry)}</span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
      {shown.length === 0 && text !== '' ? <p className="channels-note">{t('channels.noMatch')}</p> : null}
      <p className="channels-note">{t('channels.archivedHelp')}</p>
    </nav>
  )
}

const showWords = { active: 'showActive', archived: 'showArchived', all: 'showAll' } as const

function walk(event: KeyboardEvent<HTMLUListElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  const links = [...event.currentTarget.querySelectorAll('a')]
  const at = links.findIndex(link => link.matches(':focus'))
  const next =
    event.key === 'Home' ? links[0] : event.key === 'End' ? links.at(-1) : step ? links[at + step] : undefined
  if (!next || at < 0) return
  event.preventDefault()
  next.focus()
}
