// A JTL-Shop, there and back: a whole catalogue, what changes on both sides, orders of every kind and what becomes of them.
import { after } from 'node:test'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { jtlShopTrip } from './jtlShopSubject.ts'
import { tellTrip } from './tellTrip.ts'

const { db } = await testDatabase({ after })

tellTrip(db, jtlShopTrip('5.4', { items: 200, orders: 500 }))
tellTrip(db, jtlShopTrip('4.06', { items: 20, orders: 50 }))
