import type { ItemForChannel } from '../catalog/itemsForChannel.ts'
import type { ItemState } from '../port/outgoing.ts'
import { type NamedThing, type PushContext, type RefOf, sendOf } from './pushTask.ts'

/** What an item says of manufacturer and characteristics, as it is compared and kept. */
export interface AlongFields {
  /** Ours, where the system takes manufacturers; else the name. */
  readonly manufacturerId?: string
  readonly manufacturer?: string
  /** By our ids, where the system takes characteristics. */
  readonly characteristics?: NonNullable<ItemForChannel['characteristics']>
}

/** What a system takes as objects of their own. */
export interface AlongTaken {
  readonly manufacturers: boolean
  readonly characteristics: boolean
}

/** Which of both that very system takes. */
export function alongTaken(context: Pick<PushContext, 'connector' | 'connection'>): AlongTaken {
  return {
    manufacturers: sendOf(context, 'manufacturer') !== undefined,
    characteristics: sendOf(context, 'characteristic') !== undefined,
  }
}

/** What of it is told. A manufacturer that is sent as such is named by its id: another name of it changes no item. */
export function alongFields(
  {
    manufacturerId,
    manufacturer,
    characteristics,
  }: Pick<ItemForChannel, 'manufacturerId' | 'manufacturer' | 'characteristics'>,
  takes: AlongTaken,
): AlongFields {
  return {
    ...(manufacturerId && takes.manufacturers ? { manufacturerId } : {}),
    ...(manufacturer && !takes.manufacturers ? { manufacturer } : {}),
    ...(characteristics && takes.characteristics ? { characteristics } : {}),
  }
}

/** The manufacturer and the characteristics, by our ids, that have to be there before the item. */
export function alongIds({ manufacturerId, characteristics = [] }: AlongFields): string[] {
  const named = new Set(characteristics.map(one => one.characteristicId))
  return [...(manufacturerId === undefined ? [] : [manufacturerId]), ...named]
}

/** How they are made: what in them has a number, and their part of the state of the item. */
export function alongMaking({ manufacturerId, manufacturer, characteristics }: AlongFields): {
  readonly things: readonly NamedThing[]
  state(refOf: RefOf): Pick<ItemState, 'manufacturer' | 'characteristics'>
} {
  const maker = manufacturerId === undefined ? undefined : { kind: 'manufacturer', objectId: manufacturerId }
  const pairs = (characteristics ?? []).map(({ characteristicId, valueId }) => ({
    characteristic: { kind: 'characteristic', objectId: characteristicId },
    value: { kind: 'characteristic_value', objectId: valueId },
  }))
  return {
    things: [...(maker ? [maker] : []), ...pairs.flatMap(one => [one.characteristic, one.value])],
    state: refOf => ({
      ...(maker
        ? { manufacturer: { ref: refOf(maker) } }
        : manufacturer === undefined
          ? {}
          : { manufacturer: { name: manufacturer } }),
      ...(pairs.length > 0
        ? {
            characteristics: pairs.map(({ characteristic, value }) => ({
              characteristic: refOf(characteristic),
              value: refOf(value),
            })),
          }
        : {}),
    }),
  }
}
