import './order.css'
import { useTranslation } from 'react-i18next'
import type { LineQuantity } from '../../api/orderActs.ts'
import { Chip } from '../../ui/Chip.tsx'
import { DecimalField } from '../../ui/DecimalField.tsx'
import { TableHead } from '../../ui/TableHead.tsx'
import { readDecimal, signOf } from '../../words/decimalText.ts'
import { quantity } from '../../words/format.ts'

/** A line of which a part can be chosen. */
export interface ChoosableLine {
  readonly line: number
  readonly itemNumber: string | null
  readonly name: string
  /** So much of it there is to choose from. */
  readonly most: string
  readonly locked?: boolean
}

/** What was typed for each line. */
export type Typed = Readonly<Record<number, string>>

interface LineChoiceProps {
  readonly label: string
  /** What `most` is called. */
  readonly mostLabel: string
  readonly lines: readonly ChoosableLine[]
  readonly typed: Typed
  readonly onType: (typed: Typed) => void
}

/** Lines with a field for the quantity of each. */
export function LineChoice({ label, mostLabel, lines, typed, onType }: LineChoiceProps) {
  const { t } = useTranslation()
  return (
    <div className="line-choice">
      <table className="plain-table" aria-label={label}>
        <TableHead
          heads={[
            { left: t('order.pos'), wide: true },
            t('order.itemNumber'),
            t('order.name'),
            { right: mostLabel },
            { right: label },
          ]}
        />
        <tbody>
          {lines.map(line => (
            <tr key={line.line}>
              <td className="text2 wide-only">{line.line}</td>
              <td className="strong">{line.itemNumber}</td>
              <td title={line.name}>
                {line.name}{' '}
                {line.locked ? (
                  <Chip sign="lock" tone="mute">
                    {t('orderActs.locked')}
                  </Chip>
                ) : null}
              </td>
              <td className="cell-right">{quantity(line.most)}</td>
              <td className="cell-right">
                <DecimalField
                  bare
                  className="cell-field"
                  aria-label={t('orderActs.quantityOf', { label, line: line.line })}
                  value={typed[line.line] ?? ''}
                  onChange={text => onType({ ...typed, [line.line]: text })}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** The lines of which something was typed; undefined where something typed is no quantity. */
export function chosenLines(lines: readonly ChoosableLine[], typed: Typed): LineQuantity[] | undefined {
  const read = lines.map(({ line }) => ({ line, quantity: readDecimal(typed[line] ?? '') }))
  const list: LineQuantity[] = []
  for (const { line, quantity: amount } of read) {
    if (amount === undefined) return undefined
    if (amount !== '' && signOf(amount) > 0) list.push({ line, quantity: amount })
  }
  return list
}
