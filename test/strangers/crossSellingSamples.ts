import { newId } from '../../src/base/ids.ts'
import type { PlantedTenant } from './plantMarkers.ts'
import type { Sample } from './samples.ts'

const own = (input: Sample['input'] = {}): Sample => ({ input, ownOnly: true })

/** What a stranger asks of what is shown beside items. */
export function crossSellingSamples(planted: PlantedTenant): Readonly<Record<string, Sample>> {
  const item = planted.id('item')
  return {
    'cross-selling-group.list': own(),
    'cross-selling-group.put': { input: { group: planted.id('cross_selling_group'), name: 'stranger' } },
    'cross-selling-group.put-many': own({
      groups: [{ group: planted.id('cross_selling_group'), name: newId() }],
    }),
    'cross-selling-group.remove': { input: { group: planted.id('cross_selling_group'), withItems: true } },
    'item.cross-sell': { input: { item, group: planted.id('cross_selling_group'), items: [item] } },
    'item.cross-sell-many': own({
      items: [{ itemId: item, groupId: planted.id('cross_selling_group'), otherIds: [item] }],
    }),
  }
}
