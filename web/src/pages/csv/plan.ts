import type { CsvField, CsvKind, CsvPreview, CsvSettings, Template } from '../../api/csv.ts'

/** What a column of the file is read as. */
export interface PlannedColumn {
  /** Its name in the file. */
  readonly column: string
  /** null: it is not read. */
  readonly field: string | null
  readonly prefix: string
  readonly suffix: string
  /** Counts where a cell is empty. */
  readonly fallback: string
}

/** What a person has said of a file; absent is what the file or the template shows. */
export interface Plan {
  readonly kind?: CsvKind | undefined
  readonly template?: string | undefined
  /** Encoding, separator and so on, without columns. */
  readonly format: Omit<CsvSettings, 'columns' | 'identify'>
  readonly columns?: readonly PlannedColumn[] | undefined
  /** Beside them: values of the template that every row gets. */
  readonly constants?: CsvSettings['columns'] | undefined
  readonly identify?: readonly string[] | undefined
}

/** By what rows can name their item; a category is named by its path. */
export const identifiers = ['id', 'itemNumber', 'gtin', 'manufacturerNumber', 'ownNumber'] as const

/** The columns of a file as they would be read; prefix and so on come from the template. */
export function columnsOf(preview: CsvPreview, template: Template | undefined): readonly PlannedColumn[] {
  const known = new Map((template?.settings.columns ?? []).map(one => [one.field, one]))
  return preview.columns.map(({ column, field }) => {
    const said = field === null ? undefined : known.get(field)
    return {
      column,
      field,
      prefix: said?.prefix ?? '',
      suffix: said?.suffix ?? '',
      fallback: said?.default ?? '',
    }
  })
}

/** The settings that a plan means. `bare`: without what changes nothing in the preview, so that typing asks nobody. */
export function settingsOf(plan: Plan, bare = false): CsvSettings {
  const { columns, constants = [], identify, format } = plan
  const chosen = identifiers.filter(one => identify?.includes(one))
  return {
    ...format,
    ...(columns ? { columns: [...named(columns, bare), ...constants] } : {}),
    ...(identify ? { identify: chosen } : {}),
  }
}

function named(columns: readonly PlannedColumn[], bare: boolean): NonNullable<CsvSettings['columns']> {
  const names = columns.map(one => one.column.trim().toLowerCase())
  return columns.flatMap(({ column, field, prefix, suffix, fallback }, at) => {
    if (field === null) return []
    const isAlone = names.indexOf(names[at] ?? '') === at && names.lastIndexOf(names[at] ?? '') === at
    // What has no name of its own is named by its number.
    const name = isAlone && column.trim() !== '' ? column : String(at + 1)
    return [
      {
        column: name,
        field,
        ...(prefix === '' || bare ? {} : { prefix }),
        ...(suffix === '' || bare ? {} : { suffix }),
        ...(fallback === '' || bare ? {} : { default: fallback }),
      },
    ]
  })
}

/** The fields that can be chosen, each with its name; what has a * once for everything that it can stand for. */
export function choicesOf(
  fields: readonly CsvField[],
  used: readonly (string | null)[],
): readonly { readonly value: string; readonly label: string }[] {
  const choices = fields.flatMap(({ field, column, names }) =>
    names === null
      ? [{ value: field, label: column }]
      : names.map(name => ({
          value: field.replace('*', () => name),
          label: column.replace('*', () => name),
        })),
  )
  const known = new Set(choices.map(one => one.value))
  // A language in which there is no text yet, and the like.
  const more = used.flatMap(field => (field === null || known.has(field) ? [] : [field]))
  return [...choices, ...[...new Set(more)].map(field => ({ value: field, label: field }))]
}
