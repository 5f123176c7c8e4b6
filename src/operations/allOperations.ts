import { alertSettingOperations } from './alertSettings.ts'
import { alertOperations } from './alerts.ts'
import { apiKeyOperations } from './apiKeys.ts'
import { attributeOperations } from './attributes.ts'
import { auditOperations } from './audit.ts'
import { awaitedOperations } from './awaited.ts'
import { bulkEditOperations } from './bulkEdits.ts'
import { cancellationOperations } from './cancellations.ts'
import { carrierOperations } from './carriers.ts'
import { categoryOperations } from './categories.ts'
import { channelAskOperations } from './channelAsks.ts'
import { channelEventOperations } from './channelEvents.ts'
import { channelLockOperations } from './channelLocks.ts'
import { channelMapOperations } from './channelMaps.ts'
import { channelOfferOperations } from './channelOffer.ts'
import { channelOffersOperations } from './channelOffers.ts'
import { channelPriceOperations } from './channelPrices.ts'
import { channelSignUpOperations } from './channelSignUp.ts'
import { channelOperations } from './channels.ts'
import { channelTextOperations } from './channelTexts.ts'
import { characteristicOperations } from './characteristics.ts'
import { companyOperations } from './companies.ts'
import { companyTaxOperations } from './companyTaxes.ts'
import { completenessOperations } from './completeness.ts'
import { conflictOperations } from './conflicts.ts'
import { connectionAttachOperations } from './connectionAttach.ts'
import { connectionPlaceOperations } from './connectionPlaces.ts'
import { connectionRenewOperations } from './connectionRenew.ts'
import { connectionOperations } from './connections.ts'
import { crossSellingOperations } from './crossSelling.ts'
import { csvTemplateOperations } from './csvTemplates.ts'
import { customerBookOperations } from './customerBook.ts'
import { customerGroupOperations } from './customerGroups.ts'
import { customerMergeOperations } from './customerMerges.ts'
import { customerOperations } from './customers.ts'
import { deliveryOperations } from './deliveryOperations.ts'
import { explainPriceOperations } from './explainPrice.ts'
import { firstImportOperations } from './firstImport.ts'
import { firstRunOperations } from './firstRun.ts'
import { firstRunObjectOperations } from './firstRunObjects.ts'
import { guardOperations } from './guard.ts'
import { healthOperations } from './health.ts'
import { homeOperations } from './home.ts'
import { imageOperations } from './images.ts'
import { importOperations } from './imports.ts'
import { inboxOperations } from './inbox.ts'
import { inboxAnswerOperations } from './inboxAnswers.ts'
import { inboxTakeOverOperations } from './inboxTakeOver.ts'
import { itemFamilyOperations } from './itemFamily.ts'
import { itemHistoryOperations } from './itemHistory.ts'
import { itemListOperations } from './itemList.ts'
import { itemListingOperations } from './itemListings.ts'
import { itemSaleOperations } from './itemSales.ts'
import { itemSaveOperations } from './itemSave.ts'
import { itemOperations } from './items.ts'
import { journalOperations } from './journal.ts'
import { kitOperations } from './kits.ts'
import { ledgerOperations } from './ledger.ts'
import { ledgerActionOperations } from './ledgerActions.ts'
import { listViewOperations } from './listViews.ts'
import { manufacturerOperations } from './manufacturers.ts'
import { matchingOperations } from './matching.ts'
import { methodOperations } from './methods.ts'
import { noticeOperations } from './notices.ts'
import { numberRangeOperations } from './numberRanges.ts'
import { offerMapOperations } from './offerMaps.ts'
import type { Operation } from './operation.ts'
import { orderCancelOperations } from './orderCancel.ts'
import { orderChangeOperations } from './orderChanges.ts'
import { orderColourOperations } from './orderColours.ts'
import { orderDocumentOperations } from './orderDocuments.ts'
import { orderEditOperations } from './orderEdits.ts'
import { orderHoldOperations } from './orderHolds.ts'
import { orderLifeOperations } from './orderLife.ts'
import { orderMakingOperations } from './orderMaking.ts'
import { orderOperations } from './orders.ts'
import { outboxOperations } from './outbox.ts'
import { paymentOperations } from './payments.ts'
import { personOperations } from './persons.ts'
import { platformOperations } from './platforms.ts'
import { priceListOperations } from './priceLists.ts'
import { priceLookOperations } from './priceLooks.ts'
import { quotationOperations } from './quotations.ts'
import { reasonOperations } from './reasons.ts'
import { recoveryOperations } from './recovery.ts'
import { relinkOperations } from './relink.ts'
import { requestAgainOperations } from './requestAgain.ts'
import { returnActOperations } from './returnActs.ts'
import { returnExchangeOperations } from './returnExchange.ts'
import { returnOperations } from './returns.ts'
import { servedFirstOperations } from './servedFirst.ts'
import { sessionOperations } from './session.ts'
import { specialPriceOperations } from './specialPrices.ts'
import { stockOperations } from './stock.ts'
import { stockChangeOperations } from './stockChanges.ts'
import { stockListOperations } from './stockLists.ts'
import { stockReasonOperations } from './stockReasons.ts'
import { stocktakingOperations } from './stocktakings.ts'
import { syncCompleteOperations } from './syncComplete.ts'
import { syncPreviewOperations } from './syncPreview.ts'
import { syncRunOperations } from './syncRuns.ts'
import { systemOperations } from './systems.ts'
import { takeProposalOperations } from './takeProposals.ts'
import { taskOperations } from './tasks.ts'
import { taxOperations } from './tax.ts'
import { taxClassOperations } from './taxClasses.ts'
import { ticketOperations } from './tickets.ts'
import { userOperations } from './users.ts'
import { verifyOperations } from './verify.ts'
import { warehouseOperations } from './warehouses.ts'
import { whereOperations } from './where.ts'
import { workerOperations } from './worker.ts'

/** Everything that can be asked of Kontor. The server makes routes of it, the terminal commands, a test tries each. */
export const allOperations: readonly Operation[] = [
  ...sessionOperations,
  ...userOperations,
  ...apiKeyOperations,
  ...auditOperations,
  ...systemOperations,
  ...connectionOperations,
  ...connectionAttachOperations,
  ...connectionRenewOperations,
  ...connectionPlaceOperations,
  ...channelSignUpOperations,
  ...channelAskOperations,
  ...channelOffersOperations,
  ...noticeOperations,
  ...ticketOperations,
  ...firstRunOperations,
  ...firstImportOperations,
  ...firstRunObjectOperations,
  ...channelOperations,
  ...channelLockOperations,
  ...channelMapOperations,
  ...offerMapOperations,
  ...takeProposalOperations,
  ...itemListingOperations,
  ...matchingOperations,
  ...methodOperations,
  ...channelOfferOperations,
  ...channelEventOperations,
  ...syncRunOperations,
  ...syncCompleteOperations,
  ...syncPreviewOperations,
  ...requestAgainOperations,
  ...relinkOperations,
  ...ledgerOperations,
  ...whereOperations,
  ...ledgerActionOperations,
  ...completenessOperations,
  ...homeOperations,
  ...platformOperations,
  ...inboxOperations,
  ...inboxAnswerOperations,
  ...orderOperations,
  ...inboxTakeOverOperations,
  ...orderChangeOperations,
  ...orderCancelOperations,
  ...orderMakingOperations,
  ...orderDocumentOperations,
  ...orderEditOperations,
  ...quotationOperations,
  ...orderHoldOperations,
  ...orderColourOperations,
  ...listViewOperations,
  ...orderLifeOperations,
  ...deliveryOperations,
  ...carrierOperations,
  ...paymentOperations,
  ...servedFirstOperations,
  ...cancellationOperations,
  ...returnOperations,
  ...returnActOperations,
  ...returnExchangeOperations,
  ...reasonOperations,
  ...numberRangeOperations,
  ...taskOperations,
  ...customerOperations,
  ...customerBookOperations,
  ...customerMergeOperations,
  ...personOperations,
  ...itemListOperations,
  ...itemHistoryOperations,
  ...itemOperations,
  ...itemSaveOperations,
  ...itemFamilyOperations,
  ...itemSaleOperations,
  ...imageOperations,
  ...kitOperations,
  ...priceListOperations,
  ...specialPriceOperations,
  ...channelPriceOperations,
  ...explainPriceOperations,
  ...priceLookOperations,
  ...bulkEditOperations,
  ...categoryOperations,
  ...channelTextOperations,
  ...manufacturerOperations,
  ...attributeOperations,
  ...characteristicOperations,
  ...crossSellingOperations,
  ...customerGroupOperations,
  ...taxClassOperations,
  ...companyOperations,
  ...companyTaxOperations,
  ...taxOperations,
  ...warehouseOperations,
  ...stockListOperations,
  ...stockOperations,
  ...stockChangeOperations,
  ...stockReasonOperations,
  ...stocktakingOperations,
  ...importOperations,
  ...csvTemplateOperations,
  ...outboxOperations,
  ...awaitedOperations,
  ...journalOperations,
  ...recoveryOperations,
  ...guardOperations,
  ...conflictOperations,
  ...verifyOperations,
  ...workerOperations,
  ...healthOperations,
  ...alertOperations,
  ...alertSettingOperations,
]
