import { contractSuite } from '../../../testkit/contract/contractSuite.ts'
import { contractSubject, shopware5Subject } from '../../../testkit/shopware5/contractSubject.ts'
import { customers, orders } from './fixtures/records.ts'
import { connector } from './index.ts'

const payloads = [
  ...orders.map(raw => ({ kind: 'order' as const, raw })),
  ...customers.map(raw => ({ kind: 'customer' as const, raw })),
]

contractSuite({ ...contractSubject, connector, payloads })
// A shop before 5.7, on a server that says more than it should: what is sent is the same there.
const old = { digestOnly: true, risingCounts: true, oldOrders: true, htmlBeforeJson: true }
const odd = { numbersAsText: true, extraFields: true, unsorted: true }
for (const quirks of [old, odd])
  contractSuite(
    { ...shopware5Subject(quirks), connector },
    topic => topic === 'reading' || topic === 'content' || topic === 'acknowledging' || topic === 'check',
  )
