import { Autocomplete } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { methodsQuery } from '../../api/orderActs.ts'
import { useRight } from '../../shell/rights.ts'

interface MethodFieldsProps {
  readonly value: (key: string) => string
  readonly onField: (key: string, value: string) => void
}

/** How is paid and how is shipped: those of the lists, or any other that is typed. */
export function MethodFields({ value, onField }: MethodFieldsProps) {
  const { t } = useTranslation()
  const may = useRight('connections.read')
  const { data: payments = [] } = useQuery({ ...methodsQuery('payment-methods'), enabled: may })
  const { data: shippings = [] } = useQuery({ ...methodsQuery('shipping-methods'), enabled: may })
  return (
    <>
      <Autocomplete
        size="xs"
        label={t('order.method')}
        data={[...new Set(payments)]}
        value={value('paymentMethod')}
        onChange={next => onField('paymentMethod', next)}
      />
      <Autocomplete
        size="xs"
        label={t('order.shippingMethod')}
        data={[...new Set(shippings)]}
        value={value('shippingMethod')}
        onChange={next => onField('shippingMethod', next)}
      />
    </>
  )
}
