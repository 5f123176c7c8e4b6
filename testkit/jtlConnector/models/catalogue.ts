/** Category, Manufacturer, Specific, CrossSelling and Image. */
import type {
  ShopCategory,
  ShopCrossSelling,
  ShopImage,
  ShopManufacturer,
  ShopSpecific,
  ShopText,
} from '../shopData.ts'
import type { WireModel } from '../wire.ts'
import type { ModelWriter } from './writer.ts'

/** The wire model of a category. */
export function writeCategory(category: ShopCategory, writer: ModelWriter): WireModel {
  const parent = writer.parent('categoryId', 'Category', category.id)
  return {
    id: writer.id('Category', category.id),
    parentCategoryId: writer.id('Category', category.parentId),
    isActive: category.active,
    level: category.level ?? 0,
    sort: category.sort ?? 0,
    attributes: [],
    customerGroups: [],
    i18ns: category.texts.map(text =>
      writer.inLanguage(text.language, {
        ...parent,
        description: text.description ?? '',
        metaDescription: text.metaDescription ?? '',
        metaKeywords: text.metaKeywords ?? '',
        name: writer.name(text.name),
        titleTag: text.titleTag ?? '',
        urlPath: text.urlPath ?? '',
      }),
    ),
    invisibilities: [],
    ...writer.extras(),
  }
}

/** The wire model of a manufacturer. */
export function writeManufacturer(manufacturer: ShopManufacturer, writer: ModelWriter): WireModel {
  return {
    id: writer.id('Manufacturer', manufacturer.id),
    name: writer.name(manufacturer.name),
    sort: manufacturer.sort ?? 0,
    urlPath: manufacturer.urlPath ?? '',
    websiteUrl: manufacturer.website ?? '',
    i18ns: textsOf(manufacturer.name, manufacturer.texts).map(text =>
      writer.inLanguage(text.language, {
        ...writer.parent('manufacturerId', 'Manufacturer', manufacturer.id),
        description: text.description ?? '',
        metaDescription: text.metaDescription ?? '',
        metaKeywords: text.metaKeywords ?? '',
        titleTag: text.titleTag ?? '',
      }),
    ),
    ...writer.extras(),
  }
}

/** The wire model of a specific (a filter with its values). */
export function writeSpecific(specific: ShopSpecific, writer: ModelWriter): WireModel {
  const parent = writer.parent('specificId', 'Specific', specific.id)
  return {
    id: writer.id('Specific', specific.id),
    isGlobal: true,
    sort: specific.sort ?? 0,
    type: 'SELECTBOX',
    i18ns: textsOf(specific.name, specific.texts).map(text =>
      writer.inLanguage(text.language, { ...parent, name: writer.name(text.name) }),
    ),
    values: specific.values.map((value, place) => ({
      id: writer.id('SpecificValue', value.id),
      ...parent,
      sort: value.sort ?? place,
      i18ns: textsOf(value.value, value.texts).map(text =>
        writer.inLanguage(text.language, {
          ...writer.parent('specificValueId', 'SpecificValue', value.id),
          description: text.description ?? '',
          metaDescription: text.metaDescription ?? '',
          metaKeywords: text.metaKeywords ?? '',
          titleTag: text.titleTag ?? '',
          urlPath: text.urlPath ?? '',
          value: writer.name(text.name),
        }),
      ),
    })),
    ...writer.extras(),
  }
}

// What a merchant entered in the shop has one language.
function textsOf(name: string, texts: readonly ShopText[] | undefined): readonly ShopText[] {
  return texts ?? [{ language: 'de', name }]
}

/** The wire model of cross-selling; its items have no id of their own in 3.x. */
export function writeCrossSelling(crossSelling: ShopCrossSelling, writer: ModelWriter): WireModel {
  const legacy = writer.quirks.backReferences
  return {
    id: writer.id('CrossSelling', crossSelling.id),
    productId: writer.id('Product', crossSelling.itemId),
    items: crossSelling.groups.map(group => ({
      ...(legacy ? {} : { id: writer.id('CrossSellingItem', `${crossSelling.id}-${group.groupId}`) }),
      crossSellingGroupId: writer.id('CrossSellingGroup', group.groupId),
      productIds: group.itemIds.map(itemId => writer.id('Product', itemId)),
    })),
    ...writer.extras(),
  }
}

/** The metadata of an image; the bytes are fetched from `remoteUrl`. */
export function writeImage(image: ShopImage, writer: ModelWriter): WireModel {
  const owners = {
    product: 'Product',
    category: 'Category',
    manufacturer: 'Manufacturer',
    specific: 'Specific',
  }
  const ownerType = owners[image.relation] as 'Product' | 'Category' | 'Manufacturer' | 'Specific'
  return {
    id: writer.id('Image', image.id),
    foreignKey: writer.id(ownerType, image.ownerId),
    filename: image.fileName,
    name: image.fileName,
    relationType: image.relation,
    remoteUrl: `${writer.state.baseUrl}media/${encodeURIComponent(image.fileName)}`,
    sort: image.sort,
    i18ns: image.altText
      ? [
          writer.inLanguage('de', {
            id: writer.own(`${image.id}_de`),
            ...writer.parent('imageId', 'Image', image.id),
            altText: image.altText,
          }),
        ]
      : [],
    ...writer.extras(),
  }
}
