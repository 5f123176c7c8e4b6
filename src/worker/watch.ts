import type { Chore, Task } from '../base/jobs.ts'
import { type AlertParts, deliverAlert } from '../sync/deliverAlert.ts'
import { type WatchParts, watchHealth } from '../sync/watchHealth.ts'

const deliver = 'deliver-alert'

/** Looks every minute how all connections do, and asks for the messages that are to be sent; the same twice does no harm. */
export function watchChore(parts: WatchParts): Chore {
  return {
    name: 'watch-health',
    cron: '* * * * *',
    work: async jobs => {
      for (const { tenant, id } of await watchHealth(parts)) await jobs.send(deliver, { tenant, id })
    },
  }
}

/** Sends one message of an incident. */
export function alertTask(parts: AlertParts): Task {
  return {
    name: deliver,
    work: async ({ tenant = '', id = '' }) => {
      await deliverAlert(parts, tenant, id)
    },
  }
}
