/** Texts in further languages, of articles and whatever else has any. */

import { chosen, type Model, sameNames } from '../filters.ts'
import { invalid, missing, notFound } from '../shopError.ts'
import type { ShopState } from '../state.ts'
import { numberOf, type Row, rowOf, textOf, truthOf } from '../wire.ts'
import type { Resource } from './resource.ts'

const model: Model = {
  name: 'Shopware\\Models\\Translation\\Translation',
  properties: sameNames('id', 'type', 'key', 'shopId'),
}

export const translations: Resource = {
  list(state, query) {
    const { rows, total } = chosen(model, state.tables.translations.all(), query, state.quirks.unsorted)
    return { rows, total }
  },
  one(state, id) {
    const row = state.tables.translations.all().find(one => textOf(one['key']) === id)
    if (!row) throw notFound('Translation', id)
    return row
  },
  create: (state, body) => write(state, body).id,
  change: (state, id, body, byNumber) =>
    write(state, { ...body, key: id, ...(byNumber ? { useNumberAsId: true } : {}) }).id,
  upsert: write,
  remove(state, id) {
    for (const row of state.tables.translations.all())
      if (textOf(row['key']) === id) state.tables.translations.remove(numberOf(row['id']))
    return {}
  },
}

// What is not named stays.
function write(
  state: ShopState,
  body: Row,
): { readonly operation: 'create' | 'update'; readonly id: number } {
  for (const name of ['type', 'key', 'shopId', 'data']) if (body[name] === undefined) throw missing(name)
  const reason = state.refuse('translations', body)
  if (reason !== undefined) throw invalid(reason)
  const type = textOf(body['type'])
  const shopId = numberOf(body['shopId'])
  if (!state.tables.shops.get(shopId)) throw notFound('Shop', textOf(body['shopId']))
  const key = truthOf(body['useNumberAsId'])
    ? numberOf(state.tables.variants.find('number', textOf(body['key']))?.['articleId'])
    : numberOf(body['key'])
  if (type === 'article' && !state.tables.articles.get(key)) throw notFound('Article', textOf(body['key']))
  const held = state.tables.translations
    .all()
    .find(one => one['type'] === type && one['key'] === key && one['shopId'] === shopId)
  const data = { ...rowOf(held?.['data']), ...rowOf(body['data']) }
  if (held) held['data'] = data
  const row = held ?? state.tables.translations.add({ type, key, shopId, data })
  return { operation: held ? 'update' : 'create', id: numberOf(row['id']) }
}
