/** Above a column: a word; `right`: above figures; `heard`: not shown, and said to who hears the table. */
export type Head = string | { readonly right: string } | { readonly heard: string }

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
            <th key={head.right} scope="col" className="cell-right">
              {head.right}
            </th>
          ) : (
            <th key={head.heard} scope="col">
              <span className="heard-only">{head.heard}</span>
            </th>
          ),
        )}
      </tr>
    </thead>
  )
}
