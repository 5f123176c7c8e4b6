// Customers on the way back: the whole of each, as it came, with what was changed here.
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { startJtlShop } from '../../../testkit/jtlShop/startJtlShop.ts'
import { Refused, Unreachable } from '../../port/errors.ts'
import type { CustomerState, Outgoing } from '../../port/outgoing.ts'
import { failureOf, fakeShop, type Raw, runAt } from './fixtures/fakeShop.ts'
import { connector } from './index.ts'
import { mapCustomer } from './map.ts'
import { readPage } from './pages.ts'

const context = { timeZone: 'Europe/Berlin', facts: {}, settings: { languages: '1=de, 2=en' } }

for (const version of ['4.06', '5.4', '5.6'] as const)
  test(`a customer goes back as it came, with what was changed here (${version})`, async t => {
    const { shop, session, key, fetched } = await shopWith(t, version)
    const before = shop.row('tkunde', key)
    const one = await fetched()
    const [same] = (await connector.send?.customer?.send(session, [one])) ?? []
    assert.deepEqual(same, { result: 'accepted', proof: 'stored', theirs: key })
    const row = (changes: object) => ({
      ...before,
      dVeraendert: shop.row('tkunde', key)?.['dVeraendert'],
      cAbgeholt: 'Y',
      cSperre: 'N',
      ...changes,
    })
    assert.deepEqual(shop.row('tkunde', key), row({}))
    const address = {
      ...one.state.address,
      street: 'Neue Gasse 7',
      extra: '3. Stock',
      email: 'neu@example.com',
    }
    const group = { no: 70, theirs: '2' }
    const state = { ...one.state, email: 'neu@example.com', address, group, blocked: true }
    await connector.send?.customer?.send(session, [{ ...one, state }])
    assert.deepEqual(
      shop.row('tkunde', key),
      row({
        cStrasse: 'Neue Gasse 7',
        cAdressZusatz: '3. Stock',
        cZusatz: '',
        cMail: 'neu@example.com',
        kKundengruppe: '2',
        cSperre: 'Y',
      }),
    )
    assert.deepEqual(
      shop.rows('tkundenattribut').map(one => [one['cName'], one['cWert']]),
      [['Werbung', 'Messe & Co']],
    )
    assert.deepEqual([shop.rows('tkunde').length, shop.log.mails, shop.log.rowErrors], [1, [], []])
  })

const answers = [
  ['0;\n<keys><tkunde kKunde="4"></tkunde></keys>', '', 'accepted'],
  ['0;\n<keys><tkunde kKunde="0"></tkunde></keys>', '', 'REMOTE_DELETED'],
  ['0;\n<keys><tkunde kKunde="0"></tkunde></keys>', 'neu@example.com', 'CUSTOMER_EMAIL_REFUSED'],
  [
    '0;\n<kunden anzahl="1"><tkunde kKunde="9"><cMail>x</cMail></tkunde></kunden>',
    'neu@example.com',
    'CUSTOMER_EMAIL_REFUSED',
  ],
  ['0;\n<keys><tkunde kKunde="5"></tkunde></keys>', '', 'REMOTE_VALIDATION'],
] as const
for (const [answer, email, became] of answers)
  test(`quirk: the shop answers ${answer.slice(3, 60)}${email ? ' to a new e-mail address' : ''}`, async t => {
    const { send } = await answering(t, answer)
    const [result] = (await send(email || 'a@example.com')) ?? []
    assert.equal(result?.result === 'rejected' ? result.code : result?.result, became)
    if (result?.result === 'rejected') assert.doesNotMatch(result.text, /@|cMail/)
  })

test('quirk: 3; is a wrong login, and what is no answer of a customer says nothing of it', async t => {
  const refused = await failureOf((await answering(t, '3;')).send())
  assert.ok(refused instanceof Refused && refused.code === 'AUTH_EXPIRED')
  for (const answer of ['0', '0;\n<keys><tkunde', '0;\n<other></other>', { status: 500, body: '' }]) {
    const error = await failureOf((await answering(t, answer)).send())
    assert.ok(error instanceof Unreachable && error.mayHaveWorked, JSON.stringify(answer))
  }
})

test('nobody is sent who would be made there, or of whom not all is kept', async t => {
  const { session, calls, one } = await answering(t, '0')
  const { kept: _, ...without } = one.state
  const withheld = { ...one.state, kept: { ...one.state.kept, attributes: [['Kontonummer', null]] } }
  const results = await connector.send?.customer?.send(session, [
    { ...one, ref: { no: 1, theirs: '' } },
    { ...one, state: without },
    { ...one, state: withheld },
  ])
  assert.deepEqual(
    results?.map(result => result.result === 'rejected' && result.code),
    ['REMOTE_DELETED', 'CUSTOMER_INCOMPLETE', 'CUSTOMER_INCOMPLETE'],
  )
  assert.ok(!calls.some(call => call.script === 'SetKunde_xml'))
})

async function answering(t: TestContext, answer: string | Raw) {
  const { run, calls } = await fakeShop(t, ({ script }) => (script === 'SetKunde_xml' ? answer : undefined))
  const session = await connector.open(run)
  const state: CustomerState = {
    number: '',
    name: 'A',
    email: 'a@example.com',
    language: 'de',
    address: { lastName: 'A', email: 'a@example.com' },
    kept: { kSprache: '1', cMail: 'a@example.com', attributes: [] },
  }
  const one: Outgoing<'customer'> = { ref: { no: 77, theirs: '4' }, place: '', state }
  const send = async (email = 'a@example.com') =>
    connector.send?.customer?.send(session, [{ ...one, state: { ...state, email } }])
  return { session, calls, one, send }
}

async function shopWith(t: TestContext, version: '4.06' | '5.4' | '5.6') {
  const shop = await startJtlShop({ version, userId: 'sync', password: 'geheim-1' })
  t.after(() => shop.stop())
  const key = shop.addCustomer({
    billing: {
      salutation: 'w',
      firstName: 'Änne',
      lastName: 'Weiß',
      company: 'A & B',
      street: 'Weg 1',
      postcode: '1010',
      city: 'Wien',
      country: 'AT',
      email: 'a@example.com',
    },
    guest: false,
  })
  shop.change('tkunde', key, {
    cAdressZusatz: '2. Stock',
    cZusatz: 'Hof',
    cFax: '1',
    cWWW: 'w.example',
    cTitel: 'Dr.',
    dGeburtstag: '1980-02-29',
    fRabatt: '2.5',
    fGuthaben: '7',
    cKundenNr: 'K-9',
    cBundesland: 'W',
  })
  shop.insert('tkundenattribut', {
    kKundenAttribut: '1',
    kKunde: key,
    kKundenfeld: '0',
    cName: 'Werbung',
    cWert: 'Messe & Co',
  })
  const settings = { url: shop.url, user: 'sync', password: 'geheim-1', languages: '1=de, 2=en' }
  const { run } = runAt(t, settings)
  const session = await connector.open(run)
  const fetched = async (): Promise<Outgoing<'customer'>> => {
    const pull = connector.pull
    const answer = await pull?.fetch(session, 'customer', { startedAt: new Date() }, 10)
    const [record] = answer ? readPage('customer', answer).records : []
    const {
      number = '',
      language = '',
      address,
      group,
      kept,
    } = mapCustomer(connector.scrub('customer', record?.raw), context)
    const state: CustomerState = {
      number,
      name: '',
      email: address.email ?? '',
      language,
      address,
      ...(group ? { group: { no: 70, theirs: group.theirs } } : {}),
      ...(kept ? { kept } : {}),
    }
    return { ref: { no: 77, theirs: key }, place: '', state }
  }
  return { shop, session, key, fetched }
}
