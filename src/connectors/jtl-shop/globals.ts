import { hash } from 'node:crypto'
import { longLanguage } from '../../base/languageCodes.ts'
import { Refused } from '../../port/errors.ts'
import { measureKeys } from './measures.ts'
import type { Session } from './session.ts'
import type { Setup } from './setup.ts'
import { element, xmlDocument } from './xml.ts'

/** All items have this shipping class; which ways of shipping it allows is set in the shop. */
export const shippingClass = '1'
const zone = '1'

/**
 * Sends languages, currency, customer groups and taxes before what names them, where the settings say so; each table replaces that
 * of the shop. Once for each content. Throws `Refused` SETTING_UNREADABLE where the settings do not say what they should.
 */
export async function ensureGlobals(session: Session): Promise<void> {
  const { run, api, setup } = session
  if (session.globalsSent) return
  if (setup.wrong.length > 0) throw new Refused('SETTING_UNREADABLE', setup.wrong.join(', '))
  if (setup.replaces) {
    const content = xmlDocument(globalsXml(setup))
    const sent = hash('sha256', content)
    if (run.facts['globals'] !== sent) {
      await api.upload('Globals_xml', [{ name: 'globals.xml', content }])
      run.remember({ globals: sent })
    }
  }
  session.globalsSent = true
}

/** The master data that the settings name. Tables that are absent stay as they are. */
function globalsXml({ languages, groups, taxClasses, countries, currency, units }: Setup): string {
  const yes = (at: number) => (at === 0 ? 'Y' : 'N')
  const codes = countries.map(code => element('tsteuerzoneland', { kSteuerzone: zone }, { cISO: code }))
  return element('globals', {}, {}, [
    ...languages.map(({ key, name }, at) =>
      element(
        'tsprache',
        { kSprache: key },
        {
          cNameEnglisch: languageName(name, 'en'),
          cNameDeutsch: languageName(name, 'de'),
          cISO: longLanguage(name) ?? name,
          cStandard: yes(at),
          cShopStandard: yes(at),
          cWawiStandard: yes(at),
        },
      ),
    ),
    element(
      'twaehrung',
      { kWaehrung: '1' },
      {
        cName: currency,
        cNameHTML: currency === 'EUR' ? '&euro;' : currency,
        fFaktor: '1',
        cISO: currency,
        cStandard: 'Y',
        cVorBetrag: 'N',
        cTrennzeichenCent: ',',
        cTrennzeichenTausend: '.',
      },
    ),
    ...taxClasses.map(({ key, name }, at) =>
      element('tsteuerklasse', { kSteuerklasse: key }, { cName: `${name} %`, cStandard: yes(at) }),
    ),
    element('tsteuerzone', { kSteuerzone: zone }, { cName: countries.join(', ') }, codes),
    ...taxClasses.map(({ key, name }) =>
      element(
        'tsteuersatz',
        { kSteuersatz: key, kSteuerzone: zone, kSteuerklasse: key },
        { fSteuersatz: name, nPrio: '0' },
      ),
    ),
    ...groups.map(({ key, name }, at) =>
      element(
        'tkundengruppe',
        { kKundengruppe: key },
        { cName: name, fRabatt: '0', cStandard: yes(at), cShopLogin: 'N', nNettoPreise: '0' },
        languages.map(language =>
          element('tkundengruppensprache', { kKundengruppe: key, kSprache: language.key }, { cName: name }),
        ),
      ),
    ),
    ...units.flatMap(({ key, name }) =>
      languages.map(language =>
        element('teinheit', { kEinheit: key, kSprache: language.key }, { cName: name }),
      ),
    ),
    ...[...measureKeys].map(([code, kMassEinheit]) =>
      element(
        'tmasseinheit',
        { kMassEinheit },
        { cCode: code },
        languages.map(({ key }) =>
          element('tmasseinheitsprache', { kMassEinheit, kSprache: key }, { cName: code }),
        ),
      ),
    ),
    element('tversandklasse', { kVersandklasse: shippingClass }, { cName: 'standard' }),
  ])
}

function languageName(code: string, language: 'de' | 'en'): string {
  return new Intl.DisplayNames([language], { type: 'language' }).of(code) ?? code
}
