import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formBody } from '../../base/formBody.ts'
import { smallHost } from './fixtures/host.ts'
import { accepted, address } from './fixtures/orders.ts'
import { noOfOwnId, noOfRequest, ownId, parted, requestId } from './ids.ts'

type Host = ReturnType<typeof smallHost>

const theirRequest = '5a2e5a2e-0000-4000-8000-000000000001'
const names = { sellerId: 'SELLER_1', orderId: 'A1' }
const order = '/v1/channel/order'

function hostWithOrder(options: Parameters<typeof smallHost>[0] = {}): Host {
  const host = smallHost(options)
  host.call({ method: 'POST', path: order, body: { orderList: [accepted] } })
  return host
}

function code(answer: ReturnType<Host['call']>): readonly (string | number)[] {
  const text = String(answer.body)
  const [error] = text === '' || text === '{}' ? [] : answer.json().errorList
  return error ? [answer.status, error.code] : [answer.status]
}

test('numbers stand in ids of the wire and come back out of them, and out of no others', () => {
  for (const no of [1, 4711, 2_147_483_647]) {
    assert.match(requestId(no), /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    assert.deepEqual([noOfRequest(requestId(no)), noOfRequest(requestId(no).toUpperCase())], [no, no])
    assert.equal(noOfOwnId(ownId(no)), no)
  }
  for (const other of [theirRequest, requestId(0), `${requestId(1)}0`, requestId(4_294_967_295), ''])
    assert.equal(noOfRequest(other), undefined, other)
  for (const other of ['0', '-1', '01', '1.0', '2147483648', 'R1'])
    assert.equal(noOfOwnId(other), undefined, other)
  assert.deepEqual(parted('SELLER_1/a/b'), { seller: 'SELLER_1', id: 'a/b' })
})

test('a cancellation that the buyer wants is stored once, and one of an unknown order, line or seller is not', () => {
  const host = hostWithOrder()
  const wanted = {
    ...names,
    orderCancellationRequestId: theirRequest,
    orderItem: [{ orderItemId: 'L1', quantity: '1.0' }],
    cancelReason: 'BUYER_CANCELLED',
  }
  const ask = (fields: object) =>
    code(host.call({ method: 'POST', path: `${order}/cancellation`, body: { ...wanted, ...fields } }))
  assert.deepEqual(ask({ orderId: 'A10' }), [404, 'GEN404'])
  assert.deepEqual(ask({ sellerId: 'GONE' }), [404, 'GEN700'])
  assert.deepEqual(ask({ orderItem: [{ orderItemId: 'L9' }] }), [400, 'VAL100'])
  assert.deepEqual(
    ask({ orderItem: [{ orderItemId: 'L1', quantity: '2.01' }] }),
    [400, 'VAL100'],
    'two were ordered',
  )
  assert.deepEqual(ask({}), [201])
  assert.deepEqual(ask({}), [201])
  // Numbers were once stored as they came.
  host.respell(`cancellation_request ${theirRequest}`, wanted)
  assert.deepEqual(ask({ orderItem: [{ orderItemId: 'L1', quantity: 1 }] }), [201])
  assert.deepEqual(ask({ orderItem: [{ orderItemId: 'L2' }] }), [409, 'CHN409'])
  assert.deepEqual([...host.of('cancellation_request').keys()], [theirRequest])
})

test('the answer to a request of ours names it alone; a repetition is silent, the other answer is not', () => {
  const sent = [{ kind: 'cancellation', no: 77, place: 'SELLER_1' } as const]
  const host = hostWithOrder({ sent })
  const say = (what: 'accept' | 'denied', fields: object) =>
    code(
      host.call({
        method: 'PUT',
        path: `${order}/cancellation-${what}`,
        body: { sellerId: 'SELLER_1', orderCancellationRequestId: requestId(77), ...fields },
      }),
    )
  assert.deepEqual(say('denied', {}), [400, 'VAL100'])
  assert.deepEqual(say('accept', { orderCancellationRequestId: theirRequest }), [404, 'GEN404'])
  assert.deepEqual(say('accept', { orderCancellationRequestId: requestId(78) }), [404, 'GEN404'])
  assert.deepEqual(say('accept', { sellerId: 'SELLER_2' }), [404, 'GEN404'], 'the request of another seller')
  assert.deepEqual(say('denied', { reason: 'x'.repeat(251) }), [400, 'VAL100'])
  assert.deepEqual(say('denied', { reason: 'too late' }), [201])
  assert.deepEqual(say('denied', { reason: 'too late' }), [201])
  assert.deepEqual(say('accept', {}), [409, 'CHN409'])
  assert.deepEqual([...host.of('cancellation_refused').keys()], [requestId(77)])
  assert.equal(host.of('cancellation_accepted').size, 0)
})

test('a return is announced once; without lines, or with an empty list, the whole order comes back', () => {
  const host = hostWithOrder()
  const announce = (fields: object) =>
    code(
      host.call({
        method: 'POST',
        path: `${order}/return`,
        body: { ...names, channelReturnId: 'R1', ...fields },
      }),
    )
  const line = { orderItemId: 'L1', quantity: '1.0', returnReason: 'DEFECT' }
  assert.deepEqual(announce({ channelReturnId: undefined }), [400, 'VAL100'])
  assert.deepEqual(announce({ orderId: 'B' }), [404, 'GEN404'])
  assert.deepEqual(announce({ orderItem: [{ ...line, orderItemId: 'L9' }] }), [400, 'VAL100'])
  assert.deepEqual(announce({ orderItem: [line] }), [201])
  assert.deepEqual(announce({ orderItem: [line] }), [201])
  host.respell('return SELLER_1/R1', { ...names, channelReturnId: 'R1', orderItem: [line] })
  assert.deepEqual(announce({ orderItem: [{ ...line, quantity: '1' }] }), [201])
  assert.deepEqual(announce({ orderItem: [] }), [409, 'CHN409'])
  assert.deepEqual(announce({ channelReturnId: 'R2' }), [201])
  assert.deepEqual(announce({ channelReturnId: 'R3', orderItem: [] }), [201])
  assert.deepEqual([...host.of('return').keys()], ['SELLER_1/R1', 'SELLER_1/R2', 'SELLER_1/R3'])
})

test('quirk: flags come as texts, and the empty text is false (isAccepted "" is a refusal)', () => {
  const sent = [
    { kind: 'refund', no: 5, place: 'SELLER_1' } as const,
    { kind: 'return', no: 6, place: 'SELLER_1' } as const,
  ]
  const host = smallHost({ sent })
  const say = (what: 'refund' | 'return', fields: object) => {
    const id = what === 'refund' ? { refundId: '5' } : { sellerReturnId: '6' }
    const body = { sellerId: 'SELLER_1', ...id, ...fields }
    return code(host.call({ method: 'POST', path: `${order}/${what}/processing-result`, body }))
  }
  const processingErrorList = [{ code: 'E1', message: 'no money' }, { message: 'no time' }]
  assert.deepEqual(say('refund', { isAccepted: '1' }), [201])
  assert.deepEqual(say('return', { isAccepted: true }), [201])
  assert.deepEqual(say('refund', { isAccepted: '', processingErrorList }), [201])
  assert.deepEqual(
    host.brought.flatMap(({ results }) => results ?? []),
    [
      {
        ...{ ticket: 'refund/5', result: { result: 'accepted', proof: 'stored' } },
        late: { kind: 'refund', no: 5 },
      },
      {
        ...{ ticket: 'return/6', result: { result: 'accepted', proof: 'stored' } },
        late: { kind: 'return', no: 6 },
      },
      {
        ticket: 'refund/5',
        result: { result: 'rejected', code: 'REMOTE_VALIDATION', text: 'E1: no money; no time' },
      },
    ],
  )
  assert.deepEqual(say('refund', { isAccepted: 'maybe' }), [400, 'VAL100'])
  assert.deepEqual(say('refund', { isAccepted: '1', refundId: '6' }), [404, 'GEN404'])
  assert.deepEqual(say('return', { isAccepted: '1', sellerReturnId: 'X' }), [404, 'GEN404'])
  assert.deepEqual(say('return', { isAccepted: '1', sellerId: 'SELLER_2' }), [404, 'GEN404'])
  assert.deepEqual(say('return', { isAccepted: '1', sellerId: 'GONE' }), [404, 'GEN700'])
})

const invoice = {
  type: 'INVOICE',
  ...names,
  invoiceNumber: 'RE 2026/1',
  transactionDate: '2026-11-22T10:00:00+0000',
  taxCalculationDate: '2026-11-22T10:00:00+0000',
  currency: 'EUR',
  billingAddress: address,
}
const pdf = Buffer.from('%PDF-1.7 a document')

test('quirk: an invoice of the channel is a form of JSON without a type of its own and a file', async () => {
  const host = smallHost()
  const upload = async (fields: object, content: Uint8Array, field = 'document') => {
    const file = { field, name: 'r.pdf', type: 'application/octet-stream', content }
    const { type, body } = await formBody({ invoice: JSON.stringify({ ...invoice, ...fields }) }, file)
    return code(
      host.call({ method: 'POST', path: `${order}/invoice`, body, headers: { 'content-type': type } }),
    )
  }
  assert.deepEqual(await upload({}, pdf), [201])
  assert.deepEqual(host.brought[0]?.documents, [
    {
      place: 'SELLER_1',
      order: 'SELLER_1/A1',
      kind: 'invoice',
      number: 'RE 2026/1',
      at: '2026-11-22T10:00:00.000Z',
      name: 'r.pdf',
      mediaType: 'application/pdf',
      bytes: new Uint8Array(pdf),
    },
  ])
  assert.deepEqual(await upload({}, Buffer.from('%PDF-1.7 another')), [409, 'CHN409'])
  assert.deepEqual(await upload({}, pdf), [201])
  assert.deepEqual(await upload({ type: 'CREDITNOTE' }, pdf), [201])
  assert.equal(host.brought.at(-1)?.documents?.[0]?.kind, 'credit_note')
  assert.deepEqual(await upload({ invoiceNumber: undefined }, pdf), [400, 'VAL100'])
  assert.deepEqual(await upload({ sellerId: 'GONE' }, pdf), [404, 'GEN700'])
  assert.deepEqual(await upload({}, new Uint8Array()), [400, 'VAL100'])
  assert.deepEqual(await upload({}, pdf, 'file'), [400, 'VAL100'])
  for (const body of ['', '{}', 'invoice={}'])
    assert.deepEqual(code(host.call({ method: 'POST', path: `${order}/invoice`, body })), [400, 'VAL100'])
  assert.equal(host.brought.length, 4)
})

test('an invoice of ours is given back byte by byte, and none that is not here or of a seller of nobody', () => {
  const document = {
    id: 'doc-1',
    bytes: pdf,
    mediaType: 'application/pdf',
    name: 'RE "1".pdf',
    place: 'SELLER_1',
  }
  const get = (host: Host, id: string) => host.call({ method: 'GET', path: `${order}/invoice/${id}` })
  const answer = get(smallHost({ document }), 'doc-1')
  assert.deepEqual([answer.status, answer.body], [200, pdf])
  assert.deepEqual(answer.headers, {
    'content-type': 'application/pdf',
    'content-disposition': 'attachment; filename="RE_1_.pdf"',
  })
  for (const id of ['doc-2', encodeURIComponent('../x'), '%20'])
    assert.deepEqual(code(get(smallHost({ document }), id)), [404, 'GEN404'])
  assert.deepEqual(code(get(smallHost({ document: { ...document, place: 'OTHER' } }), 'doc-1')), [
    404,
    'GEN404',
  ])
})
