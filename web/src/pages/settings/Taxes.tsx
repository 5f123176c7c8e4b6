import { NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { companiesQuery } from '../../api/companies.ts'
import { type CompanyTax, companyTaxQuery, type TaxSaid } from '../../api/settings.ts'
import { useMissingRight } from '../../shell/rights.ts'
import { ErrorState } from '../../ui/EmptyState.tsx'
import { writtenDay } from '../../ui/localDay.ts'
import { Panel } from '../../ui/Panel.tsx'
import { PlainTable } from '../../ui/PlainTable.tsx'
import { ReasonButton } from '../../ui/ReasonButton.tsx'
import { countryName } from '../../words/countryName.ts'
import { TaxDialog, VatIdDialog } from './TaxDialogs.tsx'

const switches = ['smallBusiness', 'oss', 'exportsFree'] as const

/** What a company is for taxes, by day, and its own VAT ids. */
export function Taxes() {
  const { t } = useTranslation()
  const [chosen, setChosen] = useState<string>()
  const companies = useQuery(companiesQuery)
  const company = chosen ?? companies.data?.[0]?.id
  const { data, error, refetch } = useQuery({
    ...companyTaxQuery(company),
    enabled: company !== undefined,
  })
  const lacking = useMissingRight('company.write')
  const [editing, setEditing] = useState<'tax' | 'vatId'>()
  const word = (said: TaxSaid, what: (typeof switches)[number]) =>
    t(said[what] ? 'settings.yes' : 'settings.no')
  if (companies.error) return <ErrorState error={companies.error} onRetry={() => void companies.refetch()} />
  if (!data) return error ? <ErrorState error={error} onRetry={() => void refetch()} /> : null
  return (
    <>
      {(companies.data ?? []).length > 1 ? (
        <NativeSelect
          className="settings-company"
          label={t('settings.company')}
          value={company}
          data={(companies.data ?? []).map(one => ({ value: one.id, label: one.name }))}
          onChange={event => setChosen(event.currentTarget.value)}
        />
      ) : null}
      <Panel
        title={t('settings.taxToday')}
        about={t('settings.taxTodayAbout', { company: data.company, country: countryName(data.country) })}
        aside={
          <ReasonButton
            verb={t('settings.taxChangeVerb')}
            label={t('settings.taxChange')}
            reasons={lacking}
            onClick={() => setEditing('tax')}
          />
        }
      >
        <dl className="settings-facts">
          {switches.map(what => (
            <div key={what}>
              <dt>{t(`settings.${what}`)}</dt>
              <dd>
                <strong className="settings-word">{word(data.today, what)}</strong>
                <span className="text2">{t(`settings.${what}Help`)}</span>
              </dd>
            </div>
          ))}
          <div>
            <dt>{t('settings.shippingTax')}</dt>
            <dd>
              <strong>{t(`settings.shippingTax_${data.today.shippingTax}`)}</strong>
            </dd>
          </div>
        </dl>
      </Panel>
      <Panel title={t('settings.taxHistory')}>
        {data.settings.length === 0 ? (
          <p className="settings-note text2">{t('settings.taxNoHistory')}</p>
        ) : (
          <PlainTable
            label={t('settings.taxHistory')}
            heads={[
              t('settings.from'),
              ...switches.map(what => t(`settings.${what}`)),
              t('settings.shippingTax'),
            ]}
            rows={data.settings.map(one => ({
              id: one.from,
              cells: [
                writtenDay(one.from),
                ...switches.map(what => word(one, what)),
                t(`settings.shippingTax_${one.shippingTax}`),
              ],
            }))}
          />
        )}
      </Panel>
      <VatIds tax={data} onAdd={() => setEditing('vatId')} />
      {editing === 'tax' ? <TaxDialog tax={data} onClose={() => setEditing(undefined)} /> : null}
      {editing === 'vatId' ? <VatIdDialog tax={data} onClose={() => setEditing(undefined)} /> : null}
    </>
  )
}

function VatIds({ tax, onAdd }: { readonly tax: CompanyTax; readonly onAdd: () => void }) {
  const { t } = useTranslation()
  const lacking = useMissingRight('company.write')
  return (
    <Panel
      title={t('settings.vatIds')}
      about={t('settings.vatIdsAbout')}
      aside={
        <ReasonButton
          verb={t('settings.addVatIdVerb')}
          label={t('settings.addVatId')}
          reasons={lacking}
          onClick={onAdd}
        />
      }
    >
      {tax.vatIds.length === 0 ? (
        <p className="settings-note text2">{t('settings.noVatIds')}</p>
      ) : (
        <PlainTable
          label={t('settings.vatIds')}
          heads={[t('settings.vatId'), t('settings.state'), t('settings.from'), t('settings.until')]}
          rows={tax.vatIds.map(one => ({
            id: `${one.vatId} ${one.from ?? ''}`,
            cells: [
              one.vatId,
              countryName(one.state),
              one.from === null ? t('settings.always') : writtenDay(one.from),
              one.until === null ? t('settings.noEnd') : writtenDay(one.until),
            ],
          }))}
        />
      )}
    </Panel>
  )
}
