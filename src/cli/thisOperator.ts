import { userInfo } from 'node:os'
import { type Actor, operator } from '../company/rights.ts'

/** The person at the machine, by the name of their account. */
export function thisOperator(): Actor {
  try {
    return operator(userInfo().username)
  } catch {
    return operator('operator') // an account without a name: containers run under bare numbers
  }
}
