/** Manufacturers and specifics: what products name, stored before them. */
import { type Batch, readId, remember, resolve } from './identities.ts'
import { ownName, place, readTexts } from './pushParts.ts'
import { integer, models, text } from './readModel.ts'
import type { ShopItem } from './shopData.ts'
import type { WireModel } from './wire.ts'

/** Stores one manufacturer. */
export function storeManufacturer(batch: Batch, model: WireModel): string {
  const { state } = batch
  const { manufacturers } = state.store
  const { id, host } = place(batch, 'Manufacturer', model, manufacturers)
  manufacturers.put({
    id,
    name: text(model, 'name'),
    website: text(model, 'websiteUrl'),
    urlPath: text(model, 'urlPath'),
    sort: integer(model, 'sort'),
    texts: readTexts(state, model),
  })
  remember(batch, 'Manufacturer', id, host)
  return id
}

/** Stores one specific with its values, which have ids and links of their own; what is not sent any more is gone. */
export function storeSpecific(batch: Batch, model: WireModel): string {
  const { state } = batch
  const { specifics } = state.store
  const { id, host } = place(batch, 'Specific', model, specifics)
  const texts = readTexts(state, model)
  const values = models(model, 'values').map(value => {
    const identity = readId(value['id'])
    const known = resolve(batch, 'SpecificValue', identity)
    const valueId = known || specifics.freshId()
    remember(batch, 'SpecificValue', valueId, identity.host)
    const words = readTexts(state, value, 'value')
    return { id: valueId, value: ownName(state, words), sort: integer(value, 'sort'), texts: words }
  })
  specifics.put({ id, name: ownName(state, texts), sort: integer(model, 'sort'), texts, values })
  remember(batch, 'Specific', id, host)
  return id
}

/** The values that a product has: those that the shop knows. */
export function readSpecifics(batch: Batch, model: WireModel): NonNullable<ShopItem['specifics']> {
  return models(model, 'specifics').flatMap(one => {
    const specificId = resolve(batch, 'Specific', readId(one['id']))
    const valueId = resolve(batch, 'SpecificValue', readId(one['specificValueId']))
    return specificId === '' || valueId === '' ? [] : [{ specificId, valueId }]
  })
}
