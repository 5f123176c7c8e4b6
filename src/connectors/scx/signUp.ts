import type { SignUp } from '../../port/receive.ts'
import { channelUnlinked } from './events/sellerEvents.ts'

/** Where a seller signs up, and how the channel hears that we closed one (section 10). */
export const signUp: SignUp = {
  minutes: 60,
  url: (settings, purpose, { id, until }) => {
    const own = purpose === 'change' ? settings['updateUrl'] : ''
    const template = own || (settings['signUpUrl'] ?? '')
    const filled = template.replaceAll(/\{SESSION\}|%7BSESSION%7D/gi, id)
    const url = new URL(filled)
    if (filled === template) url.searchParams.set('session', id)
    url.searchParams.set('expiresAt', String(Math.floor(until.getTime() / 1000)))
    return url.href
  },
  closed: channelUnlinked,
}
