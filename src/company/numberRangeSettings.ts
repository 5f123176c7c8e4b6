import type { Tx } from '../base/database.ts'
import { companyFrame } from './companyStore.ts'
import { type NumberKind, newRange, numberKinds } from './numberRanges.ts'
import { type NumberFrame, numberPattern, numberText, wrongPlaceholder } from './numberText.ts'
import { companyProblem } from './problems.ts'

/** A range of numbers as it is set up. */
export interface NumberRange extends NumberFrame {
  readonly kind: NumberKind
  readonly next: string
  /** What the next number looks like today. */
  readonly example: string
}

export interface NumberRangeChange {
  readonly prefix?: string | undefined
  readonly suffix?: string | undefined
  /** The number that comes next; never lower than it is. */
  readonly next?: string | undefined
}

/** All ranges, in their order; also those of which no number was given yet. */
export async function listNumberRanges(tx: Tx, tenant: string, now: Date): Promise<NumberRange[]> {
  const rows = await tx.query<NumberFrame & { kind: string; next: string }>(
    `select kind, prefix, suffix, next_no::text as next from number_range where tenant_id = $1`,
    [tenant],
  )
  const { timeZone } = await companyFrame(tx, tenant)
  return numberKinds.map(kind => {
    const { prefix, next } = newRange(kind)
    const row = rows.find(one => one.kind === kind) ?? { prefix, suffix: '', next: String(next) }
    return {
      kind,
      prefix: row.prefix,
      suffix: row.suffix,
      next: row.next,
      example: numberText(BigInt(row.next), row, now, timeZone),
    }
  })
}

/**
 * Sets a range up. Numbers that were given keep their text. Throws NUMBER_RANGE_UNKNOWN, NUMBER_PLACEHOLDER_UNKNOWN,
 * NUMBER_NEVER_LOWER, NUMBER_TAKEN_AHEAD (a number that is still to come is in use already, from another prefix or from elsewhere).
 */
export async function setNumberRange(
  tx: Tx,
  tenant: string,
  kind: NumberKind,
  change: NumberRangeChange,
  now: Date,
): Promise<NumberRange> {
  const { prefix, next } = newRange(kind)
  await tx.run(
    `insert into number_range (tenant_id, kind, prefix, next_no) values ($1, $2, $3, $4) on conflict (tenant_id, kind) do nothing`,
    [tenant, kind, prefix, next],
  )
  const [before] = await tx.query<NumberFrame & { next: string }>(
    `select prefix, suffix, next_no::text as next from number_range where tenant_id = $1 and kind = $2 for update`,
    [tenant, kind],
  )
  if (!before) throw companyProblem('NUMBER_RANGE_UNKNOWN', { kind, known: numberKinds })
  const after = {
    prefix: change.prefix ?? before.prefix,
    suffix: change.suffix ?? before.suffix,
    next: change.next ?? before.next,
  }
  const wrong = wrongPlaceholder(after.prefix) ?? wrongPlaceholder(after.suffix)
  if (wrong !== undefined) throw companyProblem('NUMBER_PLACEHOLDER_UNKNOWN', { placeholder: wrong })
  if (BigInt(after.next) < BigInt(before.next))
    throw companyProblem('NUMBER_NEVER_LOWER', { next: before.next, given: after.next })
  const taken = await highestTaken(tx, tenant, kind, after)
  if (taken !== undefined) throw companyProblem('NUMBER_TAKEN_AHEAD', { number: taken })
  await tx.run(
    `update number_range set prefix = $3, suffix = $4, next_no = $5 where tenant_id = $1 and kind = $2`,
    [tenant, kind, after.prefix, after.suffix, after.next],
  )
  const found = (await listNumberRanges(tx, tenant, now)).find(one => one.kind === kind)
  if (!found) throw companyProblem('NUMBER_RANGE_UNKNOWN', { kind, known: numberKinds })
  return found
}

// Where the numbers of a kind stand.
const columnOf: Readonly<Partial<Record<NumberKind, readonly [table: string, column: string]>>> = {
  order: ['sales_order', 'order_number'],
  delivery: ['delivery', 'delivery_number'],
  customer: ['customer', 'customer_number'],
  return: ['order_return', 'return_number'],
}

// A number in use that this range would give some day. Read through once; ranges are set up seldom.
async function highestTaken(
  tx: Tx,
  tenant: string,
  kind: NumberKind,
  range: NumberFrame & { readonly next: string },
): Promise<string | undefined> {
  const place = columnOf[kind]
  if (!place) return undefined
  const [table, column] = place
  const [row] = await tx.query<{ number: string }>(
    `select ${column} as number from ${table} where tenant_id = $1 and ${column} ~ $2 and (substring(${column} from $2))::numeric >= $3::numeric
     order by (substring(${column} from $2))::numeric desc limit 1`,
    [tenant, numberPattern(range), range.next],
  )
  return row?.number
}
