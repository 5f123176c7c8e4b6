import { z } from 'zod'
import { languages } from '../base/errors.ts'
import { writeAudit } from '../company/auditStore.ts'
import { companyProblem } from '../company/problems.ts'
import { rights } from '../company/rights.ts'
import { endSession, openSession } from '../company/sessionStore.ts'
import { anyUser, setUp } from '../company/setUp.ts'
import { confirmPassword, signIn } from '../company/signIn.ts'
import { readTenant, type Tenant } from '../company/tenantStore.ts'
import { readToken } from '../company/token.ts'
import { findUser, type User } from '../company/userStore.ts'
import { changePassword, requireUser } from '../company/users.ts'
import type { BrowserContext } from './browser.ts'
import { inTransaction, type Operation, operation } from './operation.ts'
import { emailAddress, newPassword, userShape } from './users.ts'

const tenantShape = z.object({ slug: z.string(), name: z.string() })
const signedInShape = z.object({ tenant: tenantShape, user: userShape, rights: z.array(z.enum(rights)) })

const typedPassword = z
  .string()
  .min(1)
  .max(1000)
  .meta({ format: 'password', description: 'The password.', 'x-de': 'Das Passwort.' })

/** The name of a tenant in addresses and commands. */
export const tenantSlug = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/)
  .meta({
    description: 'Short name of the tenant: small letters, digits, hyphens.',
    'x-de': 'Kurzname des Mandanten: kleine Buchstaben, Ziffern, Bindestriche.',
  })

/** Coming in and going out; by HTTP only, because a session is the cookie of a browser. */
export const sessionOperations: readonly Operation[] = [
  operation({
    name: 'setup.show',
    method: 'GET',
    path: '/setup',
    command: null,
    right: 'public',
    summary: {
      en: 'Whether the first user has still to be made',
      de: 'Ob der erste Benutzer noch anzulegen ist',
    },
    input: z.object({}),
    output: z.object({ open: z.boolean() }),
    run: async context => ({ open: !(await anyUser(context.kontor.db)) }),
  }),
  operation({
    name: 'setup',
    method: 'POST',
    path: '/setup',
    command: null,
    right: 'public',
    summary: {
      en: 'Make tenant, company and first administrator with the one-time code of the first start; signs in',
      de: 'Mandant, Firma und erste Verwaltung mit dem Einmalcode des ersten Starts anlegen; meldet an',
    },
    input: z.object({
      code: z.string().min(1).max(100).meta({ format: 'password' }),
      tenant: tenantSlug.default('main'),
      company: z.string().trim().min(1).max(200),
      country: z.string().length(2).optional(),
      currency: z.string().length(3).optional(),
      timeZone: z.string().max(60).optional(),
      email: emailAddress,
      name: z.string().trim().min(1).max(200),
      password: newPassword,
      language: z.enum(languages).default('de'),
    }),
    output: signedInShape,
    async run(context: BrowserContext, input) {
      const { kontor, browser } = context
      const done = await setUp(
        kontor.db,
        {
          code: input.code,
          tenant: { slug: input.tenant, name: input.company },
          company: {
            name: input.company,
            ...(input.country === undefined ? {} : { country: input.country }),
            ...(input.currency === undefined ? {} : { currency: input.currency }),
            ...(input.timeZone === undefined ? {} : { timeZone: input.timeZone }),
          },
          user: { email: input.email, name: input.name, password: input.password, language: input.language },
        },
        kontor.now(),
      )
      browser.openSession(done.token)
      return signedIn(done.tenant, done.user)
    },
  }),
  operation({
    name: 'session.open',
    method: 'POST',
    path: '/session',
    command: null,
    right: 'public',
    summary: { en: 'Sign in; the session is a cookie', de: 'Anmelden; die Sitzung ist ein Cookie' },
    input: z.object({
      tenant: tenantSlug.optional(),
      email: z.string().min(1).max(254),
      password: typedPassword,
    }),
    output: signedInShape,
    async run(context: BrowserContext, input) {
      const { kontor, browser } = context
      const { email, password } = input
      const wish = { tenant: input.tenant, email, password, address: browser.address }
      const { token, tenant, user } = await signIn(kontor.db, wish, kontor.now())
      browser.openSession(token)
      return signedIn(tenant, user)
    },
  }),
  operation({
    name: 'session.show',
    method: 'GET',
    path: '/session',
    command: null,
    right: 'signedIn',
    summary: { en: 'Who am I, and what may I do', de: 'Wer bin ich, und was darf ich' },
    input: z.object({}),
    output: z.object({
      tenant: tenantShape,
      user: userShape.nullable(),
      apiKey: z.object({ id: z.uuid(), name: z.string() }).nullable(),
      rights: z.array(z.enum(rights)),
    }),
    run: (context, _input) =>
      inTransaction(context, async tx => {
        const { kind, id, name, rights: mine } = context.actor
        const user = kind === 'user' && id ? await findUser(tx, context.tenant, id) : undefined
        return {
          tenant: await readTenant(tx, context.tenant),
          user: user ?? null,
          apiKey: kind === 'api_key' && id ? { id, name } : null,
          rights: [...mine],
        }
      }),
  }),
  operation({
    name: 'session.end',
    method: 'DELETE',
    path: '/session',
    command: null,
    right: 'signedIn',
    summary: { en: 'Sign out; the session ends at once', de: 'Abmelden; die Sitzung endet sofort' },
    input: z.object({}),
    output: z.object({}),
    audit: () => ({ objectKind: 'session' }),
    async run(context: BrowserContext, _input) {
      const token = readToken(context.browser.session ?? '')
      if (!token || context.actor.kind !== 'user') throw companyProblem('USER_NEEDED')
      await inTransaction(context, tx => endSession(tx, context.tenant, token.hash, context.kontor.now()))
      context.browser.endSession()
      return {}
    },
  }),
  operation({
    name: 'session.password',
    method: 'PUT',
    path: '/session/password',
    command: null,
    right: 'signedIn',
    summary: {
      en: 'Change one’s own password; ends all other sessions',
      de: 'Das eigene Passwort ändern; beendet alle anderen Sitzungen',
    },
    input: z.object({ current: typedPassword, password: newPassword }),
    output: z.object({}),
    async run(context: BrowserContext, input) {
      const { kontor, tenant, actor, browser } = context
      const { id } = actor
      if (actor.kind !== 'user' || !id) throw companyProblem('USER_NEEDED')
      const now = kontor.now()
      const user = await inTransaction(context, tx => requireUser(tx, tenant, id))
      await confirmPassword(kontor.db, tenant, user, input.current, now)
      const token = await inTransaction(context, async tx => {
        await changePassword(tx, { tenant, actor, now }, id, input.password)
        await writeAudit(
          tx,
          tenant,
          { actor, action: 'session.password', objectKind: 'user', objectId: id },
          now,
        )
        return openSession(tx, tenant, id, now)
      })
      browser.openSession(token)
      return {}
    },
  }),
]

function signedIn(tenant: Tenant, user: User) {
  return { tenant, user, rights: [...user.rights] }
}
