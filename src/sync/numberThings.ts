import type { Tx } from '../base/database.ts'
import { enterLinks, findLinks, type Link, linkKey } from '../channels/linkStore.ts'
import { type OutgoingKind, outgoingKinds, type Ref } from '../port/records.ts'
import type { Candidate, Way } from './pushRows.ts'
import { type NamedThing, type PushContext, sendOf } from './pushTask.ts'

/** The numbers of things for one call. `enter` stores those that are new, before the call; only then `refOf` knows them. */
export interface Numbered {
  enter(tx: Tx): Promise<void>
  refOf(thing: NamedThing): Ref
}

/**
 * Finds the numbers of the objects of a call and of all that is in them, in `tx`. What it answers draws the missing ones, in a
 * transaction of their own and so after that one: a number that was given is never given again, whatever becomes of the call.
 */
export async function numberThings(
  tx: Tx,
  context: PushContext,
  way: Way,
  candidates: readonly Candidate[],
): Promise<() => Promise<Numbered>> {
  const things = [
    ...new Map(candidates.flatMap(one => thingsOf(way, one)).map(one => [linkKey(one), one])).values(),
  ]
  const scopes = [...Map.groupBy(things, thing => scopeOf(context, way, thing.kind))].map(
    ([channelId, ofScope]) => ({
      of: { tenant: context.tenant, connectionId: context.connection.id, channelId },
      things: ofScope,
    }),
  )
  const links = new Map<string, Link>()
  const learn = (found: ReadonlyMap<string, Link>) => {
    for (const [key, link] of found) links.set(key, link)
  }
  for (const { of, things: ofScope } of scopes) learn(await findLinks(tx, of, ofScope)) // one, where all is linked alike
  const missing = scopes.map(({ of, things: ofScope }) => ({
    of,
    things: ofScope.filter(thing => !links.has(linkKey(thing))),
  }))
  return async () => {
    const block = await context.keys.reserve(missing.reduce((sum, one) => sum + one.things.length, 0))
    return {
      enter: async tx => {
        for (const { of, things: ofScope } of missing)
          learn(
            await enterLinks(
              tx,
              of,
              ofScope.map(thing => ({ ...thing, no: block.numberOf(thing) })),
            ),
          )
      },
      refOf: thing => {
        const link = links.get(linkKey(thing))
        if (!link) throw new TypeError(`no number for ${linkKey(thing)}`)
        return link
      },
    }
  }
}

function thingsOf({ task }: Way, { row, making, of }: Candidate): readonly NamedThing[] {
  if (making?.ref) return making.things
  const own = { kind: task.object, objectId: row.objectId }
  return [own, ...(making?.things ?? []), ...(of ? [of] : [])]
}

// By the declaration of the kind itself; what is only a part of others is linked as they are.
function scopeOf(context: PushContext, { send, channel }: Way, kind: string): string | null {
  const own = isOutgoing(kind) ? sendOf(context, kind) : undefined
  return (own ?? send).linkedBy === 'channel' ? channel.id : null
}

function isOutgoing(kind: string): kind is OutgoingKind {
  return (outgoingKinds as readonly string[]).includes(kind)
}
