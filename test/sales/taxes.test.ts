// How sales are taxed and what they come to: a table of cases that has every pair of kinds of rules, and every dated rate.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { type Tx, transact } from '../../src/base/database.ts'
import { newId } from '../../src/base/ids.ts'
import { putCompanyVatIds, setCompanyTax } from '../../src/company/companyTaxes.ts'
import { decideTaxes, type TaxDecision } from '../../src/company/decideTaxes.ts'
import { type Rate, taxRates } from '../../src/company/taxRates.ts'
import { orderTotals } from '../../src/sales/orderTotals.ts'
import { cutByShares, shippingTax } from '../../src/sales/shippingTax.ts'
import { verify } from '../../src/sync/verify.ts'
import { seedTenant } from '../../testkit/database/seed.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { type CaseCompany, caseCompanies, type TaxCase, taxCases } from './taxCases.ts'
import { impossible, kindsOf, ruleKinds } from './taxPairs.ts'

const { db } = await testDatabase({ after })
const { tenant, taxClasses } = await seedTenant(db)
const inTenant = <T>(work: (tx: Tx) => Promise<T>) => transact(db, { tenant }, work)
const onlyGerman = newId()
const taxFree = newId()
const classes: Readonly<Record<string, string>> = {
  S: taxClasses.standard,
  R: taxClasses.reduced,
  Z: taxFree,
  X: onlyGerman,
}
const companies = new Map<string, string>()

await inTenant(async tx => {
  await tx.run(
    `insert into tax_class (tenant_id, id, name) values ($1, $2, 'Nur Deutschland'), ($1, $3, 'Ganz ohne')`,
    [tenant, onlyGerman, taxFree],
  )
  await tx.run(
    `insert into tax_rate (tenant_id, id, country, tax_class_id, rate, valid_from)
     values ($1, $2, 'DE', $4, 7, '2020-01-01'), ($1, $3, 'DE', $5, 0, '0001-01-01')`,
    [tenant, newId(), newId(), onlyGerman, taxFree],
  )
  for (const [name, company] of Object.entries<CaseCompany>(caseCompanies))
    for (const way of ['main', 'proportional'] as const) {
      const id = await makeCompany(tx, `${name} ${way}`, company.country)
      for (const setting of company.settings ?? []) await setCompanyTax(tx, tenant, id, setting)
      if (way === 'proportional') {
        for (const from of ['2000-01-01', ...(company.settings ?? []).map(one => one.from)])
          await setCompanyTax(tx, tenant, id, { from, shippingTax: way })
      }
      await putCompanyVatIds(
        tx,
        tenant,
        id,
        (company.vatIds ?? []).map(([vatId, from, until]) => ({ vatId, from, until })),
      )
    }
})

async function makeCompany(tx: Tx, name: string, country: string): Promise<string> {
  const id = newId()
  await tx.run(
    `insert into company (tenant_id, id, name, country, currency, time_zone) values ($1, $2, $3, $4, 'EUR', 'Europe/Berlin')`,
    [tenant, id, name, country],
  )
  companies.set(name, id)
  return id
}

test(`${taxCases.length} cases come to what they have to, with three statements`, async () => {
  assert.ok(taxCases.length >= 60)
  let statements = 0
  const decisions = await inTenant(tx =>
    decideTaxes(
      {
        run: tx.run,
        query: (...given) => {
          statements += 1
          return tx.query(...given)
        },
      },
      tenant,
      taxCases.map(one => ({
        companyId: companies.get(`${one.company} ${one.proportional ? 'proportional' : 'main'}`) ?? '',
        shipTo: one.country,
        shipToPostcode: one.postcode,
        billTo: 'US',
        business: one.business,
        vatId: one.vatId,
        date: one.date,
        taxClassIds: one.lines.map(line => classes[line.taxClass] ?? ''),
      })),
    ),
  )
  assert.equal(statements, 3)
  assert.deepEqual(
    taxCases.map((one, at) => cameTo(one, decisions[at])),
    taxCases.map(({ name, is, notes }) => [name, is, notes]),
  )
})

function cameTo(one: TaxCase, decision: TaxDecision | undefined) {
  assert.ok(decision)
  const { pricesGross, minorDigits } = one
  assert.equal(decision.shippingTax, one.proportional ? 'proportional' : 'main', one.name)
  const goods = one.lines.map(({ quantity, price, discount }, at) => ({
    quantity,
    ...(pricesGross ? { unitGross: price } : { unitNet: price }),
    discountPercent: discount,
    taxRate: decision.rates[at]?.rate ?? '',
  }))
  const sums = orderTotals({ lines: goods, pricesGross, minorDigits })
  const shares = shippingTax(
    goods.map(({ taxRate }, at) => ({ taxRate, net: sums.lines[at]?.net ?? '' })),
    decision.shippingTax,
  )
  const shipping = cutByShares(one.shipping ?? '0', shares, minorDigits).map(({ rate, amount }) => ({
    quantity: '1',
    ...(pricesGross ? { unitGross: amount } : { unitNet: amount }),
    taxRate: rate,
  }))
  const { rates } = orderTotals({ lines: [...goods, ...shipping], pricesGross, minorDigits })
  const amounts = rates.map(({ rate, net, tax }) => `; ${rate}: ${net} + ${tax}`)
  return [
    one.name,
    `${decision.treatment} ${decision.country}${amounts.join('')}`,
    decision.notes.map(note => note.code).join(' '),
  ]
}

test('every pair of kinds of rules has a case', () => {
  const covered = new Set<string>()
  for (const one of taxCases)
    for (const a of kindsOf(one)) for (const b of kindsOf(one)) covered.add(`${a} × ${b}`)
  const excluded = new Map(impossible.map(([a, b, why]) => [`${a} × ${b}`, why]))
  const pairs = ruleKinds.flatMap((a, at) => ruleKinds.slice(at + 1).map(b => `${a} × ${b}`))
  assert.equal(pairs.length, (19 * 18) / 2)
  assert.deepEqual(
    pairs.filter(pair => !covered.has(pair) && !excluded.has(pair)),
    [],
    'these have no case',
  )
  assert.deepEqual(
    pairs.filter(pair => covered.has(pair) && excluded.has(pair)),
    [],
    'these are said to be impossible and have one',
  )
  assert.ok([...excluded.keys()].every(pair => pairs.includes(pair)))
})

test('every dated rate holds from its day on, and the one before until the day before', async () => {
  const borders = Object.entries(taxRates).flatMap(([country, { standard, charged = [] }]) =>
    [
      { taxClassId: taxClasses.standard, list: standard },
      { taxClassId: taxClasses.reduced, list: charged },
    ].flatMap(({ taxClassId, list }) =>
      list.slice(1).map((rate, at) => ({ country, taxClassId, was: percentOf(list[at]), rate })),
    ),
  )
  assert.ok(borders.length > 60, `${borders.length} borders`)
  const expected: string[] = []
  const decisions = await inTenant(async tx => {
    const ids = new Map<string, string>()
    for (const country of Object.keys(taxRates))
      ids.set(country, await makeCompany(tx, `border ${country}`, country))
    const requests = borders.flatMap(({ country, taxClassId, was, rate }) => {
      const from = typeof rate === 'string' ? '' : rate[1]
      const before = new Date(Date.parse(from) - 86_400_000).toISOString().slice(0, 10)
      expected.push(`${country} ${before} ${was}`, `${country} ${from} ${percentOf(rate)}`)
      return [before, from].map(date => ({
        companyId: ids.get(country) ?? '',
        shipTo: country,
        billTo: null,
        business: false,
        vatId: null,
        date,
        taxClassIds: [taxClassId],
      }))
    })
    const decided = await decideTaxes(tx, tenant, requests)
    return requests.map((one, at) => `${one.shipTo} ${one.date} ${decided[at]?.rates[0]?.rate}`)
  })
  assert.deepEqual(decisions, expected)
})

function percentOf(rate: Rate | undefined): string {
  return typeof rate === 'string' ? rate : (rate?.[0] ?? '')
}

test('verify finds sums that do not follow from the lines', async () => {
  const order = newId()
  const lines = [
    { quantity: '3', unitGross: '9.99', taxRate: '19' },
    { quantity: '1', unitGross: '0.05', taxRate: '19.0' },
    { quantity: '2', unitGross: '4.95', discountPercent: '10', taxRate: '7' },
  ]
  const sums = orderTotals({ lines, pricesGross: true, minorDigits: 2 })
  await inTenant(async tx => {
    const customer = newId()
    await tx.run(`insert into customer (tenant_id, id, customer_number, name) values ($1, $2, 'K', 'K')`, [
      tenant,
      customer,
    ])
    await tx.run(
      `insert into sales_order (tenant_id, id, order_number, kind, company_id, customer_id, customer_reason, customer_name, placed_at,
         taken_over_by, currency, total_gross, total_minor, total_net, tax_sums)
       values ($1, $2, 'AU-1', 'instant', $3, $4, '{}', 'K', now(), 'test', 'EUR', $5, $5::numeric * 100, $6, $7)`,
      [tenant, order, companies.get('de main'), customer, sums.gross, sums.net, JSON.stringify(sums.rates)],
    )
    await tx.run(
      `insert into sales_order_line (tenant_id, order_id, line_no, kind, name, quantity, unit_gross, tax_rate, net, gross)
       select $1, $2, l.no, 'custom', 'x', l.quantity, l.price, l.rate, l.net, l.gross
       from json_to_recordset($3) as l (no int, quantity numeric, price numeric, rate numeric, net numeric, gross numeric)`,
      [
        tenant,
        order,
        JSON.stringify(
          lines.map(({ quantity, unitGross, taxRate }, at) => ({
            no: at + 1,
            quantity,
            price: unitGross,
            rate: taxRate,
            ...sums.lines[at],
          })),
        ),
      ],
    )
  })
  const wrong = async () =>
    (await inTenant(tx => verify(tx, tenant))).find(one => one.promise.startsWith('the sums of an order'))
      ?.wrong
  assert.deepEqual(await wrong(), [])
  const broken = [
    `update sales_order set total_net = total_net + 0.01`,
    `update sales_order set tax_sums = jsonb_set(tax_sums, '{0,tax}', '"4.78"')`,
    `update sales_order set tax_sums = tax_sums - 1`,
    `update sales_order_line set net = net - 0.01 where line_no = 2`,
    `update sales_order_line set tax_rate = 16 where line_no = 3`,
  ]
  for (const statement of broken)
    await assert.rejects(
      inTenant(async tx => {
        await tx.run(statement)
        const findings = await verify(tx, tenant)
        const [finding] = findings.filter(one => one.promise.startsWith('the sums of an order'))
        assert.deepEqual(finding?.wrong, [order], statement)
        throw new Error('take it back')
      }),
      /take it back/,
    )
})
