import type { Pairs } from './pairs.ts'

/** Signing in, and the first start. */
export const session = {
  signIn: ['Anmelden', 'Sign in'],
  email: ['E-Mail', 'E-mail'],
  password: ['Passwort', 'Password'],
  tenant: ['Mandant', 'Tenant'],
  tenantHelp: ['Nur nötig, wenn es mehrere Mandanten gibt.', 'Needed only where there are several tenants.'],
  ended: ['Die Sitzung ist zu Ende. Bitte neu anmelden.', 'The session has ended. Please sign in again.'],
  setUp: ['Kontor einrichten', 'Set up Kontor'],
  setUpText: [
    'Hier entsteht die erste Benutzerin oder der erste Benutzer. Der Einmalcode steht im Fenster, in dem Kontor gestartet wurde.',
    'This makes the first user. The one-time code stands in the window in which Kontor was started.',
  ],
  code: ['Einmalcode', 'One-time code'],
  company: ['Firma', 'Company'],
  country: ['Land', 'Country'],
  name: ['Ihr Name', 'Your name'],
  passwordHelp: ['Mindestens 12 Zeichen.', 'At least 12 characters.'],
  create: ['Einrichten und anmelden', 'Set up and sign in'],
  required: ['Bitte ausfüllen.', 'Please fill in.'],
} as const satisfies Pairs
