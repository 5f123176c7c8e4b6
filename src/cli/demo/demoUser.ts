import { randomBytes } from 'node:crypto'
import { transact } from '../../base/database.ts'
import { operator } from '../../company/rights.ts'
import { findUser } from '../../company/userStore.ts'
import { addUser, changePassword } from '../../company/users.ts'
import type { Kontor } from '../../operations/operation.ts'
import type { OperatorWork } from '../operatorCommand.ts'

/** Who signs in to the demo. */
export interface DemoUser {
  readonly email: string
  readonly password: string
}

/** The administrator of the demo, with a password that is made anew at each start and stands nowhere but on the terminal. */
export async function demoUser(work: OperatorWork, kontor: Kontor, tenant: string): Promise<DemoUser> {
  const email = 'demo@kontor.example'
  const password = randomBytes(12).toString('base64url')
  const doing = { tenant, actor: operator('demo'), now: kontor.now() }
  await transact(kontor.db, { tenant }, async tx => {
    if (await findUser(tx, tenant, email)) await changePassword(tx, doing, email, password)
    else
      await addUser(tx, doing, {
        email,
        name: 'Demo',
        password,
        roles: ['administrator'],
        language: work.language,
      })
  })
  return { email, password }
}
