import type { Changed } from '../../base/changed.ts'
import type { Tx } from '../../base/database.ts'
import { setChannelPrices } from '../../catalog/channelPrices.ts'
import { setGroupPrices } from '../../catalog/groupPrices.ts'
import { setSpecialPrices } from '../../catalog/specialPrices.ts'
import type { Note } from '../../channels/adoptionStore.ts'
import { markTimedPrices } from '../markPrices.ts'
import { type ImportWork, note } from './importWork.ts'
import type { SaidItem } from './sayItems.ts'

/** From when on a special price holds that the shop gives no begin: always. */
const always = new Date('2000-01-01T00:00:00Z')

/**
 * Prices beside the base price of an item: of customer groups by the mapping, scales of everyone as prices of the channel, and
 * special prices of the channel. Those of groups that are left out are not taken; of unknown ones that is a remark.
 */
export async function sayPrices(
  tx: Tx,
  work: ImportWork,
  items: readonly SaidItem[],
  remark: (id: string, note: Note) => void,
): Promise<Changed[]> {
  const { tenant, channel, groups, leftOut } = work
  const groupOf = (id: string, theirs: string | undefined): string | null | undefined => {
    if (theirs === undefined) return null
    const own = groups.get(theirs)
    if (own === undefined && !leftOut.groups.has(theirs))
      remark(id, note('IMPORT_PART_LEFT', { what: 'customer_group', theirs }))
    return own
  }
  const refused = (results: readonly { id: string; did: string; code?: string; data?: object }[]) => {
    for (const result of results)
      if (result.did === 'refused')
        remark(result.id, note(result.code ?? 'INTERNAL_ERROR', { ...result.data }))
  }
  const lists = items.flatMap(({ id, record }) =>
    record.prices.flatMap(({ group: theirs, scales }) => {
      const group = groupOf(id, theirs)
      const own = group === null ? scales.filter(scale => scale.from !== '0') : scales
      return group === undefined || own.length === 0 ? [] : [{ itemId: id, group, scales: own }]
    }),
  )
  const ofGroups = await setGroupPrices(
    tx,
    tenant,
    lists.flatMap(({ group, ...list }) => (group === null ? [] : [{ ...list, customerGroupId: group }])),
  )
  const ofChannel = await setChannelPrices(
    tx,
    tenant,
    lists.flatMap(({ group, ...list }) =>
      group === null ? [{ ...list, channelId: channel.id, customerGroupId: null }] : [],
    ),
  )
  const specials = await setSpecialPrices(
    tx,
    tenant,
    items.flatMap(({ id, record }) =>
      record.specials.flatMap(({ group: theirs, net, from, until, untilStock, active }) => {
        const customerGroupId = groupOf(id, theirs)
        if (customerGroupId === undefined) return []
        return [
          {
            itemId: id,
            channelId: channel.id,
            customerGroupId,
            net,
            from: from === undefined ? always : new Date(from),
            to: until === undefined ? null : new Date(until),
            active,
            ...(untilStock === undefined ? {} : { untilStock }),
          },
        ]
      }),
    ),
    work.context.now(),
  )
  await markTimedPrices(tx, tenant, specials.timed, specials.untimed)
  for (const { results } of [ofGroups, ofChannel, specials]) refused(results)
  return [ofGroups.changed, ofChannel.changed, specials.changed]
}
