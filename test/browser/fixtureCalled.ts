import { at, id, page } from './fixtureParts.ts'

/** A channel whose sellers sign up at the system; cut off, and not signed up yet. */
export const calledChannel = id(2)
export const cutChannel = id(1)

const place = (n: number, channel: string, more: object = {}) => ({
  place: `seller_${n}`,
  name: 'Herzstück GmbH',
  active: true,
  channelId: id(n),
  channel,
  parked: 0,
  openedAt: '2026-10-14T09:12:00Z',
  closed: null,
  ...more,
})

const ask = (name: string, title: string, help: string, state: string, mayAsk: boolean) => ({
  name,
  title,
  help,
  state,
  askedAt: state === 'never' ? null : at('13:40'),
  askedBy: state === 'never' ? null : 'Maren Siebert',
  answeredAt: state === 'answered' ? at('13:52') : null,
  mayAsk,
})

const ticket = {
  id: id(2100),
  connectionId: id(102),
  connection: 'Amazon.de',
  place: 'seller_2',
  channelId: calledChannel,
  channel: 'Amazon.de',
  theirs: 'T-88121',
  topic: 'DELIVERY',
  subject: 'Wo bleibt mein Paket?',
  about: { kind: 'order', theirs: 'seller_2/OT-5531908' },
  wantsReply: true,
  changedAt: at('14:02'),
  closedAt: null,
  closedBy: null,
}

/** What the pages of systems that call us are answered: path behind /api/v1 → answer. */
export const calledAnswers: Readonly<Record<string, unknown>> = {
  [`/connections/${id(102)}/places`]: { items: [place(2, 'Amazon.de')] },
  [`/connections/${id(102)}/sign-up`]: {
    url: 'about:blank',
    session: id(2001),
    madeAt: at('14:33'),
    until: at('15:33'),
  },
  [`/connections/${id(102)}/sessions`]: { items: [] },
  [`/channels/${calledChannel}/sign-in`]: {
    url: 'about:blank',
    session: id(2001),
    madeAt: at('14:33'),
    until: at('15:33'),
  },
  [`/connections/${id(101)}/places`]: {
    items: [
      place(1, 'Herzstück B2B', {
        closed: {
          at: at('11:20'),
          side: 'there',
          by: 'Verkaufskanal',
          reason: 'Lizenz abgelaufen',
          forGood: false,
          told: 'lies',
        },
      }),
    ],
  },
  [`/channels/${calledChannel}/asks`]: {
    items: [
      ask(
        'inventory',
        'Verkäuferinventar anfordern',
        'Alle Angebote, die der Kanal von hier hat.',
        'taken',
        false,
      ),
      ask(
        'attributes',
        'Attribute anfordern',
        'Die Merkmale, die der Kanal für dieses Konto kennt.',
        'answered',
        true,
      ),
      ask('test', 'Testnachricht senden', 'Zeigt, ob der Kanal abholt, was hier liegt.', 'never', true),
    ],
  },
  '/notices': page([
    {
      id: id(2200),
      place: 'seller_2',
      severity: 'error',
      text: 'Das Angebot 22423 wurde gesperrt: Das Hauptbild zeigt ein Wasserzeichen. Bitte ein anderes Bild senden.',
      about: { kind: 'item', theirs: '22423' },
      times: 3,
      postedAt: at('13:58'),
    },
    {
      id: id(2201),
      place: 'seller_2',
      severity: 'info',
      text: 'Wartungsarbeiten am 22.11. von 2 bis 4 Uhr.',
      about: null,
      times: 1,
      postedAt: at('09:00'),
    },
  ]),
  '/tickets': page([
    ticket,
    {
      ...ticket,
      id: id(2101),
      subject: 'Rechnung mit Firmenanschrift',
      topic: 'QUESTION',
      about: null,
      wantsReply: false,
    },
  ]),
  [`/tickets/${ticket.id}`]: {
    ...ticket,
    mayReply: true,
    messages: [
      {
        id: id(2110),
        at: at('10:11'),
        role: 'buyer',
        name: 'Nele Brandt',
        text: 'Guten Tag, wo bleibt mein Paket? Es sollte gestern da sein.',
        by: null,
        state: 'came',
      },
      {
        id: id(2111),
        at: at('10:40'),
        role: 'seller',
        name: null,
        text: 'Es ist seit heute früh unterwegs, die Sendungsnummer steht in der Bestellung.',
        by: 'Maren Siebert',
        state: 'sent',
      },
      {
        id: id(2112),
        at: at('14:02'),
        role: 'buyer',
        name: 'Nele Brandt',
        text: 'Laut Verfolgung liegt es noch bei Ihnen. Bitte prüfen!',
        by: null,
        state: 'came',
      },
    ],
    files: [
      { hash: 'ab'.repeat(32), name: 'Sendungsverfolgung.pdf', mediaType: 'application/pdf', size: 48_211 },
    ],
  },
}
