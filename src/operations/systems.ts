import { z } from 'zod'
import type { Connector } from '../port/connector.ts'
import { titleIn } from '../port/titleIn.ts'
import { type Context, type Operation, operation } from './operation.ts'

const fieldShape = z.object({
  key: z.string(),
  kind: z.enum(['text', 'url', 'secret', 'choice', 'number', 'flag', 'folder']),
  from: z.enum(['consent', 'kontor']).nullable(),
  label: z.string(),
  help: z.string().nullable(),
  required: z.boolean(),
  default: z.string().nullable(),
  choices: z.array(z.string()),
  /** What each choice is called. */
  choiceNames: z.record(z.string(), z.string()),
  /** Changing it clears the secrets. */
  clearsSecrets: z.boolean(),
})

/** The systems that can be connected, each with the fields of its form. */
export const systemsShape = z.object({
  items: z.array(
    z.object({
      name: z.string(),
      title: z.string(),
      goesOut: z.array(z.string()),
      /** A person signs up at a page of it. */
      signsUp: z.boolean(),
      /** It calls us, and tells people things. */
      calls: z.boolean(),
      settings: z.array(fieldShape),
    }),
  ),
})

/** Foreign systems, as far as a form has to know them. */
export const systemOperations: readonly Operation[] = [
  operation({
    name: 'system.list',
    method: 'GET',
    path: '/systems',
    command: null, // "kontor systems" answers without a database
    right: 'connections.read',
    summary: {
      en: 'List the systems that can be connected, with the fields of their settings',
      de: 'Die Systeme auflisten, die sich anbinden lassen, mit den Feldern ihrer Einstellungen',
    },
    input: z.object({}),
    output: systemsShape,
    run: async context => ({
      items: [...context.kontor.connectors.values()].map(connector => showSystem(context, connector)),
    }),
  }),
]

function showSystem({ language }: Context, connector: Connector): z.infer<typeof systemsShape>['items'][0] {
  return {
    name: connector.name,
    title: titleIn(connector, language),
    goesOut: Object.keys(connector.send ?? {}),
    signsUp: connector.receive?.signUp !== undefined,
    calls: connector.receive?.signUp !== undefined || (connector.receive?.asks ?? []).length > 0,
    settings: connector.settings.map(field => ({
      key: field.key,
      kind: field.kind,
      from: field.from ?? null,
      label: field.label[language],
      help: field.help?.[language] ?? null,
      required: field.required,
      default: field.default ?? null,
      choices: [...(field.choices ?? [])],
      choiceNames: Object.fromEntries(
        (field.choices ?? []).map(one => [one, field.choiceNames?.[one]?.[language] ?? one]),
      ),
      clearsSecrets: field.clearsSecrets ?? false,
    })),
  }
}
