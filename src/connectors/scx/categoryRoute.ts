import { createHash } from 'node:crypto'
import { canonical } from '../../port/canonical.ts'
import type { NamedThingOfTheirs } from '../../port/posted.ts'
import type { ReceiveRoute } from '../../port/receive.ts'
import { ok } from './answers.ts'
import { guarded, objectOf } from './guarded.ts'
import { bool, id, list, optional, optionalText, text } from './scalars.ts'

/** The largest trees of marketplaces have some ten thousand; no number is documented. */
const mostCategories = 500_000

const tree = objectOf({
  categoryList: list(
    objectOf({
      categoryId: id(512),
      displayName: text(1, 250),
      listingAllowed: optional(bool),
      parentCategoryId: optionalText(512),
    }),
    1,
    mostCategories,
  ),
})

/** `PUT /v1/channel/categories`: replaces the whole tree. Its version is a hash of what it says. */
export const categoryRoute: ReceiveRoute = guarded({
  method: 'PUT',
  path: '/v1/channel/categories',
  limit: 'categories',
  told: { noun: { de: 'Kategorien', en: 'categories' } },
  bodyBytes: 256 * 1024 * 1024,
  schema: tree,
  read: ({ body }) => {
    // Of one that is named twice the last one counts.
    const entries = new Map<string, NamedThingOfTheirs>()
    for (const { categoryId, displayName, listingAllowed = true, parentCategoryId } of body.categoryList)
      entries.set(categoryId, {
        theirs: categoryId,
        name: displayName,
        // The root is "0".
        ...(parentCategoryId === undefined || parentCategoryId === '0' ? {} : { parent: parentCategoryId }),
        ...(listingAllowed ? {} : { isClosed: true }),
      })
    return { named: [{ list: 'category', replaces: true, entries: [...entries.values()] }] }
  },
  answer: ({ body }) => ok(201, { categoryTreeVersion: versionOf(body) }),
})

function versionOf(body: unknown): string {
  return createHash('sha256').update(canonical(body).text).digest('hex').slice(0, 32)
}
