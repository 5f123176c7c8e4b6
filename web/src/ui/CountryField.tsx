import { NativeSelect } from '@mantine/core'
import { countryName } from '../words/countryName.ts'

interface CountryFieldProps {
  readonly label: string
  /** The code of two letters; empty: none. */
  readonly value: string
  readonly onChange: (code: string) => void
  readonly className?: string
  readonly 'data-changed'?: boolean
}

/** A country by its name: nobody has to know codes. One that has no name stays as it was written. */
export function CountryField({ value, onChange, ...field }: CountryFieldProps) {
  const code = value.trim().toUpperCase()
  const known = [...near, ...all]
  const named = (list: readonly string[]) =>
    list.map(one => ({ value: one, label: one === '' ? '–' : countryName(one) }))
  return (
    <NativeSelect
      {...field}
      value={code}
      data={[
        ...named(known.includes(code) ? near : [...new Set(['', code]), ...near]),
        ...named(all).sort((one, other) => one.label.localeCompare(other.label)),
      ]}
      onChange={event => onChange(event.currentTarget.value)}
    />
  )
}

/** The neighbours stand first. */
const near: readonly string[] = ['DE', 'AT', 'CH']
const all: readonly string[] =
  'AD AE AF AG AI AL AM AO AR AS AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BW BY BZ CA CC CD CF CG CI CK CL CM CN CO CR CU CV CW CX CY CZ DJ DK DM DO DZ EC EE EG ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GT GU GW GY HK HN HR HT HU ID IE IL IM IN IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TG TH TJ TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW'.split(
    ' ',
  )
