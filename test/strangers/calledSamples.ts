import type { PlantedTenant } from './plantMarkers.ts'
import type { Sample } from './samples.ts'

const own = (input: Sample['input'] = {}): Sample => ({ input, ownOnly: true })

/** Samples of places that sign up, asks, notices and tickets; part of `samplesFor`. */
export function calledSamples(planted: PlantedTenant): Readonly<Record<string, Sample>> {
  const [connection, channel] = [planted.id('connection'), planted.id('channel')]
  return {
    'connection.sign-up': { input: { connection } },
    'connection.sessions': { input: { connection } },
    'channel.sign-in-again': { input: { channel } },
    'channel.close-place': { input: { channel } },
    'channel.asks': { input: { channel } },
    'channel.ask': { input: { channel, name: 'inventory' } },
    'channel.adopt-offers': { input: { channel } },
    'channel.give-up-offers': { input: { channel } },
    'channel.adoption': { input: { channel } },
    'channel.found-offers': { input: { channel } },
    'channel.link-offers': { input: { channel, pair: { x: planted.id('item') } } },
    'notice.list': { input: { connection } },
    'notice.dismiss': own({ ids: [planted.id('channel_notice')] }),
    'ticket.list': { input: { connection } },
    'ticket.show': { input: { ticket: planted.id('ticket') } },
    'ticket.reply': { input: { ticket: planted.id('ticket'), text: 'stranger' } },
    'ticket.reply-again': { input: { ticket: planted.id('ticket') } },
    'ticket.close': own({ ids: [planted.id('ticket')] }),
    'ticket.file': { input: { ticket: planted.id('ticket'), hash: 'a'.repeat(64) } },
  }
}
