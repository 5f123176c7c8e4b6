import { Radio } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { setStockRule, stockRuleQuery } from '../../api/stock.ts'
import { useRight } from '../../shell/rights.ts'
import { ErrorState, Notice } from '../../ui/EmptyState.tsx'
import { Panel } from '../../ui/Panel.tsx'

const rules = ['oldest', 'paid'] as const

/** The rule by which orders get what comes free. */
export function ServedFirstPanel() {
  const { t } = useTranslation()
  const client = useQueryClient()
  const { data, error } = useQuery(stockRuleQuery)
  const may = useRight('stock.write')
  const save = useMutation({
    mutationFn: setStockRule,
    onSettled: () => client.invalidateQueries(),
  })
  return (
    <Panel title={t('stock.servedFirst')}>
      <div className="stock-rule">
        {error || save.error ? <ErrorState error={error ?? save.error} /> : null}
        {save.data ? (
          <Notice tone="ok">
            {t('stock.ruleSaved', { rule: t(`stock.rule_${save.data.servedFirst}`) })}
          </Notice>
        ) : null}
        <p className="text2">{t('stock.servedFirstHelp')}</p>
        {may ? null : <p className="text2">{t('common.needsRight', { right: 'stock.write' })}</p>}
        <Radio.Group
          aria-label={t('stock.servedFirst')}
          value={data?.servedFirst ?? ''}
          onChange={next => {
            const rule = rules.find(one => one === next)
            if (rule && may) save.mutate(rule)
          }}
        >
          <div className="stock-rule-choices">
            {rules.map(rule => (
              <Radio
                key={rule}
                size="xs"
                value={rule}
                disabled={!may}
                label={t(`stock.${rule}`)}
                description={t(`stock.${rule}Help`)}
              />
            ))}
          </div>
        </Radio.Group>
      </div>
    </Panel>
  )
}
