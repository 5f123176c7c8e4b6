import { z } from 'zod'
import {
  type AlertThreshold,
  alertBounds,
  alertSettings,
  alertThresholds,
  usualAlerts,
} from '../channels/alertSettings.ts'
import { changeAlertSettings, readAlertSettings } from '../channels/alertStore.ts'
import { channelProblem } from '../channels/problems.ts'
import { described } from './described.ts'
import { inTransaction, type Operation, operation } from './operation.ts'

const values = z.object(perThreshold(() => z.int()))
export const alertSettingsShape = values.extend({
  /** As it is where nothing is set. */
  usual: values,
  /** What this company has set. */
  own: z.array(z.enum(alertThresholds)),
})

const words: Readonly<Record<AlertThreshold, readonly [string, string]>> = {
  unsentNoticeMinutes: [
    'An unsent change of this age is a notice, in minutes',
    'Eine ungesendete Änderung dieses Alters ist ein Hinweis, in Minuten',
  ],
  unsentAlarmMinutes: [
    'An unsent change of this age is a disturbance, in minutes',
    'Eine ungesendete Änderung dieses Alters ist eine Störung, in Minuten',
  ],
  ordersLateIntervals: [
    'Orders are late after so many intervals without a fetch',
    'Bestellungen sind verspätet nach so vielen Intervallen ohne Abruf',
  ],
  parkedPerHour: [
    'So many parked records within an hour are told, if they are more than usual',
    'So viele geparkte Datensätze in einer Stunde werden gemeldet, wenn es mehr sind als sonst',
  ],
  credentialDays: [
    'Told first so many days before credentials end',
    'Zuerst gemeldet so viele Tage, bevor Zugangsdaten enden',
  ],
  noWorkerMinutes: [
    'Told when no background service gave a sign of life for so many minutes',
    'Gemeldet, wenn so viele Minuten kein Hintergrunddienst ein Lebenszeichen gab',
  ],
  toldAfterSeconds: [
    'A disturbance is told when it has lasted so many seconds',
    'Eine Störung wird gemeldet, wenn sie so viele Sekunden anhält',
  ],
  overAfterMinutes: [
    'A disturbance is over when it has stayed away for so many minutes',
    'Eine Störung ist vorbei, wenn sie so viele Minuten ausbleibt',
  ],
}

/** From when on something is a disturbance, set per company. */
export const alertSettingOperations: readonly Operation[] = [
  operation({
    name: 'alert.settings',
    method: 'GET',
    path: '/alert-settings',
    command: 'alert settings',
    right: 'worker.read',
    summary: {
      en: 'Show from when on something is a disturbance, and what is usual',
      de: 'Zeigen, ab wann etwas eine Störung ist, und was üblich ist',
    },
    input: z.object({}),
    output: alertSettingsShape,
    run: context => inTransaction(context, async tx => shown(await readAlertSettings(tx, context.tenant))),
  }),
  operation({
    name: 'alert.set',
    method: 'PATCH',
    path: '/alert-settings',
    command: 'alert set',
    right: 'worker.write',
    summary: {
      en: 'Change from when on something is a disturbance; what is open is judged by it within a minute',
      de: 'Ändern, ab wann etwas eine Störung ist; was offen ist, wird binnen einer Minute danach beurteilt',
    },
    input: z.object({
      ...perThreshold(name => {
        const [least, most] = alertBounds[name]
        const [en, de] = words[name]
        return z
          .int()
          .min(least)
          .max(most)
          .optional()
          .meta(described(`${en} (${usualAlerts[name]}).`, `${de} (${usualAlerts[name]}).`))
      }),
      usual: z
        .array(z.enum(alertThresholds))
        .optional()
        .meta(described('These as usual again.', 'Diese wieder wie üblich.')),
    }),
    output: alertSettingsShape,
    audit: ({ usual = [], ...change }) => ({
      objectKind: 'alert_settings',
      data: { ...givenOf(change), ...(usual.length > 0 ? { usual } : {}) },
    }),
    run: (context, { usual = [], ...change }) =>
      inTransaction(context, async tx => {
        const again = Object.fromEntries(usual.map(name => [name, null]))
        const own = await changeAlertSettings(tx, context.tenant, { ...again, ...givenOf(change) })
        const { unsentNoticeMinutes, unsentAlarmMinutes } = alertSettings(own)
        if (unsentAlarmMinutes < unsentNoticeMinutes)
          throw channelProblem('ALERT_SETTINGS_CROSSED', {
            notice: unsentNoticeMinutes,
            alarm: unsentAlarmMinutes,
          })
        return shown(own)
      }),
  }),
]

function shown(own: Partial<Record<AlertThreshold, number>>): z.infer<typeof alertSettingsShape> {
  return {
    ...alertSettings(own),
    usual: usualAlerts,
    own: alertThresholds.filter(name => own[name] !== undefined),
  }
}

function givenOf(change: Readonly<Record<string, number | undefined>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(change).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
  )
}

function perThreshold<T>(make: (name: AlertThreshold) => T): Record<AlertThreshold, T> {
  return {
    unsentNoticeMinutes: make('unsentNoticeMinutes'),
    unsentAlarmMinutes: make('unsentAlarmMinutes'),
    ordersLateIntervals: make('ordersLateIntervals'),
    parkedPerHour: make('parkedPerHour'),
    credentialDays: make('credentialDays'),
    noWorkerMinutes: make('noWorkerMinutes'),
    toldAfterSeconds: make('toldAfterSeconds'),
    overAfterMinutes: make('overAfterMinutes'),
  }
}
