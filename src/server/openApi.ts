import type { FastifyDynamicSwaggerOptions, SwaggerTransform } from '@fastify/swagger'
import type { FastifySchema } from 'fastify'
import { jsonSchemaTransform } from 'fastify-type-provider-zod'

/** How the OpenAPI document is made of the routes. */
export function openApiOptions(publicUrl: string | undefined): FastifyDynamicSwaggerOptions {
  return {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Kontor',
        version: '1',
        description:
          'Orders, items and sales channels. Amounts and quantities are decimal numbers as text. Lists are paged with `after` and `limit`. Problems are answered as RFC 9457 problem details with a stable `code`.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: publicUrl ?? '/' }],
      components: {
        securitySchemes: {
          apiKey: { type: 'http', scheme: 'bearer', description: 'A key made with "kontor apikey add".' },
          session: { type: 'apiKey', in: 'cookie', name: 'kontor_session', description: 'For browsers.' },
        },
      },
    },
    transform: jsonSchemaTransform,
  }
}

/** Describes a route by a schema that is made when somebody asks for the document, and not at each start of a server. */
export function describedBy(schema: () => FastifySchema): SwaggerTransform {
  return route => jsonSchemaTransform({ ...route, schema: schema() })
}
