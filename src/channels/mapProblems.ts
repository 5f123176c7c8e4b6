import type { Problem } from '../base/errors.ts'

/** What can be wrong with what of a channel is mapped to what of ours. */
export const mapProblems = {
  MAP_TWICE: {
    status: 409,
    en: 'Our customer group "{ours}" is mapped to "{theirs}" already. Each group is mapped once; take the other one away first.',
    de: 'Unsere Kundengruppe „{ours}“ ist schon „{theirs}“ zugeordnet. Jede Gruppe wird nur einmal zugeordnet; bitte zuerst die andere Zuordnung aufheben.',
  },
  MAP_OURS_TWICE: {
    status: 422,
    en: '"{ours}" is named twice, and mapped differently each time. Name each of ours once.',
    de: '„{ours}“ ist zweimal genannt und jedes Mal anders zugeordnet. Bitte jedes eigene nur einmal nennen.',
  },
  MAP_THEIRS_UNKNOWN: {
    status: 422,
    en: 'The channel does not name "{theirs}" (any more). Choose one that it names: "kontor channel their-categories" or "kontor channel map list".',
    de: 'Der Kanal nennt „{theirs}“ nicht (mehr). Bitte eines wählen, das er nennt: „kontor channel their-categories“ oder „kontor channel map list“.',
  },
  MAP_THEIRS_CLOSED: {
    status: 422,
    en: 'Nothing is offered in "{theirs}". Choose a category below it.',
    de: 'In „{theirs}“ wird nichts angeboten. Bitte eine Kategorie darunter wählen.',
  },
  MAP_SOURCE_UNKNOWN: {
    status: 422,
    en: '"{source}" is nothing that an attribute can be filled from. "kontor channel attribute-map list" names all; a fixed value is "fixed/…".',
    de: '„{source}“ ist nichts, woraus sich ein Attribut füllen lässt. „kontor channel attribute-map list“ nennt alles; ein fester Wert ist „fixed/…“.',
  },
  CARRIER_UNKNOWN: {
    status: 404,
    en: 'There is no carrier "{carrier}". Known: {known}.',
    de: 'Es gibt keinen Versanddienst „{carrier}“. Bekannt: {known}.',
  },
  MAP_MATCHED: {
    status: 422,
    en: 'Tax rates, currencies and languages match by rate and code, and nothing is mapped. Add what is missing here, or correct it at the shop.',
    de: 'Steuersätze, Währungen und Sprachen passen über Satz und Kürzel zusammen; zuzuordnen ist nichts. Bitte Fehlendes hier anlegen oder im Shop berichtigen.',
  },
  MAP_NOT_OFFERED: {
    status: 422,
    en: 'Kontor has nothing of its own for the list "{list}" yet. What a status means is a setting of the system ("connection set").',
    de: 'Für die Liste „{list}“ hat Kontor noch nichts Eigenes. Was ein Status bedeutet, ist eine Einstellung des Systems („connection set“).',
  },
} as const satisfies Record<string, Problem>
