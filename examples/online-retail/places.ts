/**
 * What made addresses are made of. Towns exist, everything else is made up: names and streets are common
 * words put together by chance, so that no line here means a person or a house. In a postcode `#` stands for
 * a digit, `^` for one that is not 0, `@` for a letter.
 */
export interface Tongue {
  readonly first: readonly string[]
  readonly last: readonly string[]
  readonly streets: readonly string[]
  /** Where the house number stands. */
  readonly number: 'before' | 'after'
}

export interface Place {
  readonly tongue: keyof typeof tongues
  readonly zip: string
  readonly towns: readonly string[]
}

/** Names and streets by the language that is written on a parcel. */
export const tongues = {
  english: {
    first: [
      'Alice',
      'Ben',
      'Clara',
      'Daniel',
      'Emma',
      'Frank',
      'Grace',
      'Henry',
      'Isla',
      'Jack',
      'Kate',
      'Liam',
    ],
    last: [
      'Ashdown',
      'Birchall',
      'Copperfield',
      'Dunmore',
      'Eastlake',
      'Fenwick',
      'Greenhill',
      'Harrowby',
      'Kingsford',
      'Lockwood',
      'Marlowe',
      'Northcott',
      'Oakfield',
      'Pemberton',
      'Redfern',
      'Silverdale',
    ],
    streets: [
      'Lantern Road',
      'Bunting Lane',
      'Teacup Street',
      'Ribbon Close',
      'Candle Row',
      'Button Avenue',
      'Doormat Hill',
      'Parasol Way',
    ],
    number: 'before',
  },
  german: {
    first: [
      'Anna',
      'Bernd',
      'Carla',
      'Dieter',
      'Eva',
      'Florian',
      'Greta',
      'Jürgen',
      'Käthe',
      'Lukas',
      'Marie',
      'Jörg',
    ],
    last: [
      'Ahrens',
      'Böttcher',
      'Diekmann',
      'Eichhorn',
      'Fährmann',
      'Großmann',
      'Holzapfel',
      'Kühn',
      'Lindner',
      'Möller',
      'Süß',
      'Winkler',
    ],
    streets: [
      'Laternenstraße',
      'Wimpelgasse',
      'Teetassenweg',
      'Kerzenallee',
      'Knopfstr.',
      'Am Schirmplatz',
      'Bänderweg',
    ],
    number: 'after',
  },
  french: {
    first: ['Amélie', 'Bruno', 'Chloé', 'Damien', 'Élodie', 'François', 'Hélène', 'Julien', 'Léa', 'Zoé'],
    last: [
      'Aubert',
      'Bélanger',
      'Chevrier',
      'Dufour',
      'Fontenay',
      'Lefèvre',
      'Marchand',
      'Rivière',
      'Saint-Clair',
      'Vallée',
    ],
    streets: [
      'rue des Lanternes',
      "avenue de l'Ombrelle",
      'rue du Ruban',
      'allée des Bougies',
      'place du Bouton',
    ],
    number: 'before',
  },
  dutch: {
    first: ['Anouk', 'Bram', 'Daan', 'Fleur', 'Joost', 'Lieke', 'Maarten', 'Sanne'],
    last: ['de Boer', 'van Dijk', 'Hendriks', 'van der Linden', 'Mulder', 'Vermeer', 'Zijlstra'],
    streets: ['Lantaarnstraat', 'Kaarsenlaan', 'Knoopweg', 'Lintgracht', 'Parasolplein'],
    number: 'after',
  },
  nordic: {
    first: ['Astrid', 'Bjørn', 'Elin', 'Håkon', 'Ingrid', 'Lars', 'Märta', 'Sigrún', 'Søren', 'Åsa'],
    last: ['Bergström', 'Dahl', 'Ekholm', 'Hallgrímsson', 'Kjær', 'Lindqvist', 'Mäkelä', 'Nygård', 'Strand'],
    streets: ['Lyktgatan', 'Knappveien', 'Båndgade', 'Kynttilätie', 'Parasollveien'],
    number: 'after',
  },
  iberian: {
    first: ['Ana', 'Bruno', 'Carmen', 'Diogo', 'Elena', 'Íñigo', 'João', 'Lucía', 'Nuno', 'Sofia'],
    last: ['Álvarez', 'Barbosa', 'Castaño', 'Fonseca', 'Gonçalves', 'Ibáñez', 'Muñoz', 'Pereira', 'Serrano'],
    streets: [
      'Calle del Farol',
      'Rua da Lanterna',
      'Paseo de la Vela',
      'Rua do Botão',
      'Avenida de la Cinta',
    ],
    number: 'after',
  },
  italian: {
    first: ['Alessia', 'Bruno', 'Chiara', 'Dario', 'Elisa', 'Fabio', 'Niccolò', 'Viola'],
    last: ['Bellini', 'Conti', "D'Amico", 'Ferraro', 'Lombardi', 'Marchetti', 'Santoro', 'Vitale'],
    streets: ['Via della Lanterna', 'Viale del Nastro', 'Piazza del Bottone', 'Via delle Candele'],
    number: 'after',
  },
  slavic: {
    first: ['Agnieszka', 'Bogdan', 'Ewa', 'Jiří', 'Łukasz', 'Rūta', 'Tomáš', 'Žilvinas'],
    last: ['Dvořák', 'Jankauskas', 'Kowalczyk', 'Mazur', 'Novotná', 'Petrauskas', 'Wójcik', 'Zieliński'],
    streets: ['ul. Latarni', 'ul. Świecowa', 'Knoflíková', 'Žibintų g.'],
    number: 'after',
  },
  levantine: {
    first: ['Amal', 'Dimitra', 'Eleni', 'Farid', 'Kostas', 'Layla', 'Noam', 'Omar', 'Tamar', 'Yusuf'],
    last: ['Al-Sahel', 'Ben-Dor', 'Demetriou', 'Haddad', 'Karam', 'Mansour', 'Pavlou', 'Stavrou'],
    streets: ['Lantern Street', 'Candle Avenue', 'Ribbon Street', 'Parasol Road'],
    number: 'before',
  },
  eastern: {
    first: ['Aiko', 'Chun', 'Hana', 'Kenji', 'Mei', 'Ren', 'Sora', 'Wei'],
    last: ['Chan', 'Fujita', 'Hayashi', 'Lau', 'Matsuda', 'Ng', 'Tanabe', 'Wong'],
    streets: ['Lantern Terrace', 'Chochin-dori', 'Parasol Road', 'Ribbon Square'],
    number: 'before',
  },
} as const satisfies Readonly<Record<string, Tongue>>

/** How an address looks in a country. The empty code is for the names that stand for no country. */
export const places: Readonly<Record<string, Place>> = {
  AE: { tongue: 'levantine', zip: '', towns: ['Dubai', 'Abu Dhabi'] },
  AT: { tongue: 'german', zip: '^###', towns: ['Wien', 'Graz', 'Linz'] },
  AU: { tongue: 'english', zip: '^###', towns: ['Sydney', 'Melbourne', 'Hobart'] },
  BE: { tongue: 'dutch', zip: '^###', towns: ['Brussel', 'Antwerpen', 'Gent'] },
  BH: { tongue: 'levantine', zip: '^##', towns: ['Manama'] },
  BR: { tongue: 'iberian', zip: '^####-###', towns: ['São Paulo', 'Curitiba'] },
  CA: { tongue: 'english', zip: '@#@ #@#', towns: ['Toronto', 'Halifax'] },
  CH: { tongue: 'german', zip: '^###', towns: ['Zürich', 'Bern', 'Luzern'] },
  CY: { tongue: 'levantine', zip: '^###', towns: ['Nicosia', 'Limassol'] },
  CZ: { tongue: 'slavic', zip: '^## ##', towns: ['Praha', 'Brno'] },
  DE: {
    tongue: 'german',
    zip: '^####',
    towns: ['Berlin', 'Hamburg', 'Köln', 'München', 'Nürnberg', 'Leipzig'],
  },
  DK: { tongue: 'nordic', zip: '^###', towns: ['København', 'Aarhus'] },
  ES: { tongue: 'iberian', zip: '4####', towns: ['Madrid', 'Valencia', 'A Coruña'] },
  FI: { tongue: 'nordic', zip: '#####', towns: ['Helsinki', 'Jyväskylä'] },
  FR: { tongue: 'french', zip: '^####', towns: ['Paris', 'Lyon', 'Nîmes', 'Lille'] },
  GB: {
    tongue: 'english',
    zip: '@@^# #@@',
    towns: [
      'London',
      'Leeds',
      'Bristol',
      'York',
      'Cardiff',
      'Glasgow',
      'Norwich',
      'Exeter',
      'Derby',
      'Belfast',
    ],
  },
  GR: { tongue: 'levantine', zip: '^## ##', towns: ['Athina', 'Patra'] },
  HK: { tongue: 'eastern', zip: '', towns: ['Kowloon', 'Sha Tin'] },
  IE: { tongue: 'english', zip: '', towns: ['Dublin', 'Cork', 'Galway'] }, // no postcodes before 2015
  IL: { tongue: 'levantine', zip: '^######', towns: ['Tel Aviv', 'Haifa'] },
  IS: { tongue: 'nordic', zip: '^##', towns: ['Reykjavík', 'Akureyri'] },
  IT: { tongue: 'italian', zip: '^####', towns: ['Roma', 'Torino', 'Forlì'] },
  JE: { tongue: 'english', zip: 'JE^ #@@', towns: ['St Helier'] },
  JP: { tongue: 'eastern', zip: '^##-####', towns: ['Tokyo', 'Osaka'] },
  LB: { tongue: 'levantine', zip: '^### ####', towns: ['Beirut'] },
  LT: { tongue: 'slavic', zip: 'LT-^####', towns: ['Vilnius', 'Šiauliai'] },
  MT: { tongue: 'italian', zip: '@@@ ####', towns: ['Valletta'] },
  NL: { tongue: 'dutch', zip: '^### @@', towns: ['Amsterdam', 'Utrecht', "'s-Hertogenbosch"] },
  NO: { tongue: 'nordic', zip: '####', towns: ['Oslo', 'Tromsø'] },
  PL: { tongue: 'slavic', zip: '##-###', towns: ['Kraków', 'Łódź'] },
  PT: { tongue: 'iberian', zip: '^###-###', towns: ['Lisboa', 'Évora'] },
  SA: { tongue: 'levantine', zip: '^####', towns: ['Riyadh'] },
  SE: { tongue: 'nordic', zip: '^## ##', towns: ['Stockholm', 'Malmö'] },
  SG: { tongue: 'eastern', zip: '######', towns: ['Singapore'] },
  US: { tongue: 'english', zip: '^####', towns: ['Boston', 'Portland'] },
  ZA: { tongue: 'english', zip: '####', towns: ['Cape Town', 'Durban'] },
  '': { tongue: 'english', zip: '', towns: ['Port Nowhere'] },
}
