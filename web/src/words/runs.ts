import type { Pairs } from './pairs.ts'

/** The list of runs and the page of one. */
export const runs = {
  title: ['Läufe', 'Runs'],
  about: [
    'Jeder Abgleich mit seinen Ergebnissen, Neueste zuerst',
    'Every synchronisation with its results, newest first',
  ],
  started: ['Begonnen', 'Started'],
  channel: ['Verkaufskanal', 'Sales channel'],
  several: ['mehrere', 'several'],
  what: ['Was', 'What'],
  state: ['Stand', 'State'],
  by: ['Wer', 'Who'],
  duration: ['Dauer', 'Duration'],
  none: ['Noch kein Lauf', 'No run yet'],
  noneHelp: [
    'Hier steht jeder Abgleich mit seinem Ergebnis.',
    'Every synchronisation stands here with its result.',
  ],
  one: ['Lauf vom {{at}}', 'Run of {{at}}'],
  askedBy: ['von {{who}}', 'by {{who}}'],
  parts: ['Aufgaben', 'Tasks'],
  notes: ['Hinweise', 'Notes'],
  showLive: ['Im Dialog zeigen', 'Show in the dialog'],
  whole: ['Ganzer Abgleich', 'Whole synchronisation'],
} as const satisfies Pairs
