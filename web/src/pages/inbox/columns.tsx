import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { type CheckState, checkNames, type WebOrder } from '../../api/inbox.ts'
import { ChannelSign } from '../../ui/ChannelName.tsx'
import { Chip, StateSign } from '../../ui/Chip.tsx'
import type { Column } from '../../ui/DataTable.tsx'
import { money, shortDate } from '../../words/format.ts'
import { answerWord } from './answerWord.ts'
import { howWord } from './howWord.ts'

/** Nothing stands against taking it over, and nobody has to be asked whose it is. */
export function canTakeOver(row: WebOrder): boolean {
  return row.openChecks.length === 0 && !row.pending && row.checks.customer === 'ok'
}

/** Something can be done with it together with others: taken over, or answered. */
export function canChoose(row: WebOrder): boolean {
  return canTakeOver(row) || row.wantsAnswer
}

/** The columns of the inbox. */
export function useColumns(): readonly Column<WebOrder>[] {
  const { t } = useTranslation()
  return useMemo(
    () => [
      {
        id: 'order',
        head: t('inbox.order'),
        width: 110,
        cell: row => (
          <span className="channel-name" title={row.channel}>
            <ChannelSign name={row.channel} />
            <span className="channel-text strong">{row.externalNumber}</span>
          </span>
        ),
      },
      { id: 'time', head: t('inbox.time'), width: 76, cell: row => shortDate(row.placedAt) },
      {
        id: 'buyer',
        head: t('inbox.buyer'),
        width: 120,
        grow: true,
        cell: row => (
          <span className="two-lines">
            <span>{row.customer}</span>
            <span>{[row.place, row.country].filter(Boolean).join(', ')}</span>
          </span>
        ),
      },
      ...checkNames.map(
        (name): Column<WebOrder> => ({
          id: name,
          head: t(`inbox.${name}`),
          width: 52,
          align: 'center',
          cell: row => <Check state={row.checks[name]} name={t(`inbox.${name}`)} />,
        }),
      ),
      {
        id: 'match',
        head: t('inbox.customerHere'),
        width: 176,
        cell: row => <CustomerHere row={row} />,
      },
      {
        id: 'gross',
        head: t('inbox.gross'),
        width: 82,
        align: 'right',
        cell: row => money(row.totalGross, row.currency),
      },
    ],
    [t],
  )
}

function Check({ state, name }: { readonly state: CheckState; readonly name: string }) {
  const { t } = useTranslation()
  const words = { ok: t('inbox.checkOk'), open: t('inbox.checkOpen'), ask: t('inbox.checkAsk') }
  const looks = { ok: 'check-ok', open: 'check-box tone-bad', ask: 'check-box tone-warn' }
  return (
    <span className={looks[state]} role="img" aria-label={`${name}: ${words[state]}`}>
      <StateSign sign={state === 'ok' ? 'done' : state === 'open' ? 'failed' : 'check'} />
    </span>
  )
}

function CustomerHere({ row }: { readonly row: WebOrder }) {
  const { t } = useTranslation()
  const blocker = row.pending ? answerWord(row, true) : row.firstBlocker?.reason
  const { match } = row
  const reasons = match?.because.map(one => one.reason).join(', ') ?? ''
  return (
    <span className="two-lines">
      {row.checks.customer === 'ask' ? (
        <Chip sign="half" tone="warn" filled>
          {t('inbox.candidatesShort', { count: row.candidates })}
        </Chip>
      ) : match ? (
        <span className="strong">{row.assigned ? match.number : `${match.number} · ${match.score} %`}</span>
      ) : (
        <Chip sign="empty" tone="info">
          {t('inbox.newCustomer')}
        </Chip>
      )}
      {blocker ? (
        <span className="inbox-blocker" title={blocker}>
          {blocker}
        </span>
      ) : (
        <span title={reasons}>
          {match ? reasons || howWord(match.how) : t(row.assignedNew ? 'inbox.assignedNew' : 'inbox.noMatch')}
        </span>
      )}
    </span>
  )
}
