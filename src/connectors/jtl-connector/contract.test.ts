import { readFileSync } from 'node:fs'
import { contractSuite } from '../../../testkit/contract/contractSuite.ts'
import { shopSubject } from '../../../testkit/jtlConnector/contractSubject.ts'
import type { Connector } from '../../port/connector.ts'
import type { IncomingKind } from '../../port/records.ts'
import { connector } from './index.ts'

const subject = { connector: keepingWhatItGives(connector) }
const fives = [
  ...payloads('order', 'v5-order'),
  ...payloads('customer', 'v5-customer'),
  ...payloads('payment', 'v5-payment'),
]
const threes = [
  ...payloads('order', 'v3-order'),
  ...payloads('customer', 'v3-customer'),
  ...payloads('payment', 'v3-payment'),
]

contractSuite({
  ...shopSubject(5),
  ...subject,
  payloads: [...fives, ...payloads('order', 'woocommerce-order')],
})
contractSuite({ ...shopSubject(3), ...subject, payloads: threes })
contractSuite({
  ...shopSubject(5, {
    htmlBeforeJson: true,
    stringIds: true,
    extraUnknownFields: true,
    htmlEntities: true,
    finishRejected: true,
  }),
  ...subject,
})
contractSuite({
  ...shopSubject(3, { camelCaseOnly: true, serverInfoNull: true, duplicatePayments: true }),
  ...subject,
})

/**
 * The connector declares that a system may forget what it has given (`consumes`), because some endpoints do. The shop of
 * these tests does not, so the suite may ask for more: whatever was not acknowledged has to come again.
 */
function keepingWhatItGives<Session>(whole: Connector<Session>): Connector<Session> {
  const { pull } = whole
  return pull
    ? { ...whole, pull: { ...pull, kinds: pull.kinds.map(kind => ({ ...kind, consumes: false })) } }
    : whole
}

function payloads(kind: IncomingKind, file: string) {
  const body = readFileSync(new URL(`fixtures/${file}.json`, import.meta.url))
  return connector.pull?.read(kind, { body }).records ?? []
}
