import type { PlantedTenant } from './plantMarkers.ts'
import type { Sample } from './samples.ts'

/** Samples of offers at places with categories and attributes of their own; part of `samplesFor`. */
export function listingSamples(planted: PlantedTenant): Readonly<Record<string, Sample>> {
  const [channel, item, category] = [planted.id('channel'), planted.id('item'), planted.id('category')]
  const own = (input: Sample['input']): Sample => ({ input, ownOnly: true })
  return {
    'channel.maps': { input: { channel } },
    'channel.set-maps': {
      input: { channel, list: 'payment_method', map: { x: planted.id('payment_method') } },
    },
    'channel.propose-maps': { input: { channel } },
    'channel.category-maps': { input: { channel } },
    'channel.set-category-maps': { input: { channel, map: { [category]: '' } } },
    'channel.their-categories': { input: { channel } },
    'channel.attribute-maps': { input: { channel } },
    'item.listing': { input: { item } },
    'item.set-listing': { input: { item, channel, category: 'stranger' } },
    'item.set-listings': own({ items: [{ itemId: item, channelId: channel, category: 'stranger' }] }),
  }
}
