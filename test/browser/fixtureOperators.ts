import { usualAlerts } from '../../src/channels/alertSettings.ts'
import { at, id, items, page, shops } from './fixtureParts.ts'

/** Fixtures of what operators see: what waits for channels, thresholds of disturbances, places of a connection. */

const key = (n: number) => id(6000 + n)

const awaited = items.slice(0, 6).map(([number], n) => ({
  id: key(n),
  waits: n % 3 === 2 ? 'answer' : 'take',
  connection: shops[n < 4 ? 3 : 2],
  channelId: id(n < 4 ? 3 : 2),
  channel: shops[n < 4 ? 3 : 2],
  kind: n % 2 === 0 ? 'item' : 'stock',
  object: 'item',
  objectId: id(5000 + n),
  name: number,
  since: at(n === 0 ? '11:05' : `14:${10 + n}`),
  taken: n === 0 ? 4 : n === 1 ? 1 : 0,
  hiddenUntil: n === 0 ? at('14:39') : null,
  ticket: n % 3 === 2 ? `feed-2026-11-20-${n}` : null,
}))

/** One channel of a connection, as health shows it. */
export const channelHealth = (n: number, name: string | undefined, more: object = {}) => ({
  id: id(n),
  name,
  active: true,
  locked: false,
  goodAt: [
    { kind: 'stock', at: at('14:30') },
    { kind: 'item', at: at('13:55') },
    { kind: 'order_status', at: at('12:10') },
  ],
  oldestUnsent: null,
  waiting: 0,
  waitingCapped: false,
  sent: 412,
  failed: 3,
  errorRate: 3 / 412,
  refused: 0,
  ...more,
})

const places = [
  { place: '', name: '', active: true, channelId: id(3), channel: shops[3], parked: 0 },
  { place: 'de', name: 'Deutschland', active: true, channelId: null, channel: null, parked: 0 },
  { place: 'at', name: 'Österreich', active: true, channelId: null, channel: null, parked: 4 },
  { place: 'cz', name: 'Tschechien', active: false, channelId: null, channel: null, parked: 0 },
]

/** Path behind /api/v1 (without query) → answer. */
export const operatorAnswers: Readonly<Record<string, unknown>> = {
  '/outbox/awaited': page(awaited),
  '/outbox/lay-out': {
    items: awaited
      .filter(one => one.waits === 'take')
      .map((one, n) => ({
        id: one.id,
        done: n > 0,
        code: n > 0 ? null : 'AWAITED_GONE',
        reason: n > 0 ? null : 'Unter dieser Kennung wartet nichts mehr.',
      })),
  },
  '/outbox/release': { items: awaited.map(one => ({ id: one.id, done: true, code: null, reason: null })) },
  '/alert-settings': { ...usualAlerts, parkedPerHour: 25, usual: usualAlerts, own: ['parkedPerHour'] },
  ...Object.fromEntries(
    Array.from({ length: 9 }, (_, n) => [
      `/connections/${id(100 + n)}/places`,
      { items: n === 3 ? places : [] },
    ]),
  ),
}
