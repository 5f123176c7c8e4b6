/** From when on something is a disturbance, and when people are told. Minutes, seconds and days are whole. */
export const alertThresholds = [
  'unsentNoticeMinutes',
  'unsentAlarmMinutes',
  'ordersLateIntervals',
  'parkedPerHour',
  'credentialDays',
  'noWorkerMinutes',
  'toldAfterSeconds',
  'overAfterMinutes',
] as const
export type AlertThreshold = (typeof alertThresholds)[number]
export type AlertSettings = Readonly<Record<AlertThreshold, number>>

/** As it is where a company has set nothing. */
export const usualAlerts: AlertSettings = {
  // An unsent change of this age is a notice; of that one a disturbance.
  unsentNoticeMinutes: 30,
  unsentAlarmMinutes: 120,
  // So many fetches of orders in a row may be missed.
  ordersLateIntervals: 3,
  // Fewer parked records within an hour are everyday life.
  parkedPerHour: 10,
  // Days before the end of credentials at which people are told first.
  credentialDays: 30,
  // So long may no worker give a sign of life.
  noWorkerMinutes: 2,
  // What is seen once may be chance: it has to be seen for so long.
  toldAfterSeconds: 45,
  // What is gone may come back: it has to stay away for so long.
  overAfterMinutes: 5,
}

/** Least and most of each; outside of it nobody would be told, or all the time. */
export const alertBounds: Readonly<Record<AlertThreshold, readonly [number, number]>> = {
  unsentNoticeMinutes: [1, 10_080],
  unsentAlarmMinutes: [1, 10_080],
  ordersLateIntervals: [1, 1000],
  parkedPerHour: [1, 10_000],
  credentialDays: [0, 365],
  noWorkerMinutes: [1, 1440],
  toldAfterSeconds: [0, 3600],
  overAfterMinutes: [0, 1440],
}

/** What a company says, and where it says nothing, the usual. */
export function alertSettings(own: Partial<AlertSettings> = {}): AlertSettings {
  return { ...usualAlerts, ...own }
}
