/**
 * The tables of the shop as far as the page names their columns. What is not named here is no column: an attribute of that name
 * costs the whole row. Keys that the ERP sends as child elements are marked with a `+`.
 */

export interface Shape {
  /** What makes a row one of a kind. */
  readonly key: readonly string[]
  /** What its parts are deleted and listed by. */
  readonly owner: string
  /** All of them, in the order in which they are written. */
  readonly columns: readonly string[]
  /** Those that are read from child elements. */
  readonly elements: ReadonlySet<string>
}

function shape(key: string, owner: string, columns: string): Shape {
  const list = columns.split(' ').filter(column => column !== '')
  const names = list.map(column => column.replace('+', ''))
  const keys = key.split(' ')
  return {
    key: keys,
    owner,
    columns: [...new Set([...keys, ...names])],
    elements: new Set(
      list.filter(column => column.startsWith('+') || !column.startsWith('k')).map(c => c.replace('+', '')),
    ),
  }
}

const address =
  'cAnrede cTitel cVorname cNachname cFirma cStrasse cAdressZusatz cPLZ cOrt cBundesland cLand cTel cMobil cFax cMail cZusatz'

/** Every table. Columns of one line belong together. */
export const shapes = {
  // Globals
  tfirma: shape(
    'kFirma',
    'kFirma',
    'cName cUnternehmer cStrasse cPLZ cOrt cLand cTel cFax cEMail cWWW cBLZ cKontoNr cBank cUSTID cSteuerNr cIBAN cBIC cKontoinhaber',
  ),
  tsprache: shape('kSprache', 'kSprache', 'cNameEnglisch cNameDeutsch cISO cStandard cShopStandard active'),
  tlieferstatus: shape('kLieferstatus kSprache', 'kLieferstatus', 'cName'),
  teinheit: shape('kEinheit kSprache', 'kEinheit', 'cName'),
  txsellgruppe: shape('kXSellGruppe kSprache', 'kXSellGruppe', 'cName cBeschreibung'),
  tversandklasse: shape('kVersandklasse', 'kVersandklasse', 'cName'),
  twaehrung: shape(
    'kWaehrung',
    'kWaehrung',
    'cName cNameHTML fFaktor cISO cStandard cVorBetrag cTrennzeichenCent cTrennzeichenTausend',
  ),
  tsteuerklasse: shape('kSteuerklasse', 'kSteuerklasse', 'cName cStandard'),
  tsteuersatz: shape('kSteuersatz', 'kSteuerzone', 'kSteuerzone kSteuerklasse fSteuersatz nPrio'),
  tsteuerzone: shape('kSteuerzone', 'kSteuerzone', 'cName'),
  tsteuerzoneland: shape('kSteuerzone cISO', 'kSteuerzone', 'cISO'),
  tkundengruppe: shape('kKundengruppe', 'kKundengruppe', 'cName fRabatt cStandard cShopLogin nNettoPreise'),
  tkundengruppensprache: shape('kKundengruppe kSprache', 'kKundengruppe', 'cName'),
  tkundengruppenattribut: shape('kKundengruppenAttribut', 'kKundengruppe', 'kKundengruppe cName cWert'),
  twarenlager: shape(
    'kWarenlager',
    'kWarenlager',
    'cName cKuerzel cLagerTyp cBeschreibung cStrasse cPLZ cOrt cLand nFulfillment nAktiv',
  ),
  tmasseinheit: shape('kMassEinheit', 'kMassEinheit', 'cCode'),
  tmasseinheitsprache: shape('kMassEinheit kSprache', 'kMassEinheit', 'cName'),
  twarengruppe: shape('kWarengruppe', 'kWarengruppe', 'cName'),

  // Manufacturers, characteristics, categories
  thersteller: shape('kHersteller', 'kHersteller', 'cName cSeo cHomepage nSortNr nAktiv cBildpfad'),
  therstellersprache: shape(
    'kHersteller kSprache',
    'kHersteller',
    'cMetaTitle cMetaKeywords cMetaDescription cBeschreibung cSeo',
  ),
  tmerkmal: shape('kMerkmal', 'kMerkmal', 'nSort cName cTyp nMehrfachauswahl cBildpfad'),
  tmerkmalsprache: shape('kMerkmal kSprache', 'kMerkmal', 'cName'),
  tmerkmalwert: shape('kMerkmalWert', 'kMerkmal', 'kMerkmal nSort cBildpfad'),
  tmerkmalwertsprache: shape(
    'kMerkmalWert kSprache',
    'kMerkmalWert',
    'cWert cSeo cMetaTitle cMetaKeywords cMetaDescription cBeschreibung',
  ),
  tkategorie: shape(
    'kKategorie',
    'kKategorie',
    'kOberKategorie cName cSeo cBeschreibung nSort lft rght nLevel cBildpfad',
  ),
  tkategoriesprache: shape(
    'kKategorie kSprache',
    'kKategorie',
    'cName cSeo cBeschreibung cMetaDescription cMetaKeywords cTitleTag',
  ),
  tkategoriekundengruppe: shape('kKategorie kKundengruppe', 'kKategorie', 'fRabatt'),
  tkategoriesichtbarkeit: shape('kKategorie kKundengruppe', 'kKategorie', ''),
  tkategorieattribut: shape('kKategorieAttribut', 'kKategorie', 'kKategorie cName cWert'),
  tkategorietextattribut: shape(
    'kAttribut',
    'kKategorie',
    'kKategorie cName cWert nSort bIstFunktionsAttribut',
  ),
  tkategorietextattributsprache: shape('kAttribut kSprache', 'kAttribut', 'cName cWert'),
  tkategoriekunderabatt: shape('kKategorie kKunde', 'kKategorie', 'discount'),

  // Items
  tartikel: shape(
    'kArtikel',
    'kVaterArtikel',
    `kHersteller kLieferstatus kSteuerklasse kEinheit +kVersandklasse +kEigenschaftKombi +kVaterArtikel +kStueckliste
     +kWarengruppe +kVPEEinheit +kMassEinheit +kGrundPreisEinheit cArtNr cName cHAN cSeo cAnmerkung cBeschreibung
     cKurzBeschreibung fLagerbestand fMwSt fMindestbestellmenge fLieferantenlagerbestand fLieferzeit fStandardpreisNetto
     cBarcode cTopArtikel fGewicht fArtikelgewicht cNeu fUVP cLagerBeachten cLagerKleinerNull cLagerVariation cTeilbar
     fAbnahmeintervall cVPE fVPEWert cVPEEinheit nSort cSuchbegriffe dErstellt dErscheinungsdatum cSerie cISBN cASIN
     cUNNummer cGefahrnr nIstVater cTaric cUPC cHerkunftsland cEPID fZulauf dZulaufDatum dMHD fMassMenge fGrundpreisMenge
     fBreite fHoehe fLaenge nLiefertageWennAusverkauft nAutomatischeLiefertageberechnung nBearbeitungszeit
     nNichtRabattfaehig dLetzteAktualisierung`.replace(/\s+/g, ' '),
  ),
  tkategorieartikel: shape('kKategorieArtikel', 'kArtikel', 'kArtikel kKategorie'),
  tartikelsprache: shape('kArtikel kSprache', 'kArtikel', 'cName cSeo cBeschreibung cKurzBeschreibung'),
  tpreis: shape('kArtikel kKundenGruppe kKunde', 'kArtikel', 'kPreis kArtikel kKundenGruppe kKunde'),
  tpreisdetail: shape('kArtikel kKundenGruppe kKunde nAnzahlAb', 'kArtikel', 'kPreis nAnzahlAb fNettoPreis'),
  tartikelsonderpreis: shape(
    'kArtikelSonderpreis',
    'kArtikel',
    'kArtikel cAktiv dStart dEnde nAnzahl nIstAnzahl nIstDatum',
  ),
  tsonderpreise: shape('kArtikelSonderpreis kKundengruppe', 'kArtikelSonderpreis', 'fNettoPreis'),
  tartikelattribut: shape('kArtikelAttribut', 'kArtikel', 'kArtikel cName cWert'),
  tattribut: shape('kAttribut', 'kArtikel', 'kArtikel cName cStringWert cTextWert nSort'),
  tattributsprache: shape('kAttribut kSprache', 'kAttribut', 'cName cStringWert cTextWert'),
  tartikelsichtbarkeit: shape('kArtikel kKundengruppe', 'kArtikel', ''),
  tartikelmerkmal: shape('kArtikel kMerkmal kMerkmalWert', 'kArtikel', ''),
  tartikelwarenlager: shape('kArtikel kWarenlager', 'kArtikel', 'fBestand fZulauf dZulaufDatum'),
  tartikelabnahme: shape('kArtikel kKundengruppe', 'kArtikel', 'fMindestabnahme fIntervall'),
  txsell: shape('kXSell', 'kArtikel', 'kArtikel kXSellArtikel kXSellGruppe'),
  tstueckliste: shape('kStueckliste kArtikel', 'kStueckliste', 'fAnzahl'),
  teigenschaft: shape('kEigenschaft', 'kArtikel', 'kArtikel cName cTyp cWaehlbar nSort'),
  teigenschaftsprache: shape('kEigenschaft kSprache', 'kEigenschaft', 'cName'),
  teigenschaftsichtbarkeit: shape('kEigenschaft kKundengruppe', 'kEigenschaft', ''),
  teigenschaftwert: shape(
    'kEigenschaftWert',
    'kEigenschaft',
    'kEigenschaft cName fAufpreisNetto fGewichtDiff cArtNr nSort fLagerbestand fPackeinheit cBildpfad',
  ),
  teigenschaftwertsprache: shape('kEigenschaftWert kSprache', 'kEigenschaftWert', 'cName'),
  teigenschaftwertaufpreis: shape('kEigenschaftWert kKundengruppe', 'kEigenschaftWert', 'fAufpreisNetto'),
  teigenschaftwertsichtbarkeit: shape('kEigenschaftWert kKundengruppe', 'kEigenschaftWert', ''),
  teigenschaftwertabhaengigkeit: shape('kEigenschaftWert kEigenschaftWertZiel', 'kEigenschaftWert', ''),
  teigenschaftkombiwert: shape('kEigenschaftKombi kEigenschaft kEigenschaftWert', 'kEigenschaftKombi', ''),
  tmediendatei: shape('kMedienDatei', 'kArtikel', 'kArtikel cPfad cURL cTyp nSort cKategorie'),
  tmediendateisprache: shape('kMedienDatei kSprache', 'kMedienDatei', 'cName cBeschreibung'),
  tmediendateiattribut: shape('kMedienDateiAttribut', 'kMedienDatei', 'kMedienDatei kSprache cName cWert'),
  tartikeldownload: shape('kArtikel kDownload', 'kArtikel', ''),
  tartikelupload: shape('kArtikelUpload', 'kArtikel', 'kArtikel nTyp cName cBeschreibung cDateiTyp nPflicht'),
  tartikelkonfiggruppe: shape('kArtikel kKonfiggruppe', 'kArtikel', 'nSort'),
  tkonfiggruppe: shape('kKonfiggruppe', 'kKonfiggruppe', 'nMin nMax nTyp cKommentar cBildpfad'),
  tkonfiggruppesprache: shape('kKonfiggruppe kSprache', 'kKonfiggruppe', 'cName cBeschreibung'),
  tkonfigitem: shape(
    'kKonfigitem',
    'kKonfiggruppe',
    'kKonfiggruppe kArtikel nPosTyp bSelektiert bEmpfohlen bName bPreis bRabatt bZuschlag fMin fMax fInitial bIgnoreMultiplier nSort',
  ),
  tdownload: shape('kDownload', 'kDownload', 'cID cPfad cPfadVorschau nAnzahl nTage dErstellt nSort'),
  tdownloadsprache: shape('kDownload kSprache', 'kDownload', 'cName cBeschreibung'),

  // Pictures
  tbild: shape('kBild', 'kBild', 'cPfad'),
  tartikelpict: shape('kArtikelPict', 'kArtikel', 'kArtikel kBild nNr cPfad'),

  // Orders
  tbestellung: shape(
    'kBestellung',
    'cAbgeholt',
    `kKunde kLieferadresse kRechnungsadresse kZahlungsart kVersandart kSprache kWaehrung nZahlungsTyp fGuthaben cSession
     cZahlungsartName cBestellNr cVersandInfo cTracking cKommentar dVersandDatum cAbgeholt cStatus dErstellt cModulId
     cPUIZahlungsdaten nLongestMinDelivery nLongestMaxDelivery fWaehrungsFaktor fGesamtsumme dBezahltDatum cLogistik
     cLogistikURL`.replace(/\s+/g, ' '),
  ),
  twarenkorbpos: shape(
    'kWarenkorbPos',
    'kBestellung',
    `kArtikel kVersandklasse kBestellung cName cLieferstatus cArtNr cEinheit fPreisEinzelNetto fPreis fMwSt nAnzahl nPosTyp
     cHinweis cUnique cResponsibility +kKonfigitem +kBestellpos fLagerbestandVorAbschluss nLongestMinDelivery
     nLongestMaxDelivery`.replace(/\s+/g, ' '),
  ),
  twarenkorbposeigenschaft: shape(
    'kWarenkorbPosEigenschaft',
    'kWarenkorbPos',
    'kWarenkorbPos kEigenschaft kEigenschaftWert cEigenschaftName cEigenschaftWertName cFreifeldWert fAufpreis',
  ),
  trechnungsadresse: shape(
    'kRechnungsadresse',
    'kKunde',
    `kKunde ${address} cUSTID cWWW cAnredeLocalized cISO`,
  ),
  tlieferadresse: shape('kLieferadresse', 'kKunde', `kKunde ${address} cAnredeLocalized cISO`),
  tzahlungsinfo: shape(
    'kZahlungsInfo',
    'kBestellung',
    'kBestellung kKunde cBankName cBLZ cInhaber cKontoNr cIBAN cBIC cKartenNr cGueltigkeit cCVV cKartenTyp cVerwendungszweck cAbgeholt',
  ),
  tbestellattribut: shape('kBestellattribut', 'kBestellung', 'kBestellung key value'),
  tzahlungseingang: shape(
    'kZahlungseingang',
    'cAbgeholt',
    'kBestellung cZahlungsanbieter fBetrag fZahlungsgebuehr cISO cEmpfaenger cZahler dZeit cHinweis cAbgeholt',
  ),
  tlieferschein: shape(
    'kLieferschein',
    'kInetBestellung',
    '+kInetBestellung cLieferscheinNr cHinweis nFulfillment nStatus dErstellt bEmailVerschickt',
  ),
  tlieferscheinpos: shape(
    'kLieferscheinPos',
    'kLieferschein',
    '+kLieferschein +kBestellPos +kWarenlager fAnzahl',
  ),
  tlieferscheinposinfo: shape(
    'kLieferscheinPosInfo',
    'kLieferscheinPos',
    '+kLieferscheinPos dMHD cChargeNr cSeriennummer',
  ),
  tversand: shape(
    'kVersand',
    'kLieferschein',
    '+kLieferschein cLogistik cLogistikURL cIdentCode cHinweis dErstellt',
  ),

  // Customers and the rest
  tkunde: shape(
    'kKunde',
    'cAbgeholt',
    `kKundengruppe kSprache cKundenNr ${address} cUSTID cWWW fGuthaben cNewsletter dGeburtstag fRabatt cHerkunft dErstellt
     dVeraendert cAktiv cAbgeholt nRegistriert cSperre`.replace(/\s+/g, ' '),
  ),
  tkundenattribut: shape('kKundenAttribut', 'kKunde', 'kKunde kKundenfeld cName cWert'),
  tgutschein: shape('kGutschein', 'kKunde', 'kKunde fWert cGrund'),
  tkundegeloescht: shape('kKunde', 'kKunde', 'customer_id deleted issuer acked'),
  tverfuegbarkeitsbenachrichtigung: shape(
    'kVerfuegbarkeitsbenachrichtigung',
    'kArtikel',
    'kArtikel kSprache cVorname cNachname cMail cIP nStatus dErstellt dBenachrichtigtAm customerGroupID cAbgeholt',
  ),
  tuploadqueue: shape('kUploadqueue', 'kBestellung', 'kBestellung kArtikel'),
} as const satisfies Record<string, Shape>

export type TableName = keyof typeof shapes
