import { useTranslation } from 'react-i18next'
import type { Home } from '../../api/home.ts'
import { AddressLink } from '../../shell/AddressLink.tsx'
import { type Sign, StateSign, type Tone } from '../../ui/Chip.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Keys } from '../../ui/Keys.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { count, shortDate } from '../../words/format.ts'

/** What each thing to do is called and how it looks. */
const kinds = {
  inbox_open: { word: 'todo_inbox_open', sign: 'half', tone: 'warn' },
  inbox_ready: { word: 'todo_inbox_ready', sign: 'full', tone: 'ok' },
  deliverable: { word: 'todo_deliverable', sign: 'full', tone: 'ok' },
  not_deliverable: { word: 'todo_not_deliverable', sign: 'empty', tone: 'bad' },
  held: { word: 'todo_held', sign: 'held', tone: 'hold' },
  unpaid_old: { word: 'todo_unpaid_old', sign: 'empty', tone: 'warn' },
  tasks: { word: 'todo_tasks', sign: 'check', tone: 'warn' },
  conflicts: { word: 'todo_conflicts', sign: 'check', tone: 'warn' },
  guarded: { word: 'todo_guarded', sign: 'held', tone: 'hold' },
  parked: { word: 'todo_parked', sign: 'check', tone: 'warn' },
  unpriced: { word: 'todo_unpriced', sign: 'empty', tone: 'warn' },
} as const satisfies Record<string, { word: string; sign: Sign; tone: Tone }>

/** Things to do with count, one click from exactly that list. */
export function Todo({ list }: { readonly list: Home['todo'] }) {
  const { t } = useTranslation()
  const shown = list.flatMap(one => {
    const look = Object.entries(kinds).find(([name]) => name === one.what)?.[1]
    return look && one.count > 0 ? [{ ...one, look }] : []
  })
  return (
    <Panel title={t('home.todo')} aside={<Keys keys="G+E" />}>
      {shown.length === 0 ? <p className="home-none">{t('home.nothingToDo')}</p> : null}
      <ul>
        {shown.map(({ what, look, count: n, countCapped, address, oldest }) => (
          <li key={what}>
            <AddressLink className="todo" address={address}>
              <span className={`tone-${look.tone}`}>
                <StateSign sign={look.sign} />
              </span>
              <span className="two-lines">
                <span className="strong">{t(`home.${look.word}`)}</span>
                {oldest ? <span>{t('home.oldest', { at: shortDate(oldest) })}</span> : null}
              </span>
              <strong>{count(n, countCapped)}</strong>
              <Icon name="right" size={14} />
            </AddressLink>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
