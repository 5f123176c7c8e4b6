import type { Tx } from '../../base/database.ts'
import type { AdoptionKind } from '../../channels/adoptionStore.ts'
import { channelProblem } from '../../channels/problems.ts'

/** Their ids of what is made, by kind; of images the items that they show. */
export type Scope = Readonly<Record<AdoptionKind, readonly string[]>>

/**
 * What some items need: their parents and children, the categories that they lie in with all above, their manufacturers and
 * characteristics, their images. Throws ADOPTION_UNKNOWN for an item that was not seen.
 */
export async function scopeOf(
  tx: Tx,
  of: { readonly tenant: string; readonly connectionId: string; readonly name: string },
  only: readonly string[],
): Promise<Scope> {
  const items = await tx.query<{
    theirs: string
    categories: string[]
    maker: string | null
    characteristics: string[]
  }>(
    `with named as (
       select their_id, parent from adoption
       where tenant_id = $1 and connection_id = $2 and kind = 'item' and their_id = any($3::text[])),
     family as (
       select their_id from named union select parent from named where parent <> ''
       union select c.their_id from adoption c join named n on c.parent = n.their_id
         where c.tenant_id = $1 and c.connection_id = $2 and c.kind = 'item')
     select a.their_id as theirs, a.record ->> 'manufacturer' as maker,
       coalesce(array(select jsonb_array_elements_text(a.record -> 'categories')), '{}') as categories,
       coalesce(array(select c ->> 'characteristic' from jsonb_array_elements(a.record -> 'characteristics') c), '{}') as characteristics
     from adoption a where a.tenant_id = $1 and a.connection_id = $2 and a.kind = 'item' and a.their_id in (select their_id from family)`,
    [of.tenant, of.connectionId, only],
  )
  const unknown = only.find(theirs => !items.some(item => item.theirs === theirs))
  if (unknown !== undefined) throw channelProblem('ADOPTION_UNKNOWN', { name: of.name, theirs: unknown })
  const categories = await tx.query<{ theirs: string }>(
    `with recursive up as (
       select their_id, parent from adoption
       where tenant_id = $1 and connection_id = $2 and kind = 'category' and their_id = any($3::text[])
       union
       select a.their_id, a.parent from up u join adoption a on a.tenant_id = $1 and a.connection_id = $2 and a.kind = 'category'
         and a.their_id = u.parent where u.parent <> '')
     select their_id as theirs from up`,
    [of.tenant, of.connectionId, [...new Set(items.flatMap(item => item.categories))]],
  )
  const ids = items.map(item => item.theirs)
  return {
    item: ids,
    image: ids,
    category: categories.map(row => row.theirs),
    manufacturer: [...new Set(items.flatMap(item => item.maker ?? []))],
    characteristic: [...new Set(items.flatMap(item => item.characteristics))],
  }
}
