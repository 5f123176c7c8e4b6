import { type Database, transact } from '../../src/base/database.ts'
import { newId } from '../../src/base/ids.ts'
import { createTenant } from '../../src/company/createTenant.ts'

/** A tenant whose company sells from Great Britain, in its currency and by its clocks. Answers its id. */
export async function britishTenant(db: Database): Promise<string> {
  const id = newId()
  await transact(db, { tenant: id }, tx =>
    createTenant(
      tx,
      {
        id,
        slug: `history-${id.slice(-12)}`,
        name: 'Giftware',
        companyName: 'Giftware Ltd',
        country: 'GB',
        currency: 'GBP',
        timeZone: 'Europe/London',
      },
      new Date(),
    ),
  )
  return id
}
