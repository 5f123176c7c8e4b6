/** Variants by themselves: where stock and prices go, many at once and by number. */
import { chosen, type Model, sameNames } from '../filters.ts'
import { invalid, notFound, ShopError } from '../shopError.ts'
import { now, type ShopState } from '../state.ts'
import { names, numberOf, type Row, textOf, truthOf } from '../wire.ts'
import { removeVariant } from './articleRows.ts'
import type { Resource } from './resource.ts'
import { shownVariant, variantBy, writeVariant } from './variantRows.ts'

const model: Model = {
  name: 'Shopware\\Models\\Article\\Detail',
  properties: sameNames(
    ...['id', 'articleId', 'number', 'supplierNumber', 'additionalText', 'active', 'inStock', 'stockMin'],
    ...['lastStock', 'weight', 'ean', 'position', 'shippingTime', 'releaseDate', 'unitId', 'purchasePrice'],
  ),
}

export const variants: Resource = {
  list(state, query) {
    const { rows, total } = chosen(model, state.tables.variants.all(), query, state.quirks.unsorted)
    return { rows: rows.map(({ prices: _, configuratorOptions: __, ...row }) => row), total }
  },
  one(state, id, byNumber, query) {
    const variant = variantBy(state, id, byNumber)
    const { configuratorSet: _, ...article } = state.tables.articles.get(variant['articleId']) ?? {}
    return { ...shownVariant(state, variant, truthOf(query['considerTaxInput'])), article }
  },
  create(state, body) {
    refuse(state, body)
    const article = state.tables.articles.get(body['articleId'])
    if (!names(body, 'articleId'))
      throw new ShopError(400, 'Passed parameter array does not contain an articleId property')
    if (!article) throw notFound('Article', textOf(body['articleId']))
    return touch(state, writeVariant(state, article, undefined, body))
  },
  change(state, id, body, byNumber) {
    const variant = variantBy(state, id, byNumber)
    refuse(state, { ...body, number: textOf(variant['number']) })
    return touch(state, writeVariant(state, articleOf(state, variant), variant, body))
  },
  upsert(state, body) {
    const byId = names(body, 'id') ? state.tables.variants.get(body['id']) : undefined
    const held = byId ?? state.tables.variants.find('number', textOf(body['number']))
    refuse(state, held ? { ...body, number: textOf(held['number']) } : body)
    if (held)
      return {
        operation: 'update',
        id: touch(state, writeVariant(state, articleOf(state, held), held, body)),
      }
    const article = state.tables.articles.get(body['articleId'])
    if (!article) throw new ShopError(400, 'Passed parameter array does not contain an articleId property')
    return { operation: 'create', id: touch(state, writeVariant(state, article, undefined, body)) }
  },
  remove(state, id, byNumber) {
    removeVariant(state, variantBy(state, id, byNumber))
    return {}
  },
}

function articleOf(state: ShopState, variant: Row): Row {
  const article = state.tables.articles.get(variant['articleId'])
  if (!article) throw notFound('Article', textOf(variant['articleId']))
  return article
}

function touch(state: ShopState, variant: Row): number {
  const article = state.tables.articles.get(variant['articleId'])
  if (article) article['changed'] = now(state)
  return numberOf(variant['id'])
}

function refuse(state: ShopState, body: Row): void {
  const reason = state.refuse('variants', body)
  if (reason !== undefined) throw invalid(reason)
}
