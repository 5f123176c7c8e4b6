import { hash } from 'node:crypto'
import pg from 'pg'

/**
 * Names for statements that come again and again: the server keeps what it parsed and planned under them, for as long as the
 * connection lives. Under row-level security planning costs about as much as executing.
 */
export interface StatementNames {
  /** The name of this text; undefined for one that is not asked often, or once there are enough. */
  nameOf(text: string): string | undefined
  /** From now on texts have other names than before: sessions may hold plans that no longer hold. */
  renew(): void
  /** From now on no text has one: behind this address is more than one server session. */
  giveUp(): void
}

/** A text gets its name when it comes for this time: what is put together anew each time never gets one. */
const usesBefore = 3
/** So many at most: each is a plan of some 10 to 100 kB in every session. */
const mostNames = 250
/** Texts that are counted at a time. */
const mostCounted = 1000

/** Counts texts and names them. Names say what they stand for, so that two processes never mean different texts by one. */
export function statementNames(): StatementNames {
  const names = new Map<string, string>()
  const uses = new Map<string, number>()
  let given = true
  let generation = 0
  const forget = () => {
    names.clear()
    uses.clear()
  }
  return {
    nameOf: text => {
      if (!given) return undefined
      const known = names.get(text)
      if (known !== undefined || names.size >= mostNames) return known
      const count = (uses.get(text) ?? 0) + 1
      if (count < usesBefore) {
        if (uses.size >= mostCounted) uses.clear()
        uses.set(text, count)
        return undefined
      }
      uses.delete(text)
      const name = `${hash('sha256', text, 'base64url')}.${generation}`
      names.set(text, name)
      return name
    },
    renew: () => {
      generation++
      forget()
    },
    giveUp: () => {
      given = false
      forget()
    },
  }
}

/**
 * What an error says of named statements: `stale`, a migration changed what one of them answers; `lost`, the session is not the one that was told the name, so a pooler stands between. Else undefined.
 */
export function nameTrouble(error: unknown): 'stale' | 'lost' | undefined {
  if (!(error instanceof pg.DatabaseError)) return undefined
  // The routine is the same in every language of the server; its code stands for other things too.
  if (error.code === '0A000' && error.routine === 'RevalidateCachedQuery') return 'stale'
  return error.code === '26000' || error.code === '42P05' ? 'lost' : undefined
}
