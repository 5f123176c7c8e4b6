import type { Connection, System } from '../../api/connections.ts'

/** A sales channel as the list shows it. A connection without a channel yet stands for itself. */
export interface Entry {
  readonly id: string
  readonly name: string
  readonly connection: Connection
  readonly channel: Connection['channels'][number] | undefined
}

export const shows = ['active', 'archived', 'all'] as const
export type Show = (typeof shows)[number]

/** All sales channels of these connections, in the order of the connections. */
export function entriesOf(connections: readonly Connection[]): Entry[] {
  return connections.flatMap((connection): Entry[] =>
    connection.channels.length === 0
      ? [{ id: connection.id, name: connection.name, connection, channel: undefined }]
      : connection.channels.map(channel => ({ id: channel.id, name: channel.name, connection, channel })),
  )
}

/** Whether an entry belongs to what is shown. */
export function isShown({ connection, name }: Entry, show: Show, search: string): boolean {
  const archived = connection.state === 'archived'
  if (show !== 'all' && archived !== (show === 'archived')) return false
  const text = search.trim().toLowerCase()
  return [name, connection.name, connection.system].some(one => one.toLowerCase().includes(text))
}

/** The parts of a channel that can be looked at. */
export function tabsOf({ connection, channel }: Entry, system: System | undefined): Tab[] {
  return tabs.filter(tab =>
    tab === 'first-run'
      ? connection.phase === 'new' && connection.state !== 'archived'
      : tab === 'recovery'
        ? connection.recovering
        : tab === 'functions'
          ? channel !== undefined && system?.calls === true
          : channel !== undefined || tab === 'general' || tab === 'connection',
  )
}

export const tabs = [
  'recovery',
  'first-run',
  'general',
  'connection',
  'import',
  'offer',
  'shipping',
  'payment',
  'functions',
] as const
export type Tab = (typeof tabs)[number]

/** The tab that an address names: one that is called otherwise now, by its name of today. */
export function tabNamed(name: string | undefined): string | undefined {
  return name === 'mappings' ? 'offer' : name
}

/** The key of a tab's word among those of the page; those of `functions` stand elsewhere. */
export const tabWords = {
  recovery: 'recovery',
  'first-run': 'firstRun',
  general: 'general',
  connection: 'connection',
  import: 'import',
  offer: 'offer',
  shipping: 'shipping',
  payment: 'payment',
} as const satisfies Record<Exclude<Tab, 'functions'>, string>
