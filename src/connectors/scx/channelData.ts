import type { ForeignRequest, ReceiveRoute } from '../../port/receive.ts'
import { failure, ok, type ScxError } from './answers.ts'
import { featuresOf } from './features.ts'
import { guarded, objectOf } from './guarded.ts'
import { optionalText } from './scalars.ts'

/** What the channel says of itself: its settings here, which a person enters. */

/** `GET /v1/channel`: every required field has to be there, or the client stops [V]. */
const show = guarded({
  method: 'GET',
  path: '/v1/channel',
  limit: 'channel',
  read: ({ request }) => ok(200, { isActive: true, channel: channelOf(request) }),
  answer: () => ok(200),
})

/** `PATCH /v1/channel` needs a PIN by mail, and none is sent: a channel is changed in its settings here. */
const change = guarded({
  method: 'PATCH',
  path: '/v1/channel',
  limit: 'channel',
  schema: objectOf({ mfaPin: optionalText(1000) }),
  read: ({ request, body }) => failure(request, 400, body.mfaPin === undefined ? pinMissing : pinInvalid),
  answer: () => ok(200),
})

/** `GET /v1/channel/mfa-pin`: there is nobody to send it to. */
const pin = guarded({
  method: 'GET',
  path: '/v1/channel/mfa-pin',
  limit: 'channel',
  read: ({ request }) => failure(request, 400, noContact),
  answer: () => ok(200),
})

export const channelDataRoutes: readonly ReceiveRoute[] = [show, change, pin]

function channelOf({ settings }: ForeignRequest): object {
  const { channel = '', displayName, signUpUrl = '', updateUrl, website, supportContact, vendor } = settings
  const name = displayName || channel
  return {
    channel,
    displayName: name,
    marketplaceList: (settings['marketplaces'] ?? '')
      .split(',')
      .map(one => one.trim())
      .filter(one => one !== ''),
    ...(settings['currency'] ? { currency: settings['currency'] } : {}),
    channelType: 'MARKETPLACE',
    website: website || originOf(signUpUrl),
    supportContact: supportContact ?? '',
    vendor: vendor || name,
    signUpUrl,
    ...(updateUrl ? { updateUrl } : {}),
    featureList: featuresOf(settings),
    isPlatform: false,
  }
}

function originOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : ''
}

const pinMissing: ScxError = {
  code: 'CHN900',
  message: {
    de: 'mfaPin fehlt. Der Kanal wird in Kontor geändert.',
    en: 'mfaPin is missing. The channel is changed in Kontor.',
  },
}
const pinInvalid: ScxError = {
  code: 'CHN901',
  message: {
    de: 'mfaPin gilt nicht. Der Kanal wird in Kontor geändert.',
    en: 'mfaPin does not hold. The channel is changed in Kontor.',
  },
}
const noContact: ScxError = {
  code: 'CHN910',
  message: {
    de: 'Für eine PIN ist keine E-Mail hinterlegt. Der Kanal wird in Kontor geändert.',
    en: 'There is no e-mail address for a PIN. The channel is changed in Kontor.',
  },
}
