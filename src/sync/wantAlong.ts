import { sentFields } from '../channels/sentStore.ts'
import type { LocalTexts } from '../port/outgoing.ts'
import { aspectOf, type Making, type PushTask, type Wanted } from './pushTask.ts'

/** What items name, and that is told before them: manufacturers. */
export const manufacturerTask: PushTask = {
  ...described('manufacturer'),
  want: async (tx, context, channel, ids) => {
    const wish = { channelId: channel.id, ids, now: context.now() }
    return wanted(
      await context.sources.manufacturersForChannel(tx, context.tenant, wish),
      ids,
      manufacturerMaking,
    )
  },
  next: (tx, { tenant, sources }, channelId, afterId, limit) =>
    sources.nextManufacturersOf(tx, tenant, channelId, afterId, limit),
}

/** The same of characteristics, with their values. */
export const characteristicTask: PushTask = {
  ...described('characteristic'),
  want: async (tx, context, channel, ids) => {
    const { tenant } = context
    const wish = { channelId: channel.id, ids, now: context.now() }
    const of = { tenant, channelId: channel.id, object: 'characteristic' as const }
    const told = await sentFields<CharacteristicFields>(tx, of, ids)
    const list = await context.sources.characteristicsForChannel(tx, tenant, wish)
    return wanted(list, ids, (id, fields) => characteristicMaking(id, fields, told.get(id)?.data?.values))
  },
  next: (tx, { tenant, sources }, channelId, afterId, limit) =>
    sources.nextCharacteristicsOf(tx, tenant, channelId, afterId, limit),
}

function described<Kind extends 'manufacturer' | 'characteristic'>(kind: Kind) {
  return { kind, as: kind, object: kind, compares: ['data' as const] }
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

// One that no item of the channel names any more is taken away where the system can; else it stays as it is and does no harm.
function wanted<Of extends { readonly id: string }>(
  list: readonly (Of | undefined)[],
  ids: readonly string[],
  makingOf: (objectId: string, fields: Omit<Of, 'id'>) => Making,
): ReadonlyMap<string, Wanted> {
  return new Map(
    ids.map((id, at): [string, Wanted] => {
      const one = list[at]
      if (!one) return [id, { do: 'leave' }]
      const { id: _, ...fields } = one
      return [
        id,
        {
          do: 'send',
          sent: { data: aspectOf(fields) },
          making: makingOf(id, fields),
          waitsFor: [],
          level: 0,
        },
      ]
    }),
  )
}

function manufacturerMaking(objectId: string, fields: ManufacturerFields): Making {
  return { things: [{ kind: 'manufacturer', objectId }], state: () => fields }
}

function characteristicMaking(
  objectId: string,
  { values, ...fields }: CharacteristicFields,
  told: CharacteristicFields['values'] = [],
): Making {
  const stays = new Set(values.map(value => value.id))
  const gone = told.filter(value => !stays.has(value.id)).map(valueThing)
  return {
    things: [{ kind: 'characteristic', objectId }, ...values.map(valueThing), ...gone],
    state: refOf => ({
      ...fields,
      values: values.map(({ id, ...value }) => ({ ...value, ref: refOf(valueThing({ id })) })),
      ...(gone.length > 0 ? { gone: gone.map(refOf) } : {}),
    }),
  }
}

function valueThing({ id }: { readonly id: string }) {
  return { kind: 'characteristic_value' as const, objectId: id }
}
