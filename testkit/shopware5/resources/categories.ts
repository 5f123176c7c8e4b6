/** The tree of categories below its root. */
import { chosen, type Model, sameNames } from '../filters.ts'
import { invalid, missing, notFound, ShopError } from '../shopError.ts'
import { now, type ShopState } from '../state.ts'
import { type Json, names, numberOf, type Row, rowOf, rowsOf, textOf, truthOf } from '../wire.ts'
import { fetchImages } from './media.ts'
import type { Resource } from './resource.ts'

const model: Model = {
  name: 'Shopware\\Models\\Category\\Category',
  properties: sameNames(
    'id',
    'active',
    'name',
    'position',
    'parentId',
    'mediaId',
    'changed',
    'added',
    'blog',
  ),
}

const texts = [
  'name',
  'metaTitle',
  'metaKeywords',
  'metaDescription',
  'cmsHeadline',
  'cmsText',
  'template',
  'external',
]
const truths = ['active', 'hideFilter', 'hideTop', 'blog']

const fresh: Row = {
  ...Object.fromEntries(texts.map(name => [name, null])),
  active: true,
  hideFilter: false,
  hideTop: false,
  blog: false,
  position: 0,
  mediaId: null,
  streamId: null,
  attribute: {},
  customerGroups: [],
}

export const categories: Resource = {
  list(state, query) {
    const { rows, total } = chosen(model, state.tables.categories.all(), query, state.quirks.unsorted)
    return {
      rows: rows.map(row => ({
        ...Object.fromEntries(
          ['id', 'active', 'name', 'position', 'parentId', 'mediaId'].map(key => [key, row[key] ?? null]),
        ),
        ...counts(state, row),
      })),
      total,
    }
  },
  one(state, id) {
    const row = categoryBy(state, id)
    const own: Row = { ...row, ...times(state, row), path: pathOf(state, row), ...counts(state, row) }
    return state.quirks.categoryTwice ? { '0': { ...own }, ...own } : own
  },
  fetch: (state, body) => fetchImages(state, body),
  create(state, body) {
    refuse(state, body)
    if (textOf(body['name']) === '') throw missing('name')
    if (textOf(body['parentId']) === '') throw missing('parentId')
    const changes = readChanges(state, undefined, body)
    return state.tables.categories.add({ ...fresh, ...changes, added: now(state), changed: now(state) }).id
  },
  change(state, id, body) {
    const row = categoryBy(state, id)
    refuse(state, { ...body, id: row['id'] ?? 0 })
    Object.assign(row, readChanges(state, row, body), { changed: now(state) })
    return numberOf(row['id'])
  },
  remove(state, id) {
    removeCategory(state, categoryBy(state, id))
    return {}
  },
}

function readChanges(state: ShopState, held: Row | undefined, body: Row): Row {
  const changes: Row = {}
  for (const name of texts) if (names(body, name)) changes[name] = textOf(body[name])
  for (const name of truths) if (names(body, name)) changes[name] = truthOf(body[name])
  if (names(body, 'position')) changes['position'] = numberOf(body['position'])
  if (names(body, 'streamId')) changes['streamId'] = body['streamId'] ?? null
  if (names(body, 'customerGroups')) changes['customerGroups'] = rowsOf(body['customerGroups'])
  if (names(body, 'attribute'))
    changes['attribute'] = { ...rowOf(held?.['attribute']), ...rowOf(body['attribute']) }
  if (names(body, 'parentId')) changes['parentId'] = parentOf(state, held, body['parentId'])
  if (names(body, 'name') && changes['name'] === '')
    throw invalid('name: Dieser Wert sollte nicht leer sein.')
  if (names(body, 'media')) {
    const mediaId = rowOf(body['media'])['mediaId']
    if (mediaId !== undefined && !state.tables.media.get(mediaId)) throw notFound('Media', textOf(mediaId))
    changes['mediaId'] = mediaId === undefined ? null : numberOf(mediaId)
  }
  return changes
}

function parentOf(state: ShopState, held: Row | undefined, given: Json | undefined): number {
  const parent = state.tables.categories.get(given)
  if (!parent) throw new ShopError(400, `Parent by id ${textOf(given)} not found`)
  if (held && `|${parent['id']}${pathOf(state, parent)}`.includes(`|${held['id']}|`))
    throw new ShopError(500, 'A category can not be its own parent')
  return numberOf(parent['id'])
}

function categoryBy(state: ShopState, id: string): Row {
  const row = state.tables.categories.get(id)
  if (!row) throw notFound('Category', id)
  return row
}

/** Ids of those above, the nearest first: `|76|3|`. The uppermost root does not count. */
function pathOf(state: ShopState, row: Row): string {
  const above: string[] = []
  for (let at = row; ; ) {
    const parent = state.tables.categories.get(at['parentId'] ?? 0)
    if (!parent || parent['id'] === 1) break
    above.push(textOf(parent['id']))
    at = parent
  }
  return above.length === 0 ? '' : `|${above.join('|')}|`
}

function counts(state: ShopState, row: Row): Row {
  const { categories: table, articles } = state.tables
  return {
    childrenCount: table.all().filter(one => one['parentId'] === row['id']).length,
    articleCount: articles.all().filter(one => rowsOf(one['categories']).some(({ id }) => id === row['id']))
      .length,
  }
}

function times(state: ShopState, row: Row): Row {
  const iso = (value: Json | undefined) => (typeof value === 'string' ? state.times.iso(value) : null)
  return { added: iso(row['added']), changed: iso(row['changed']) }
}

function removeCategory(state: ShopState, row: Row): void {
  const { categories: table, articles } = state.tables
  for (const child of table.all()) if (child['parentId'] === row['id']) removeCategory(state, child)
  for (const article of articles.all())
    article['categories'] = rowsOf(article['categories']).filter(({ id }) => id !== row['id'])
  table.remove(numberOf(row['id']))
}

function refuse(state: ShopState, body: Row): void {
  const reason = state.refuse('categories', body)
  if (reason !== undefined) throw invalid(reason)
}
