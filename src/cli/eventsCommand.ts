import { z } from 'zod'
import { channelEventOperations, eventsShape, whichEvents } from '../operations/channelEvents.ts'
import { type Context, operation } from '../operations/operation.ts'
import { perform } from '../operations/perform.ts'
import type { TerminalOperation } from './terminalOperation.ts'

type Shown = z.infer<typeof eventsShape>

/** `kontor connection events`: shows what a channel imports; with --set it changes the kinds that are named, and only those. */
export const eventsCommand: TerminalOperation = operation({
  name: 'channel.events',
  long: true,
  method: 'GET',
  path: '/channels/:channel/events',
  command: 'connection events <channel>',
  right: 'connections.read',
  summary: {
    en: 'Show or set which kinds of events a channel imports, and from when on',
    de: 'Zeigen oder setzen, welche Arten von Ereignissen ein Kanal importiert und ab wann',
  },
  input: whichEvents.extend({
    set: z.record(z.string(), z.string()).default({}).meta({
      description:
        'kind=on, kind=off, kind=2026-03-29 or kind=2026-03-29T13:45:00; "kind=" from the beginning.',
      'x-de': 'art=on, art=off, art=2026-03-29 oder art=2026-03-29T13:45:00; „art=“ von Anfang an.',
    }),
  }),
  output: eventsShape,
  run: async (context, { channel, set }) => {
    const shown = await call(context, 'channel.events', { channel })
    if (Object.keys(set).length === 0) return shown
    const kept = shown.items.filter(({ kind }) => !(kind in set))
    return call(context, 'channel.set-events', {
      channel,
      events: [
        ...kept.map(({ kind, enabled, from }) => ({ kind, enabled, from: from?.toISOString() ?? null })),
        ...Object.entries(set).map(([kind, text]) => {
          const before = shown.items.find(one => one.kind === kind)?.from?.toISOString() ?? null
          const isSwitch = text === 'on' || text === 'off'
          return { kind, enabled: text !== 'off', from: isSwitch ? before : text || null }
        }),
      ],
    })
  },
})

// By the operations themselves, with their rights and their audit.
async function call(
  context: Context,
  name: string,
  input: Readonly<Record<string, unknown>>,
): Promise<Shown> {
  const found = channelEventOperations.find(one => one.name === name)
  if (!found) throw new TypeError(`no operation ${name}`)
  const { kontor, tenant, actor, language } = context
  const { output } = await perform({ kontor, tenant, actor, language }, found, input)
  return eventsShape.parse(output)
}
