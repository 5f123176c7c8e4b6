import { Radio } from '@mantine/core'
import './conflictTable.css'

export interface ConflictRow {
  readonly key: string
  readonly field: string
  readonly was: string
  readonly theirs: string
  readonly yours: string
}

interface ConflictTableProps {
  readonly label: string
  /** Field, before, theirs, yours. */
  readonly heads: readonly [string, string, string, string]
  readonly rows: readonly ConflictRow[]
  /** The rows of which theirs stays. */
  readonly theirs: ReadonlySet<string>
  readonly onChoose: (theirs: ReadonlySet<string>) => void
}

/** What two changed at once, field by field; yours is chosen until theirs is. */
export function ConflictTable({ label, heads, rows, theirs, onChoose }: ConflictTableProps) {
  const choose = (key: string, isTheirs: boolean) =>
    onChoose(new Set([...[...theirs].filter(one => one !== key), ...(isTheirs ? [key] : [])]))
  return (
    <table className="plain-table conflict-table" aria-label={label}>
      <thead>
        <tr>
          {heads.map(head => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, field, was, theirs: there, yours }) => (
          <tr key={key} data-field={key}>
            <th scope="row">{field}</th>
            <td className="text2">{was}</td>
            <td>
              <Radio name={key} label={there} checked={theirs.has(key)} onChange={() => choose(key, true)} />
            </td>
            <td>
              <Radio
                name={key}
                label={yours}
                checked={!theirs.has(key)}
                onChange={() => choose(key, false)}
              />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
