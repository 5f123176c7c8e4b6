import { z } from 'zod'
import { countApiKeys, insertApiKey, listApiKeys, revokeApiKey } from '../company/apiKeyStore.ts'
import { companyProblem } from '../company/problems.ts'
import { rights } from '../company/rights.ts'
import { requireRights } from '../company/users.ts'
import { inTransaction, type Operation, operation } from './operation.ts'
import { asPage, countLimit, pageInput, pageOf } from './pageOf.ts'

const keyShape = z.object({
  id: z.uuid(),
  name: z.string(),
  scopes: z.array(z.enum(rights)).readonly(),
  createdBy: z.uuid().nullable(),
  createdAt: z.date(),
  revokedAt: z.date().nullable(),
})

const note = (_: unknown, key: { readonly id: string }) => ({ objectKind: 'api_key', objectId: key.id })

/** Keys for programs. */
export const apiKeyOperations: readonly Operation[] = [
  operation({
    name: 'apikey.add',
    method: 'POST',
    path: '/api-keys',
    command: 'apikey add',
    right: 'keys.manage',
    summary: {
      en: 'Make a key for a program; it is shown this once',
      de: 'Einen Schlüssel für ein Programm machen; er wird nur dieses eine Mal gezeigt',
    },
    creates: true,
    input: z.object({
      name: z
        .string()
        .trim()
        .min(1)
        .max(100)
        .meta({ description: 'What it is for.', 'x-de': 'Wofür er ist.' }),
      scope: z.array(z.enum(rights)).min(1).meta({
        description: 'What the key may do; never more than who makes it.',
        'x-de': 'Was der Schlüssel darf; nie mehr als, wer ihn macht.',
      }),
    }),
    output: keyShape.extend({ key: z.string() }),
    audit: (input, key) => ({ ...note(input, key), data: { scopes: key.scopes } }),
    run: (context, input) =>
      inTransaction(context, async tx => {
        requireRights(context.actor, input.scope)
        const made = await insertApiKey(tx, context.tenant, {
          name: input.name,
          scopes: [...new Set(input.scope)],
          createdBy: context.actor.kind === 'user' ? context.actor.id : null,
          now: context.kontor.now(),
        })
        if (!made) throw companyProblem('KEY_NAME_TAKEN', { name: input.name })
        return { ...made.key, key: made.secret }
      }),
  }),
  operation({
    name: 'apikey.list',
    method: 'GET',
    path: '/api-keys',
    command: 'apikey list',
    right: 'keys.manage',
    summary: { en: 'List the keys of programs', de: 'Die Schlüssel der Programme auflisten' },
    input: z.object(pageInput),
    output: pageOf(keyShape),
    run: (context, { after, limit }) =>
      inTransaction(context, async tx => {
        const rows = await listApiKeys(tx, context.tenant, { after, limit: limit + 1 })
        return asPage(rows, limit, await countApiKeys(tx, context.tenant, countLimit + 1))
      }),
  }),
  operation({
    name: 'apikey.revoke',
    method: 'POST',
    path: '/api-keys/:key/revoke',
    command: 'apikey revoke <key>',
    right: 'keys.manage',
    summary: { en: 'Revoke a key at once', de: 'Einen Schlüssel sofort widerrufen' },
    input: z.object({
      key: z
        .string()
        .min(1)
        .max(100)
        .meta({ description: 'Id or name of the key.', 'x-de': 'Kennung oder Name des Schlüssels.' }),
    }),
    output: keyShape,
    audit: note,
    run: (context, input) =>
      inTransaction(context, async tx => {
        const key = await revokeApiKey(tx, context.tenant, input.key, context.kontor.now())
        if (!key) throw companyProblem('KEY_UNKNOWN', { key: input.key })
        return key
      }),
  }),
]
