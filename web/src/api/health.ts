import { queryOptions } from '@tanstack/react-query'
import type { alertSettingsShape } from '../../../src/operations/alertSettings.ts'
import type { Answer } from './asJson.ts'
import { call } from './call.ts'
import type { Page } from './page.ts'

export interface Finding {
  readonly rule: string
  readonly severity: 'yellow' | 'red'
  readonly sentence: string
  readonly remedy: string
}

/** How one channel of a connection does. */
export interface ChannelHealth {
  readonly id: string
  readonly name: string
  readonly active: boolean
  readonly locked: boolean
  /** When it last took something of a kind, the newest first. */
  readonly goodAt: readonly { readonly kind: string; readonly at: string }[]
  readonly oldestUnsent: string | null
  readonly waiting: number
  readonly waitingCapped: boolean
  readonly sent: number
  readonly failed: number
  readonly errorRate: number | null
  readonly refused: number
}

/** How a connection does. */
export interface Health {
  readonly channels: readonly ChannelHealth[]
  readonly connectionId: string
  readonly connection: string
  readonly colour: 'green' | 'yellow' | 'red'
  readonly findings: readonly Finding[]
  readonly locked: boolean
  readonly goodAt: readonly { readonly lane: string; readonly at: string | null }[]
  readonly oldestUnsent: string | null
  readonly waiting: number
  readonly waitingCapped: boolean
  readonly runs: number
  readonly failedRuns: number
  readonly errorRate: number | null
  readonly credentialDays: number | null
  readonly probedAt: string | null
  readonly openedAt: string | null
  readonly nextTryAt: string | null
  readonly quotas: readonly {
    readonly operation: string
    readonly perDay: number | null
    readonly used: number
    readonly left: number | null
    readonly blockedUntil: string | null
  }[]
}

/** The health of every connection. */
export const healthQuery = queryOptions({
  queryKey: ['health'],
  queryFn: async ({ signal }) =>
    (await call<{ items: readonly Health[] }>('GET', '/health', { signal })).items,
  refetchInterval: 30_000,
})

/** A disturbance: when it began, when it was over. */
export interface Incident {
  readonly id: string
  readonly rule: string
  readonly severity: 'yellow' | 'red'
  readonly connection: string | null
  readonly sentence: string
  readonly remedy: string
  readonly openedAt: string | null
  readonly closedAt: string | null
}

/** Disturbances, newest first. */
export const incidentsQuery = queryOptions({
  queryKey: ['incidents'],
  queryFn: ({ signal }) => call<Page<Incident>>('GET', '/incidents', { query: { limit: 50 }, signal }),
  refetchInterval: 30_000,
})

/** Who is told of disturbances. */
export interface AlertRoute {
  readonly id: string
  readonly kind: 'mail' | 'web-hook'
  readonly target: string
  readonly language: 'de' | 'en'
  readonly addedAt: string
}

/** Somebody who is told, with what could not be sent to them yet. */
export interface ListedAlert extends AlertRoute {
  readonly waiting: number
  readonly waitingSince: string | null
  readonly nextTryAt: string | null
  readonly error: string | null
}

/** All who are told. */
export const alertsQuery = queryOptions({
  queryKey: ['alerts'],
  queryFn: async ({ signal }) =>
    (await call<{ items: readonly ListedAlert[] }>('GET', '/alerts', { signal })).items,
  refetchInterval: 30_000,
})

export type AlertSettings = Answer<typeof alertSettingsShape>
type Thresholds = AlertSettings['usual']
export type AlertThreshold = keyof Thresholds

/** From when on something is a disturbance. */
export const alertSettingsQuery = queryOptions({
  queryKey: ['alerts', 'settings'],
  queryFn: ({ signal }) => call<AlertSettings>('GET', '/alert-settings', { signal }),
})

/** The thresholds that there are, in the order in which they are shown. */
export function thresholdsOf({ usual }: AlertSettings): readonly AlertThreshold[] {
  return Object.keys(usual) as AlertThreshold[]
}

/** Changes thresholds; those of `usual` are as usual again. */
export function changeAlertSettings(
  change: Partial<Thresholds> & { readonly usual?: readonly AlertThreshold[] },
): Promise<AlertSettings> {
  return call('PATCH', '/alert-settings', { body: change })
}

/** Adds somebody who is told; the secret of a web-hook is answered this once. */
export function addAlert(wish: {
  kind: AlertRoute['kind']
  target: string
  language: AlertRoute['language']
}): Promise<AlertRoute & { readonly secret: string | null }> {
  return call('POST', '/alerts', { body: wish })
}

/** Tells somebody no more. */
export function removeAlert(id: string): Promise<object> {
  return call('DELETE', `/alerts/${id}`)
}

/** Sends a test message. */
export function testAlert(id: string): Promise<object> {
  return call('POST', `/alerts/${id}/test`, { body: {} })
}
