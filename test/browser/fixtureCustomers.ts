import { at, id, page, people } from './fixtureParts.ts'

/** Fixtures of customers, of duplicates, and of the administration. */

const numberOf = (n: number) => `K-${String(7711 + n * 37).padStart(5, '0')}`

/** Customers of the list; the fourth orders most, the sixth is blocked. */
export const customers = Array.from({ length: 24 }, (_, n) => {
  const [name, place] = people[n % people.length] ?? people[0]
  const business = / GmbH|Landhotel/.test(name)
  return {
    id: id(600 + n),
    number: numberOf(n),
    name,
    email: `${name.toLowerCase().replaceAll(/[^a-z]+/g, '.')}@post.example`,
    place,
    country: n % 7 === 5 ? 'AT' : 'DE',
    group: business ? 'Händler' : 'Endkunden',
    debtorNumber: business ? String(10_400 + n) : null,
    business,
    blocked: n === 5,
  }
})

// The groups are those of the channels' fixtures.
const [endCustomers, dealers] = [id(900), id(901)]
const address = (n: number, street: string, place: string, more: object = {}) => {
  const [postcode = '', ...city] = place.split(' ')
  return {
    id: id(640 + n),
    billing: n === 0,
    shipping: n === 1,
    salutation: 'Frau',
    title: '',
    firstName: 'Annegret',
    lastName: 'Thies',
    company: '',
    street,
    extra: '',
    postcode,
    city: city.join(' '),
    state: '',
    country: 'DE',
    phone: '',
    email: '',
    ...more,
  }
}

const shown = (n: number, more: object = {}) => ({
  ...customers[n],
  company: '',
  salutation: 'Frau',
  title: '',
  firstName: 'Annegret',
  lastName: 'Thies',
  email: 'a.thies@posteo.example',
  phone: '0451 2210784',
  mobile: '',
  fax: '',
  website: '',
  birthday: '1961-04-17',
  language: 'de',
  vatId: null,
  taxNumber: '',
  groupId: endCustomers,
  customerSince: '2019-03-02',
  blockReason: '',
  note: 'Bitte immer über die Nachbarin Frau Jessen zustellen.',
  version: 7,
  anonymised: false,
  createdAt: '2019-03-02T09:12:00Z',
  madeBy: 'Hintergrunddienst',
  addresses: [
    address(0, 'Mühlenstraße 4 a', '23552 Lübeck'),
    address(1, 'Packstation 114', '23552 Lübeck', { extra: '40022871' }),
    address(2, 'Hauptstraße 19', '23843 Bad Oldesloe', { firstName: 'Jens' }),
  ],
  keys: ['link', 'email_name', 'name_address'],
  merged: ['K-06240'],
  notes: 2,
  orders: 9,
  lastOrderAt: '2026-11-12T10:00:00Z',
  shops: [
    {
      channelId: id(900),
      channel: 'Hofladen',
      accountId: id(690),
      state: 'refused',
      at: '2026-11-12T10:05:00Z',
      code: 'REMOTE_VALIDATION',
      text: 'E-Mail-Adresse ist schon vergeben',
      reason: 'Der Shop hat es abgelehnt.',
      remedy: 'Die Angaben berichtigen; dann wird es noch einmal gesendet.',
    },
  ],
  ...more,
})

/** The customer that is shown in full. */
export const shownCustomer = numberOf(3)
const one = shown(3)
const other = shown(7, {
  id: id(607),
  number: numberOf(7),
  name: 'Annegret Thieß',
  lastName: 'Thieß',
  email: 'annegret@mail.example',
  birthday: null,
  note: '',
  addresses: [address(0, 'Mühlenstr. 4a', '23552 Lübeck')],
  merged: [],
  orders: 1,
})

const because = [
  { code: 'NAME_TYPO', points: 30, reason: 'Name fast gleich geschrieben' },
  { code: 'HOUSE_SAME', points: 38, reason: 'gleiche Anschrift' },
  { code: 'PHONE_SAME', points: 16, reason: 'gleiche Telefonnummer' },
  { code: 'EMAIL_OTHER', points: -6, reason: 'andere E-Mail-Adresse' },
]
const person = (n: number) => {
  const { number = '', name = '' } = customers[n] ?? {}
  return { id: id(600 + n), number, name }
}
const duplicates = [
  {
    score: 78,
    because,
    customers: [person(3), { id: id(607), number: numberOf(7), name: 'Annegret Thieß' }],
  },
  {
    score: 66,
    because: because.slice(0, 2),
    customers: [person(2), { ...person(12), name: 'Teehaus am Dom' }],
  },
  { score: 58, because: because.slice(1), customers: [person(0), { ...person(10), name: 'F. Oltmanns' }] },
]

const values = (ours: string | boolean | null, theirs: string | boolean | null) => [
  { customerId: id(603), value: ours },
  { customerId: id(607), value: theirs },
]
const field = (name: string, ours: string | boolean | null, theirs: string | boolean | null) => ({
  field: name,
  values: values(ours, theirs),
  from: ours === '' || ours === null ? id(607) : id(603),
  value: ours === '' || ours === null ? theirs : ours,
  conflict: Boolean(ours) && Boolean(theirs) && ours !== theirs,
})
const mergePreview = {
  into: id(603),
  fields: [
    field('company', '', ''),
    field('firstName', 'Annegret', 'Annegret'),
    field('lastName', 'Thies', 'Thieß'),
    field('email', 'a.thies@posteo.example', 'annegret@mail.example'),
    field('mobile', '', '0171 5550192'),
    field('birthday', '1961-04-17', null),
    field('groupId', endCustomers, dealers),
    field('note', 'Bitte immer über die Nachbarin Frau Jessen zustellen.', ''),
    { ...field('blocked', false, true), from: id(607), value: true, conflict: true },
  ],
  moved: [
    {
      customerId: id(607),
      number: numberOf(7),
      name: 'Annegret Thieß',
      orders: 1,
      quotations: 0,
      webOrders: 0,
      webCustomers: 1,
      keys: 2,
      notes: 0,
      addresses: 1,
      sameAddresses: 1,
      parts: 0,
    },
  ],
  conflicts: ['NAMES_DIFFER', 'BLOCKED_AND_NOT'],
}

const history = [
  {
    id: id(651),
    at: at('11:20'),
    actor: 'Maren Siebert',
    event: 'changed',
    number: shownCustomer,
    data: { fields: ['phone', 'groupId'] },
    changes: [
      { field: 'phone', before: '0451 22107', after: '0451 2210784' },
      { field: 'groupId', before: null, after: endCustomers },
    ],
  },
  {
    id: id(652),
    at: '2026-10-02T08:41:00Z',
    actor: 'Jonas Petersen',
    event: 'merged',
    number: shownCustomer,
    data: {},
    changes: [{ field: 'birthday', before: null, after: '1961-04-17' }],
  },
  {
    id: id(653),
    at: '2024-05-13T14:02:00Z',
    actor: 'Jonas Petersen',
    event: 'address_changed',
    number: 'K-06240',
    data: { fields: ['street'] },
    changes: [],
  },
]

const yes = { smallBusiness: false, oss: true, exportsFree: true, shippingTax: 'main' }
const reason = (n: number, code: string, de: string, en: string, more: object = {}) => ({
  id: id(670 + n),
  code,
  names: { de, en },
  commentRequired: false,
  channelValues: {},
  active: true,
  ...more,
})

/** Path behind /api/v1 (without query) → answer. */
export const customerAnswers: Readonly<Record<string, unknown>> = {
  '/customers': page(customers, 3187),
  [`/customers/${one.number}`]: one,
  [`/customers/${other.number}`]: other,
  [`/customers/${id(603)}/notes`]: page([
    {
      id: id(661),
      text: 'Hat angerufen: Das Geschenkpapier bitte ohne Rechnung beilegen.',
      at: '2026-11-12T09:30:00Z',
      author: 'Maren Siebert',
      changedAt: null,
      changedBy: null,
    },
    {
      id: id(662),
      text: 'Zahlt gern per Vorkasse.\nSkonto war am Telefon nicht vereinbart.',
      at: '2025-12-01T15:04:00Z',
      author: 'Jonas Petersen',
      changedAt: '2025-12-02T08:00:00Z',
      changedBy: 'Maren Siebert',
    },
  ]),
  [`/customers/${id(603)}/history`]: page(history),
  [`/customers/${id(603)}/merges`]: {
    items: [
      {
        id: id(681),
        into: shownCustomer,
        from: ['K-06240'],
        at: '2026-10-02T08:41:00Z',
        actor: 'Jonas Petersen',
        undoneAt: null,
        undoneBy: null,
        orders: 4,
      },
    ],
  },
  [`/customers/${id(603)}/merge-preview`]: mergePreview,
  '/customer-duplicates': { items: duplicates, next: null },
  '/number-ranges': {
    items: [
      { kind: 'order', prefix: 'AU-<J>-', suffix: '', next: '10483', example: 'AU-26-10483' },
      { kind: 'delivery', prefix: 'LS-', suffix: '', next: '20917', example: 'LS-20917' },
      { kind: 'customer', prefix: 'K-', suffix: '', next: '10898', example: 'K-10898' },
      { kind: 'return', prefix: 'RT-', suffix: '', next: '10041', example: 'RT-10041' },
      { kind: 'quotation', prefix: 'AN-', suffix: '', next: '10007', example: 'AN-10007' },
    ],
  },
  '/companies': {
    items: [
      {
        id: id(695),
        name: 'Herzstück Handels-GmbH',
        country: 'DE',
        currency: 'EUR',
        timeZone: 'Europe/Berlin',
      },
    ],
  },
  '/company-tax': {
    companyId: id(695),
    company: 'Herzstück Handels-GmbH',
    country: 'DE',
    today: { day: '2026-11-20', ...yes },
    settings: [
      { from: '2026-01-01', ...yes },
      { from: '2021-07-01', ...yes, shippingTax: 'proportional', oss: false },
    ],
    vatIds: [
      { vatId: 'DE811907980', state: 'DE', from: null, until: null },
      { vatId: 'ATU62895905', state: 'AT', from: '2026-01-01', until: null },
    ],
  },
  '/cancel-reasons': {
    items: [
      reason(0, 'customer_wish', 'Auf Wunsch des Kunden', 'At the customer’s wish'),
      reason(1, 'not_available', 'Nicht lieferbar', 'Not available', {
        channelValues: { [id(102)]: 'NoInventory' },
      }),
      reason(2, 'other', 'Anderes', 'Other', { commentRequired: true }),
    ],
  },
  '/return-reasons': {
    items: [
      reason(3, 'defect', 'Defekt', 'Defective', { commentRequired: true }),
      reason(4, 'wrong_size', 'Passt nicht', 'Does not fit', { active: false }),
    ],
  },
  '/match-rule': { automaticFrom: 80, askFrom: 55 },
}
