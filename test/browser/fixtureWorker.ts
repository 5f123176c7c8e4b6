import { at, id } from './fixtureParts.ts'

/** What the page of the background service shows: two processes, and the lanes of these connections with their last runs. */
export function workerOf(
  platforms: readonly {
    readonly connectionId: string
    readonly connection: string | undefined
    readonly channel: string | undefined
    readonly state: string
  }[],
  lanes: readonly string[],
): object {
  return {
    works: true,
    since: null,
    processes: ['srv-lager', 'srv-buero'].map((name, n) => ({
      name,
      pid: 4000 + n,
      roles: ['worker'],
      version: '0.1.0',
      lives: true,
      startedAt: '2026-11-08T08:00:00Z',
      beatAt: at('14:32'),
      stoppedAt: null,
      running: 1 - n,
      slots: 100,
    })),
    lanes: platforms.flatMap(one =>
      lanes.map((lane, n) => ({
        connectionId: one.connectionId,
        connection: one.connection,
        lane,
        every: '5m',
        everySeconds: n === 0 ? 300 : 900,
        windowText: n === 2 ? 'mo-fr 05:00-23:00' : 'immer',
        windows: n === 2 ? [{ days: [1, 2, 3, 4, 5], from: '05:00', to: '23:00' }] : null,
        openedAt: null,
        nextTryAt: null,
        timeZone: 'Europe/Berlin',
        state:
          one.state === 'locked'
            ? 'locked'
            : one.state === 'failing' && n === 0
              ? 'failing'
              : one.state === 'failing'
                ? 'open'
                : one.channel === 'Amazon.de' && n === 1
                  ? 'running'
                  : 'waiting',
        sentence:
          one.state === 'failing'
            ? n === 0
              ? 'gestört, Versuch 7'
              : 'Pausiert seit 14:00: Die Verbindung ist gestört. Nächster Versuch 14:34.'
            : '',
        runId: id(200),
        lastAt: at('14:30'),
        lastMs: 600 + n * 900,
        nextAt: n === 0 ? at('14:35') : null,
        dueSince: null,
        failures: 0,
        runs: Array.from({ length: 20 }, (_, r) => ({
          id: id(r),
          state: one.state === 'failing' && n === 0 && r > 12 ? 'failed' : 'done',
          startedAt: at('14:30'),
          ms: 600,
          code: r === 9 && n === 2 ? 'NOTE' : null,
        })),
      })),
    ),
  }
}
