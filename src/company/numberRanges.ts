import { type Database, type Tx, transact } from '../base/database.ts'
import { companyProblem } from './problems.ts'

/** What has numbers that people read. */
export type NumberKind = 'order' | 'delivery' | 'customer'

// How a range begins where nobody set it up.
const prefixes: Readonly<Record<NumberKind, string>> = { order: 'AU-', delivery: 'LS-', customer: 'K-' }
const firstNumber = 10_001

/** Numbers of one kind, reserved before the transaction that uses some of them. */
export interface NumberBlock {
  /** The number of a thing, by its id. The same thing keeps its number, so a transaction that is tried again uses up none. */
  numberOf(id: string): string
  /** What was not used serves the next one who reserves in this process. */
  giveBack(): void
}

export interface Numbers {
  /** Numbers for as many things, if they turn out to be needed. Call it outside of any transaction. */
  reserve(kind: NumberKind, count: number): Promise<NumberBlock>
}

/**
 * The numbers of a tenant. They are drawn in blocks, in transactions of their own: unique, ascending, never given again;
 * what a process has left when it ends is a gap. One source per process and tenant.
 */
export function numbersOf(db: Database, tenant: string): Numbers {
  const known = sources.get(db) ?? new Map<string, Numbers>()
  sources.set(db, known)
  const source = known.get(tenant) ?? makeSource(db, tenant)
  known.set(tenant, source)
  return source
}
const sources = new WeakMap<Database, Map<string, Numbers>>()

function makeSource(db: Database, tenant: string): Numbers {
  const left: Record<NumberKind, string[]> = { order: [], delivery: [], customer: [] }
  return {
    reserve: async (kind, count) => {
      const numbers = left[kind].splice(0, count)
      if (numbers.length < count)
        numbers.push(...(await drawNumbers(db, tenant, kind, count - numbers.length)))
      const given = new Map<string, string>()
      return {
        numberOf: id => {
          const number = given.get(id) ?? numbers.shift()
          if (number === undefined) throw new RangeError('no number reserved')
          given.set(id, number)
          return number
        },
        giveBack: () => {
          left[kind] = [...numbers.splice(0), ...left[kind]]
        },
      }
    },
  }
}

function drawNumbers(db: Database, tenant: string, kind: NumberKind, count: number): Promise<string[]> {
  return transact(db, { tenant }, tx => drawInside(tx, tenant, kind, count))
}

/**
 * Numbers drawn inside a transaction that makes few things by hand: others who draw wait for its end, and what is rolled back
 * is given again. The counter is the last that a transaction locks.
 */
export async function drawInside(tx: Tx, tenant: string, kind: NumberKind, count: number): Promise<string[]> {
  const [row] = await tx.query<{ prefix: string; suffix: string; first: string }>(
    `insert into number_range (tenant_id, kind, prefix, next_no) values ($1, $2, $3, $4::bigint + $5)
     on conflict (tenant_id, kind) do update set next_no = number_range.next_no + $5
     returning prefix, suffix, next_no - $5 as first`,
    [tenant, kind, prefixes[kind], firstNumber, count],
  )
  if (!row) throw new TypeError('no numbers were given')
  const first = BigInt(row.first)
  return Array.from({ length: count }, (_, index) => `${row.prefix}${first + BigInt(index)}${row.suffix}`)
}

/** The kinds of numbers, in the order in which they are shown. */
export const numberKinds = Object.keys(prefixes) as NumberKind[]

/**
 * After a restore: every range goes on `gap` numbers further, because some were given since the backup. Answers the first number
 * of each that the backup does not know.
 */
export async function jumpNumbers(
  tx: Tx,
  tenant: string,
  gap: number,
): Promise<{ kind: NumberKind; firstNo: string }[]> {
  return tx.query(
    `insert into number_range (tenant_id, kind, prefix, next_no)
     select $1, k.kind, k.prefix, $4::bigint + $5 from unnest($2::text[], $3::text[]) as k (kind, prefix) order by k.kind
     on conflict (tenant_id, kind) do update set next_no = number_range.next_no + $5
     returning kind, (next_no - $5)::text as "firstNo"`,
    [tenant, numberKinds, Object.values(prefixes), firstNumber, gap],
  )
}

/** The next number of each range that was used, by kind. */
export async function nextNumbers(tx: Tx, tenant: string): Promise<Map<string, string>> {
  const rows = await tx.query<{ kind: string; next: string }>(
    `select kind, next_no::text as next from number_range where tenant_id = $1`,
    [tenant],
  )
  return new Map(rows.map(row => [row.kind, row.next]))
}

/** Goes on behind this number, if it was not further already; never back. Answers the number that comes next. */
export async function raiseNumber(tx: Tx, tenant: string, kind: string, last: string): Promise<string> {
  const [row] = await tx.query<{ next: string }>(
    `update number_range set next_no = greatest(next_no, $3::bigint + 1) where tenant_id = $1 and kind = $2 returning next_no::text as next`,
    [tenant, kind, last],
  )
  if (!row) throw companyProblem('NUMBER_RANGE_UNKNOWN', { kind, known: numberKinds })
  return row.next
}
