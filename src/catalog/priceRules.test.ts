import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type ListRule, type PriceFacts, resolvePrices, type SpecialRule } from './priceRules.ts'

const day = (number: number) => new Date(Date.UTC(2026, 0, number))

// A rule in short: "sc" a special price of this channel, "sg" of group A, "scg" of both, "s" for everyone; "l…" lists alike.
type Short = readonly [kind: string, net: string, began?: number]

function factsOf(base: string | null, rules: readonly Short[]): PriceFacts {
  const specials: SpecialRule[] = []
  const lists: ListRule[] = []
  const scales: { from: string; net: string }[] = []
  for (const [index, [kind, net, began = 1]] of rules.entries()) {
    const [ofChannel, groupId] = [kind.slice(1).includes('c'), kind.includes('g') ? 'A' : null]
    const dates = { from: day(began), until: day(30) }
    const id = `r${index}`
    if (kind.startsWith('s')) specials.push({ id, itemId: 'i', groupId, ofChannel, net, ...dates })
    else if (kind.startsWith('l')) {
      const isFactor = net.startsWith('*')
      lists.push({
        id,
        name: `L${index}`,
        factor: isFactor ? net.slice(1) : null,
        groupIds: groupId ? [groupId] : [],
        ofChannel,
        nets: new Map(isFactor ? [] : [['i', net]]),
        ...dates,
      })
    } else scales.push({ from: kind.slice(1), net })
  }
  return { itemId: 'i', base, specials, lists, groups: [{ id: 'A', theirs: '7', scales }] }
}

// What is told: everyone's price, then that of group A; "5 @4" is the usual price 5 with the special price 4; "-": not named.
const cases: readonly (readonly [
  base: string | null,
  rules: readonly Short[],
  everyone: string,
  group: string,
])[] = [
  // without rules
  ['10', [], '10', '-'],
  [null, [], '-', '-'],
  ['0', [], '0', '-'],
  // prices of the item for the group
  ['10', [['p0', '8']], '10', '8'],
  ['10', [['p5', '8']], '10', '10 5:8'],
  [
    '10',
    [
      ['p0', '8'],
      ['p5', '7'],
    ],
    '10',
    '8 5:7',
  ],
  [null, [['p0', '8']], '-', '8'],
  [null, [['p5', '8']], '-', '5:8'],
  ['10', [['p0', '12']], '10', '12'],
  // price lists
  ['10', [['l', '9']], '9', '-'],
  ['10', [['l', '*0.9']], '9', '-'],
  [null, [['l', '*0.9']], '-', '-'],
  [null, [['l', '9']], '9', '-'],
  ['10', [['l', '11']], '11', '-'],
  ['10', [['l', '*1.075']], '10.75', '-'],
  ['8.4033613445378', [['l', '*0.5']], '4.2016806722689', '-'],
  [
    '10',
    [
      ['l', '9', 1],
      ['l', '8', 2],
    ],
    '8',
    '-',
  ],
  [
    '10',
    [
      ['l', '8', 2],
      ['l', '9', 1],
    ],
    '8',
    '-',
  ],
  [
    '10',
    [
      ['l', '9', 2],
      ['lc', '8', 1],
    ],
    '8',
    '-',
  ],
  [
    '10',
    [
      ['lc', '8', 1],
      ['lc', '7', 2],
    ],
    '7',
    '-',
  ],
  ['10', [['lg', '6']], '10', '6'],
  ['10', [['lg', '*0.6']], '10', '6'],
  [
    '10',
    [
      ['lg', '6'],
      ['l', '9'],
    ],
    '9',
    '6',
  ],
  [
    '10',
    [
      ['lg', '6'],
      ['p0', '5'],
    ],
    '10',
    '6',
  ],
  [
    '10',
    [
      ['l', '9'],
      ['p0', '5'],
    ],
    '9',
    '5',
  ],
  [
    '10',
    [
      ['l', '9'],
      ['p5', '5'],
    ],
    '9',
    '9 5:5',
  ],
  [
    '10',
    [
      ['lg', '6', 2],
      ['lcg', '7', 1],
    ],
    '10',
    '7',
  ],
  // special prices
  ['10', [['s', '4']], '10 @4', '-'],
  ['10', [['s', '10']], '10', '-'],
  ['10', [['s', '11']], '10', '-'],
  [null, [['s', '4']], '-', '-'],
  ['10', [['sc', '4']], '10 @4', '-'],
  [
    '10',
    [
      ['s', '3'],
      ['sc', '4'],
    ],
    '10 @4',
    '-',
  ],
  [
    '10',
    [
      ['s', '3', 1],
      ['s', '4', 2],
    ],
    '10 @4',
    '-',
  ],
  ['10', [['sg', '4']], '10', '10 @4'],
  [
    '10',
    [
      ['scg', '4'],
      ['sc', '3'],
    ],
    '10 @3',
    '10 @4',
  ],
  [
    '10',
    [
      ['sg', '4'],
      ['sc', '3'],
    ],
    '10 @3',
    '10 @3',
  ],
  [
    '10',
    [
      ['sg', '4'],
      ['s', '3'],
    ],
    '10 @3',
    '10 @4',
  ],
  ['10', [['sg', '12']], '10', '-'],
  [
    '10',
    [
      ['s', '6'],
      ['p0', '8'],
    ],
    '10 @6',
    '8 @6',
  ],
  [
    '10',
    [
      ['s', '9'],
      ['p0', '8'],
    ],
    '10 @9',
    '8',
  ],
  [
    '10',
    [
      ['sg', '5'],
      ['p0', '8'],
      ['p5', '7'],
    ],
    '10',
    '8 5:7 @5',
  ],
  // together
  [
    '10',
    [
      ['l', '*0.5'],
      ['s', '6'],
    ],
    '5',
    '-',
  ],
  [
    '10',
    [
      ['l', '*0.5'],
      ['s', '4'],
    ],
    '5 @4',
    '-',
  ],
  [
    '10',
    [
      ['lg', '6'],
      ['sg', '5'],
      ['l', '9'],
      ['sc', '8'],
    ],
    '9 @8',
    '6',
  ],
  [
    '10',
    [
      ['lcg', '6'],
      ['scg', '5'],
      ['l', '9'],
      ['sc', '8'],
    ],
    '9 @8',
    '6 @5',
  ],
  ['0.0100', [['s', '0']], '0.0100 @0', '-'],
]

for (const [base, rules, everyone, group] of cases)
  test(`${base ?? 'no'} base price with ${JSON.stringify(rules)} is ${everyone}, for the group ${group}`, () => {
    const prices = resolvePrices(factsOf(base, rules))
    const said = (theirs: string | undefined) => {
      const price = prices.find(one => one.theirs === theirs)
      if (!price) return '-'
      const scales = price.scales.map(({ from, net }) => (from === '0' ? net : `${from}:${net}`))
      return [...scales, ...(price.special ? [`@${price.special.net}`] : [])].join(' ')
    }
    assert.deepEqual([said(undefined), said('7')], [everyone, group])
  })

test('there are enough cases to trust the order of the rules', () => assert.ok(cases.length >= 40))

test('says which rule makes a price, for whom it is made and until when', () => {
  const [everyone, group] = resolvePrices(
    factsOf('10', [
      ['lcg', '*0.7'],
      ['sc', '4'],
      ['sg', '3'],
    ]),
  )
  const until = '2026-01-30T00:00:00.000Z'
  assert.deepEqual(everyone?.why, [
    { by: 'special_price', id: 'r1', only: ['channel'], until },
    { by: 'base_price', only: [] },
  ])
  assert.deepEqual(group?.why, [
    { by: 'special_price', id: 'r1', only: ['channel'], until },
    { by: 'price_list', id: 'r0', name: 'L0', only: ['channel', 'group'], how: 'factor', until },
  ])
})
