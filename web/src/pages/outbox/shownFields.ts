/** A field of what was sent; without a value where only its name is kept. */
export interface ShownField {
  readonly name: string
  readonly value: string | undefined
}

/** The fields of an entry as lines: texts and numbers as they are, lists and groups as their parts. */
export function shownFields(fields: Readonly<Record<string, unknown>> | null): readonly ShownField[] {
  return Object.values(fields ?? {}).flatMap((part): ShownField[] => {
    if (Array.isArray(part)) return part.map(name => ({ name: String(name), value: undefined }))
    if (typeof part !== 'object' || part === null) return []
    return Object.entries(part).map(([name, value]) => ({ name, value: valueText(value) }))
  })
}

/** A value of any shape, short. */
export function valueText(value: unknown): string {
  if (value === null || value === undefined || value === '') return '–'
  if (Array.isArray(value)) return value.length === 0 ? '–' : value.map(valueText).join(', ')
  if (typeof value === 'object')
    return Object.entries(value)
      .map(([name, one]) => `${name}: ${valueText(one)}`)
      .join(', ')
  return String(value)
}
