// The price rules, reckoned twice: 10,000 worlds of rules by chance, and 200 of them also through the database.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { transact } from '../../src/base/database.ts'
import { newId } from '../../src/base/ids.ts'
import { readPriceRules } from '../../src/catalog/priceRuleStore.ts'
import type { PriceFacts, PriceReason, Scale } from '../../src/catalog/priceRules.ts'
import { unitPrice } from '../../src/catalog/unitPrice.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { tradeWorld } from '../../testkit/database/tradeWorld.ts'
import { between, createChance } from '../../testkit/jtlConnector/chance.ts'
import { type PlainAmount, type PlainRule, plainPrice } from './plainPrices.ts'

const seed = Number(process.env.KONTOR_TEST_SEED ?? Math.floor(Math.random() * 1e9))
const worlds = 10_000
const stored = 200
const noon = Date.UTC(2026, 2, 2, 12)
const quantities = ['0', '1', '2.5', '10']

type Chance = ReturnType<typeof createChance>

interface RandomWorld {
  readonly rules: readonly PlainRule[]
  readonly taxRate: string
  readonly minorDigits: number
}

function randomWorld(chance: Chance): RandomWorld {
  const some = <T>(list: readonly T[]): T => list[between(chance, 0, list.length - 1)] as T
  const maybe = <T>(value: () => T): T | undefined => (chance() < 0.5 ? value() : undefined)
  const amount = (): PlainAmount => ({
    said: some(['net', 'gross'] as const),
    value: some([
      '0',
      '0.01',
      '9.99',
      `${between(chance, 1, 30)}`,
      `${between(chance, 1, 30)}.5`,
      '8.40336134',
    ]),
  })
  // Many borders lie exactly at the moment that is asked about, or a millisecond beside it.
  const time = () => noon + some([-86_400_000, -1, 0, 1, 86_400_000])
  const dates = () => {
    const begins = maybe(time)
    const ends = maybe(time)
    if (begins !== undefined && ends !== undefined && ends <= begins) return { begins }
    return { ...(begins === undefined ? {} : { begins }), ...(ends === undefined ? {} : { ends }) }
  }
  const plain = { here: false, fromQuantity: '0', on: true, usedUp: false }
  const forGroup = () => maybe(() => ({ group: 'A' })) ?? {}
  const rules: PlainRule[] =
    chance() < 0.85 ? [{ ...plain, kind: 'base', name: 'base', amount: amount() }] : []
  for (const kind of ['group', 'channel'] as const)
    for (const group of kind === 'group' ? ['A'] : ['A', undefined])
      for (const fromQuantity of quantities)
        if (chance() < 0.2)
          rules.push({
            ...plain,
            kind,
            here: kind === 'channel',
            name: `${kind} ${group} ${fromQuantity}`,
            ...(group ? { group } : {}),
            fromQuantity,
            amount: amount(),
          })
  for (let at = between(chance, 0, 4); at > 0; at--) {
    const factor = maybe(() => some(['0.9', '0.333', '1', '1.25']))
    rules.push({
      ...plain,
      ...forGroup(),
      ...dates(),
      kind: 'list',
      name: `list ${at}`,
      here: chance() < 0.5,
      on: chance() < 0.85,
      ...(factor === undefined ? {} : { factor }),
      ...(factor === undefined || chance() < 0.4 ? { amount: amount() } : {}),
    })
  }
  for (let at = between(chance, 0, 4); at > 0; at--) {
    const begins = time()
    rules.push({
      ...plain,
      ...forGroup(),
      begins,
      ...(maybe(() => ({ ends: begins + some([1, 86_400_000, 172_800_000]) })) ?? {}),
      kind: 'special',
      name: newId(),
      here: chance() < 0.5,
      on: chance() < 0.85,
      usedUp: chance() < 0.15,
      amount: amount(),
    })
  }
  return { rules, taxRate: some(['0', '7', '19', '8.1']), minorDigits: some([0, 2, 3]) }
}

const amountOf = ({ amount }: PlainRule) =>
  amount?.said === 'gross' ? { gross: amount.value } : { net: amount?.value ?? '0' }

function factsOf({ rules, taxRate, minorDigits }: RandomWorld): PriceFacts {
  const base = rules.find(rule => rule.kind === 'base')
  const of = (kind: PlainRule['kind'], group?: string): Scale[] =>
    rules
      .filter(rule => rule.kind === kind && rule.group === group)
      .map(rule => ({ from: rule.fromQuantity, ...amountOf(rule) }))
  const date = (time: number | undefined) => (time === undefined ? null : new Date(time))
  return {
    itemId: 'i',
    now: new Date(noon),
    taxRate,
    minorDigits,
    base: base ? amountOf(base) : null,
    channelScales: [
      { groupId: null, scales: of('channel') },
      { groupId: 'A', scales: of('channel', 'A') },
    ],
    groups: [{ id: 'A', theirs: '7', scales: of('group', 'A') }],
    lists: rules
      .filter(rule => rule.kind === 'list')
      .map(rule => ({
        id: rule.name,
        name: rule.name,
        factor: rule.factor ?? null,
        groupIds: rule.group ? [rule.group] : [],
        ofChannel: rule.here,
        active: rule.on,
        from: date(rule.begins),
        until: date(rule.ends),
        prices: new Map(rule.amount ? [['i', amountOf(rule)]] : []),
      })),
    specials: rules
      .filter(rule => rule.kind === 'special')
      .map(rule => ({
        id: rule.name,
        itemId: 'i',
        groupId: rule.group ?? null,
        ofChannel: rule.here,
        price: amountOf(rule),
        active: rule.on,
        from: new Date(rule.begins ?? 0),
        until: date(rule.ends),
        untilStock: rule.usedUp ? '1' : null,
        endedAt: rule.usedUp ? new Date(noon - 5) : null,
      })),
  }
}

/** Everyone and the group, each for two quantities: at a border, below one, or between. */
function asksOf(chance: Chance) {
  const quantity = () => ['0', '0.999999', '1', '2.5', '7', '9.999999', '10'][between(chance, 0, 6)] ?? '1'
  return [undefined, undefined, 'A', 'A'].map(group => ({ group, quantity: quantity() }))
}

/** What the product and the plain reckoning say to every question about a world. */
function both(chance: Chance, world: RandomWorld, facts: PriceFacts) {
  return asksOf(chance).map(({ group, quantity }) => {
    const price = unitPrice(facts, group === undefined ? undefined : facts.groups[0]?.id, quantity)
    const expected = plainPrice({ ...world, quantity, at: noon, ...(group ? { group } : {}) })
    return {
      ask: `${group ?? 'all'} ${quantity}`,
      ours: price ? `${price.net} ${price.gross} ${ruleOf(price.rule)}` : 'none',
      plain: expected ? `${expected.net} ${expected.gross} ${shortened(expected.rule)}` : 'none',
    }
  })
}

// A rule by its name, or its kind where it is one of the item itself.
function ruleOf({ by, id, name, only }: PriceReason): string {
  if (by === 'special_price') return id ?? ''
  if (by === 'price_list') return (name ?? '').split(' ').slice(0, 2).join(' ')
  return {
    channel_price: `channel ${only.includes('group') ? 'A' : undefined}`,
    group_price: 'group A',
    base_price: 'base',
  }[by]
}

function shortened(rule: string): string {
  return rule.startsWith('channel') || rule.startsWith('group') ? rule.split(' ').slice(0, 2).join(' ') : rule
}

test(`a second, plain reckoning agrees on ${worlds} worlds of rules (seed ${seed})`, () => {
  const chance = createChance(seed)
  let priced = 0
  for (let round = 0; round < worlds; round++) {
    const world = randomWorld(chance)
    for (const { ask, ours, plain } of both(chance, world, factsOf(world))) {
      if (ours !== plain) assert.fail(`${ask}: ${ours}, plainly ${plain}, in ${JSON.stringify(world)}`)
      if (ours !== 'none') priced++
    }
  }
  assert.ok(priced > worlds, `${priced} prices`)
})

test(`what the database says of ${stored} of them is what was put in (seed ${seed})`, async () => {
  const { db } = await testDatabase({ after })
  const chance = createChance(seed + 1)
  const { tenant, items, channels } = await tradeWorld(db, { items: stored, channels: 2, netPrice: null })
  const [here = '', there = ''] = channels.map(one => one.channel)
  // Lists are for all items, so each world has its own names, and they price only its item.
  const list = items.map(item => {
    const world = randomWorld(chance)
    const rules = world.rules.filter(rule => rule.kind !== 'list' || rule.amount)
    return { item, world: { ...world, rules: rules.map(({ factor: _, ...rule }) => rule) } }
  })
  const group = newId()
  const price = ({ amount }: PlainRule) => ({
    net: amount?.said === 'net' ? amount.value : null,
    gross: amount?.said === 'gross' ? amount.value : null,
  })
  const at = (time: number | undefined) => (time === undefined ? null : new Date(time))
  const rows = list.flatMap(({ item, world }) =>
    // Of one item, channel, group and begin there is one special price.
    [
      ...new Map(world.rules.map(rule => [rule.kind === 'special' ? keyOf(rule) : rule.name, rule])).values(),
    ].map(rule => ({
      item,
      kind: rule.kind,
      id: rule.kind === 'special' ? rule.name : newId(),
      name: `${rule.name} ${item}`,
      group: rule.group ? group : null,
      channel: rule.here ? here : null,
      quantity: rule.fromQuantity,
      ...price(rule),
      begins: at(rule.begins),
      ends: at(rule.ends),
      active: rule.on,
      ended: rule.usedUp ? new Date(noon - 5) : null,
    })),
  )
  const kept = new Set(rows.filter(row => row.kind === 'special').map(row => row.id))
  const input = `from json_to_recordset($2) as r (item uuid, kind text, id uuid, name text, "group" uuid, channel uuid, quantity text,
    net text, gross text, begins timestamptz, ends timestamptz, active boolean, ended timestamptz)`
  const facts = await transact(db, { tenant }, async tx => {
    const values = [tenant, JSON.stringify(rows)]
    await tx.run(`insert into customer_group (tenant_id, id, name) values ($1, $2, 'A')`, [tenant, group])
    for (const channel of [here, there])
      await tx.run(
        `insert into channel_customer_group (tenant_id, channel_id, their_id, customer_group_id) values ($1, $2, '7', $3)`,
        [tenant, channel, group],
      )
    for (const text of [
      `update item i set net_price = r.net::numeric, gross_price = r.gross::numeric ${input} where i.tenant_id = $1 and i.id = r.item and r.kind = 'base'`,
      `insert into item_price (tenant_id, item_id, customer_group_id, from_quantity, net, gross)
       select $1, r.item, r."group", r.quantity::numeric, r.net::numeric, r.gross::numeric ${input} where r.kind = 'group'`,
      `insert into channel_price (tenant_id, id, channel_id, item_id, customer_group_id, from_quantity, net, gross)
       select $1, r.id, r.channel, r.item, r."group", r.quantity::numeric, r.net::numeric, r.gross::numeric ${input} where r.kind = 'channel'`,
      `insert into price_list (tenant_id, id, name, valid_from, valid_to, active)
       select $1, r.id, r.name, r.begins, r.ends, r.active ${input} where r.kind = 'list'`,
      `insert into price_list_channel (tenant_id, price_list_id, channel_id) select $1, r.id, r.channel ${input} where r.kind = 'list' and r.channel is not null`,
      `insert into price_list_group (tenant_id, price_list_id, customer_group_id) select $1, r.id, r."group" ${input} where r.kind = 'list' and r."group" is not null`,
      `insert into price_list_item (tenant_id, price_list_id, item_id, net, gross)
       select $1, r.id, r.item, r.net::numeric, r.gross::numeric ${input} where r.kind = 'list'`,
      `insert into special_price (tenant_id, id, item_id, channel_id, customer_group_id, net, gross, valid_from, valid_to, active, until_stock, ended_at)
       select $1, r.id, r.item, r.channel, r."group", r.net::numeric, r.gross::numeric, r.begins, r.ends, r.active,
         case when r.ended is not null then 1 end, r.ended ${input} where r.kind = 'special'`,
    ])
      await tx.run(text, values)
    const wish = { channelId: here, itemIds: items, now: new Date(noon) }
    return [await readPriceRules(tx, tenant, wish), await readPriceRules(tx, tenant, { ...wish, all: true })]
  })
  for (const { item, world } of list) {
    const rules = world.rules.filter(rule => rule.kind !== 'special' || kept.has(rule.name))
    for (const read of facts)
      for (const { ask, ours, plain } of both(chance, { ...world, rules }, read(item, world)))
        assert.equal(ours, plain, `${ask} in ${JSON.stringify(rules)}`)
  }
})

const keyOf = ({ here, group, begins }: PlainRule) => `special ${here} ${group} ${begins}`
