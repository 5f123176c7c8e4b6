import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RateLimited, Refused, Rejected, Unreachable } from '../../port/errors.ts'
import type { SendResult } from '../../port/outgoing.ts'
import type { ApiAnswer } from './api.ts'
import { oneByOne, sendBatch } from './batches.ts'
import { emptyShop } from './fixtures/catalogue.ts'
import type { Session } from './session.ts'

async function answering(t: Parameters<typeof emptyShop>[0], ...answers: readonly (unknown[] | Error)[]) {
  const { open } = await emptyShop(t)
  const bodies: unknown[] = []
  const left = [...answers]
  const put = async (_path: string, body: unknown): Promise<ApiAnswer> => {
    bodies.push(body)
    const next = left.shift() ?? []
    if (next instanceof Error) throw next
    return { status: 200, data: next }
  }
  const session: Session = { ...open(), api: { ...open().api, put } }
  return { session, bodies }
}

test('a failed element of a batch is rejected in the words of the shop, without its stack trace', async t => {
  const { session } = await answering(t, [
    { success: true, operation: 'update', data: { id: 5 } },
    {
      success: false,
      message: 'Validation error',
      errors: ['number: The number is not valid'],
      trace: '#0 /var/www/shop/engine/Shopware/Components/Api/Resource.php(512)',
    },
    {
      success: false,
      message: 'Boom in /var/www/shop/x.php:12\nStack trace:\n#0 /var/www/secret.php(1)',
      trace: [],
    },
    { success: false, message: 'Passed parameter array does not contain an articleId property' },
    'what',
  ])
  const answers = await sendBatch(session, 'variants', 'put', [{}, {}, {}, {}, {}])
  assert.deepEqual(answers[0], { stored: true, id: '5' })
  assert.deepEqual(answers[1], {
    stored: false,
    result: {
      result: 'rejected',
      code: 'REMOTE_VALIDATION',
      text: 'Validation error; number: The number is not valid',
    },
  })
  assert.deepEqual(answers[2], {
    stored: false,
    result: { result: 'rejected', code: 'REMOTE_VALIDATION', text: 'Boom' },
  })
  assert.equal(
    answers[3]?.stored === false && answers[3].result.result === 'rejected' && answers[3].result.code,
    'REMOTE_DELETED',
  )
  assert.deepEqual(answers[4], {
    stored: false,
    result: { result: 'unknown', text: 'no answer to this element' },
  })
  assert.doesNotMatch(JSON.stringify(answers), /www|\.php|#0/)
})

test('a shop that answers fewer elements than it was asked is not understood', async t => {
  const { session } = await answering(t, [{ success: true, data: { id: 5 } }])
  await assert.rejects(sendBatch(session, 'variants', 'put', [{}, {}]), Unreachable)
})

test('more than a body holds goes in several calls, and what fails after others got through is unknown', async t => {
  const large = { text: 'x'.repeat(3 * 1024 * 1024) }
  const { session, bodies } = await answering(t, [{ success: true, data: {} }], new Unreachable('cut'))
  const answers = await sendBatch(session, 'articles', 'put', [large, large, large])
  assert.deepEqual(
    bodies.map(body => (body as unknown[]).length),
    [1, 1],
  )
  assert.deepEqual(
    answers.map(one => (one.stored ? 'stored' : one.result.result)),
    ['stored', 'unknown', 'unknown'],
  )
  const other = await answering(t, new Unreachable('cut'))
  await assert.rejects(sendBatch(other.session, 'articles', 'put', [large]), Unreachable)
})

test('one at a time: what is rejected is rejected alone, and a call that fails ends the list', async () => {
  const accepted: SendResult = { result: 'accepted', proof: 'stored' }
  const sent: string[] = []
  const outcomes: Readonly<Record<string, Error | undefined>> = {
    bad: new Rejected('REMOTE_VALIDATION', 'name', 'no'),
    cut: new Unreachable('cut'),
    fast: new RateLimited('slow down'),
    closed: new Refused('AUTH_EXPIRED', 'no key'),
    bug: new TypeError('a bug'),
  }
  const send = async (name: string) => {
    sent.push(name)
    const error = outcomes[name]
    if (error) throw error
    return accepted
  }
  const results = await oneByOne(['bad', 'a', 'cut', 'b'], send)
  assert.deepEqual(
    results.map(one => one.result),
    ['rejected', 'accepted', 'unknown', 'unknown'],
  )
  assert.deepEqual(sent, ['bad', 'a', 'cut'])
  assert.deepEqual(results[0], { result: 'rejected', code: 'REMOTE_VALIDATION', field: 'name', text: 'no' })
  const [, slowed] = await oneByOne(['a', 'fast'], send)
  assert.deepEqual(slowed, {
    result: 'unknown',
    text: 'RATE_LIMITED: slow down; nothing was sent'.replace('RATE_LIMITED: ', ''),
  })
  await assert.rejects(oneByOne(['closed', 'a'], send), Refused)
  await assert.rejects(oneByOne(['a', 'bug'], send), TypeError)
})
