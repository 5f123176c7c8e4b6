// What an item costs, as a table: which rules there are, who asks for how many, what is paid and which rule says so. Every pair
// of rule kinds stands in a case; one that does not fails the test by its name.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Amount } from './amount.ts'
import { type PriceFacts, type PriceReason, resolvePrices } from './priceRules.ts'
import { unitPrice } from './unitPrice.ts'

const day = (number: number) => new Date(Date.UTC(2026, 0, number))
const now = day(15)

/** Each kind of rule with the price that it says in the cases; gross ones are said with 19 % tax. */
const kinds: Readonly<Record<string, string>> = {
  base: 'net 10',
  grossBase: 'gross 23.80',
  group: 'net 8',
  groupScale: 'net 7',
  channel: 'net 9.5',
  channelGroup: 'gross 8.93',
  channelScale: 'net 9.1',
  channelGroupScale: 'net 7.2',
  list: 'net 9.2',
  listFactor: '*0.9',
  listGroup: 'net 6.5',
  listGroupFactor: '*0.6',
  listChannel: 'gross 10.50',
  listChannelFactor: '*0.85',
  listBoth: 'net 6.3',
  special: 'net 5',
  specialGroup: 'net 4.5',
  specialChannel: 'gross 4.76',
  specialBoth: 'net 3.5',
  specialStock: 'net 5.5',
}

type Case = readonly [rules: string, ask: string, price: string, path: string]

// Who asks: "all" or "A" (the group), and for how many. The price is net; the path is the rule that says it.
const cases: readonly Case[] = [
  // one rule alone
  ['', 'all 1', '-', '-'],
  ['base', 'all 1', '10', 'base'],
  ['grossBase', 'all 1', '20', 'base'],
  ['group', 'A 1', '8', 'group'],
  ['group', 'all 1', '-', '-'],
  ['listFactor', 'all 1', '-', '-'],
  ['special', 'all 1', '-', '-'],
  ['channelScale', 'all 9', '-', '-'],
  // the order of the usual prices for a group
  ['base group', 'A 1', '8', 'group'],
  ['base group groupScale', 'A 5', '7', 'group'],
  ['grossBase group', 'A 1', '8', 'group'],
  ['grossBase groupScale', 'A 4', '20', 'base'],
  ['base groupScale', 'A 5', '7', 'group'],
  ['base channel', 'all 1', '9.5', 'channel'],
  ['grossBase channel', 'all 1', '9.5', 'channel'],
  ['channel group', 'A 1', '8', 'group'],
  ['channel groupScale', 'A 1', '9.5', 'channel'],
  ['channel groupScale', 'A 5', '7', 'group'],
  ['base channelGroup group groupScale', 'A 9', '7.504201680672', 'channelGroup'],
  ['base channelGroup channel', 'A 1', '7.504201680672', 'channelGroup'],
  ['base channelGroup channel', 'all 1', '9.5', 'channel'],
  ['grossBase channelGroup', 'all 1', '20', 'base'],
  ['base channelScale', 'all 4', '10', 'base'],
  ['base channelScale', 'all 5', '9.1', 'channel'],
  ['grossBase channelScale', 'all 4', '20', 'base'],
  ['channel channelScale', 'all 5', '9.1', 'channel'],
  ['channel channelScale', 'all 4', '9.5', 'channel'],
  ['base group channelScale', 'A 5', '8', 'group'],
  ['base groupScale channelScale', 'A 4', '10', 'base'],
  ['base groupScale channelScale', 'A 5', '7', 'group'],
  ['base channelGroup channelScale', 'A 5', '7.504201680672', 'channelGroup'],
  ['base channelGroup channelScale', 'all 5', '9.1', 'channel'],
  ['base channelGroupScale groupScale', 'A 5', '7', 'group'],
  ['base channelGroupScale groupScale', 'A 8', '7.2', 'channelGroup'],
  ['base channelGroupScale group channel', 'A 7', '8', 'group'],
  ['base channelGroupScale group channel', 'A 8', '7.2', 'channelGroup'],
  ['grossBase channelGroupScale channelScale', 'A 4', '20', 'base'],
  ['grossBase channelGroupScale channelScale', 'A 7', '9.1', 'channel'],
  ['grossBase channelGroupScale channelScale', 'A 8', '7.2', 'channelGroup'],
  ['base channelGroup channelGroupScale', 'A 7', '7.504201680672', 'channelGroup'],
  ['base channelGroup channelGroupScale', 'A 8', '7.2', 'channelGroup'],
  // price lists for everyone
  ['base list', 'all 1', '9.2', 'list'],
  ['grossBase list', 'all 1', '9.2', 'list'],
  ['list channel channelScale', 'all 9', '9.2', 'list'],
  ['list group', 'A 1', '8', 'group'],
  ['list groupScale', 'A 4', '9.2', 'list'],
  ['list groupScale', 'A 5', '7', 'group'],
  ['list channelGroup', 'A 1', '7.504201680672', 'channelGroup'],
  ['list channelGroupScale', 'A 7', '9.2', 'list'],
  ['list channelGroupScale', 'A 8', '7.2', 'channelGroup'],
  ['base listFactor', 'all 1', '9', 'listFactor'],
  ['grossBase listFactor', 'all 1', '18', 'listFactor'],
  ['base listFactor group', 'A 1', '8', 'group'],
  ['base listFactor groupScale channelGroupScale', 'A 4', '9', 'listFactor'],
  ['base listFactor channel channelScale', 'all 9', '9', 'listFactor'],
  ['base listFactor channelGroup', 'A 1', '7.504201680672', 'channelGroup'],
  ['base listFactor channelGroup', 'all 1', '9', 'listFactor'],
  ['base list listFactor', 'all 1', '9', 'listFactor'],
  // price lists of the channel before those of all
  ['base listChannel list listFactor', 'all 1', '8.823529411765', 'listChannel'],
  ['grossBase listChannel group', 'all 1', '8.823529411765', 'listChannel'],
  ['base listChannel groupScale channelGroupScale', 'A 4', '8.823529411765', 'listChannel'],
  ['base listChannel channel channelScale', 'all 9', '8.823529411765', 'listChannel'],
  ['base listChannel channelGroup', 'A 1', '7.504201680672', 'channelGroup'],
  ['base listChannelFactor list listFactor', 'all 1', '8.5', 'listChannelFactor'],
  ['grossBase listChannelFactor', 'all 1', '17', 'listChannelFactor'],
  ['base listChannelFactor listChannel', 'all 1', '8.5', 'listChannelFactor'],
  ['base listChannelFactor group', 'A 1', '8', 'group'],
  ['base listChannelFactor groupScale channelGroupScale', 'A 4', '8.5', 'listChannelFactor'],
  ['base listChannelFactor channel channelScale', 'all 9', '8.5', 'listChannelFactor'],
  ['base listChannelFactor channelGroup', 'A 1', '7.504201680672', 'channelGroup'],
  // price lists of the group before all else
  ['base listGroup group groupScale', 'A 9', '6.5', 'listGroup'],
  ['base listGroup channelGroup channelGroupScale', 'A 9', '6.5', 'listGroup'],
  ['base listGroup channel channelScale', 'A 9', '6.5', 'listGroup'],
  ['base listGroup channel channelScale', 'all 9', '9.1', 'channel'],
  ['grossBase listGroup', 'A 1', '6.5', 'listGroup'],
  ['base listGroup list listFactor', 'A 1', '6.5', 'listGroup'],
  ['base listGroup listChannel listChannelFactor', 'A 1', '6.5', 'listGroup'],
  ['base listGroup listChannel listChannelFactor', 'all 1', '8.5', 'listChannelFactor'],
  ['base listGroupFactor group groupScale', 'A 9', '6', 'listGroupFactor'],
  ['base listGroupFactor channelGroup channelGroupScale', 'A 9', '6', 'listGroupFactor'],
  ['base listGroupFactor channel channelScale', 'A 9', '6', 'listGroupFactor'],
  ['grossBase listGroupFactor', 'A 1', '12', 'listGroupFactor'],
  ['base listGroupFactor list listFactor', 'A 1', '6', 'listGroupFactor'],
  ['base listGroupFactor listChannel listChannelFactor', 'A 1', '6', 'listGroupFactor'],
  ['base listGroup listGroupFactor', 'A 1', '6', 'listGroupFactor'],
  ['base listBoth listGroup listGroupFactor', 'A 1', '6.3', 'listBoth'],
  ['grossBase listBoth list listFactor', 'A 1', '6.3', 'listBoth'],
  ['grossBase listBoth list listFactor', 'all 1', '18', 'listFactor'],
  ['base listBoth listChannel listChannelFactor', 'A 1', '6.3', 'listBoth'],
  ['base listBoth group groupScale channelGroup', 'A 9', '6.3', 'listBoth'],
  ['base listBoth channelGroupScale channel channelScale', 'A 9', '6.3', 'listBoth'],
  // special prices on top of each usual price
  ['base special', 'all 1', '5', 'special'],
  ['grossBase special', 'all 1', '5', 'special'],
  ['special group groupScale', 'A 1', '5', 'special'],
  ['base special channel channelScale', 'all 9', '5', 'special'],
  ['base special channelGroup channelGroupScale', 'A 1', '5', 'special'],
  ['base special list listFactor listGroup', 'A 1', '5', 'special'],
  ['base special listGroupFactor listChannel', 'all 1', '5', 'special'],
  ['base special listChannelFactor listBoth', 'A 1', '5', 'special'],
  ['base specialGroup', 'all 1', '10', 'base'],
  ['base specialGroup', 'A 1', '4.5', 'specialGroup'],
  ['grossBase specialGroup special', 'A 1', '4.5', 'specialGroup'],
  ['base specialGroup group groupScale', 'A 5', '4.5', 'specialGroup'],
  ['base specialGroup channel channelScale', 'A 9', '4.5', 'specialGroup'],
  ['base specialGroup channelGroup channelGroupScale', 'A 8', '4.5', 'specialGroup'],
  ['base specialGroup list listFactor listGroup', 'A 1', '4.5', 'specialGroup'],
  ['base specialGroup listGroupFactor listChannel', 'all 1', '8.823529411765', 'listChannel'],
  ['base specialGroup listChannelFactor listBoth', 'A 1', '4.5', 'specialGroup'],
  ['base specialChannel special specialGroup', 'all 1', '4', 'specialChannel'],
  ['base specialChannel special specialGroup', 'A 1', '4', 'specialChannel'],
  ['grossBase specialChannel', 'all 1', '4', 'specialChannel'],
  ['base specialChannel group groupScale', 'A 5', '4', 'specialChannel'],
  ['base specialChannel channel channelScale', 'all 9', '4', 'specialChannel'],
  ['base specialChannel channelGroup channelGroupScale', 'A 8', '4', 'specialChannel'],
  ['base specialChannel list listFactor listGroup', 'A 1', '4', 'specialChannel'],
  ['base specialChannel listGroupFactor listChannel', 'all 1', '4', 'specialChannel'],
  ['base specialChannel listChannelFactor listBoth', 'A 1', '4', 'specialChannel'],
  ['base specialBoth specialChannel specialGroup special', 'A 1', '3.5', 'specialBoth'],
  ['base specialBoth specialChannel specialGroup special', 'all 1', '4', 'specialChannel'],
  ['grossBase specialBoth group groupScale', 'A 5', '3.5', 'specialBoth'],
  ['base specialBoth channel channelScale', 'all 9', '9.1', 'channel'],
  ['base specialBoth channelGroup channelGroupScale', 'A 8', '3.5', 'specialBoth'],
  ['base specialBoth list listFactor listGroup', 'A 1', '3.5', 'specialBoth'],
  ['base specialBoth listGroupFactor listChannel', 'A 1', '3.5', 'specialBoth'],
  ['base specialBoth listChannelFactor listBoth', 'A 1', '3.5', 'specialBoth'],
  ['base specialStock', 'all 1', '5.5', 'specialStock'],
  ['grossBase specialStock special', 'all 1', '5.5', 'specialStock'],
  ['base specialStock specialGroup specialChannel specialBoth', 'A 1', '3.5', 'specialBoth'],
  ['base specialStock group groupScale', 'A 5', '5.5', 'specialStock'],
  ['base specialStock channel channelScale', 'all 9', '5.5', 'specialStock'],
  ['base specialStock channelGroup channelGroupScale', 'A 8', '5.5', 'specialStock'],
  ['base specialStock list listFactor listGroup', 'A 1', '5.5', 'specialStock'],
  ['base specialStock listGroupFactor listChannel', 'all 1', '5.5', 'specialStock'],
  ['base specialStock listChannelFactor listBoth', 'A 1', '5.5', 'specialStock'],
  // everything at once
  [Object.keys(kinds).join(' '), 'A 9', '3.5', 'specialBoth'],
]

/** The facts of a case: a word per rule, "kind" or "kind=price". Lists and special prices began one after another. */
function factsOf(rules: string, change: Partial<PriceFacts> = {}): PriceFacts {
  const words = rules.split(' ').filter(word => word in kinds)
  const has = (kind: string) => words.includes(kind)
  const amount = (kind: string): Amount => {
    const [said = '', price = ''] = (kinds[kind] ?? '').split(' ')
    return said === 'net' ? { net: price } : { gross: price }
  }
  const scales = (...steps: readonly (readonly [kind: string, from: string])[]) =>
    steps.filter(([kind]) => has(kind)).map(([kind, from]) => ({ from, ...amount(kind) }))
  const began = (kind: string) => day(1 + (Object.keys(kinds).indexOf(kind) % 10))
  const lists = words.filter(word => word.startsWith('list'))
  const specials = words.filter(word => word.startsWith('special'))
  return {
    itemId: 'i',
    now,
    taxRate: '19',
    minorDigits: 2,
    base: has('base') ? amount('base') : has('grossBase') ? amount('grossBase') : null,
    lists: lists.map(kind => ({
      id: kind,
      name: kind,
      factor: kinds[kind]?.startsWith('*') ? (kinds[kind]?.slice(1) ?? null) : null,
      groupIds: /Group|Both/.test(kind) ? ['A'] : [],
      ofChannel: /Channel|Both/.test(kind),
      active: true,
      from: began(kind),
      until: day(30),
      prices: new Map(kinds[kind]?.startsWith('*') ? [] : [['i', amount(kind)]]),
    })),
    specials: specials.map(kind => ({
      id: kind,
      itemId: 'i',
      groupId: /Group|Both/.test(kind) ? 'A' : null,
      ofChannel: /Channel|Both/.test(kind),
      price: amount(kind),
      active: true,
      from: began(kind),
      until: day(30),
      untilStock: kind === 'specialStock' ? '3' : null,
      endedAt: null,
    })),
    channelScales: [
      { groupId: null, scales: scales(['channel', '0'], ['channelScale', '5']) },
      { groupId: 'A', scales: scales(['channelGroup', '0'], ['channelGroupScale', '8']) },
    ],
    groups: [{ id: 'A', theirs: '7', scales: scales(['group', '0'], ['groupScale', '5']) }],
    ...change,
  }
}

function pathOf({ by, id, only }: PriceReason): string {
  if (by === 'channel_price') return only.includes('group') ? 'channelGroup' : 'channel'
  return id ?? (by === 'group_price' ? 'group' : 'base')
}

function paid(facts: PriceFacts, ask: string): readonly [price: string, path: string] {
  const [who, quantity = '1'] = ask.split(' ')
  const price = unitPrice(facts, who === 'A' ? 'A' : undefined, quantity)
  return price ? [price.net, pathOf(price.rule)] : ['-', '-']
}

test('the price table: what is paid, and which rule says so', () => {
  const wrong = cases.flatMap(([rules, ask, price, path]) => {
    const got = paid(factsOf(rules), ask)
    return got.join() === `${price},${path}` ? [] : [`${rules} | ${ask}: ${got.join(' by ')}, not ${price}`]
  })
  assert.deepEqual(wrong, [])
  assert.ok(cases.length >= 40)
})

test('every pair of kinds of rules stands in a case', () => {
  const seen = cases.map(([rules]) => new Set(rules.split(' ')))
  const names = Object.keys(kinds)
  const missing = names.flatMap((one, at) =>
    names
      .slice(at + 1)
      .filter(other => !seen.some(words => words.has(one) && words.has(other) && words.size < names.length))
      .map(other => `${one} + ${other}`),
  )
  // An item has one base price.
  assert.deepEqual(missing, ['base + grossBase'])
})

test('each date is a border: from its first moment on, and at its end no more', () => {
  const at = (moment: Date, ms = 0) => ({ now: new Date(moment.getTime() + ms) })
  for (const kind of ['list', 'listFactor', 'listChannel', 'special', 'specialChannel', 'specialStock']) {
    const facts = factsOf(`base ${kind}`)
    const rule = facts.lists[0] ?? facts.specials[0]
    assert.ok(rule?.from && rule.until)
    const path = (change: Partial<PriceFacts>) => paid({ ...facts, ...change }, 'all 1')[1]
    assert.deepEqual(
      [path(at(rule.from, -1)), path(at(rule.from)), path(at(rule.until, -1)), path(at(rule.until))],
      ['base', kind, kind, 'base'],
    )
  }
})

test('a day of a zone begins and ends with its clock, also where it has 23 or 25 hours', () => {
  // 2026-03-29 in Berlin: from 23:00Z the day before to 22:00Z; 2026-10-25: from 22:00Z to 23:00Z.
  for (const [from, until, hours] of [
    ['2026-03-29T00:00:00+01:00', '2026-03-30T00:00:00+02:00', 23],
    ['2026-10-25T00:00:00+02:00', '2026-10-26T00:00:00+01:00', 25],
  ] as const) {
    const [rule] = factsOf('special').specials
    assert.ok(rule)
    const specials = [{ ...rule, from: new Date(from), until: new Date(until) }]
    const held = Array.from({ length: 30 }, (_, hour) => {
      const moment = new Date(new Date(from).getTime() + (hour - 2) * 3_600_000)
      return paid(factsOf('base', { specials, now: moment }), 'all 1')[1]
    })
    assert.equal(held.filter(path => path === 'special').length, hours)
    assert.deepEqual(held.slice(0, 3), ['base', 'base', 'special'])
  }
})

test('each quantity is a border: below it the next rule holds', () => {
  for (const [kind, from, ask] of [
    ['groupScale', '5', 'A'],
    ['channelScale', '5', 'all'],
    ['channelGroupScale', '8', 'A'],
  ] as const) {
    const path = (quantity: string) => paid(factsOf(`base ${kind}`), `${ask} ${quantity}`)[1]
    assert.deepEqual(
      [path(`${Number(from) - 1}.999999`), path(from), path(`${from}.000001`)],
      ['base', kind.replace('Scale', ''), kind.replace('Scale', '')],
    )
  }
})

test('a special price is none if it is not lower than the usual price, whatever was said net or gross', () => {
  const path = (rules: string, price: Amount) => {
    const facts = factsOf(rules)
    return paid({ ...facts, specials: facts.specials.map(one => ({ ...one, price })) }, 'all 1')[1]
  }
  assert.equal(path('base special', { net: '10' }), 'base')
  assert.equal(path('base special', { net: '9.999999999999' }), 'special')
  assert.equal(path('base special', { gross: '11.90' }), 'base')
  assert.equal(path('base special', { gross: '11.89' }), 'special')
  assert.equal(path('grossBase special', { net: '20' }), 'base')
  assert.equal(path('grossBase special', { net: '19.99' }), 'special')
})

test('a special price counts by the first of the usual prices; where a scale is lower still, the scale is paid', () => {
  const facts = factsOf('base groupScale special')
  const specials = facts.specials.map(one => ({ ...one, price: { net: '8' } }))
  assert.deepEqual(paid({ ...facts, specials }, 'A 4'), ['8', 'special'])
  assert.deepEqual(paid({ ...facts, specials }, 'A 5'), ['7', 'group'])
})

test('what is switched off or has ended for want of stock does not hold', () => {
  const facts = factsOf('base list specialStock')
  const [list, special] = [facts.lists[0], facts.specials[0]]
  assert.ok(list && special)
  assert.equal(paid(facts, 'all 1')[1], 'specialStock')
  const ended = { ...facts, specials: [{ ...special, endedAt: day(14) }] }
  assert.equal(paid(ended, 'all 1')[1], 'list')
  assert.equal(paid({ ...ended, lists: [{ ...list, active: false }] }, 'all 1')[1], 'base')
  assert.equal(paid({ ...facts, specials: [{ ...special, active: false }] }, 'all 1')[1], 'list')
})

test('channels are told everyone first, then a group that has something of its own, with all steps', () => {
  const told = (rules: string) =>
    resolvePrices(factsOf(rules)).map(({ theirs, scales, special }) =>
      [
        theirs ?? 'all',
        ...scales.map(({ from, gross }) => `${from}:${gross}`),
        ...(special ? [`@${special.gross}`] : []),
      ].join(' '),
    )
  assert.deepEqual(told('base'), ['all 0:11.90'])
  assert.deepEqual(told('base specialGroup'), ['all 0:11.90', '7 0:11.90 @5.36'])
  assert.deepEqual(told('grossBase channelScale groupScale channelGroupScale'), [
    'all 0:23.80 5:10.83',
    '7 0:23.80 5:8.33 8:8.57',
  ])
  assert.deepEqual(told('base channelGroup special'), ['all 0:11.90 @5.95', '7 0:8.93 @5.95'])
  assert.deepEqual(told('groupScale'), ['7 5:8.33'])
})
