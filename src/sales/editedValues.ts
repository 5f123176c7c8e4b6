/** What stood in the fields that an event changed, and what stands there since; of addresses each part. Nothing: left out. */
export interface EditedValues {
  readonly before: Readonly<Record<string, string>>
  readonly after: Readonly<Record<string, string>>
}

/** A field that tells of a person: its values are kept apart from the history (`sales_order_edit_value`). */
export interface PersonalValue {
  readonly field: string
  readonly before: unknown
  readonly after: unknown
}

/**
 * The values that an event tells of, by field: `totalGross`, `lines.2.quantity`, `billing.street`. `personal`: those that are kept apart,
 * none where somebody may not see them or they were forgotten. Only what differs. Pure.
 */
export function editedValues(
  data: Readonly<Record<string, unknown>>,
  personal: readonly PersonalValue[],
): EditedValues {
  const before = new Map<string, string>()
  const after = new Map<string, string>()
  for (const [field, change] of Object.entries(isRecord(data['changes']) ? data['changes'] : {})) {
    const { from, to } = isRecord(change) ? change : {}
    collect(before, field, from)
    collect(after, field, to)
  }
  for (const { field, before: from, after: to } of personal) {
    collect(before, field, from)
    collect(after, field, to)
  }
  const differing = (one: Map<string, string>, other: Map<string, string>) =>
    Object.fromEntries([...one].filter(([field, value]) => other.get(field) !== value))
  return { before: differing(before, after), after: differing(after, before) }
}

function collect(into: Map<string, string>, field: string, value: unknown): void {
  if (value === null || value === undefined || value === '') return
  if (typeof value !== 'object') into.set(field, String(value))
  else for (const [name, part] of Object.entries(value)) collect(into, `${field}.${name}`, part)
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
