/** Cross-selling: which products stand beside one, by group. */
import { type Batch, readId, remember, resolve } from './identities.ts'
import { place } from './pushParts.ts'
import { models } from './readModel.ts'
import { isModel, type Wire, type WireModel } from './wire.ts'

/**
 * Stores the cross-selling of one product, complete: what is not sent any more is gone. Without a product that the shop knows it is
 * skipped; groups and products that it does not know are left out of it.
 */
export function storeCrossSelling(batch: Batch, model: WireModel): string | null {
  const { store } = batch.state
  const itemId = resolve(batch, 'Product', readId(model['productId']))
  if (!store.items.get(itemId)) return null
  const { id, host } = place(batch, 'CrossSelling', model, store.crossSellings)
  const groups = models(model, 'items').flatMap(item => {
    const groupId = resolve(batch, 'CrossSellingGroup', readId(item['crossSellingGroupId']))
    const { productIds } = item
    const itemIds = (Array.isArray(productIds) ? productIds : []).flatMap(
      one => resolve(batch, 'Product', readId(one)) || [],
    )
    return groupId === '' ? [] : [{ groupId, itemIds: itemIds.filter(one => store.items.get(one)) }]
  })
  store.crossSellings.put({ id, itemId, groups })
  remember(batch, 'CrossSelling', id, host)
  return id
}

/** The answer: an item without an id gets one from 4.x on, made of the host ids of its product and its group; 3.x has none. */
export function crossSellingAnswer(batch: Batch, model: WireModel): WireModel {
  if (batch.state.quirks.backReferences) return model
  const product = readId(model['productId']).host
  const items = models(model, 'items').map((item): Wire => {
    const known = readId(item['id'])
    const group = readId(item['crossSellingGroupId']).host
    return known.host > 0 || known.endpoint !== '' ? item : { ...item, id: [`${product}_${group}`, 0] }
  })
  return isModel(model) ? { ...model, items } : model
}
