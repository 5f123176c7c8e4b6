import { secretsOfAddress } from '../channels/addressSecrets.ts'
import type { Settings } from '../port/connector.ts'

/**
 * What the texts of a foreign system must not show of a connection: its secrets, and whatever in the query of an address
 * looks like one, in the ways in which careless servers print what they were sent (as PHP writes JSON, as HTML, and JSON
 * inside a form field). The HTTP client adds the plain ways.
 */
export function hiddenTexts(settings: Settings, secrets: Settings): string[] {
  const hidden = [
    ...Object.values(secrets),
    ...[...Object.values(settings), ...Object.values(secrets)].flatMap(secretsOfAddress),
  ]
  return [
    ...new Set(
      hidden.flatMap(secret => [
        secret,
        phpJson(secret),
        html(secret),
        encodeURIComponent(JSON.stringify(secret).slice(1, -1)),
      ]),
    ),
  ]
}

function phpJson(text: string): string {
  const json = JSON.stringify(text).slice(1, -1).replaceAll('/', '\\/')
  return json.replace(/[\u0080-\uffff]/g, sign => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

function html(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#039;')
}
