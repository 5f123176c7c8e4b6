import type { Tx } from '../base/database.ts'
import { searchTerm, searchWords } from '../base/searchWords.ts'
import { type Condition, mostStreams, type Streams } from './orderCondition.ts'
import type { Parameter } from './orderFilter.ts'
import type { CustomerField } from './orderSearchFields.ts'
import { digitsOf, tidy } from './orderTokens.ts'

const both = (letters: string, places: string) =>
  [...letters].flatMap(letter => [...places].map(place => letter + place))
const codes: Readonly<Record<CustomerField, readonly string[]>> = {
  number: ['no'],
  debtor: ['db'],
  name: both('n', 'abdk'),
  email: both('e', 'abdk'),
  phone: both('t', 'abdk'),
  postcode: both('p', 'abd'),
  city: both('c', 'abd'),
  billing: both('nspcet', 'ab'),
  shipping: both('nspcet', 'ad'),
}

/** A part of what was typed; it is met by its whole, or by all of its words. */
interface Part {
  readonly ways: readonly (readonly string[])[]
}

/** What a text asks of the words of orders: one condition for each part that blanks part. */
export function customerConditions(
  tx: Tx,
  tenant: string,
  text: string | undefined,
  fields: readonly CustomerField[],
  exact: boolean,
): Condition[] {
  const among = [...new Set(fields.flatMap(field => codes[field]))].sort()
  return partsOf(text).map(part => wordCondition(tx, tenant, part, among, exact))
}

/** The same for words of notes (`an`) or of lines' texts (`tx`). */
export function wordConditions(
  tx: Tx,
  tenant: string,
  text: string | undefined,
  field: 'an' | 'tx',
  exact: boolean,
): Condition[] {
  return [...new Set(searchWords(text ?? ''))].map(word =>
    wordCondition(tx, tenant, { ways: [[word]] }, [field], exact),
  )
}

function partsOf(text: string | undefined): Part[] {
  const typed = (text ?? '').trim()
  // A telephone number is written with blanks and signs, and kept as digits.
  if (/^[+(]?[\d\s/()-]+$/.test(typed) && /\s|^\+|\//.test(typed) && digitsOf(typed).length >= 6)
    return [{ ways: [[digitsOf(typed)]] }]
  const parts = [...new Set(typed.split(/\s+/u))].flatMap(part => {
    const whole = tidy(searchTerm(part))
    const words = [...new Set(searchWords(part).map(tidy))]
    if (whole === '') return []
    return [
      {
        ways: words.length === 0 || (words.length === 1 && words[0] === whole) ? [[whole]] : [[whole], words],
      },
    ]
  })
  return parts.slice(0, 8)
}

const end = (word: string, exact: boolean) => word + (exact ? '\u0001' : '\u{10FFFF}')

function wordCondition(
  tx: Tx,
  tenant: string,
  part: Part,
  among: readonly string[],
  exact: boolean,
): Condition {
  // Of several words the longest leads; the check asks for all.
  const leads = part.ways.map(way => way.toSorted((a, b) => b.length - a.length)[0] ?? '')
  const range = (word: string, at: Parameter) =>
    `t.tenant_id = $1 and t.field = u.f and t.term >= ${at(word)} and t.term < ${at(end(word, exact))}`
  const meets = (word: string, at: Parameter) =>
    `o.words ~ ${at(` (?:${among.join('|')}):${escaped(word)}${exact ? ' ' : ''}`)}`
  return {
    check: at =>
      `(${part.ways.map(way => `(${way.map(word => meets(word, at)).join(' and ')})`).join(' or ')})`,
    entries: at =>
      leads
        .map(
          word =>
            `select t.order_id as id from unnest(${at(among)}::text[]) as u (f) cross join lateral (
               select t.order_id from order_term t where ${range(word, at)}) as t`,
        )
        .join(' union all '),
    ...(part.ways.some(way => way.length > 1) ? { loose: true } : {}),
    streams: () => distinctTerms(tx, tenant, leads, among, exact),
  }
}

// The terms that begin so, field by field, each found by one look behind the one before.
async function distinctTerms(
  tx: Tx,
  tenant: string,
  words: readonly string[],
  among: readonly string[],
  exact: boolean,
): Promise<Streams | undefined> {
  const next = (from: string) =>
    `(select t.term from order_term t where t.tenant_id = $1 and t.field = ${from} and t.term < e.high order by t.term limit 1)`
  const rows = await tx.query<{ field: string; term: string }>(
    `with recursive e as materialized (
       select f, w.low, w.high from unnest($2::text[]) as f, unnest($3::text[], $4::text[]) as w (low, high)
     ), s (field, term, high) as (
       select e.f, ${next('e.f and t.term >= e.low')}, e.high from e
       union all
       select e.field, ${next('e.field and t.term > e.term')}, e.high from s as e where e.term is not null
     ) select field, term from s where term is not null limit $5`,
    [tenant, among, words, words.map(word => end(word, exact)), mostStreams + 1],
  )
  if (rows.length > mostStreams) return undefined
  return {
    keys: [
      { type: 'text', values: rows.map(row => row.field) },
      { type: 'text', values: rows.map(row => row.term) },
    ],
    of: `order_term t where t.tenant_id = $1 and t.field = k.k1 and t.term = k.k2`,
    id: 't.order_id',
  }
}

const escaped = (word: string) => word.replaceAll(/[^\p{L}\p{N}]/gu, sign => `\\${sign}`)
