import { rangesOf } from '../base/searchRanges.ts'
import { searchWords } from '../base/searchWords.ts'
import type { Condition } from './orderCondition.ts'
import type { Parameter } from './orderFilter.ts'
import type { ProcessField } from './orderSearchFields.ts'
import { longestTerm } from './orderTokens.ts'

interface NumberField {
  /** Ids of orders with such a number, in `column` from u.low on and before u.high. */
  readonly entries: (range: string) => string
  /** Whether `o` has one: values of the column that the range is asked of. Looked up order by order, however many numbers are in it. */
  readonly check: (range: (column: string) => string) => string
  readonly column: string
}

const numbers: Readonly<Record<Exclude<ProcessField, 'note'>, NumberField>> = {
  number: {
    column: 't.order_number',
    entries: range => `select t.id from sales_order t where t.tenant_id = $1 and ${range}`,
    check: range => range('o.order_number'),
  },
  external: {
    column: 't.external_number',
    entries: range =>
      `select t.id from sales_order t where t.tenant_id = $1 and t.external_number is not null and ${range}`,
    check: range => range('o.external_number'),
  },
  tracking: {
    column: 't.tracking',
    entries: range =>
      `select t.order_id from delivery_package t
       where t.tenant_id = $1 and t.tracking <> '' and t.order_id is not null and ${range}`,
    check: range =>
      `(select true from delivery d join delivery_package t on t.tenant_id = d.tenant_id and t.delivery_id = d.id
       where d.tenant_id = $1 and d.order_id = o.id and d.reversed_at is null and ${range('t.tracking')} limit 1)`,
  },
  delivery: {
    column: 't.delivery_number',
    entries: range => `select t.order_id from delivery t where t.tenant_id = $1 and ${range}`,
    check: range =>
      `(select true from delivery t where t.tenant_id = $1 and t.order_id = o.id and ${range('t.delivery_number')} limit 1)`,
  },
  payment: {
    column: 't.transaction_id',
    entries: range =>
      `select t.order_id from payment t where t.tenant_id = $1 and t.transaction_id is not null and ${range}`,
    check: range =>
      `(select true from payment t where t.tenant_id = $1 and t.order_id = o.id and ${range('t.transaction_id')} limit 1)`,
  },
}

/** What a number asks of an order, as typed or in capitals: numbers are kept as shops write them. Undefined: nothing is asked. */
export function processCondition(
  text: string | undefined,
  fields: readonly ProcessField[],
  exact: boolean,
): Condition | undefined {
  const typed = (text ?? '').trim()
  if (typed === '') return undefined
  const { lows, highs } = rangesOf([...new Set([typed, typed.toUpperCase()])], exact)
  const ranges = lows.map((low, at) => ({ low, high: highs[at] ?? low }))
  const within = (column: string, at: Parameter) =>
    ranges.map(({ low, high }) => `(${column} >= ${at(low)} and ${column} < ${at(high)})`).join(' or ')
  const named = fields.flatMap(field => (field === 'note' ? [] : [numbers[field]]))
  const words = fields.includes('note') ? searchWords(typed).map(word => word.slice(0, longestTerm)) : []
  const lead = words.toSorted((a, b) => b.length - a.length)[0]
  const ofNote = (word: string) => ` an:${word}${exact ? ' ' : ''}`
  return {
    check: at => {
      const any = named.map(one => one.check(column => `(${within(column, at)})`))
      if (lead !== undefined)
        any.push(`(${words.map(word => `strpos(o.words, ${at(ofNote(word))}) > 0`).join(' and ')})`)
      return any.length === 0 ? 'false' : `(${any.join(' or ')})`
    },
    entries: at => {
      const all = named.flatMap(one =>
        ranges.map(({ low, high }) =>
          one.entries(`${one.column} >= ${at(low)} and ${one.column} < ${at(high)}`),
        ),
      )
      if (lead !== undefined)
        all.push(
          `select t.order_id from order_term t where t.tenant_id = $1 and t.field = 'an' and t.term >= ${at(lead)} and t.term < ${at(lead + (exact ? '\u0001' : '\u{10FFFF}'))}`,
        )
      return all.length === 0
        ? 'select null::uuid as id where false'
        : `select f.id from (${all.join(' union all ')}) as f (id)`
    },
    ...(words.length > 1 ? { loose: true } : {}),
  }
}
