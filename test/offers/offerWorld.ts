import assert from 'node:assert/strict'
import type { Database } from '../../src/base/database.ts'
import type { Connector } from '../../src/port/connector.ts'
import type { ItemState, Outgoing, SendResult } from '../../src/port/outgoing.ts'
import type { AttributeOfTheirs, NamedSet } from '../../src/port/posted.ts'
import type { Send } from '../../src/port/send.ts'
import { storeNamed } from '../../src/sync/storeNamed.ts'
import type { TestScope } from '../../testkit/database/testDatabase.ts'
import { act } from '../connect/connectWorld.ts'
import { createPushWorld, type PushWorld } from '../push/pushWorld.ts'

/** A world whose one system lists items in its own words; what it was told last, by item number, and why others are held. */
export interface OfferWorld extends PushWorld {
  readonly told: Map<string, ItemState>
  /** Calls for items so far. */
  readonly calls: () => number
  post(...sets: NamedSet[]): Promise<void>
  act<T = Record<string, unknown>>(name: string, input?: object): Promise<T>
  /** Works the catalogue lane off until nothing is due. */
  tell(): Promise<void>
  held(): Promise<Record<string, string>>
}

export async function createOfferWorld(
  db: Database,
  scope: TestScope,
  publicUrl?: string,
): Promise<OfferWorld> {
  const told = new Map<string, ItemState>()
  let count = 0
  const push = await createPushWorld(db, scope, {}, connector => {
    const { price: _, ...send } = connector.send ?? {}
    const item: Send<unknown, 'item'> = {
      ...(send.item as Send<unknown, 'item'>),
      repeat: 'safe',
      lists: true,
      carries: ['image'],
      namesChildren: 'whole',
      parents: true,
      send: async (_session: unknown, list: readonly Outgoing<'item'>[]) => {
        count++
        return list.map(({ state, ref }): SendResult => {
          told.set(state.itemNumber, state)
          return { result: 'accepted', theirs: `offer ${ref.no}`, proof: 'stored' }
        })
      },
    }
    const { image: _image, category: _category, ...rest } = send
    return { ...connector, send: { ...rest, item } } as unknown as Connector
  })
  const { world, connectionId } = push
  return {
    ...push,
    told,
    calls: () => count,
    post: (...sets) => world.tx(tx => storeNamed(tx, world.tenant, connectionId, sets, new Date())),
    act: (name, input) => act(world, name, input),
    tell: async () => {
      for (let again = true; again; ) {
        const end = await push.lane('catalogue', publicUrl === undefined ? {} : { parts: { publicUrl } })
        assert.equal(end.state, 'done', JSON.stringify(end.error))
        again = end.again
      }
    },
    held: async () => {
      const rows = await world.query<{ number: string; why: string }>(
        `select i.item_number as number, concat(o.rejected_code, ': ', o.rejected_text) as why
         from channel_object o join item i on i.id = o.object_id
         where o.tenant_id = $1 and o.kind = 'item' and o.rejected_code is not null`,
        world.tenant,
      )
      return Object.fromEntries(rows.map(row => [row.number, row.why]))
    },
  }
}

/** An attribute with what is different from a plain text. */
export function attribute(theirs: string, name: string, more: Partial<AttributeOfTheirs> = {}) {
  return {
    theirs,
    name,
    attribute: {
      type: 'smalltext' as const,
      isMultiple: false,
      isRequired: false,
      isRecommended: false,
      isVariation: false,
      values: [],
      sectionPosition: 0,
      subSectionPosition: 0,
      isRepeatable: false,
      requiredBy: [],
      optionalBy: [],
      ...more,
    },
  }
}
