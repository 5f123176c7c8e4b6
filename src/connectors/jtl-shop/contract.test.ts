import { contractSuite } from '../../../testkit/contract/contractSuite.ts'
import type { SimulatorSide } from '../../../testkit/contract/subject.ts'
import { jtlShopSubject } from '../../../testkit/jtlShop/contractSubject.ts'
import type { IncomingKind } from '../../port/records.ts'
import { fixture, packed } from './fixtures/fakeShop.ts'
import { connector } from './index.ts'
import { readPage } from './pages.ts'

// A new shop: Kontor says which languages, groups and taxes it has.
const newShop = (side: SimulatorSide): SimulatorSide => ({
  ...side,
  start: async clock => {
    const system = await side.start(clock)
    const more = { globals: 'replace', languages: '1=de, 2=en', customerGroups: '1=Endkunden, 2=Händler' }
    return { ...system, settings: { ...system.settings, ...more } }
  },
})

contractSuite({
  ...newShop(jtlShopSubject('5.4')),
  connector,
  payloads: [
    ...payloads('order', 'orders'),
    ...payloads('customer', 'customers'),
    ...payloads('payment', 'payments'),
  ],
})
// The oldest and the newest: what is sent and how faults are taken. Shops are read alike in all versions.
for (const version of ['4.06', '5.0', '5.6'] as const)
  contractSuite(
    { ...newShop(jtlShopSubject(version)), connector },
    topic => topic === 'sending' || topic === 'check' || topic === 'acknowledging',
  )
// Master data that stays as it is in the shop.
contractSuite({ ...jtlShopSubject('5.3'), connector }, topic => topic === 'content' || topic === 'sending')

function payloads(kind: IncomingKind, file: string) {
  return readPage(kind, { body: packed(fixture(file)) }).records
}
