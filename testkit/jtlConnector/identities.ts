/** Identities inside pushed models: which type each one has, and the endpoint id that belongs to a host id. */
import type { RelationType } from './mapping.ts'
import { noId, pair } from './models/writer.ts'
import { typeError } from './protocolError.ts'
import type { ShopState } from './state.ts'
import { isModel, type Wire, type WireModel } from './wire.ts'

export interface Identity {
  readonly endpoint: string
  readonly host: number
}

/** Links made by a push, before and after they are written to the mapping table. */
export interface Batch {
  readonly state: ShopState
  /** Links of this push that are not in the table yet. */
  pending: { readonly type: RelationType; readonly endpoint: string; readonly host: number }[]
  /** Of images: the file that came beside each model. */
  readonly files?: ReadonlyMap<WireModel, { readonly name: string; readonly content: Buffer }>
}

/** Types of identity properties by their name; an `id` has the type of its model. */
const typeByName: Readonly<Record<string, RelationType>> = {
  basePriceUnitId: 'MeasurementUnit',
  categoryId: 'Category',
  configGroupId: 'ConfigGroup',
  crossSellingGroupId: 'CrossSellingGroup',
  customerGroupId: 'CustomerGroup',
  customerId: 'Customer',
  customerOrderId: 'CustomerOrder',
  imageId: 'Image',
  manufacturerId: 'Manufacturer',
  masterProductId: 'Product',
  measurementUnitId: 'MeasurementUnit',
  parentCategoryId: 'Category',
  productId: 'Product',
  productTypeId: 'ProductType',
  productVariationId: 'ProductVariation',
  productVariationValueId: 'ProductVariationValue',
  shippingClassId: 'ShippingClass',
  shippingMethodId: 'ShippingMethod',
  specificId: 'Specific',
  specificValueId: 'SpecificValue',
  taxClassId: 'TaxClass',
  unitId: 'Unit',
  warehouseId: 'Warehouse',
}

/** Types of the models in lists by the name of the list; others are never linked. */
const typeByList: Readonly<Record<string, RelationType>> = {
  specifics: 'Specific',
  taxRates: 'TaxRate',
  values: 'ProductVariationValue',
  variations: 'ProductVariation',
}

/** Reads an identity; absent and null are none. Throws ProtocolError when the types are wrong. */
export function readId(value: unknown): Identity {
  if (value === undefined || value === null) return { endpoint: '', host: 0 }
  if (!isIdentity(value)) throw typeError('Identity must be an array of a string and an integer')
  return { endpoint: value[0], host: value[1] }
}

/** The endpoint id of an identity: as sent, else by its host id; empty if unknown. */
export function resolve(batch: Batch, type: RelationType | null, id: Identity): string {
  if (id.endpoint !== '' || id.host === 0 || type === null) return id.endpoint
  const made = batch.pending.findLast(link => link.type === type && link.host === id.host)
  return made?.endpoint ?? batch.state.links.endpointOf(type, id.host) ?? ''
}

/** Remembers a link of the batch, if the caller gave a host id. */
export function remember(batch: Batch, type: RelationType, endpoint: string, host: number): void {
  if (host !== 0) batch.pending.push({ type, endpoint, host })
}

/** Writes the links of the batch to the table: the host id is what counts, an older link of it is dropped (V5). */
export function saveLinks(batch: Batch): void {
  const { links } = batch.state
  for (const { type, endpoint, host } of batch.pending) {
    if (links.endpointOf(type, host) !== endpoint) links.dropHost(type, host)
    links.save(type, endpoint, host)
  }
  batch.pending = []
}

/** A copy of the model with all identities resolved, in the form in which they are answered. */
export function withIdentities(batch: Batch, model: WireModel, ownType: RelationType | null): WireModel {
  const { quirks } = batch.state
  const copy = (value: Wire, name: string, owner: RelationType | null): Wire => {
    if (isIdentity(value) && isIdentityName(name)) {
      const id = readId(value)
      const endpoint = resolve(batch, name === 'id' ? owner : (typeByName[name] ?? null), id)
      return endpoint === '' && id.host === 0 ? noId(quirks) : pair(quirks, endpoint, id.host)
    }
    if (Array.isArray(value)) {
      const ofSpecific = name === 'values' && owner === 'Specific' ? 'SpecificValue' : undefined
      const type = ofSpecific ?? typeByList[name] ?? (name === 'attributes' ? attributeType(owner) : null)
      return value.map((element: Wire) => copy(element, name === 'productIds' ? 'productId' : '', type))
    }
    if (!isModel(value)) return value
    const ofModel = name === '' ? owner : null
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, copy(inner, key, ofModel)]))
  }
  return copy(model, '', ownType) as WireModel
}

function isIdentity(value: unknown): value is readonly [string, number] {
  return (
    Array.isArray(value) && value.length === 2 && typeof value[0] === 'string' && Number.isInteger(value[1])
  )
}

function isIdentityName(name: string): boolean {
  return name === 'id' || name === 'foreignKey' || name.endsWith('Id')
}

function attributeType(owner: RelationType | null): RelationType | null {
  return owner === 'Product' ? 'ProductAttribute' : owner === 'Category' ? 'CategoryAttribute' : null
}
