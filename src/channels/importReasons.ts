/** Why an object of a shop was not made here in the first import, or what of it was left; part of the reason catalogue (`reasons`). */
export const importReasons = {
  IMPORT_NUMBER_MISSING: {
    de: 'Der Artikel hat im Shop keine Artikelnummer.',
    en: 'The item has no item number in the shop.',
    remedy: {
      de: 'Im Shop eine Nummer vergeben, dann „first-run look --anew“ und noch einmal importieren.',
      en: 'Give it a number in the shop, then "first-run look --anew" and import again.',
    },
  },
  IMPORT_NUMBER_TAKEN: {
    de: 'Die Artikelnummer „{number}“ hat hier schon ein anderer Artikel, oder im Shop haben sie zwei.',
    en: 'Another item here has the item number "{number}" already, or two have it in the shop.',
    remedy: {
      de: 'Ist es derselbe Artikel, mit „first-run adopt --pair“ verknüpfen; sonst eine der Nummern ändern.',
      en: 'If it is the same item, link it by "first-run adopt --pair"; else change one of the numbers.',
    },
  },
  IMPORT_NAME_MISSING: {
    de: 'Das Objekt hat im Shop in keiner Sprache, die übernommen wird, einen Namen.',
    en: 'The object has a name in the shop in no language that is taken.',
    remedy: {
      de: 'Im Shop benennen, dann „first-run look --anew“ und noch einmal importieren.',
      en: 'Name it in the shop, then "first-run look --anew" and import again.',
    },
  },
  IMPORT_NAME_TWICE: {
    de: '„{name}“ gibt es im Shop an dieser Stelle zweimal; hier hat jeder Name ein Objekt.',
    en: '"{name}" is there twice at this place in the shop; here each name has one object.',
    remedy: {
      de: 'Eines im Shop umbenennen oder dort zusammenlegen.',
      en: 'Rename one in the shop, or merge them there.',
    },
  },
  IMPORT_TOO_LONG: {
    de: '{field} ist länger als {most} Zeichen.',
    en: '{field} is longer than {most} characters.',
    remedy: { de: 'Im Shop kürzen.', en: 'Shorten it in the shop.' },
  },
  IMPORT_TOO_LARGE: {
    de: 'Was der Shop zu diesem Objekt sagt, ist größer als {most}.',
    en: 'What the shop says of this object is larger than {most}.',
    remedy: {
      de: 'Texte im Shop kürzen, etwa eingebettete Bilder herausnehmen; dann „first-run look --anew“.',
      en: 'Shorten its texts in the shop, such as embedded images; then "first-run look --anew".',
    },
  },
  IMPORT_TAX_UNKNOWN: {
    de: 'Der Steuersatz {rate} % gehört hier zu keiner Steuerklasse, oder er ist ausgelassen.',
    en: 'No tax class here has the rate {rate} %, or it is left out.',
    remedy: { de: 'Satz im Shop berichtigen.', en: 'Correct the rate in the shop.' },
  },
  IMPORT_PARENT_MISSING: {
    de: 'Worunter es im Shop liegt oder wozu es gehört ({parent}), gibt es hier nicht.',
    en: 'What it lies under or belongs to in the shop ({parent}) is not here.',
    remedy: {
      de: 'Erst jenes importieren oder übernehmen; „first-run list“ sagt, was damit ist.',
      en: 'Import or adopt that first; "first-run list" says what is the matter with it.',
    },
  },
  IMPORT_UNDECIDED: {
    de: 'Es liegt in der Kategorie {theirs} des Shops, über die noch nicht entschieden ist.',
    en: 'It lies in the category {theirs} of the shop, which nobody has decided about yet.',
    remedy: { de: 'Mit „first-run adopt“ entscheiden.', en: 'Decide by "first-run adopt".' },
  },
  IMPORT_CHOICES: {
    de: 'Der Artikel hat Auswahlen, die im Shop keine eigenen Artikel sind; hier ist jede Ausführung ein Kindartikel.',
    en: 'The item has choices that are no items of their own in the shop; here each version is a child item.',
    remedy: {
      de: 'Im Shop in Varianten mit eigener Artikelnummer umstellen, oder auslassen.',
      en: 'Turn them into variants with item numbers in the shop, or leave the item alone.',
    },
  },
  IMPORT_KNOWN_HERE: {
    de: '„{name}“ gab es hier schon und ist jetzt verknüpft; es gilt, was hier steht.',
    en: '"{name}" was here already and is linked now; what stands here counts.',
    remedy: { de: 'Nichts zu tun.', en: 'Nothing to do.' },
  },
  IMPORT_UNREAD: {
    de: 'Diese Felder waren nicht lesbar und fehlen: {fields}.',
    en: 'These fields could not be read and are missing: {fields}.',
    remedy: { de: 'Hier nachtragen.', en: 'Fill them in here.' },
  },
  IMPORT_GTIN_LEFT: {
    de: '„{gtin}“ ist keine gültige GTIN und wurde nicht übernommen.',
    en: '"{gtin}" is no valid GTIN and was not taken.',
    remedy: { de: 'Richtige GTIN am Artikel eintragen.', en: 'Enter the right GTIN at the item.' },
  },
  IMPORT_BASE_PRICE_LEFT: {
    de: 'Der Grundpreis wurde nicht übernommen: die Einheiten {units} passen nicht zusammen oder sind hier nicht bekannt.',
    en: 'The base price was not taken: the units {units} do not fit together or are not known here.',
    remedy: { de: 'Am Artikel eintragen.', en: 'Enter it at the item.' },
  },
  IMPORT_PART_LEFT: {
    de: 'Nicht übernommen, weil es hier nichts davon gibt: {what} {theirs}.',
    en: 'Not taken, because there is nothing of it here: {what} {theirs}.',
    remedy: { de: 'Am Artikel nachtragen.', en: 'Fill it in at the item.' },
  },
  IMPORT_STOCK_LEFT: {
    de: 'Der Shop nennt den Bestand {quantity}; weniger als nichts kann nicht daliegen.',
    en: 'The shop names the quantity {quantity}; less than nothing cannot lie there.',
    remedy: { de: 'Zählen und buchen.', en: 'Count and book it.' },
  },
  IMPORT_IMAGE_FETCH: {
    de: 'Das Bild {url} war nicht zu holen: {reason}.',
    en: 'The image {url} could not be fetched: {reason}.',
    remedy: {
      de: 'Adresse im Browser prüfen, dann noch einmal importieren; oder das Bild hier hochladen.',
      en: 'Try the address in a browser, then import again; or upload the image here.',
    },
  },
  IMPORT_IMAGE_TWICE: {
    de: 'Der Artikel hat dieses Bild schon.',
    en: 'The item has this image already.',
    remedy: {
      de: 'Nichts zu tun, oder im Shop das doppelte löschen.',
      en: 'Nothing to do, or delete the double in the shop.',
    },
  },
} as const
