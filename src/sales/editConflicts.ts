import type { OrderEdit } from './editOrders.ts'
import type { EditableLine, EditableOrder, EditData } from './editStore.ts'

/** A field that somebody else has changed since it was looked at. */
export interface FieldConflict {
  /** As in the history: `note`, `billing`, `lines.2.quantity`, `lines.3`. */
  readonly field: string
  /** What stood there before; null where that is not known, or a person's. */
  readonly was: unknown
  /** What stands there now. */
  readonly theirs: unknown
  /** What this edit would have made of it; null: nothing. */
  readonly yours: unknown
  readonly by: string
  readonly at: Date
}

/** Field by field what others made of an order since a version, beside what an edit wanted. The newest change of each. Pure. */
export function conflictsOf(
  edit: OrderEdit,
  standing: { readonly order: EditableOrder; readonly lines: readonly EditableLine[] },
  events: readonly { readonly at: Date; readonly actor: string; readonly data: EditData }[],
): FieldConflict[] {
  const found = new Map<string, FieldConflict>()
  for (const { at, actor, data } of events) {
    const parts = (data.fields ?? []).map(field => field.split('.')[0] ?? field)
    const fields = [
      ...Object.entries(data.changes ?? {}),
      ...[...new Set(parts)].map(field => [field, {}] as const),
    ]
    for (const [field, change] of fields) {
      const was = found.get(field)?.was ?? ('from' in change ? change.from : null) ?? null
      const theirs = standsNow(field, standing) ?? ('to' in change ? change.to : null) ?? null
      found.set(field, { field, was, theirs, yours: wanted(field, edit), by: actor, at })
    }
  }
  return [...found.values()].sort((a, b) => (a.field < b.field ? -1 : 1))
}

function standsNow(
  field: string,
  { order, lines }: { readonly order: EditableOrder; readonly lines: readonly EditableLine[] },
): unknown {
  const [, number, part] = /^lines\.(\d+)(?:\.(\w+))?$/.exec(field) ?? []
  if (number === undefined) return field === 'customer' ? order.customerId : fieldOf(order, field)
  const line = lines.find(one => one.line === Number(number))
  if (!line) return null
  if (part !== undefined) return fieldOf(line, part)
  const { kind, itemId, name, quantity, unitNet, unitGross } = line
  return { kind, item: itemId, name, quantity, unitNet, unitGross }
}

function wanted(field: string, edit: OrderEdit): unknown {
  const [, number, part] = /^lines\.(\d+)(?:\.(\w+))?$/.exec(field) ?? []
  if (number === undefined) return (field === 'customer' ? edit.customerId : fieldOf(edit, field)) ?? null
  if (edit.remove?.includes(Number(number))) return 'removed'
  const change = edit.change?.find(one => one.line === Number(number))
  return (part === undefined ? change : change && fieldOf(change, part)) ?? null
}

function fieldOf(object: object, field: string): unknown {
  return Object.entries(object).find(([name]) => name === field)?.[1]
}
