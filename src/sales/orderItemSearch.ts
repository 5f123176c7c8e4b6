import type { Tx } from '../base/database.ts'
import { searchTerm, searchWords } from '../base/searchWords.ts'
import { findObjects, meetsRanges, objectsInSet, type SearchedObjects } from './findObjects.ts'
import { type Condition, mostStreams } from './orderCondition.ts'
import { type ItemField, usualItemFields } from './orderSearchFields.ts'
import { wordConditions } from './orderWordSearch.ts'

/** So many items are named one by one; what more meet a text is compared along the list. */
const named = 2000
/** So many are looked at where only some fields are asked for. */
const sifted = 100_000

/** What a text asks of what was ordered: an item that it finds, or, with `text`, a line that is none. */
export async function itemConditions(
  tx: Tx,
  tenant: string,
  text: string | undefined,
  fields: readonly ItemField[],
  exact: boolean,
): Promise<Condition[]> {
  if ((text ?? '').trim() === '') return []
  const ofLines = fields.includes('text') ? wordConditions(tx, tenant, text, 'tx', exact) : []
  const ofItems = fields.some(field => field !== 'text')
    ? await ofItemsFound(tx, tenant, text, fields, exact)
    : undefined
  if (!ofItems) return ofLines
  const [first, ...others] = ofLines
  return first ? [either(ofItems, first, others)] : [ofItems]
}

async function ofItemsFound(
  tx: Tx,
  tenant: string,
  text: string | undefined,
  fields: readonly ItemField[],
  exact: boolean,
): Promise<Condition | undefined> {
  const all = usualItemFields.every(field => fields.includes(field))
  const found = await findObjects(tx, tenant, 'item', text, exact, all ? named : sifted)
  if (!found) return undefined
  if (!found.ids) return ofRanges(found)
  const ids = all ? found.ids : await sift(tx, tenant, found.ids, text ?? '', fields, exact)
  return {
    check: at =>
      `(select true from sales_order_line l where l.tenant_id = $1 and l.order_id = o.id and l.item_id = any(${at(ids)}::uuid[]) limit 1)`,
    entries: at =>
      `select t.order_id as id from unnest(${at(ids)}::uuid[]) as u (i) join sales_order_line t on t.tenant_id = $1 and t.item_id = u.i`,
    streams: async () =>
      ids.length > mostStreams
        ? undefined
        : {
            keys: [{ type: 'uuid', values: ids }],
            of: `sales_order_line t where t.tenant_id = $1 and t.item_id = k.k1`,
            id: 't.order_id',
          },
  }
}

function ofRanges({ whole, words }: SearchedObjects): Condition {
  const ways = words ? [whole, words] : [whole]
  return {
    check: at =>
      `(select true from sales_order_line l where l.tenant_id = $1 and l.order_id = o.id and l.item_id is not null
         and (${ways.map(way => meetsRanges('item', 'l.item_id', at(way.lows), at(way.highs))).join(' or ')}) limit 1)`,
    entries: at =>
      `select t.order_id as id from (${ways.map(way => objectsInSet('item', at(way.lows), at(way.highs))).join(' union ')}) as i (id)
         join sales_order_line t on t.tenant_id = $1 and t.item_id = i.id`,
  }
}

// A text of items or of a line: the pieces of both.
function either(items: Condition, first: Condition, others: readonly Condition[]): Condition {
  return {
    check: at => `(${items.check(at)} or (${[first, ...others].map(one => one.check(at)).join(' and ')}))`,
    entries: at => `${items.entries(at)} union all ${first.entries(at)}`,
    ...(others.length > 0 ? { loose: true } : {}),
  }
}

// The words of an item say not of which field they are: of those that were found each is looked at.
async function sift(
  tx: Tx,
  tenant: string,
  ids: readonly string[],
  text: string,
  fields: readonly ItemField[],
  exact: boolean,
): Promise<string[]> {
  const rows = await tx.query<
    Record<Exclude<ItemField, 'text' | 'name'>, string | null> & { id: string; names: string[] }
  >(
    `select i.id, i.item_number as number, i.gtin, i.manufacturer_number as han, i.own_number as own,
       array(select x.name from item_text x where x.tenant_id = i.tenant_id and x.item_id = i.id) || i.name as names
     from item i where i.tenant_id = $1 and i.id = any($2::uuid[])`,
    [tenant, ids],
  )
  const parts = text.split(/\s+/u).filter(part => part !== '')
  const meets = (terms: readonly string[], asked: string) =>
    terms.some(term => (exact ? term === asked : term.startsWith(asked)))
  return rows
    .filter(row => {
      const codes = fields.flatMap(field => (field === 'name' || field === 'text' ? [] : (row[field] ?? [])))
      const names = fields.includes('name') ? row.names : []
      const terms = [...codes.map(searchTerm), ...[...codes, ...names].flatMap(searchWords)]
      return parts.every(
        part => meets(terms, searchTerm(part)) || searchWords(part).every(word => meets(terms, word)),
      )
    })
    .map(row => row.id)
}
