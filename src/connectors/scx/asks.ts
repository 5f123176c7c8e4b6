import type { Ask } from '../../port/receive.ts'
import { attributesRequest, reportRequest, systemNotification, systemTest } from './events/sellerEvents.ts'

/** The ask that is answered by a report. */
export const inventoryAsk = 'inventory'

/** What a person can ask a channel for. */
export const asks: readonly Ask[] = [
  {
    name: inventoryAsk,
    title: { de: 'Verkäuferinventar anfordern', en: 'Ask for the offers of the seller' },
    help: {
      de: 'Der Kanal meldet alle laufenden Angebote. Das kann dauern.',
      en: 'The channel reports all running offers. That may take a while.',
    },
    answered: true,
    letter: reportRequest,
  },
  {
    name: 'attributes',
    title: { de: 'Attribute des Verkäufers anfordern', en: 'Ask for the attributes of the seller' },
    help: {
      de: 'Der Kanal schickt sie neu, zum Beispiel Versandvorlagen.',
      en: 'The channel sends them anew, for example shipping templates.',
    },
    answered: false,
    letter: attributesRequest,
  },
  {
    name: 'test',
    title: { de: 'Verbindung testen', en: 'Test the connection' },
    help: {
      de: 'Erledigt, sobald das Kanalprogramm den Test abgeholt hat.',
      en: 'Done as soon as the channel program has taken the test.',
    },
    answered: false,
    letter: systemTest,
  },
  {
    name: 'message',
    title: { de: 'Testnachricht senden', en: 'Send a test message' },
    help: {
      de: 'Steht danach im Protokoll des Kanalprogramms.',
      en: 'Stands in the log of the channel program afterwards.',
    },
    answered: false,
    letter: place => systemNotification(place, 'Kontor: Test'),
  },
]
