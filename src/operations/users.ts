import { z } from 'zod'
import { languages } from '../base/errors.ts'
import { passwordLength } from '../company/password.ts'
import { rights } from '../company/rights.ts'
import { countUsers, listRoles, listUsers, type User } from '../company/userStore.ts'
import { addUser, changePassword, changeRoles, disableUser, enableUser } from '../company/users.ts'
import { type Context, inTransaction, type Operation, operation } from './operation.ts'
import { asPage, countLimit, pageInput, pageOf } from './pageOf.ts'

/** A new password as it is typed. */
export const newPassword = z
  .string()
  .min(passwordLength.min)
  .max(passwordLength.max)
  .meta({
    format: 'password',
    description: `The password, at least ${passwordLength.min} characters.`,
    'x-de': `Das Passwort, mindestens ${passwordLength.min} Zeichen.`,
  })

/** An e-mail address as people type it. */
export const emailAddress = z
  .email()
  .max(254)
  .meta({ description: 'The e-mail address.', 'x-de': 'Die E-Mail-Adresse.' })

/** A person as others may see them. */
export const userShape = z.object({
  id: z.uuid(),
  email: z.string(),
  name: z.string(),
  language: z.enum(languages),
  roles: z.array(z.string()).readonly(),
  disabledAt: z.date().nullable(),
  createdAt: z.date(),
})

const whichUser = z.string().min(1).max(254).meta({
  description: 'Id or e-mail address of the user.',
  'x-de': 'Kennung oder E-Mail-Adresse des Benutzers.',
})

const roleNames = z.array(z.string().min(1).max(100)).min(1).meta({
  description: 'Names of roles, such as administrator, "order desk", reader.',
  'x-de': 'Namen von Rollen, etwa administrator, „order desk“, reader.',
})

const note = (_: unknown, user: { readonly id: string }) => ({ objectKind: 'user', objectId: user.id })

/** People: who has access, and what they may do. */
export const userOperations: readonly Operation[] = [
  operation({
    name: 'user.add',
    method: 'POST',
    path: '/users',
    command: 'user add',
    right: 'users.manage',
    summary: { en: 'Give a person access', de: 'Einer Person Zugang geben' },
    creates: true,
    input: z.object({
      email: emailAddress,
      name: z.string().trim().min(1).max(200).meta({ description: 'The name.', 'x-de': 'Der Name.' }),
      password: newPassword,
      roles: roleNames.default(['reader']),
      language: z
        .enum(languages)
        .default('de')
        .meta({ description: 'Their language.', 'x-de': 'Ihre Sprache.' }),
    }),
    output: userShape,
    audit: (input, user) => ({ ...note(input, user), data: { roles: user.roles } }),
    run: (context, input) => inTransaction(context, tx => addUser(tx, doing(context), input)),
  }),
  operation({
    name: 'user.list',
    method: 'GET',
    path: '/users',
    command: 'user list',
    right: 'users.manage',
    summary: { en: 'List everybody who has access', de: 'Alle mit Zugang auflisten' },
    input: z.object(pageInput),
    output: pageOf(userShape),
    run: (context, { after, limit }) =>
      inTransaction(context, async tx => {
        const rows = await listUsers(tx, context.tenant, { after, limit: limit + 1 })
        return asPage<User>(rows, limit, await countUsers(tx, context.tenant, countLimit + 1))
      }),
  }),
  operation({
    name: 'user.password',
    method: 'PUT',
    path: '/users/:user/password',
    command: 'user password <user>',
    right: 'users.manage',
    summary: {
      en: 'Give a user another password; ends their sessions',
      de: 'Einem Benutzer ein anderes Passwort geben; beendet seine Sitzungen',
    },
    input: z.object({ user: whichUser, password: newPassword }),
    output: userShape,
    audit: note,
    run: (context, input) =>
      inTransaction(context, tx => changePassword(tx, doing(context), input.user, input.password)),
  }),
  operation({
    name: 'user.disable',
    method: 'POST',
    path: '/users/:user/disable',
    command: 'user disable <user>',
    right: 'users.manage',
    summary: { en: 'Shut a user out at once', de: 'Einen Benutzer sofort sperren' },
    input: z.object({ user: whichUser }),
    output: userShape,
    audit: note,
    run: (context, input) => inTransaction(context, tx => disableUser(tx, doing(context), input.user)),
  }),
  operation({
    name: 'user.enable',
    method: 'POST',
    path: '/users/:user/enable',
    command: 'user enable <user>',
    right: 'users.manage',
    summary: { en: 'Admit a disabled user again', de: 'Einen gesperrten Benutzer wieder zulassen' },
    input: z.object({ user: whichUser }),
    output: userShape,
    audit: note,
    run: (context, input) => inTransaction(context, tx => enableUser(tx, doing(context), input.user)),
  }),
  operation({
    name: 'user.roles',
    method: 'PUT',
    path: '/users/:user/roles',
    command: 'user roles <user>',
    right: 'users.manage',
    summary: { en: 'Give a user these roles instead', de: 'Einem Benutzer stattdessen diese Rollen geben' },
    input: z.object({ user: whichUser, roles: roleNames }),
    output: userShape,
    audit: (input, user) => ({ ...note(input, user), data: { roles: user.roles } }),
    run: (context, input) =>
      inTransaction(context, tx => changeRoles(tx, doing(context), input.user, input.roles)),
  }),
  operation({
    name: 'role.list',
    method: 'GET',
    path: '/roles',
    command: 'role list',
    right: 'users.manage',
    summary: { en: 'List the roles and their rights', de: 'Rollen und ihre Rechte auflisten' },
    input: z.object({}),
    output: z.object({
      items: z.array(z.object({ id: z.uuid(), name: z.string(), rights: z.array(z.enum(rights)) })),
    }),
    run: async context => {
      const roles = await inTransaction(context, tx => listRoles(tx, context.tenant))
      return { items: roles.map(role => ({ ...role, rights: [...role.rights] })) }
    },
  }),
]

function doing(context: Context) {
  return { tenant: context.tenant, actor: context.actor, now: context.kontor.now() }
}
