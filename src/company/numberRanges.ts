import { type Database, type Tx, transact } from '../base/database.ts'
import { type NumberFrame, numberText } from './numberText.ts'
import { companyProblem } from './problems.ts'

/** What has numbers that people read. */
export type NumberKind = 'order' | 'delivery' | 'customer' | 'return' | 'quotation'

// How a range begins where nobody set it up.
const prefixes: Readonly<Record<NumberKind, string>> = {
  order: 'AU-',
  delivery: 'LS-',
  customer: 'K-',
  return: 'RT-',
  quotation: 'AN-',
}
const firstNumber = 10_001

/** Numbers of one kind, reserved before the transaction that uses some of them. */
export interface NumberBlock {
  /** The number of a thing, by its id. The same thing keeps its number, so a transaction that is tried again uses up none. */
  numberOf(id: string): string
  /** What was not used serves the next one who reserves in this process. */
  giveBack(): void
}

export interface Numbers {
  /**
   * Numbers for as many things, if they turn out to be needed; placeholders say the day of `at`, now if absent. Call it outside of any
   * transaction.
   */
  reserve(kind: NumberKind, count: number, at?: Date): Promise<NumberBlock>
  /** What this process has left of a range is not given any more: its range was set up anew. */
  forget(kind: NumberKind): void
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
  const left = new Map<NumberKind, Drawn[]>()
  let setUps = 0
  return {
    reserve: async (kind, count, at = new Date()) => {
      const before = setUps
      const numbers = left.get(kind)?.splice(0, count) ?? []
      if (numbers.length < count)
        numbers.push(...(await drawNumbers(db, tenant, kind, count - numbers.length)))
      const given = new Map<string, string>()
      return {
        numberOf: id => {
          const known = given.get(id)
          if (known !== undefined) return known
          const next = numbers.shift()
          if (next === undefined) throw new RangeError('no number reserved')
          const number = numberText(next.no, next, at, next.timeZone)
          given.set(id, number)
          return number
        },
        giveBack: () => {
          if (before === setUps) left.set(kind, [...numbers.splice(0), ...(left.get(kind) ?? [])])
        },
      }
    },
    forget: kind => {
      setUps++
      left.delete(kind)
    },
  }
}

/** A number that is nobody's yet, and how its text is made. */
interface Drawn extends NumberFrame {
  readonly no: bigint
  readonly timeZone: string
}

function drawNumbers(db: Database, tenant: string, kind: NumberKind, count: number): Promise<Drawn[]> {
  return transact(db, { tenant }, tx => draw(tx, tenant, kind, count))
}

/**
 * Numbers drawn inside a transaction that makes few things by hand: others who draw wait for its end, and what is rolled back
 * is given again. The counter is the last that a transaction locks. Placeholders say the day of `at`.
 */
export async function drawInside(
  tx: Tx,
  tenant: string,
  kind: NumberKind,
  count: number,
  at = new Date(),
): Promise<string[]> {
  const drawn = await draw(tx, tenant, kind, count)
  return drawn.map(one => numberText(one.no, one, at, one.timeZone))
}

/**
 * Takes the last numbers back that `drawInside` gave in this very transaction, which holds the counter: nobody has drawn since.
 */
export async function giveBackInside(tx: Tx, tenant: string, kind: NumberKind, count: number): Promise<void> {
  if (count > 0)
    await tx.run(`update number_range set next_no = next_no - $3 where tenant_id = $1 and kind = $2`, [
      tenant,
      kind,
      count,
    ])
}

async function draw(tx: Tx, tenant: string, kind: NumberKind, count: number): Promise<Drawn[]> {
  const [row] = await tx.query<NumberFrame & { first: string; timeZone: string }>(
    `insert into number_range (tenant_id, kind, prefix, next_no) values ($1, $2, $3, $4::bigint + $5)
     on conflict (tenant_id, kind) do update set next_no = number_range.next_no + $5
     returning prefix, suffix, next_no - $5 as first, ${timeZone} as "timeZone"`,
    [tenant, kind, prefixes[kind], firstNumber, count],
  )
  if (!row) throw new TypeError('no numbers were given')
  const { first, ...frame } = row
  return Array.from({ length: count }, (_, index) => ({ ...frame, no: BigInt(first) + BigInt(index) }))
}

// The days of placeholders are those of the tenant's first company.
const timeZone = `coalesce((select c.time_zone from company c where c.tenant_id = number_range.tenant_id order by c.id limit 1), 'UTC')`

/** How a range begins where nobody set it up. */
export const newRange = (kind: NumberKind) => ({ prefix: prefixes[kind], next: firstNumber })

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
