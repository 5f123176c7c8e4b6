import type { Tx } from '../base/database.ts'
import { type Adoption, adoptionColumns, scopeOf } from '../channels/adoptionStore.ts'
import type { LinksOf } from '../channels/linkStore.ts'
import type { OfferReason } from '../channels/offerReasons.ts'
import { type AdoptionCandidate, adoptionCandidates, itemsUnderWay } from './matchInventory.ts'

/** How the offers stand that the last reading of a channel found. */
export interface OfferFigures {
  readonly found: number
  /** Linked, whenever and by whomever. */
  readonly linked: number
  /** Linked to another item than their number says. */
  readonly otherwise: number
  readonly unmatched: number
  readonly ambiguous: number
  readonly leftAlone: number
}

// Of the reading that began last; what older ones have seen beside it is not there any more.
const seen = `from adoption a join adoption_reading r on r.tenant_id = $1 and r.connection_id = $2 and r.kind = 'item' and r.scope = $3
  where a.tenant_id = $1 and a.connection_id = $2 and a.kind = 'item' and a.scope = $3 and a.seen_at >= r.started_at`
// A person who linked it otherwise knows.
const isOtherwise = `a.state = 'adopted' and a.matched_by is distinct from 'person' and exists (select from item i
  where i.tenant_id = $1 and i.number_key = lower(btrim(a.number)) and i.item_number = a.number and i.id <> a.object_id)`

/** Counts the offers that the last reading found. */
export async function offerFigures(tx: Tx, of: LinksOf): Promise<OfferFigures> {
  const [row] = await tx.query<OfferFigures>(
    `select count(*)::int as found, count(*) filter (where a.state = 'adopted')::int as linked,
       count(*) filter (where ${isOtherwise})::int as otherwise,
       count(*) filter (where a.state = 'theirs_only')::int as unmatched,
       count(*) filter (where a.state in ('ambiguous', 'matched'))::int as ambiguous,
       count(*) filter (where a.state = 'left_alone')::int as "leftAlone"
     ${seen}`,
    [of.tenant, of.connectionId, scopeOf(of)],
  )
  return row ?? { found: 0, linked: 0, otherwise: 0, unmatched: 0, ambiguous: 0, leftAlone: 0 }
}

export const offerLists = ['open', 'ambiguous', 'unmatched', 'otherwise', 'left'] as const
export type OfferList = (typeof offerLists)[number]

const conditions: Readonly<Record<OfferList, string>> = {
  open: `(a.state in ('theirs_only', 'ambiguous', 'matched') or ${isOtherwise})`,
  ambiguous: `a.state in ('ambiguous', 'matched')`,
  unmatched: `a.state = 'theirs_only'`,
  otherwise: isOtherwise,
  left: `a.state = 'left_alone'`,
}

/** An offer that a person may have to look at. */
export interface FoundOffer extends Adoption {
  readonly candidates: readonly AdoptionCandidate[]
  /** Why it is linked to nothing, or to something else; undefined: a person left it alone. */
  readonly why: OfferReason | undefined
}

/** The offers of one list behind `after`, in the order in which they were first seen, at most `limit`, each with why it stands there. */
export async function foundOffers(
  tx: Tx,
  of: LinksOf,
  wish: { readonly list: OfferList; readonly after: string | undefined; readonly limit: number },
): Promise<FoundOffer[]> {
  const rows = await tx.query<Adoption>(
    `select ${adoptionColumns} ${seen} and ${conditions[wish.list]} and ($4::uuid is null or a.id > $4) order by a.id limit $5`,
    [of.tenant, of.connectionId, scopeOf(of), wish.after ?? null, wish.limit],
  )
  const ids = rows.map(row => row.id)
  const candidates = await adoptionCandidates(tx, of.tenant, of.connectionId, ids)
  const ours = [...candidates.values()].flat().map(one => one.objectId)
  const busy = await itemsUnderWay(tx, of, [...new Set(ours)])
  return rows.map(row => {
    const found = candidates.get(row.id) ?? []
    return { ...row, candidates: found, why: whyOpen(row, found, busy) }
  })
}

function whyOpen(
  row: Adoption,
  candidates: readonly AdoptionCandidate[],
  busy: ReadonlySet<string>,
): OfferReason | undefined {
  if (row.state === 'left_alone') return undefined
  if (row.state === 'adopted') return 'OFFER_LINKED_OTHERWISE'
  if (candidates.length === 0) return 'OFFER_OF_NOTHING'
  const free = candidates.filter(one => !one.taken)
  if (free.length === 0) return 'OFFER_ITEM_TAKEN'
  if (free.every(one => busy.has(one.objectId))) return 'OFFER_UNDER_WAY'
  const [only, ...others] = free
  const isUnlike =
    others.length === 0 && only?.number !== row.number && (row.gtin === null || only?.gtin !== row.gtin)
  return isUnlike ? 'OFFER_NUMBER_UNLIKE' : 'OFFER_AMBIGUOUS'
}
