import type { Language } from '../base/errors.ts'
import type { RecoveryWay } from '../sync/recovery/recoveryWay.ts'

/** What a person is told of each step, and what to type; `{…}` is filled in. */
export const recoveryWords: Readonly<
  Record<RecoveryWay | 'number' | 'done', { readonly command: string } & Readonly<Record<Language, string>>>
> = {
  number: {
    command: 'kontor recovery number {kind} LAST',
    en: 'Look up which number was really given last (paper, mails, bookkeeping). The backup knows them up to {last}; the range went on to {next}.',
    de: 'Nachsehen, welche Nummer wirklich zuletzt vergeben wurde (Papier, Mails, Buchhaltung). Die Sicherung kennt sie bis {last}; der Nummernkreis steht jetzt auf {next}.',
  },
  reading: {
    command: 'kontor recovery fetch "{connection}"',
    en: 'Read everything since the backup once more: {system} delivers it by date.',
    de: 'Alles seit der Sicherung noch einmal lesen: {system} liefert es nach Datum.',
  },
  numbers: {
    command: 'kontor recovery fetch "{connection}"',
    en: '{system} is made to forget our numbers from {from} on, and then delivers what bore them.',
    de: '{system} vergisst unsere Nummern ab {from} und liefert dann, was sie trug.',
  },
  everything: {
    command: 'kontor recovery fetch "{connection}" --all',
    en: '{system} can only forget all links at once: everything is delivered again and linked anew. Known records stay as they are.',
    de: '{system} kann Verknüpfungen nur alle auf einmal vergessen: Alles wird noch einmal geliefert und neu verknüpft. Bekanntes bleibt, wie es ist.',
  },
  byHand: {
    command: 'kontor recovery fetch "{connection}" --checked',
    en: '{system} does not deliver again by itself. In the shop, mark the orders since {since} as not fetched, then fetch them.',
    de: '{system} liefert nicht von selbst noch einmal. Bitte im Shop die Bestellungen seit {since} als nicht abgeholt markieren und dann abholen.',
  },
  theirs: {
    command: 'kontor recovery fetch "{connection}" --checked',
    en: '{system} calls us, and does not repeat what it sent since {since}. Let it be sent again there, or enter those orders by hand.',
    de: '{system} ruft uns auf und wiederholt nicht, was es seit {since} gesendet hat. Bitte dort noch einmal senden lassen oder diese Bestellungen von Hand anlegen.',
  },
  done: {
    command: 'kontor recovery done "{connection}"',
    en: 'When all is done: the connection goes on, and is told what differs.',
    de: 'Wenn alles getan ist: Die Verbindung macht weiter und bekommt gemeldet, was sich unterscheidet.',
  },
}
