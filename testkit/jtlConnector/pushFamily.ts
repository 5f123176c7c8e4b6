/** Masters of variations and their children, as products are pushed. */
import { type Batch, readId, remember, resolve } from './identities.ts'
import type { RelationType } from './mapping.ts'
import { codes, ProtocolError } from './protocolError.ts'
import { flag, models, text } from './readModel.ts'
import type { ShopItem, ShopVariation } from './shopData.ts'
import type { WireModel } from './wire.ts'

type Family = Pick<ShopItem, 'isMaster' | 'masterId' | 'variations' | 'combinations' | 'checksum' | 'built'>

/**
 * What a product says of its family. Where the shop knows no combinations, it refuses both masters and children (nothing is known of
 * what real ones do). With the checksum that it knows, its variations are not built anew.
 */
export function readFamily(batch: Batch, model: WireModel, before: ShopItem | undefined): Family {
  const masterId = resolve(batch, 'Product', readId(model['masterProductId'])) || null
  const isMaster = flag(model, 'isMasterProduct')
  const master = readId(model['masterProductId'])
  const named = isMaster || masterId !== null || master.host !== 0
  if (named && batch.state.flags['variation_combinations_supported'] === false)
    throw new ProtocolError(codes.uncaught, 'This shop knows no variation combinations', 'Exception')
  const [checksum] = models(model, 'checksums').map(one => text(one, 'host'))
  const isEqual = Boolean(checksum) && before?.checksum === checksum
  const kept = isEqual && before?.variations ? before.variations : undefined
  return {
    isMaster,
    masterId,
    variations: kept ?? models(model, 'variations').map(variation => readVariation(batch, variation)),
    combinations: models(model, 'varCombinations').map(row => ({
      child: readId(row['productId']).host,
      variationId: resolve(batch, 'ProductVariation', readId(row['productVariationId'])),
      valueId: resolve(batch, 'ProductVariationValue', readId(row['productVariationValueId'])),
    })),
    ...(checksum ? { checksum } : {}),
    built: (before?.built ?? 0) + (kept ? 0 : 1),
  }
}

/** Variations and their values get ids and links of their own. */
function readVariation(batch: Batch, variation: WireModel): ShopVariation {
  const own = (type: RelationType, model: WireModel): string => {
    const identity = readId(model['id'])
    const known = resolve(batch, type, identity)
    const id = known || batch.state.store.items.freshId()
    if (!known || identity.endpoint !== '') remember(batch, type, id, identity.host)
    return id
  }
  const name = (model: WireModel): string => models(model, 'i18ns').map(found => text(found, 'name'))[0] ?? ''
  return {
    id: own('ProductVariation', variation),
    name: name(variation),
    values: models(variation, 'values').map(value => ({
      id: own('ProductVariationValue', value),
      name: name(value),
      sku: text(value, 'sku'),
    })),
  }
}
