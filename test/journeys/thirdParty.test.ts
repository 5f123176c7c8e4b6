// J6: a shop of another maker behind a JTL-Connector endpoint: address and token, a check that explains itself, then as J2.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openTrade } from './trade.ts'

test('J6: the check says what is wrong, then what is there, and changes nothing at the shop', async t => {
  const { kontor, tries, connectShop } = await openTrade(t)
  const shop = await connectShop('Gambio', { platformName: 'Gambio', generation: 3 })
  await kontor`connection set Gambio --set token=falsch`
  const check = async () => {
    const { status, out } = await tries`connection check Gambio --json`
    const report = JSON.parse(out)
    assert.equal(status, report.ok ? 0 : 1)
    return report
  }
  const wrong = await check()
  assert.equal(wrong.code, 'AUTH_EXPIRED')
  assert.match(wrong.lines[0].text, /Zugangsdaten/)

  const elsewhere = new URL('/nirgends/', shop.url).href
  await kontor`connection set Gambio --set url=${elsewhere} --set token=${shop.token}`
  const lost = await check()
  assert.equal(lost.code, 'URL_WRONG', JSON.stringify(lost))
  assert.ok(lost.lines[0].text.includes(new URL(shop.url).pathname), 'it names the address that answers')

  await kontor`connection set Gambio --set url=${shop.url} --set token=${shop.token}`
  const before = shop.log.calls.length
  const right = await check()
  assert.equal(right.ok, true, JSON.stringify(right))
  const said = right.lines.map((line: { text: string }) => line.text).join('\n')
  for (const part of [/Gambio/, /Sprachen: .*de/, /Währungen: EUR/, /Steuersätze: .*19/, /Kundengruppen: .+/])
    assert.match(said, part)
  const writing = shop.log.calls.slice(before).filter(call => /push|ack|delete|clear/.test(call.method))
  assert.deepEqual(writing, [])
})

test('J6: a customer group of the shop is matched with ours and gets its own price', async t => {
  const { kontor, connectShop } = await openTrade(t)
  const shop = await connectShop('Gambio', { platformName: 'Gambio', generation: 3 })
  await kontor`connection check Gambio`
  await kontor`customer-group add Händler`
  await kontor`item price TASSE --group Händler --net 7 --from 10`
  await kontor`channel set-offer Gambio --group 2=Händler`
  await kontor`sync`
  assert.equal(Number(shop.price('TASSE')), 10)
  const scales = (shop.item('TASSE')?.prices ?? []).filter(price => price.customerGroupId === '2')
  assert.deepEqual(
    scales.map(({ fromQuantity, net }) => [Number(fromQuantity), Number(net)]),
    [
      [0, 10],
      [10, 7],
    ],
  )
  assert.equal((await kontor`sync`).state, 'done')
})
