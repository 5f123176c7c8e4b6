/** What the operations of offers are called with. */
export function offerSamples({
  item,
  channel,
  category,
}: {
  readonly item: string
  readonly channel: string
  readonly category: string
}) {
  return {
    'channel.category-maps': { input: { channel } },
    'channel.set-category-maps': { input: { channel, map: { [category]: '' } } },
    'channel.their-categories': { input: { channel } },
    'channel.attribute-maps': { input: { channel } },
    'item.listing': { input: { item } },
    'item.set-listing': { input: { item, channel, category: 'stranger' } },
    'item.set-listings': {
      input: { items: [{ itemId: item, channelId: channel, category: 'stranger' }] },
      ownOnly: true,
    },
  }
}
