// A shop behind a JTL-Connector endpoint, there and back, in both generations.
import { after } from 'node:test'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { rounds } from '../rounds.ts'
import { jtlConnectorTrip } from './jtlConnectorSubject.ts'
import { tellTrip } from './tellTrip.ts'

const { db } = await testDatabase({ after })

tellTrip(db, jtlConnectorTrip(5, { items: 200, orders: 500 }))
tellTrip(db, jtlConnectorTrip(3, { items: rounds(20), orders: rounds(63) }))
