import type { Pairs } from './pairs.ts'

/** The tab "Beim Kanal" of the outbox: what waits to be taken or to be answered. */
export const awaited = {
  about: [
    'Was ein Kanal selbst abholt oder erst später beantwortet. Älteste zuerst.',
    'What a channel takes by itself, or answers later. The oldest first.',
  ],
  all: ['Alle', 'All'],
  take: ['abzuholen', 'to be taken'],
  takenOften: ['{{n}}× geholt, nicht bestätigt', 'taken {{n}}×, not confirmed'],
  answer: ['zu beantworten', 'to be answered'],
  since: ['Wartet', 'Waits'],
  state: ['Zustand', 'State'],
  ticket: ['Vorgang beim Kanal', 'Ticket of the channel'],
  next: ['Wieder abholbar', 'Can be taken again'],
  now: ['jetzt', 'now'],
  none: ['Auf keinen Kanal wird gewartet', 'No channel is waited for'],
  noneHelp: [
    'Manche Kanäle holen Änderungen selbst ab oder antworten erst später. Was davon offen ist, steht hier.',
    'Some channels take changes by themselves or answer later. What is open of that stands here.',
  ],
  noneFiltered: ['Nichts passt zum Filter', 'Nothing fits the filter'],
  layOut: ['Erneut auslegen', 'Lay out again'],
  layOutN: ['{{n}} erneut auslegen', 'Lay out {{n}} again'],
  release: ['Nicht länger warten', 'Wait no longer'],
  releaseN: ['{{n}}: nicht länger warten', '{{n}}: wait no longer'],
  noLetter: [
    'Das Gewählte ist abgeholt; es fehlt nur die Antwort.',
    'What is selected was taken; only the answer is missing.',
  ],
  noLetterHelp: ['„Nicht länger warten“ sendet es neu.', '“Wait no longer” sends it anew.'],
  releaseTitle: ['Nicht länger auf den Kanal warten', 'Wait no longer for the channel'],
  releaseText: [
    'Der Kanal bekommt das Gewählte noch einmal, wie es jetzt ist. Antwortet er doch noch auf das Frühere, zählt das nicht mehr.',
    'The channel gets what is selected once more, as it is now. Should it still answer the earlier one, that counts no more.',
  ],
  releaseNow: ['{{n}} neu senden', 'Send {{n}} anew'],
  did_layOut_one: ['{{count}} Brief liegt erneut aus.', '{{count}} letter is laid out again.'],
  did_layOut_other: ['{{count}} Briefe liegen erneut aus.', '{{count}} letters are laid out again.'],
  did_release_one: ['{{count}} Änderung wird neu gesendet.', '{{count}} change is sent anew.'],
  did_release_other: ['{{count}} Änderungen werden neu gesendet.', '{{count}} changes are sent anew.'],
  not: ['{{n}} nicht: {{reason}}', '{{n}} not: {{reason}}'],
} as const satisfies Pairs
