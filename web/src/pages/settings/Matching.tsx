import { TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type MatchRule, matchRuleQuery, setMatchRule } from '../../api/settings.ts'
import { useMissingRight } from '../../shell/rights.ts'
import { ErrorState } from '../../ui/EmptyState.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { SaveBar } from '../../ui/SaveBar.tsx'
import { count } from '../../words/format.ts'

const fields = [
  ['automaticFrom', 'automaticHelp'],
  ['askFrom', 'askHelp'],
] as const

/** From how many points on an order is a known customer's, and from how many a person is asked. */
export function Matching() {
  const { data, error, refetch } = useQuery(matchRuleQuery)
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />
  return data ? <Form rule={data} /> : null
}

function Form({ rule }: { readonly rule: MatchRule }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const lacking = useMissingRight('customers.write')
  const [draft, setDraft] = useState<Partial<Record<keyof MatchRule, string>>>({})
  const text = (field: keyof MatchRule) => draft[field] ?? String(rule[field])
  const number = (field: keyof MatchRule) => {
    const typed = text(field).trim()
    const n = /^\d{1,3}$/.test(typed) ? Number(typed) : 0
    return n >= 1 && n <= 101 ? n : undefined
  }
  const automaticFrom = number('automaticFrom')
  const askFrom = number('askFrom')
  const save = useMutation({
    mutationFn: (wish: MatchRule) => setMatchRule(wish),
    onSuccess: async answer => {
      client.setQueryData(matchRuleQuery.queryKey, answer)
      setDraft({})
      await client.invalidateQueries({ queryKey: ['customers'] })
    },
  })
  const isOdd = automaticFrom !== undefined && askFrom !== undefined && askFrom > automaticFrom
  const reasons = [
    ...lacking,
    ...(automaticFrom === undefined || askFrom === undefined ? [{ reason: t('settings.pointsWrong') }] : []),
    ...(isOdd ? [{ reason: t('settings.askAbove', { n: count(automaticFrom) }) }] : []),
  ]
  const changed = fields.filter(([field]) => text(field).trim() !== String(rule[field]))
  return (
    <>
      <Panel title={t('settings.matchTitle')}>
        <div className="settings-match">
          {save.error ? <ErrorState error={save.error} /> : null}
          <p className="text2">{t('settings.matchHelp')}</p>
          <div className="settings-pair">
            {fields.map(([field, help]) => (
              <TextInput
                key={field}
                label={t(`settings.${field}`)}
                description={t(`settings.${help}`)}
                className={changed.some(([name]) => name === field) ? 'field-changed' : ''}
                value={text(field)}
                inputMode="numeric"
                autoComplete="off"
                maxLength={3}
                readOnly={lacking.length > 0}
                rightSection={<span className="text3">{t('settings.points')}</span>}
                rightSectionWidth={62}
                error={
                  number(field) === undefined
                    ? t('settings.pointsWrong')
                    : isOdd && field === 'askFrom'
                      ? t('settings.askAbove', { n: count(automaticFrom) })
                      : undefined
                }
                onChange={event => {
                  save.reset()
                  setDraft({ ...draft, [field]: event.currentTarget.value })
                }}
              />
            ))}
          </div>
          {automaticFrom !== undefined && askFrom !== undefined && !isOdd ? (
            <Zones automaticFrom={automaticFrom} askFrom={askFrom} />
          ) : null}
          <p>
            <Link to="/duplicates">{t('common.duplicates')}</Link>
          </p>
        </div>
      </Panel>
      <SaveBar
        changes={changed.length}
        busy={save.isPending}
        reasons={reasons}
        onSave={() => {
          if (automaticFrom !== undefined && askFrom !== undefined) save.mutate({ automaticFrom, askFrom })
        }}
        onDiscard={() => setDraft({})}
      />
    </>
  )
}

/** What follows of the two limits, as three parts of the points from 0 to 100. */
function Zones({ automaticFrom, askFrom }: MatchRule) {
  const { t } = useTranslation()
  const zones = [
    ['new', 0, askFrom - 1],
    ['ask', askFrom, automaticFrom - 1],
    ['automatic', automaticFrom, 100],
  ] as const
  return (
    <dl className="match-zones">
      {zones.map(([zone, from, to]) => (
        <div key={zone} style={{ flexGrow: Math.max(1, to - from + 1) }} className={`match-zone-${zone}`}>
          <dt>{t(`settings.zone_${zone}`)}</dt>
          <dd>
            {to < from || from > 100
              ? t('settings.zoneNever')
              : t('settings.zone', { from: count(from), to: count(Math.min(100, to)) })}
          </dd>
        </div>
      ))}
    </dl>
  )
}
