import type { Ack, AckResult } from '../../port/connector.ts'
import { Rejected } from '../../port/errors.ts'
import type { Inventory, InventoryPage } from '../../port/inventory.ts'
import { sendAcks } from './acks.ts'
import { can, pushNames, type Session } from './handshake.ts'
import { pageOf } from './pages.ts'
import { idText, isModel, nameOf, textOf } from './payloads.ts'

/** How much larger the next page is than what was seen. */
const growth = 4

/**
 * What the shop has and has no number of ours for: `x.pull` gives it and takes nothing away; only the acknowledgement of a
 * pair does. There is no offset, a larger page begins with the same objects: each page is the whole of what was seen and more.
 */
export const inventory: Inventory<Session> = {
  kinds: ['category', 'item'],
  list: listObjects,
  link: (session, kind, list: readonly Ack[]): Promise<readonly AckResult[]> =>
    sendAcks(session.api, kind === 'item' ? 'product' : 'category', list),
}

async function listObjects(
  session: Session,
  kind: 'item' | 'category',
  resume: string | undefined,
  want: number,
): Promise<InventoryPage> {
  const names = pushNames[kind]
  if (!can(session, names, 'pull'))
    throw new Rejected('NOT_SUPPORTED', '', `the shop does not show its objects (${names.controller}.pull)`)
  const seen = Number(resume ?? 0)
  const limit = seen > 0 ? Math.max(want, seen * growth) : want
  const { result, error } = await session.api.ask(`${names.controller}.pull`, { limit, filters: {} })
  if (error) throw session.api.errorOf(error)
  const objects = pageOf(result).filter(isModel).map(objectOf)
  // Fewer than asked for need not be all; a page that does not grow with what was asked for is.
  const last = objects.length <= seen
  return { objects, last, ...(last ? {} : { resume: String(objects.length) }) }
}

function objectOf(model: Readonly<Record<string, unknown>>): InventoryPage['objects'][number] {
  const texts = Array.isArray(model['i18ns']) ? model['i18ns'].filter(isModel) : []
  const names = texts.map(text => nameOf(text['name'])).filter(Boolean)
  const parent = idText(model['parentCategoryId'])
  return {
    theirs: idText(model['id']),
    name: names[0] ?? '',
    number: textOf(model['sku']),
    gtin: textOf(model['ean']),
    parent: parent === '0' ? '' : parent,
  }
}
