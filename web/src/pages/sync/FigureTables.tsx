import './figures.css'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { RunPart } from '../../api/runs.ts'
import { Icon } from '../../ui/Icon.tsx'
import { Progress } from '../../ui/Progress.tsx'
import { StateChip } from '../../ui/StateChip.tsx'
import { runLook } from '../../ui/states.ts'
import { TableHead } from '../../ui/TableHead.tsx'
import { count } from '../../words/format.ts'
import { receivedKinds, sentKinds, sumFigures, usuallyReceived, walkOf } from './runFigures.ts'

const received = ['found', 'new', 'updated', 'unchanged', 'skipped', 'parked'] as const
const sent = ['sent', 'accepted', 'pending', 'rejected', 'unknown'] as const
const lanes: Readonly<Record<string, string>> = {
  stock: 'stock',
  category: 'catalogue',
  manufacturer: 'catalogue',
  characteristic: 'catalogue',
  image: 'catalogue',
  item: 'catalogue',
  price: 'catalogue',
}

interface FigureTablesProps {
  readonly parts: readonly RunPart[]
  /** Whose figures these are: one channel, or all. */
  readonly name: string
  readonly onLeave?: () => void
}

/** What a run fetched and what it sent, kind by kind; each line adds up at every moment. */
export function FigureTables({ parts, name, onLeave }: FigureTablesProps) {
  // What comes in is the work of one lane; a payment that goes out is another figure than one that comes in.
  const incoming = parts.filter(part => part.lane === 'orders')
  const outgoing = parts.filter(part => part.lane !== 'orders')
  const shared = { name, ...(onLeave ? { onLeave } : {}) }
  return (
    <>
      <FigureTable
        {...shared}
        parts={incoming}
        direction="receive"
        kinds={receivedKinds}
        figures={received}
      />
      <FigureTable {...shared} parts={outgoing} direction="send" kinds={sentKinds} figures={sent} />
    </>
  )
}

interface FigureTableProps extends FigureTablesProps {
  readonly direction: 'receive' | 'send'
  readonly kinds: readonly ((typeof receivedKinds)[number] | (typeof sentKinds)[number])[]
  readonly figures: readonly ((typeof received)[number] | (typeof sent)[number])[]
}

function FigureTable({ parts, name, direction, kinds, figures, onLeave }: FigureTableProps) {
  const { t } = useTranslation()
  const sums = sumFigures(parts)
  const walks = parts.filter(part => part.endedAt === null).flatMap(part => part.complete ?? [])
  const shown = kinds.filter(
    kind =>
      sums[kind] !== undefined ||
      walks.some(one => one.kind === kind) ||
      (direction === 'receive' && usuallyReceived.includes(kind)),
  )
  return (
    <section className="figures" aria-label={`${t(`sync.${direction}`)} ${name}`}>
      <div className="figures-head">
        <Icon name={direction} size={14} />
        <h3>{t(`sync.${direction}`)}</h3>
        <span className="text2">{name}</span>
      </div>
      <table className="plain-table">
        <TableHead
          heads={[
            t('sync.kinds'),
            ...figures.map(figure => ({ right: t(`sync.${figure}`) })),
            t('sync.progress'),
          ]}
        />
        <tbody>
          {shown.map(kind => {
            const lane = direction === 'receive' ? 'orders' : (lanes[kind] ?? 'feedback')
            const part = parts.filter(one => one.lane === lane)
            const walk = walkOf(walks.filter(one => one.kind === kind))
            return (
              <tr key={kind} data-kind={kind}>
                <th scope="row">{t(`sync.${kind}`)}</th>
                {figures.map((figure, at) => (
                  <td
                    key={figure}
                    className={at === 0 ? 'cell-right strong' : 'cell-right'}
                    data-figure={figure}
                  >
                    <Figure figure={figure} value={sums[kind]?.[figure] ?? 0} onLeave={onLeave} />
                  </td>
                ))}
                <td>
                  {walk ? (
                    <span className="figure-walk">
                      <Progress
                        share={walk.total > 0 ? walk.done / walk.total : undefined}
                        label={t(`sync.${kind}`)}
                      />
                      {t('sync.doneOf', { done: count(walk.done), total: count(walk.total) })}
                    </span>
                  ) : (
                    <Stand parts={part} />
                  )}
                </td>
              </tr>
            )
          })}
          {shown.length === 0 ? (
            <tr>
              <td colSpan={figures.length + 2} className="text3">
                {t('sync.nothingYet')}
              </td>
            </tr>
          ) : null}
        </tbody>
      </table>
    </section>
  )
}

/** A number; where a person is needed it is coloured and opens the records. */
function Figure(props: { figure: string; value: number; onLeave?: (() => void) | undefined }) {
  const { figure, value } = props
  if (value === 0) return <span className="text3">0</span>
  if (figure === 'parked')
    return (
      <Link
        to="/ledger"
        search={{ outcome: 'parked' }}
        className="figure-link tone-warn"
        onClick={() => props.onLeave?.()}
      >
        {count(value)}
      </Link>
    )
  if (figure === 'rejected')
    return (
      <Link
        to="/outbox"
        search={{ view: 'refused' }}
        className="figure-link tone-bad"
        onClick={() => props.onLeave?.()}
      >
        {count(value)}
      </Link>
    )
  if (figure === 'pending')
    return (
      <Link
        to="/outbox"
        search={{ view: 'journal', result: 'pending' }}
        className="figure-link tone-pend"
        onClick={() => props.onLeave?.()}
      >
        {count(value)}
      </Link>
    )
  return <span>{count(value)}</span>
}

function Stand({ parts }: { readonly parts: readonly RunPart[] }) {
  const { t } = useTranslation()
  const worst =
    parts.find(part => part.state === 'failed') ??
    parts.find(part => part.state === 'running') ??
    parts.find(part => part.state !== 'done') ??
    parts[0]
  if (!worst) return <span className="text3">{t('sync.waits')}</span>
  return <StateChip look={runLook(worst.state)} filled={false} />
}
