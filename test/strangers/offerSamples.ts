/** What the operations of offers, and of what is mapped, are called with. */
export function offerSamples({
  item,
  channel,
  category,
  method,
}: {
  readonly item: string
  readonly channel: string
  readonly category: string
  readonly method: string
}) {
  return {
    'channel.maps': { input: { channel } },
    'channel.set-maps': { input: { channel, list: 'payment_method', map: { x: method } } },
    'channel.propose-maps': { input: { channel } },
    'channel.category-maps': { input: { channel } },
    'channel.set-category-maps': { input: { channel, map: { [category]: '' } } },
    'channel.their-categories': { input: { channel } },
    'channel.attribute-maps': { input: { channel } },
    'channel.take-proposals': { input: { channel, list: 'category', names: [category] } },
    'item.listing': { input: { item } },
    'item.set-listing': { input: { item, channel, category: 'stranger' } },
    'item.set-listings': {
      input: { items: [{ itemId: item, channelId: channel, category: 'stranger' }] },
      ownOnly: true,
    },
  }
}
