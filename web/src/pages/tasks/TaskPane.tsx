import { TextInput } from '@mantine/core'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Task, TaskDecision } from '../../api/tasks.ts'
import { useMissingRight } from '../../shell/rights.ts'
import { Chip } from '../../ui/Chip.tsx'
import { ReasonButton } from '../../ui/ReasonButton.tsx'
import { useShortcut } from '../../ui/shortcuts.ts'
import { TableHead } from '../../ui/TableHead.tsx'
import { fullDate, quoted } from '../../words/format.ts'
import { shownValue } from './differenceText.ts'

interface TaskPaneProps {
  readonly task: Task | undefined
  readonly busy: boolean
  readonly onDecide: (task: Task, decision: TaskDecision, note: string) => void
}

/** The current task: what was reported, what differs, and what can be decided. */
export function TaskPane({ task, busy, onDecide }: TaskPaneProps) {
  const { t } = useTranslation()
  const go = useNavigate()
  const [note, setNote] = useState('')
  const lacking = useMissingRight('orders.write')
  const actions = task?.actions ?? []
  const reasonsOf = (decision: TaskDecision) => [
    ...lacking,
    ...(decision === 'refuse' && note.trim() === '' ? [{ reason: t('tasks.noteMissing') }] : []),
  ]
  // The most likely decision stands last and alone as primary.
  const main = actions.includes('accept') ? 'accept' : actions[0]
  // It ends by itself with the booking: to call it done without one is the exception.
  const refunds = task?.code === 'TO_REFUND'
  const decide = (decision: TaskDecision) => {
    if (task) onDecide(task, decision, note.trim())
  }
  useShortcut(
    'Ctrl+Enter',
    () => main && decide(main),
    main !== undefined && !refunds && !busy && reasonsOf(main).length === 0,
  )
  if (!task)
    return (
      <aside className="split-pane" aria-label={t('tasks.chooseRow')}>
        <p className="text2">{t('tasks.chooseRow')}</p>
      </aside>
    )
  return (
    <aside className="split-pane" aria-label={task.title}>
      <div className="split-pane-head">
        <h2 className="capital">{task.title}</h2>
        <span className="text2">
          {[task.channel, fullDate(task.raisedAt), task.raisedBy].filter(Boolean).join(' · ')}
        </span>
        {task.holds && task.closedAt === null ? (
          <Chip sign="held" tone="hold" filled>
            {t('tasks.holds')}
          </Chip>
        ) : null}
      </div>
      <div className="split-pane-body">
        <p className="strong">{task.sentence}</p>
        <p className="text2">{task.remedy}</p>
        {task.orderId ? (
          <Link to="/orders/$id" params={{ id: task.orderId }}>
            {[task.orderNumber, task.customer].filter(Boolean).join(' · ')}
          </Link>
        ) : null}
        {task.differences.length === 0 ? null : (
          <>
            <h3>{t('tasks.differences')}</h3>
            <table className="plain-table task-differences">
              <TableHead
                heads={[t('conflicts.field'), { right: t('tasks.inKontor') }, { right: t('tasks.atShop') }]}
              />
              <tbody>
                {task.differences.map(one => {
                  const of = one.sku ?? one.name ?? one.line ?? ''
                  return (
                    <tr key={`${one.what} ${one.line ?? ''} ${of}`}>
                      <th scope="row" title={one.name}>
                        {`${t(`tasks.diff_${one.what}`)} ${of}`}
                      </th>
                      <td className="cell-right">{shownValue(one.what, one.ours)}</td>
                      <td className="cell-right tone-warn strong">{shownValue(one.what, one.shop)}</td>
                    </tr>
                  )
                })}
              </tbody>
            </table>
          </>
        )}
        {task.closedAt ? (
          <p>
            {t('tasks.closedBy', {
              decision: decisionWord(t, task.decision),
              at: fullDate(task.closedAt),
              who: task.closedBy ?? '',
            })}
            {task.note === '' ? null : `: ${quoted(task.note)}`}
          </p>
        ) : (
          <>
            <h3>{t('tasks.whatToDo')}</h3>
            <TextInput
              label={t('tasks.note')}
              description={actions.includes('refuse') ? t('tasks.noteHelp') : undefined}
              value={note}
              maxLength={1000}
              onChange={event => setNote(event.currentTarget.value)}
            />
            <div className="pane-buttons">
              {[...actions.filter(one => one !== main), ...(main ? [main] : [])].map(decision => (
                <ReasonButton
                  key={decision}
                  verb={t(`tasks.${decision}`)}
                  variant={decision === main && !refunds ? 'filled' : 'default'}
                  loading={busy}
                  reasons={reasonsOf(decision)}
                  onClick={() => decide(decision)}
                />
              ))}
              {refunds && task.orderId ? (
                <ReasonButton
                  verb={t('orderActs.refund')}
                  label={`${t('orderActs.refund')} …`}
                  variant="filled"
                  reasons={lacking}
                  onClick={() =>
                    void go({
                      to: '/orders/$id',
                      params: { id: task.orderId ?? '' },
                      search: { act: 'refund' },
                    })
                  }
                />
              ) : null}
            </div>
          </>
        )}
      </div>
    </aside>
  )
}

const decisions = ['accept', 'refuse', 'done'] as const

function decisionWord(t: (key: `tasks.d_${TaskDecision}`) => string, decision: string | null): string {
  const known = decisions.find(one => one === decision)
  return known ? t(`tasks.d_${known}`) : (decision ?? '')
}
