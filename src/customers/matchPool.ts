import { likenessKeys } from './likenessKeys.ts'
import { type MatchKey, matchKeys } from './matchKeys.ts'
import { type LikeFacts, likeFacts, type MatchScore, scoreMatch, type Told } from './matchScore.ts'
import { type Found, type MatchCandidate, mostPerKey } from './matchStore.ts'

/** The keys and facts of whoever is sought. */
export interface Sought {
  readonly sure: readonly MatchKey[]
  readonly alike: readonly string[]
  readonly facts: LikeFacts
}

/** A candidate with its score; `how`: the sure key that led to it, if one did. */
export interface Scored extends MatchScore {
  readonly candidate: MatchCandidate
  readonly how: MatchKey['how'] | 'likeness'
}

/** What an order says of who placed it. Pure. */
export function soughtOf(of: {
  readonly connectionId: string
  readonly externalId?: string | null | undefined
  readonly address: Told | null | undefined
}): Sought {
  const facts = likeFacts(of.address ?? {})
  return { sure: matchKeys(of), alike: likenessKeys(facts), facts }
}

/** Customers that may be sought, and who leads to them: those that were found, and those that are made on the way. */
export interface MatchPool {
  /** Those that keys of one who is sought lead to, the likeliest first. */
  readonly scored: (sought: Sought) => Scored[]
  /** Whose sure key this is. */
  readonly ownerOf: (key: string) => MatchCandidate | undefined
  readonly give: (key: string, to: MatchCandidate) => void
  /** From now on this one is found by what was just told of it as well. */
  readonly add: (candidate: MatchCandidate, told: Sought) => void
}

/** A pool of these candidates, in memory. */
export function matchPool({ candidates, crowded }: Found): MatchPool {
  const tooMany = new Set(crowded)
  const sure = new Map<string, MatchCandidate>()
  const alike = new Map<string, Set<MatchCandidate>>()
  const told = new Map<MatchCandidate, LikeFacts[]>()
  const liken = (candidate: MatchCandidate, keys: readonly string[]) => {
    for (const key of keys) alike.set(key, (alike.get(key) ?? new Set()).add(candidate))
  }
  for (const candidate of candidates) {
    for (const key of candidate.sure) sure.set(key, candidate)
    liken(candidate, candidate.alike)
  }
  return {
    add: (candidate, sought) => {
      const known = told.get(candidate) ?? []
      told.set(candidate, [...known, withContacts(sought.facts, [...candidate.facts, ...known])])
      liken(candidate, sought.alike)
    },
    ownerOf: key => sure.get(key),
    give: (key, to) => sure.set(key, to),
    scored: sought => {
      const found = new Map<MatchCandidate, Scored['how']>()
      for (const { key, how } of sought.sure) {
        const owner = sure.get(key)
        if (owner && !found.has(owner)) found.set(owner, how)
      }
      // Whose account it is nobody has to be compared for.
      const linked = [...found.values()].includes('link')
      for (const key of linked ? [] : sought.alike) {
        const several = alike.get(key)
        if (!several || several.size > mostPerKey || tooMany.has(key)) continue
        for (const one of several) if (!found.has(one)) found.set(one, 'likeness')
      }
      return [...found]
        .map(([candidate, how]) => {
          const facts = [...candidate.facts, ...(told.get(candidate) ?? [])]
          return { candidate, how, ...scoreOf(facts, sought, how) }
        })
        .sort((a, b) => b.score - a.score || (a.candidate.id < b.candidate.id ? -1 : 1))
    },
  }
}

// The account at the shop is the customer, whatever else was typed.
function scoreOf(facts: readonly LikeFacts[], sought: Sought, how: Scored['how']): MatchScore {
  if (how === 'link') return { score: 100, reasons: [{ code: 'ACCOUNT_SAME', points: 100 }] }
  return bestScore([sought.facts], facts)
}

// Of a person with several addresses each is reached by all of the contacts.
function withContacts(facts: LikeFacts, known: readonly LikeFacts[]): LikeFacts {
  const emails = new Set([...facts.emails, ...known.flatMap(one => one.emails)])
  const phones = new Set([...facts.phones, ...known.flatMap(one => one.phones)])
  return { ...facts, emails: [...emails], phones: [...phones] }
}

/** The best of all addresses of two. Pure. */
export function bestScore(a: readonly LikeFacts[], b: readonly LikeFacts[]): MatchScore {
  let best: MatchScore = { score: -1, reasons: [] }
  for (const one of a)
    for (const other of b) {
      const score = scoreMatch(one, other)
      if (score.score > best.score) best = score
      if (best.score === 100) return best
    }
  return best
}
