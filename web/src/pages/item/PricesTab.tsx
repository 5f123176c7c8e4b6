import { useTranslation } from 'react-i18next'
import type { Item } from '../../api/item.ts'
import { AddressLink } from '../../shell/AddressLink.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { decimalToType, typedDecimal } from '../../words/decimalText.ts'
import { amount, money, quantity } from '../../words/format.ts'
import { TextField } from './Fields.tsx'
import type { ItemEdit } from './useItemEdit.ts'

/** The base price, said without tax or with it; what customer groups pay is shown, and changed on the page of prices. */
export function PricesTab({ edit, item }: { readonly edit: ItemEdit; readonly item: Item }) {
  const { t } = useTranslation()
  const { basePrice, currency, taxRate } = item
  const net = edit.text('netPrice')
  const gross = edit.text('grossPrice')
  // One of both is said; the other follows from the tax rate, as the server computes it from what is stored.
  const follows =
    edit.isChanged('netPrice') || edit.isChanged('grossPrice') || !basePrice ? undefined : basePrice
  const all = <AddressLink address={`/prices?item=${item.id}`}>{t('item.allPrices')}</AddressLink>
  return (
    <div className="item-columns">
      <Panel
        title={t('item.basePriceTitle')}
        about={taxRate === null ? t('item.noTaxRate') : t('item.taxIs', { rate: quantity(taxRate) })}
      >
        <div className="item-fields item-pairs">
          <TextField
            edit={edit}
            name="netPrice"
            label={t('item.netPriceIn', { currency })}
            decimal
            {...(net === '' && follows ? { placeholder: decimalToType(rounded(follows.net)) } : {})}
            {...(net === '' && gross !== '' ? { help: t('item.followsFromGross') } : {})}
            onTyped={text => edit.set(text === '' ? { netPrice: '' } : { netPrice: text, grossPrice: '' })}
          />
          <TextField
            edit={edit}
            name="grossPrice"
            label={t('item.grossPriceIn', { currency })}
            decimal
            {...(gross === '' && follows ? { placeholder: decimalToType(follows.gross) } : {})}
            {...(gross === '' && net !== '' ? { help: t('item.followsFromNet') } : {})}
            onTyped={text => edit.set(text === '' ? { grossPrice: '' } : { grossPrice: text, netPrice: '' })}
          />
        </div>
        {typedDecimal(net) === undefined && typedDecimal(gross) === undefined ? (
          <p className="item-note tone-warn">{t('item.noPriceHelp')}</p>
        ) : null}
        {basePrice?.perUnit ? (
          <p className="item-note text2">
            {t('item.perUnitPrice', { price: money(basePrice.perUnit, currency) })}
          </p>
        ) : null}
      </Panel>
      <Panel title={t('item.groupPrices')} aside={all}>
        {item.prices.length === 0 ? (
          <EmptyState title={t('item.noGroupPrices')}>{t('item.noGroupPricesHelp')}</EmptyState>
        ) : (
          <table className="plain-table" aria-label={t('item.groupPrices')}>
            <thead>
              <tr>
                <th scope="col">{t('item.group')}</th>
                <th scope="col" className="cell-right">
                  {t('item.from')}
                </th>
                <th scope="col" className="cell-right">
                  {t('item.netPriceIn', { currency })}
                </th>
                <th scope="col" className="cell-right">
                  {t('item.grossPriceIn', { currency })}
                </th>
              </tr>
            </thead>
            <tbody>
              {item.prices.map(price => (
                <tr key={`${price.customerGroupId} ${price.from}`}>
                  <th scope="row">{price.group}</th>
                  <td className="cell-right">{quantity(price.from)}</td>
                  <td className="cell-right">{amount(price.net)}</td>
                  <td className="cell-right">{amount(price.gross)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Panel>
    </div>
  )
}

/** Net prices that follow from gross ones have up to 12 digits; nobody reads more than four. Cut, because it is shown only. */
function rounded(net: string): string {
  const [whole = '0', part = ''] = net.split('.')
  return part === '' ? whole : `${whole}.${part.slice(0, 4)}`
}
