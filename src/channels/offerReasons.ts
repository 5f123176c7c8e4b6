/** Why an offer that exists at a channel is linked to nothing of ours, or to something else; part of the reason catalogue (`reasons`). */
export const offerReasons = {
  OFFER_OF_NOTHING: {
    de: 'Kein Artikel hat diese Artikelnummer (SKU) oder GTIN.',
    en: 'No item has this item number (SKU) or GTIN.',
    remedy: {
      de: 'Artikel anlegen oder Nummer berichtigen und noch einmal einlesen, von Hand verknüpfen oder auslassen.',
      en: 'Make the item or correct the number and read the offers again, link it by hand, or leave it.',
    },
  },
  OFFER_AMBIGUOUS: {
    de: 'Mehrere Artikel oder mehrere Angebote haben diese Nummer oder GTIN.',
    en: 'Several items or several offers have this number or GTIN.',
    remedy: {
      de: 'Den richtigen Artikel wählen oder auslassen.',
      en: 'Choose the right item, or leave it.',
    },
  },
  OFFER_NUMBER_UNLIKE: {
    de: 'Die Artikelnummer stimmt nur bis auf Groß- und Kleinschreibung oder Leerzeichen überein.',
    en: 'The item number is the same but for capitals or blanks.',
    remedy: { de: 'Vergleichen, dann verknüpfen oder auslassen.', en: 'Compare, then link it or leave it.' },
  },
  OFFER_ITEM_TAKEN: {
    de: 'Der Artikel ist mit einem anderen Angebot verknüpft.',
    en: 'The item is linked to another offer.',
    remedy: {
      de: 'Eines der beiden Angebote dort beenden oder dieses auslassen.',
      en: 'End one of the two offers there, or leave this one.',
    },
  },
  OFFER_UNDER_WAY: {
    de: 'Der Artikel wird gerade neu eingestellt; die Antwort des Kanals steht aus.',
    en: 'The item is being listed just now; the answer of the channel is awaited.',
    remedy: {
      de: 'Die Antwort abwarten, dann noch einmal einlesen.',
      en: 'Wait for the answer, then read the offers again.',
    },
  },
  OFFER_LINKED_OTHERWISE: {
    de: 'Das Angebot ist mit einem anderen Artikel verknüpft, als seine SKU sagt; die Verknüpfung bleibt.',
    en: 'The offer is linked to another item than its SKU says; the link stays.',
    remedy: {
      de: 'SKU am Marktplatz oder Artikelnummer berichtigen.',
      en: 'Correct the SKU at the marketplace, or the item number.',
    },
  },
} as const

export type OfferReason = keyof typeof offerReasons
