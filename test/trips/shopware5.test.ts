// A Shopware 5, there and back: a whole catalogue, what changes on both sides, orders of every kind and what becomes of them.
import { after } from 'node:test'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { shopware5Trip } from './shopware5Subject.ts'
import { tellTrip } from './tellTrip.ts'

const { db } = await testDatabase({ after })

tellTrip(db, shopware5Trip({ items: 200, orders: 500 }))
