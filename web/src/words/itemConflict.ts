import type { Pairs } from './pairs.ts'

/** Two who save one item, and changes that would be lost. */
export const itemConflict = {
  compare: ['Vergleichen', 'Compare'],
  conflictTitle: ['{{number}} wurde inzwischen geändert', '{{number}} was changed meanwhile'],
  conflictMeanwhile: [
    'Dieser Artikel wurde geändert, während Sie ihn bearbeiten.',
    'This item was changed while you are editing it.',
  ],
  conflictBy: ['{{who}} hat diesen Artikel {{at}} geändert.', '{{who}} changed this item {{at}}.'],
  conflictHelp: ['Nichts wurde überschrieben.', 'Nothing was overwritten.'],
  conflictBoth: ['Von beiden geändert', 'Changed by both'],
  conflictNone: [
    'Kein Feld wurde von beiden geändert: Ihre Änderungen können dazu.',
    'No field was changed by both: your changes can be added.',
  ],
  conflictOnlyThere: ['Nur dort geändert, bleibt so: {{fields}}', 'Changed there only, stays: {{fields}}'],
  conflictOnlyHere: ['Nur von Ihnen geändert: {{fields}}', 'Changed by you only: {{fields}}'],
  conflictSave: ['Auswahl speichern', 'Save the choice'],
  field: ['Feld', 'Field'],
  before: ['Vorher', 'Before'],
  storedNow: ['Jetzt gespeichert', 'Stored now'],
  yours: ['Ihre Eingabe', 'Yours'],
  leaveTitle: ['Seite verlassen', 'Leave the page'],
  leaveText_one: ['{{count}} Änderung ist noch nicht gespeichert.', '{{count}} change is not saved yet.'],
  leaveText_other: [
    '{{count}} Änderungen sind noch nicht gespeichert.',
    '{{count}} changes are not saved yet.',
  ],
  stay: ['Weiter bearbeiten', 'Go on editing'],
  discardAndLeave: ['Verwerfen und verlassen', 'Discard and leave'],
} as const satisfies Pairs
