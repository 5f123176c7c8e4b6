import type { SettingField } from '../../../src/port/connector.ts'
import type { Shape } from './shape.ts'

const url: SettingField = {
  key: 'url',
  kind: 'url',
  label: { de: 'Adresse', en: 'Address' },
  help: { de: 'Wie im Browser, ohne Seite dahinter.', en: 'As in the browser, without a page behind it.' },
  required: true,
  clearsSecrets: true,
}

const token: SettingField = {
  key: 'token',
  kind: 'secret',
  label: { de: 'Zugangsschlüssel', en: 'Access token' },
  required: true,
}

const pushSecret: SettingField = {
  key: 'pushSecret',
  kind: 'secret',
  label: { de: 'Signaturschlüssel', en: 'Signing key' },
  help: {
    de: 'Damit unterschreibt das System, was es uns sendet.',
    en: 'The system signs with it what it sends to us.',
  },
  required: true,
}

/** What a person has to enter. */
export function settingsOf(shape: Shape): readonly SettingField[] {
  return shape.inward === 'pushed' ? [url, token, pushSecret] : [url, token]
}
