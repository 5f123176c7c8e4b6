import assert from 'node:assert/strict'
import { test } from 'node:test'
import { serveSignUpPage } from './signUpPage.ts'
import { jsonOf, startPair } from './testProgram.ts'

const session = '5c85c85c-0000-4000-8000-0000000000aa'

test('a merchant opens an account on the page, and the host is told with the session of its address', async t => {
  const { host, program } = await startPair(t)
  let told = 0
  const page = await serveSignUpPage(program, 0, () => told++)
  t.after(page.stop)
  const address = `${page.url}?session=${session}`
  assert.match(await (await fetch(address)).text(), /<form method="post">/)
  const answer = await fetch(address, { method: 'POST', body: new URLSearchParams({ sellerId: 'neu' }) })
  assert.equal(answer.status, 200)
  await program.settle()
  assert.equal(jsonOf(host.of('POST', '/v1/channel/seller')[0])['session'], session)
  await fetch(`${page.url}change?session=${session}`, {
    method: 'POST',
    body: new URLSearchParams({ sellerId: 'neu', companyName: 'Neuer Name' }),
  })
  await program.settle()
  assert.equal(jsonOf(host.of('PATCH', '/v1/channel/seller')[0])['companyName'], 'Neuer Name')
  assert.equal(told, 2)
  const without = await fetch(page.url, { method: 'POST', body: new URLSearchParams({ sellerId: 'x' }) })
  assert.equal(without.status, 400)
})
