import type { Tx } from '../base/database.ts'
import type { Channel } from '../channels/connectionStore.ts'
import type { LocalTexts } from '../port/outgoing.ts'
import { aspectOf, type Making, type PushContext, type PushTask, type Wanted } from './pushTask.ts'

/** What items name, and that is told before them: manufacturers. */
export const manufacturerTask: PushTask = {
  kind: 'manufacturer',
  as: 'manufacturer',
  object: 'manufacturer',
  compares: ['data'],
  want: wantManufacturers,
  next: (tx, { tenant, sources }, channelId, afterId, limit) =>
    sources.nextManufacturersOf(tx, tenant, channelId, afterId, limit),
}

/** The same of characteristics, with their values. */
export const characteristicTask: PushTask = {
  kind: 'characteristic',
  as: 'characteristic',
  object: 'characteristic',
  compares: ['data'],
  want: wantCharacteristics,
  next: (tx, { tenant, sources }, channelId, afterId, limit) =>
    sources.nextCharacteristicsOf(tx, tenant, channelId, afterId, limit),
}

interface ManufacturerFields {
  readonly name: string
  readonly url?: string
  readonly texts: LocalTexts
}

interface CharacteristicFields {
  readonly sort: number
  readonly texts: LocalTexts
  readonly values: readonly { readonly id: string; readonly sort: number; readonly texts: LocalTexts }[]
}

async function wantManufacturers(
  tx: Tx,
  context: PushContext,
  channel: Channel,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Wanted>> {
  const wish = { channelId: channel.id, ids, now: context.now() }
  const list = await context.sources.manufacturersForChannel(tx, context.tenant, wish)
  return new Map(
    ids.map((id, at): [string, Wanted] => {
      const one = list[at]
      if (!one) return [id, { do: 'leave' }]
      const { id: _, ...fields } = one
      return [id, wanted(fields, manufacturerMaking(id, fields))]
    }),
  )
}

async function wantCharacteristics(
  tx: Tx,
  context: PushContext,
  channel: Channel,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Wanted>> {
  const wish = { channelId: channel.id, ids, now: context.now() }
  const list = await context.sources.characteristicsForChannel(tx, context.tenant, wish)
  return new Map(
    ids.map((id, at): [string, Wanted] => {
      const one = list[at]
      if (!one) return [id, { do: 'leave' }]
      const { id: _, ...fields } = one
      return [id, wanted(fields, characteristicMaking(id, fields))]
    }),
  )
}

// One that no item of the channel names any more is taken away where the system can; else it stays as it is and does no harm.
function wanted(fields: unknown, making: Making): Wanted {
  return { do: 'send', sent: { data: aspectOf(fields) }, making, waitsFor: [], level: 0 }
}

function manufacturerMaking(objectId: string, fields: ManufacturerFields): Making {
  return { things: [{ kind: 'manufacturer', objectId }], state: () => fields }
}

function characteristicMaking(objectId: string, { values, ...fields }: CharacteristicFields): Making {
  const things = values.map(value => ({ kind: 'characteristic_value' as const, objectId: value.id }))
  return {
    things: [{ kind: 'characteristic', objectId }, ...things],
    state: refOf => ({
      ...fields,
      values: values.map(({ id, ...value }) => ({
        ...value,
        ref: refOf({ kind: 'characteristic_value', objectId: id }),
      })),
    }),
  }
}
