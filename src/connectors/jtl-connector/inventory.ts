import type { Ack, AckResult } from '../../port/connector.ts'
import { Rejected } from '../../port/errors.ts'
import type { Inventory, InventoryKind, InventoryPage, LinkedKind } from '../../port/inventory.ts'
import { sendAcks } from './acks.ts'
import { can, pushNames, type Session } from './handshake.ts'
import { recordOf } from './inventoryRecords.ts'
import { pageOf } from './pages.ts'
import { idText, isModel, nameOf, textOf } from './payloads.ts'

/** How much larger the next page is than what was seen. */
const growth = 4

/**
 * What the shop has and has no number of ours for: `x.pull` gives it and takes nothing away; only the acknowledgement of a
 * pair does. There is no offset, a larger page begins with the same objects: each page is the whole of what was seen and more.
 */
export const inventory: Inventory<Session> = {
  kinds: ['category', 'item', 'manufacturer', 'characteristic', 'image'],
  shrinks: true,
  list: listObjects,
  link: (session, kind, list: readonly Ack[]): Promise<readonly AckResult[]> =>
    sendAcks(session.api, ackKeys[kind], list),
}

/** Camel case, as every generation understands it. */
const ackKeys: Readonly<Record<LinkedKind, string>> = {
  category: 'category',
  item: 'product',
  manufacturer: 'manufacturer',
  characteristic: 'specific',
  characteristic_value: 'specificValue',
  variation: 'productVariation',
  variation_value: 'productVariationValue',
  image: 'image',
}

async function listObjects(
  session: Session,
  kind: InventoryKind,
  resume: string | undefined,
  want: number,
): Promise<InventoryPage> {
  const names = pushNames[kind]
  if (!can(session, names, 'pull'))
    throw new Rejected('NOT_SUPPORTED', '', `the shop does not show its objects (${names.controller}.pull)`)
  const seen = Number(resume ?? 0)
  const limit = seen > 0 ? Math.max(want, seen * growth) : want
  // Some endpoints leave the filter out of account: what is no image of an item is dropped below.
  const filters = kind === 'image' ? { relationType: 'product' } : {}
  const { result, error } = await session.api.ask(`${names.controller}.pull`, { limit, filters })
  if (error) throw session.api.errorOf(error)
  const models = pageOf(result).filter(isModel)
  const shown = kind === 'image' ? models.filter(isOfItem) : models
  // Fewer than asked for need not be all; a page that does not grow with what was asked for is.
  const last = models.length <= seen
  return {
    objects: shown.map(model => objectOf(session, kind, model)),
    last,
    ...(last ? {} : { resume: String(models.length) }),
  }
}

function isOfItem(model: Readonly<Record<string, unknown>>): boolean {
  return textOf(model['relationType']).toLowerCase() === 'product'
}

function objectOf(
  session: Session,
  kind: InventoryKind,
  model: Readonly<Record<string, unknown>>,
): InventoryPage['objects'][number] {
  const texts = Array.isArray(model['i18ns']) ? model['i18ns'].filter(isModel) : []
  const own = kind === 'manufacturer' || kind === 'image' ? [nameOf(model['name'])] : []
  const names = [...own, ...texts.map(text => nameOf(text['name']))].filter(Boolean)
  const parent = idText(kind === 'item' ? model['masterProductId'] : model['parentCategoryId'])
  return {
    theirs: idText(model['id']),
    name: names[0] ?? '',
    number: textOf(model['sku']),
    gtin: textOf(model['ean']),
    parent: parent === '0' ? '' : parent,
    record: recordOf(kind, model, session.run.timeZone),
  }
}
