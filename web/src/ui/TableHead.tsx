/**
 * Above a column: a word; `right`: above figures; `heard`: not shown, and said to who hears the table. `wide`: only where there is
 * room, as its cells are (`wide-only`).
 */
export type Head =
  | string
  | { readonly left: string; readonly wide: true }
  | { readonly right: string; readonly wide?: boolean }
  | { readonly heard: string; readonly wide?: boolean }

/** The head of a plain table. */
export function TableHead({ heads }: { readonly heads: readonly Head[] }) {
  return (
    <thead>
      <tr>
        {heads.map(head =>
          typeof head === 'string' ? (
            <th key={head} scope="col">
              {head}
            </th>
          ) : 'right' in head ? (
            <th key={head.right} scope="col" className={head.wide ? 'cell-right wide-only' : 'cell-right'}>
              {head.right}
            </th>
          ) : 'left' in head ? (
            <th key={head.left} scope="col" className="wide-only">
              {head.left}
            </th>
          ) : (
            <th key={head.heard} scope="col" className={head.wide ? 'wide-only' : undefined}>
              <span className="heard-only">{head.heard}</span>
            </th>
          ),
        )}
      </tr>
    </thead>
  )
}
