import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type FaultKind, faultKinds } from './faults.ts'
import { call, send, withShop } from './testClient.ts'

const makers = (count: number) =>
  `<hersteller>${Array.from({ length: count }, (_, n) => `<thersteller kHersteller="${n + 1}"><cName>M${n}</cName></thersteller>`).join('')}</hersteller>`

/** What each fault does to a call that stores ten manufacturers: how it ends, and how many are there then. */
const ends: Readonly<Record<FaultKind, readonly [string, number]>> = {
  http500: ['500 ', 0],
  http502: ['502 <!DOCTYPE', 0],
  htmlBody: ['200 <!DOCTYPE', 0],
  emptyBody: ['200 ', 0],
  maintenance: ['200 Maintenance', 0],
  wrongLogin: ['200 3', 0],
  redirect: ['301 <!DOCTYPE', 0],
  notFound: ['404 <!DOCTYPE', 0],
  resetBefore: ['broken', 0],
  cutAfterSuccess: ['broken', 10],
  hangAfterSuccess: ['silent', 10],
  http500AfterSuccess: ['500 ', 10],
  truncatedBody: ['200 ', 10],
  wrongLength: ['broken', 10],
  diesMidway: ['500 ', 5],
  warningBefore: ['200 <br', 10],
  lostAck: ['200 0', 0],
  slow: ['200 0', 10],
}

for (const kind of faultKinds)
  test(`${kind} ends with what the table says`, () =>
    withShop({}, async shop => {
      shop.setFaults({ script: [{ onCall: 1, fault: kind, delayMs: 5 }] })
      const calling = send(shop, 'Hersteller_xml', { 'hersteller.xml': makers(10) }).then(
        ({ status, text }) => `${status} ${text}`,
        () => 'broken',
      )
      const [wanted, there] = ends[kind]
      if (wanted === 'silent')
        while (shop.rows('thersteller').length === 0) await new Promise(done => setImmediate(done))
      else assert.ok((await calling).startsWith(wanted), await calling)
      assert.equal(shop.rows('thersteller').length, there)
      if (wanted !== 'silent')
        assert.equal((await send(shop, 'Hersteller_xml', { 'hersteller.xml': makers(10) })).text, '0')
    }))

test('PHP that ends midway stores nothing of what runs in a transaction', () =>
  withShop({}, async shop => {
    const item = (n: number) => `<tartikel kArtikel="${n}"><cName>I</cName></tartikel>`
    shop.setFaults({ script: [{ onCall: 1, fault: 'diesMidway' }] })
    const files = { '1.xml': item(1), '2.xml': item(2), '3.xml': item(3) }
    assert.equal((await send(shop, 'Artikel_xml', files)).status, 500)
    assert.equal(shop.rows('tartikel').length, 0)
    assert.equal((await send(shop, 'Artikel_xml', files)).text, '0')
    assert.equal(shop.rows('tartikel').length, 3)
  }))

test('faults by chance repeat with their seed, and can be meant for one file of a script', () =>
  withShop({}, async shop => {
    const outcomes = async () => {
      shop.setFaults({ seed: 7, rate: 0.5, kinds: ['http500', 'emptyBody'] })
      const list: string[] = []
      for (let n = 0; n < 12; n++) list.push(`${(await call(shop, 'GetKunden_xml')).status}`)
      return list
    }
    assert.deepEqual(await outcomes(), await outcomes())
    shop.setFaults({ seed: 1, rate: 1, kinds: ['http500'], most: 1, scripts: ['Kunden_xml/ack_kunden.xml'] })
    assert.equal((await call(shop, 'GetKunden_xml')).status, 200)
    const ack = '<ack_kunden><kKunde>1</kKunde></ack_kunden>'
    assert.equal((await send(shop, 'Kunden_xml', { 'del_kunden.xml': '<del_kunden/>' })).status, 200)
    assert.equal((await send(shop, 'Kunden_xml', { 'ack_kunden.xml': ack })).status, 500)
    assert.equal((await send(shop, 'Kunden_xml', { 'ack_kunden.xml': ack })).status, 200)
  }))
