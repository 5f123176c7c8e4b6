/** Writing calls whose result comes later: a ticket now, the answer once the system has worked it off. */

import { type Entry, type Objects, resultWire } from './objects.ts'
import type { WireObject } from './wireJson.ts'

export interface Tickets {
  /** Takes an element in and gives its ticket. */
  take(kind: string, entry: Entry): string
  /** What is known of a ticket. */
  look(ticket: string): WireObject
  /** Works off everything that was taken in so far, in order. */
  settle(): void
}

/** An empty tray. */
export function createTickets(objects: Objects): Tickets {
  const waiting: { readonly ticket: string; readonly kind: string; readonly entry: Entry }[] = []
  const answers = new Map<string, WireObject>()
  let number = 0
  return {
    take: (kind, entry) => {
      const ticket = `t-${++number}`
      waiting.push({ ticket, kind, entry })
      return ticket
    },
    look: ticket => {
      const answer = answers.get(ticket)
      if (answer) return { ticket, state: 'done', result: answer }
      return { ticket, state: waiting.some(element => element.ticket === ticket) ? 'open' : 'unknown' }
    },
    settle: () => {
      for (const { ticket, kind, entry } of waiting.splice(0))
        answers.set(ticket, resultWire(entry, objects.put(kind, entry)))
    },
  }
}
