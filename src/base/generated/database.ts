// DO NOT EDIT: written by `npm run schema` from the migrated schema; test/house/schema.test.ts compares it.
import type { ColumnType } from 'kysely'

/** May be left out when a row is inserted: the database has a default. */
export type Generated<T> =
  T extends ColumnType<infer S, infer I, infer U> ? ColumnType<S, I | undefined, U> : ColumnType<T, T | undefined, T>

export type Timestamp = ColumnType<Date, Date | string, Date | string>
export type Int8 = ColumnType<string, string | number | bigint, string | number | bigint>
export type Json = ColumnType<unknown, string, string>
export type Interval = ColumnType<unknown, string, string>

export interface AckOutboxTable {
  tenant_id: string
  connection_id: string
  kind: string
  external_id: string
  key_no: number
  queued_at: Timestamp
  tries: Generated<number>
  gone_at: Timestamp | null
  note: string | null
}

export interface AdjustmentReasonTable {
  tenant_id: string
  id: string
  name: string
  active: Generated<boolean>
}

export interface AdoptionTable {
  tenant_id: string
  id: string
  connection_id: string
  kind: string
  their_id: string
  name: string
  number: string | null
  gtin: string | null
  parent: string | null
  state: string
  matched_by: string | null
  object_id: string | null
  told_at: Timestamp | null
  based_at: Timestamp | null
  decided_by: string | null
  record: Json | null
  made: Generated<boolean>
  notes: Json | null
  scope: Generated<string>
  seen_at: Generated<Timestamp>
  our_no: number | null
  quantity: string | null
}

export interface AdoptionReadingTable {
  tenant_id: string
  connection_id: string
  kind: string
  resume: string | null
  objects: Generated<number>
  started_at: Timestamp
  done_at: Timestamp | null
  refused_code: string | null
  refused_data: Json | null
  scope: Generated<string>
}

export interface AgainRequestTable {
  tenant_id: string
  id: string
  connection_id: string
  channel_id: string | null
  way: string
  kinds: string[]
  from_at: Timestamp | null
  to_at: Timestamp | null
  theirs: string[] | null
  asked_by: string
  asked_at: Timestamp
  run_id: string | null
  cursors: Generated<Json>
  figures: Generated<Json>
  ended_at: Timestamp | null
  cancelled_by: string | null
}

export interface AlertMessageTable {
  tenant_id: string
  incident_id: string
  route_id: string
  event: string
  step: Generated<number>
  id: string
  made_at: Timestamp
  taken_at: Timestamp | null
  sent_at: Timestamp | null
  tries: Generated<number>
  error: string | null
  next_at: Timestamp
}

export interface AlertRouteTable {
  tenant_id: string
  id: string
  kind: string
  target: string
  language: string
  sealed_secret: Buffer | null
  added_at: Timestamp
  removed_at: Timestamp | null
}

export interface AlertSettingsTable {
  tenant_id: string
  settings: Generated<Json>
}

export interface AllocationTable {
  tenant_id: string
  order_id: string
  line_no: number
  item_id: string
  warehouse_id: string
  quantity: string
}

export interface ApiKeyTable {
  tenant_id: string
  id: string
  name: string
  secret_hash: Buffer
  scopes: string[]
  created_by: string | null
  created_at: Generated<Timestamp>
  revoked_at: Timestamp | null
}

export interface AppUserTable {
  tenant_id: string
  id: string
  email: string
  email_key: string
  name: string
  password_hash: string
  language: Generated<string>
  disabled_at: Timestamp | null
  created_at: Generated<Timestamp>
}

export interface AttributeTable {
  tenant_id: string
  id: string
  name: string
  sent: Generated<boolean>
  translated: Generated<boolean>
  kind: Generated<string>
  sort: Generated<number>
}

export interface AuditTable {
  tenant_id: string
  id: string
  at: Generated<Timestamp>
  actor_kind: string
  actor_id: string | null
  actor_name: string
  action: string
  object_kind: string | null
  object_id: string | null
  data: Generated<Json>
}

export interface BlobTable {
  tenant_id: string
  hash: Buffer
  size: Int8
  media_type: string
  width: number | null
  height: number | null
  content: Buffer | null
  used_at: Generated<Timestamp>
  created_at: Generated<Timestamp>
}

export interface BulkEditTable {
  tenant_id: string
  id: string
  at: Generated<Timestamp>
  actor: string
  filter: Json
  change: Json
  state: Generated<string>
  after_id: string | null
  found: Generated<number>
  changed: Generated<number>
  refused: Generated<number>
  undone_by: string | null
  undone_at: Timestamp | null
}

export interface BulkEditValueTable {
  tenant_id: string
  bulk_edit_id: string
  item_id: string
  field: string
  before: Json | null
  after: Json | null
  refused_code: string | null
  undone: Generated<boolean>
}

export interface CallBucketTable {
  tenant_id: string
  connection_id: string
  operation: string
  paid_until: Timestamp
  day: string
  used: Generated<number>
  blocked_until: Timestamp | null
  per_second: string | null
}

export interface CancellationReasonTable {
  tenant_id: string
  id: string
  code: string
  name_de: string
  name_en: string
  comment_required: Generated<boolean>
  channel_values: Generated<Json>
  sort: Generated<number>
  active: Generated<boolean>
}

export interface CancellationRequestTable {
  tenant_id: string
  id: string
  order_id: string
  reason: Generated<string>
  whole: boolean
  lines: Generated<Json>
  asked_at: Timestamp
  answer: string | null
  answered_at: Timestamp | null
  answered_by: string | null
  answer_reason: string | null
  cancellation_id: string | null
}

export interface CarrierTable {
  tenant_id: string
  id: string
  code: string
  name: string
  tracking_url: string | null
  active: Generated<boolean>
}

export interface CategoryTable {
  tenant_id: string
  id: string
  parent_id: string | null
  name: string
  sort: Generated<number>
  active: Generated<boolean>
  version: Generated<number>
  created_at: Generated<Timestamp>
  changed_at: Generated<Timestamp>
  parent_level: number | null
  level: number | null
}

export interface CategoryChannelTable {
  tenant_id: string
  channel_id: string
  category_id: string
  active: boolean
}

export interface CategoryChannelTextTable {
  tenant_id: string
  channel_id: string
  category_id: string
  language: string
  name: Generated<string>
  description: Generated<string>
  path: Generated<string>
  meta_title: Generated<string>
  meta_description: Generated<string>
  meta_keywords: Generated<string>
}

export interface CategoryTextTable {
  tenant_id: string
  category_id: string
  language: string
  name: string
  description: Generated<string>
  path: Generated<string>
  meta_title: Generated<string>
  meta_description: Generated<string>
  meta_keywords: Generated<string>
}

export interface ChannelTable {
  tenant_id: string
  id: string
  connection_id: string
  name: string
  place: Generated<string>
  active: Generated<boolean>
  take_over_by_itself: Generated<boolean>
  settings: Generated<Json>
  root_category_id: string | null
  share: Generated<string>
  guard: Generated<Json>
  looked_id: Generated<string>
  locked_at: Timestamp | null
  locked_by: string | null
  lock_reason: string | null
  read_again: Generated<boolean>
  languages: Generated<string[]>
  unlimited_quantity: string | null
  guests: Generated<string>
  unsure: Generated<string>
  sends_customers: Generated<boolean>
  usual_shipping_method_id: string | null
  usual_payment_method_id: string | null
  return_warehouse_id: string | null
}

export interface ChannelCustomerGroupTable {
  tenant_id: string
  channel_id: string
  their_id: string
  customer_group_id: string
}

export interface ChannelEventTable {
  tenant_id: string
  channel_id: string
  kind: string
  enabled: Generated<boolean>
  from_at: Timestamp | null
}

export interface ChannelMapTable {
  tenant_id: string
  channel_id: string
  list: string
  their_id: string
  ours: string
  mapped_at: Timestamp
  mapped_by: string
}

export interface ChannelNoticeTable {
  tenant_id: string
  id: string
  connection_id: string
  place: string
  severity: string
  text: string
  about_kind: string | null
  about_theirs: string | null
  content: Buffer
  times: Generated<number>
  posted_at: Timestamp
  put_away_at: Timestamp | null
  put_away_by: string | null
  texts: Json | null
}

export interface ChannelObjectTable {
  tenant_id: string
  channel_id: string
  kind: string
  object_id: string
  data_hash: string | null
  price_hash: string | null
  stock_hash: string | null
  data_sent: Json | null
  price_sent: Json | null
  stock_sent: Json | null
  accepted_at: Timestamp | null
  in_flight_run: string | null
  in_flight_kind: string | null
  in_flight_until: Timestamp | null
  ticket: string | null
  ticket_sent: Json | null
  rejected_kind: string | null
  rejected_hash: string | null
  rejected_code: string | null
  rejected_field: string | null
  rejected_text: string | null
  rejected_at: Timestamp | null
  watched: Generated<boolean>
  ticket_id: string | null
  ticket_at: Timestamp | null
  forgotten_xid: string | null
  insists: string | null
  stock_at: Timestamp | null
}

export interface ChannelPlaceTable {
  tenant_id: string
  channel_id: string
  list: string
  ours: string
  their_id: string
  mapped_at: Timestamp
  mapped_by: string
}

export interface ChannelPriceTable {
  tenant_id: string
  id: string
  channel_id: string
  item_id: string
  customer_group_id: string | null
  from_quantity: Generated<string>
  net: string | null
  gross: string | null
}

export interface ChannelSuccessTable {
  tenant_id: string
  channel_id: string
  kind: string
  at: Timestamp
}

export interface CharacteristicTable {
  tenant_id: string
  id: string
  name: string
  sort: Generated<number>
  version: Generated<number>
}

export interface CharacteristicTextTable {
  tenant_id: string
  characteristic_id: string
  language: string
  name: string
}

export interface CharacteristicValueTable {
  tenant_id: string
  id: string
  characteristic_id: string
  name: string
  sort: Generated<number>
}

export interface CharacteristicValueTextTable {
  tenant_id: string
  value_id: string
  language: string
  name: string
}

export interface ChildValueTable {
  tenant_id: string
  item_id: string
  variation_id: string
  value_id: string
}

export interface CompanyTable {
  tenant_id: string
  id: string
  name: string
  country: string
  currency: string
  time_zone: string
}

export interface CompanyTaxTable {
  tenant_id: string
  company_id: string
  valid_from: string
  small_business: Generated<boolean>
  oss: Generated<boolean>
  exports_free: Generated<boolean>
  shipping_tax: Generated<string>
}

export interface CompanyVatIdTable {
  tenant_id: string
  company_id: string
  vat_id: string
  state: string
  valid_from: Generated<string>
  valid_until: string | null
}

export interface ConflictTable {
  tenant_id: string
  channel_id: string
  kind: string
  object_id: string
  field: string
  id: string
  last_sent: Json | null
  theirs: Json | null
  ours: Json | null
  lead: string
  state: string
  kept: boolean
  seen_at: Timestamp
  decided_at: Timestamp | null
  decided_by: string | null
}

export interface ConnectionTable {
  tenant_id: string
  id: string
  company_id: string
  system: string
  name: string
  settings: Generated<Json>
  time_zone: string
  created_at: Generated<Timestamp>
  archived_at: Timestamp | null
  locked_at: Timestamp | null
  locked_by: string | null
  lock_reason: string | null
  refused_code: string | null
  refused_data: Json | null
  refused_at: Timestamp | null
  facts: Generated<Json>
  phase: Generated<string>
  leads: Generated<string>
  lead_chosen_at: Timestamp | null
  checked_at: Timestamp | null
  check_ok: boolean | null
  reports: Generated<Json>
  recovering_at: Timestamp | null
  restored_at: Timestamp | null
}

export interface ConnectionHealthTable {
  tenant_id: string
  connection_id: string
  failures: Generated<number>
  failed_at: Timestamp | null
  opened_at: Timestamp | null
  next_try_at: Timestamp | null
  code: string | null
  probed_at: Timestamp | null
  probe_code: string | null
  credentials_until: Timestamp | null
}

export interface ConnectionSecretTable {
  tenant_id: string
  connection_id: string
  name: string
  sealed: Buffer | null
  until_at: Timestamp | null
  version: Generated<number>
  renewing_by: string | null
  renewing_until: Timestamp | null
}

export interface CountryTable {
  code: string
  name_de: string
  name_en: string
}

export interface CrossSellingGroupTable {
  tenant_id: string
  id: string
  name: string
  sort: Generated<number>
  version: Generated<number>
  changed_at: Generated<Timestamp>
}

export interface CrossSellingGroupTextTable {
  tenant_id: string
  group_id: string
  language: string
  name: string
  description: Generated<string>
}

export interface CsvImportTable {
  tenant_id: string
  id: string
  kind: string
  file_name: string
  file_hash: Buffer | null
  settings: Json
  dry_run: boolean
  of_import_id: string | null
  state: Generated<string>
  code: string | null
  data: Json | null
  total_rows: number | null
  done_rows: Generated<number>
  at_row: Generated<number>
  done_bytes: Generated<Int8>
  new_count: Generated<number>
  changed_count: Generated<number>
  unchanged_count: Generated<number>
  refused_count: Generated<number>
  asked_at: Generated<Timestamp>
  asked_by: string
  asked_kind: string
  asked_id: string | null
  held_until: Timestamp | null
  holder: string | null
  ended_at: Timestamp | null
}

export interface CsvImportRowTable {
  tenant_id: string
  import_id: string
  row_no: number
  did: string
  object: string | null
  code: string | null
  data: Json | null
  source: string | null
  differences: Json | null
}

export interface CsvTemplateTable {
  tenant_id: string
  id: string
  name: string
  kind: string
  settings: Json
  version: Generated<number>
  changed_at: Generated<Timestamp>
}

export interface CurrencyTable {
  code: string
  minor_digits: number
  name_de: string
  name_en: string
}

export interface CustomerTable {
  tenant_id: string
  id: string
  customer_number: string
  name: string
  blocked: Generated<boolean>
  created_at: Generated<Timestamp>
  group_id: string | null
  company: Generated<string>
  first_name: Generated<string>
  last_name: Generated<string>
  email: Generated<string>
  phone: Generated<string>
  language: string | null
  vat_id: string | null
  note: Generated<string>
  version: Generated<number>
  made_by: Generated<string>
  salutation: Generated<string>
  title: Generated<string>
  mobile: Generated<string>
  fax: Generated<string>
  website: Generated<string>
  tax_number: Generated<string>
  birthday: string | null
  customer_since: string | null
  debtor_number: string | null
  business: Generated<boolean>
  block_reason: Generated<string>
  merged_into: string | null
  anonymised_at: Timestamp | null
  anonymised_by: string | null
  forgotten_at: Timestamp | null
  match_keyed: Generated<boolean>
}

export interface CustomerAddressTable {
  tenant_id: string
  id: string
  customer_id: string
  address_hash: string
  is_billing: Generated<boolean>
  is_shipping: Generated<boolean>
  salutation: Generated<string>
  title: Generated<string>
  first_name: Generated<string>
  last_name: Generated<string>
  company: Generated<string>
  street: Generated<string>
  extra: Generated<string>
  postcode: Generated<string>
  city: Generated<string>
  state: Generated<string>
  country: string | null
  phone: Generated<string>
  email: Generated<string>
  created_at: Generated<Timestamp>
}

export interface CustomerGroupTable {
  tenant_id: string
  id: string
  name: string
  is_default: Generated<boolean>
}

export interface CustomerHistoryTable {
  tenant_id: string
  id: string
  customer_id: string
  at: Timestamp
  actor: string
  event: string
  data: Generated<Json>
}

export interface CustomerHistoryValueTable {
  tenant_id: string
  history_id: string
  field: string
  before: string | null
  after: string | null
}

export interface CustomerKeyTable {
  tenant_id: string
  key: string
  customer_id: string
}

export interface CustomerMatchKeyTable {
  tenant_id: string
  key: Int8
  customer_id: string
}

export interface CustomerMergeTable {
  tenant_id: string
  id: string
  into_id: string
  from_ids: string[]
  at: Timestamp
  actor: string
  undone_at: Timestamp | null
  undone_by: string | null
}

export interface CustomerMergeRowTable {
  tenant_id: string
  merge_id: string
  table_name: string
  row_key: string
  from_id: string
  before: Json | null
  after: Json | null
}

export interface CustomerNotSameTable {
  tenant_id: string
  customer_id: string
  other_id: string
  at: Timestamp
  actor: string
}

export interface CustomerNoteTable {
  tenant_id: string
  id: string
  customer_id: string
  text: string
  at: Timestamp
  author: string
  changed_at: Timestamp | null
  changed_by: string | null
}

export interface DeliveryTable {
  tenant_id: string
  id: string
  delivery_number: string
  order_id: string
  warehouse_id: string
  shipped_at: Timestamp | null
  made_by: string
  made_at: Generated<Timestamp>
  note: Generated<string>
  reversed_at: Timestamp | null
  reversed_by: string | null
  reverse_reason: string | null
}

export interface DeliveryLineTable {
  tenant_id: string
  delivery_id: string
  order_id: string
  line_no: number
  quantity: string
}

export interface DeliveryPackageTable {
  tenant_id: string
  delivery_id: string
  package_no: number
  carrier: Generated<string>
  tracking: Generated<string>
  url: string | null
  weight: string | null
  order_id: string | null
  return_label: Json | null
}

export interface DueTable {
  tenant_id: string
  channel_id: string
  kind: string
  object_id: string
  connection_id: string
  version: Generated<number>
  since_at: Timestamp
  not_before: Timestamp | null
  tries: Generated<number>
}

export interface GoneImageTable {
  tenant_id: string
  id: string
  item_id: string
  gone_at: Generated<Timestamp>
}

export interface GuardCountTable {
  tenant_id: string
  channel_id: string
  kind: string
  rule: string
  hour: Timestamp
  count: number
}

export interface GuardItemTable {
  tenant_id: string
  channel_id: string
  kind: string
  object_id: string
  rule: string
  stop_id: string
  due_kinds: string[]
  old_value: string
  new_value: string
  depth: string | null
  state: Generated<string>
  held_at: Timestamp
  decided_at: Timestamp | null
  decided_by: string | null
}

export interface GuardStopTable {
  tenant_id: string
  id: string
  channel_id: string
  kind: string
  rule: string
  run_id: string | null
  started_at: Timestamp
  percent: string
  counted: number
  extent: number
  total: number
  ended_at: Timestamp | null
}

export interface IdempotencyKeyTable {
  tenant_id: string
  actor_id: string
  key: string
  operation: string
  request_hash: Buffer
  status: number | null
  answer: Buffer | null
  created_at: Generated<Timestamp>
}

export interface InboundPageTable {
  tenant_id: string
  id: string
  stored_at: Timestamp
  connection_id: string
  kind: string
  state: Generated<string>
  sealed: Buffer | null
  body_hash: Buffer
  code: string | null
  reference: string | null
  run_id: string | null
}

export interface IncidentTable {
  tenant_id: string
  id: string
  connection_id: string | null
  rule: string
  severity: string
  step: Generated<number>
  data: Generated<Json>
  seen_at: Timestamp
  opened_at: Timestamp | null
  cleared_at: Timestamp | null
  closed_at: Timestamp | null
}

export interface ItemTable {
  tenant_id: string
  id: string
  item_number: string
  number_key: string
  name: string
  kind: Generated<string>
  gtin: string | null
  blocked: Generated<boolean>
  tax_class_id: string | null
  created_at: Generated<Timestamp>
  active: Generated<boolean>
  net_price: string | null
  manufacturer_number: string | null
  weight: string | null
  stock_managed: Generated<boolean>
  oversell: Generated<boolean>
  buffer: Generated<string>
  version: Generated<number>
  changed_at: Generated<Timestamp>
  own_number: string | null
  manufacturer_id: string | null
  shipping_weight: string | null
  length: string | null
  width: string | null
  height: string | null
  unit: Generated<string>
  content: string | null
  content_unit: string | null
  base_amount: string | null
  base_unit: string | null
  rank: Generated<number>
  parent_id: string | null
  combination: string | null
  sort: Generated<number>
  parent_rank: number | null
  gross_price: string | null
}

export interface ItemAttributeTable {
  tenant_id: string
  item_id: string
  attribute_id: string
  language: Generated<string>
  value: string
}

export interface ItemCategoryTable {
  tenant_id: string
  item_id: string
  category_id: string
}

export interface ItemChannelTable {
  tenant_id: string
  channel_id: string
  item_id: string
  active: Generated<boolean>
  reserve: Generated<string>
  cap: string | null
  oversell: Generated<boolean>
}

export interface ItemChannelTextTable {
  tenant_id: string
  channel_id: string
  item_id: string
  language: string
  name: Generated<string>
  description: Generated<string>
  short_description: Generated<string>
  path: Generated<string>
  meta_title: Generated<string>
  meta_description: Generated<string>
  meta_keywords: Generated<string>
}

export interface ItemCharacteristicTable {
  tenant_id: string
  item_id: string
  value_id: string
}

export interface ItemCrossSellingTable {
  tenant_id: string
  item_id: string
  group_id: string
  other_id: string
  place: number
}

export interface ItemImageTable {
  tenant_id: string
  id: string
  item_id: string
  hash: Buffer
  sort: Generated<number>
  alt: Generated<Json>
  added_at: Generated<Timestamp>
}

export interface ItemImageChannelTable {
  tenant_id: string
  image_id: string
  channel_id: string
}

export interface ItemListingTable {
  tenant_id: string
  item_id: string
  channel_id: string
  their_category: string | null
  changed_at: Timestamp
  changed_by: string
}

export interface ItemListingValueTable {
  tenant_id: string
  item_id: string
  channel_id: string
  attribute: string
  row_group: Generated<string>
  place: number
  value: string
}

export interface ItemPriceTable {
  tenant_id: string
  item_id: string
  customer_group_id: string
  from_quantity: Generated<string>
  net: string | null
  gross: string | null
}

export interface ItemTextTable {
  tenant_id: string
  item_id: string
  language: string
  name: string
  description: Generated<string>
  short_description: Generated<string>
  path: Generated<string>
  meta_title: Generated<string>
  meta_description: Generated<string>
  meta_keywords: Generated<string>
}

export interface JournalTable {
  tenant_id: string
  id: string
  at: Timestamp
  channel_id: string
  run_id: string | null
  call_id: string
  operation: string
  called: string
  in_call: number
  ms: number | null
  kind: string
  object: string
  object_id: string
  result: string
  code: string | null
  field: string | null
  text: string | null
  theirs: string | null
  hash: string | null
  fields: Json | null
}

export interface KeyCounterTable {
  tenant_id: string
  connection_id: string
  next_no: Generated<number>
}

export interface KitContentTable {
  tenant_id: string
  kit_id: string
  item_id: string
  quantity: string
}

export interface KitPartTable {
  tenant_id: string
  kit_id: string
  part_id: string
  quantity: string
  sort: Generated<number>
  kit_rank: number
  part_rank: number
}

export interface LedgerTable {
  tenant_id: string
  id: string
  connection_id: string
  channel_id: string | null
  kind: string
  key_no: number
  external_id: string
  external_number: string | null
  outcome: string
  code: string | null
  data: Json | null
  reference: string | null
  payload_hash: string | null
  payload_at: Timestamp | null
  occurred_at: Timestamp | null
  first_seen_at: Timestamp
  changed_at: Timestamp
  run_id: string | null
  forgotten_at: Timestamp | null
}

export interface LedgerHistoryTable {
  tenant_id: string
  ledger_id: string
  id: string
  until_at: Timestamp
  outcome: string
  code: string | null
  data: Json | null
  reference: string | null
  payload_at: Timestamp | null
  changed_by: string
}

export interface LetterTable {
  tenant_id: string
  connection_id: string
  id: string
  channel_id: string
  kind: string | null
  object_kind: string | null
  object_id: string | null
  key: string
  place: string
  type: string
  body: Json
  ticket: string | null
  sent: Json | null
  xid: Generated<string>
  created_at: Timestamp
  hidden_until: Timestamp | null
  taken: Generated<number>
  ask_id: string | null
  reply_id: string | null
}

export interface LinkTable {
  tenant_id: string
  connection_id: string
  key_no: number
  channel_id: string | null
  kind: string
  object_id: string
  their_id: string | null
}

export interface ListSettingTable {
  tenant_id: string
  owner: string
  list: string
  content: Json
}

export interface ListViewTable {
  tenant_id: string
  id: string
  list: string
  owner: string
  owner_name: string
  shared: Generated<boolean>
  name: string
  content: Json
  version: Generated<number>
  changed_at: Timestamp
}

export interface ManufacturerTable {
  tenant_id: string
  id: string
  name: string
  url: string | null
  version: Generated<number>
  changed_at: Generated<Timestamp>
}

export interface ManufacturerTextTable {
  tenant_id: string
  manufacturer_id: string
  language: string
  description: Generated<string>
}

export interface MatchRuleTable {
  tenant_id: string
  automatic_from: Generated<number>
  ask_from: Generated<number>
}

export interface MigrationTable {
  name: string
  checksum: string
  applied_at: Generated<Timestamp>
}

export interface NumberRangeTable {
  tenant_id: string
  kind: string
  prefix: Generated<string>
  suffix: Generated<string>
  next_no: Generated<Int8>
}

export interface ObjectDayTable {
  tenant_id: string
  channel_id: string
  kind: string
  object_id: string
  day: string
  sent: Generated<number>
}

export interface OfferAdoptionTable {
  tenant_id: string
  id: string
  connection_id: string
  channel_id: string
  ask_id: string | null
  leads: string
  state: string
  asked_at: Timestamp
  asked_by: string
  began_at: Timestamp | null
  ended_at: Timestamp | null
  linked: Generated<number>
  refused_code: string | null
  refused_data: Json | null
}

export interface OrderCancellationTable {
  tenant_id: string
  id: string
  order_id: string
  reason: Generated<string>
  whole: boolean
  from_ledger_id: string | null
  made_at: Timestamp
  made_by: string
  reason_id: string | null
  undone_at: Timestamp | null
  undone_by: string | null
}

export interface OrderCancellationLineTable {
  tenant_id: string
  cancellation_id: string
  order_id: string
  line_no: number
  quantity: string
}

export interface OrderColourTable {
  tenant_id: string
  id: string
  name: string
  colour: string
  sort: Generated<number>
}

export interface OrderConfirmationTable {
  tenant_id: string
  web_order_id: string
  accepted: boolean
  reason_id: string | null
  reason: Generated<string>
  answered_at: Timestamp
  answered_by: string
}

export interface OrderDocumentTable {
  tenant_id: string
  id: string
  origin: string
  order_id: string | null
  connection_id: string | null
  order_external_id: string | null
  kind: string
  number: string
  name: string
  media_type: string
  hash: Buffer
  size: Int8
  issued_at: Timestamp
  stored_at: Timestamp
  stored_by: string
}

export interface OrderHoldTable {
  tenant_id: string
  order_id: string
  id: string
  reason: string
  task_id: string | null
  held_at: Timestamp
  held_by: string
  released_at: Timestamp | null
  released_by: string | null
}

export interface OrderReturnTable {
  tenant_id: string
  id: string
  order_id: string
  from_ledger_id: string | null
  note: Generated<string>
  made_at: Timestamp
  made_by: string
  return_number: string
  origin: Generated<string>
  pickup: Json | null
  warehouse_id: string | null
  state: Generated<string>
  decided_at: Timestamp | null
  closed_at: Timestamp | null
  closed_by: string | null
  exchange_order_id: string | null
  version: Generated<number>
  changed_at: Generated<Timestamp>
}

export interface OrderReturnLineTable {
  tenant_id: string
  return_id: string
  order_id: string
  line_no: number
  quantity: string
  comment: Generated<string>
  reason_id: string | null
  condition: string | null
  condition_note: Generated<string>
  state: Generated<string>
  received: string | null
  received_at: Timestamp | null
  received_by: string | null
  warehouse_id: string | null
  restocked: Generated<string>
  credit: Generated<boolean>
}

export interface OrderRuleTable {
  tenant_id: string
  shipping_method_needed: Generated<boolean>
}

export interface OrderTermTable {
  tenant_id: string
  field: string
  term: string
  order_id: string
}

export interface ParkedLineTable {
  tenant_id: string
  ledger_id: string
  item_id: string
  quantity: string
  staged: boolean
}

export interface PayloadTable {
  tenant_id: string
  ledger_id: string
  stored_at: Timestamp
  body: string
}

export interface PaymentTable {
  tenant_id: string
  id: string
  order_id: string
  amount: string
  currency: string
  method: Generated<string>
  transaction_id: string | null
  web_payment_id: string | null
  implied: Generated<boolean>
  paid_at: Timestamp
  booked_at: Generated<Timestamp>
  booked_by: string
  entry: Generated<string>
  against_id: string | null
  reason: Generated<string>
}

export interface PaymentMethodTable {
  tenant_id: string
  id: string
  code: string
  name: string
  active: Generated<boolean>
  ship_before_payment: Generated<boolean>
}

export interface PlaceAskTable {
  tenant_id: string
  connection_id: string
  id: string
  name: string
  place: string
  asked_at: Timestamp
  asked_by: string
  answered_at: Timestamp | null
  untaken_at: Timestamp | null
  reported_at: Timestamp | null
  withdrawn_at: Timestamp | null
}

export interface PlaceSessionTable {
  tenant_id: string
  connection_id: string
  id: string
  purpose: string
  place: string | null
  made_at: Timestamp
  made_by: string
  until_at: Timestamp
  used_by: string | null
  used_at: Timestamp | null
}

export interface PriceListTable {
  tenant_id: string
  id: string
  name: string
  factor: string | null
  valid_from: Timestamp | null
  valid_to: Timestamp | null
  active: Generated<boolean>
}

export interface PriceListChannelTable {
  tenant_id: string
  price_list_id: string
  channel_id: string
}

export interface PriceListGroupTable {
  tenant_id: string
  price_list_id: string
  customer_group_id: string
}

export interface PriceListItemTable {
  tenant_id: string
  price_list_id: string
  item_id: string
  net: string | null
  gross: string | null
}

export interface QuotationTable {
  tenant_id: string
  id: string
  quotation_number: string
  company_id: string
  customer_id: string
  customer_name: string
  placed_at: Timestamp
  valid_until: string | null
  currency: string
  prices_gross: boolean
  total_gross: string
  total_minor: Int8
  total_net: string | null
  tax_sums: Json | null
  tax_treatment: string | null
  tax_country: string | null
  customer_vat_id: string | null
  country: string | null
  billing: Json | null
  shipping: Json | null
  payment_method: Generated<string>
  shipping_method: Generated<string>
  language: string | null
  customer_note: Generated<string>
  note: Generated<string>
  order_id: string | null
  ordered_at: Timestamp | null
  declined_at: Timestamp | null
  decline_reason: Generated<string>
  version: Generated<number>
  made_at: Generated<Timestamp>
  made_by: string
  changed_at: Generated<Timestamp>
}

export interface QuotationLineTable {
  tenant_id: string
  quotation_id: string
  line_no: number
  kind: string
  item_id: string | null
  sku: string | null
  name: string
  quantity: string
  unit_net: string | null
  unit_gross: string | null
  discount_percent: string | null
  tax_class_id: string | null
  tax_rate: string | null
  net: string | null
  gross: string | null
  note: Generated<string>
}

export interface RecoveryStepTable {
  tenant_id: string
  id: string
  step: string
  connection_id: string | null
  range_kind: string | null
  backup_at: Timestamp
  opened_at: Timestamp
  first_no: Int8
  locked_by: string | null
  lock_reason: string | null
  done_at: Timestamp | null
  done_by: string | null
  note: Generated<Json>
}

export interface ReportedRowTable {
  tenant_id: string
  connection_id: string
  ask_id: string
  their_id: string
  no: number | null
  number: string | null
  gtin: string | null
  name: string
  quantity: string | null
}

export interface ReturnReasonTable {
  tenant_id: string
  id: string
  code: string
  name_de: string
  name_en: string
  comment_required: Generated<boolean>
  channel_values: Generated<Json>
  sort: Generated<number>
  active: Generated<boolean>
}

export interface RoleTable {
  tenant_id: string
  id: string
  name: string
  rights: string[]
}

export interface SalesOrderTable {
  tenant_id: string
  id: string
  order_number: string
  kind: string
  company_id: string
  connection_id: string | null
  channel_id: string | null
  web_order_id: string | null
  external_number: string | null
  customer_id: string
  customer_reason: Json
  customer_name: string
  placed_at: Timestamp
  taken_over_at: Generated<Timestamp>
  taken_over_by: string
  currency: string
  total_gross: string
  total_minor: Int8
  lines_gross: string | null
  paid: Generated<string>
  country: string | null
  billing: Json | null
  shipping: Json | null
  payment_method: Generated<string>
  shipping_method: Generated<string>
  language: string | null
  customer_note: Generated<string>
  note: Generated<string>
  fulfilled_by: string | null
  payment_state: Generated<string>
  delivery_state: Generated<string>
  deliverability: Generated<string>
  hold_reason: string | null
  cancelled_at: Timestamp | null
  cancelled_by: string | null
  cancel_reason: string | null
  list_state: Generated<string>
  version: Generated<number>
  changed_at: Generated<Timestamp>
  priority: Generated<number>
  pending: Generated<boolean>
  invoice_state: Generated<string>
  prices_gross: Generated<boolean>
  tax_treatment: string | null
  tax_country: string | null
  customer_vat_id: string | null
  total_net: string | null
  tax_sums: Json | null
  split_from: string | null
  merged_into: string | null
  exchange_for: string | null
  edited_at: Timestamp | null
  completed_at: Timestamp | null
  completed_by: string | null
  complete_reason: string | null
  colour_id: string | null
  customer_group_id: string | null
  words: Generated<string>
  sort_name: Generated<string>
  origin: Generated<Int8>
  ways: Generated<Int8>
  states: Generated<Int8>
}

export interface SalesOrderEditValueTable {
  tenant_id: string
  order_id: string
  event_id: string
  field: string
  before: Json | null
  after: Json | null
}

export interface SalesOrderHistoryTable {
  tenant_id: string
  order_id: string
  id: string
  at: Generated<Timestamp>
  actor: string
  event: string
  data: Generated<Json>
  version: Generated<number>
}

export interface SalesOrderLineTable {
  tenant_id: string
  order_id: string
  line_no: number
  kind: string
  item_id: string | null
  sku: string | null
  name: string
  quantity: string
  delivered: Generated<string>
  cancelled: Generated<string>
  allocated: Generated<string>
  open_quantity: Generated<string>
  unit_net: string | null
  unit_gross: string | null
  tax_rate: string | null
  tax_by: string | null
  external_id: string | null
  detail: Json | null
  discount_percent: string | null
  tax_class_id: string | null
  note: Generated<string>
  net: string | null
  gross: string | null
  shipping_lock: Generated<boolean>
}

export interface SalesOrderPartTable {
  tenant_id: string
  order_id: string
  line_no: number
  item_id: string
  per_kit: string
  open_quantity: Generated<string>
  allocated: Generated<string>
}

export interface SealedCredentialTable {
  tenant_id: string
  connection_id: string
  field: string
  sealed: Buffer
  changed_at: Generated<Timestamp>
}

export interface SearchTermTable {
  tenant_id: string
  kind: string
  term: string
  object_id: string
}

export interface SetupCodeTable {
  code_hash: Buffer
  created_at: Generated<Timestamp>
  expires_at: Timestamp
  used_at: Timestamp | null
}

export interface ShippingMethodTable {
  tenant_id: string
  id: string
  code: string
  name: string
  active: Generated<boolean>
}

export interface SignInFailureTable {
  tenant_id: string
  subject_hash: Buffer
  failures: number
  last_at: Timestamp
  blocked_until: Timestamp
}

export interface SpecialPriceTable {
  tenant_id: string
  id: string
  item_id: string
  channel_id: string | null
  customer_group_id: string | null
  net: string | null
  valid_from: Timestamp
  valid_to: Timestamp | null
  gross: string | null
  active: Generated<boolean>
  until_stock: string | null
  ended_at: Timestamp | null
}

export interface StockLevelTable {
  tenant_id: string
  item_id: string
  warehouse_id: string
  on_hand: Generated<string>
  allocated: Generated<string>
  item_rank: Generated<number>
}

export interface StockMovementTable {
  tenant_id: string
  id: string
  item_id: string
  warehouse_id: string
  quantity: string
  reason: string
  cause_kind: Generated<string>
  cause_id: Generated<string>
  actor: string
  note: string | null
  at: Generated<Timestamp>
  adjustment_reason_id: string | null
}

export interface StockRuleTable {
  tenant_id: string
  served_first: Generated<string>
}

export interface StocktakingTable {
  tenant_id: string
  id: string
  warehouse_id: string
  name: string
  state: Generated<string>
  started_at: Generated<Timestamp>
  started_by: string
  ended_at: Timestamp | null
  ended_by: string | null
  note: Generated<string>
  version: Generated<number>
}

export interface StocktakingLineTable {
  tenant_id: string
  stocktaking_id: string
  item_id: string
  counted: string | null
  book_quantity: string | null
  counted_at: Timestamp | null
  counted_by: string | null
  movement_id: string | null
}

export interface SweepTable {
  tenant_id: string
  channel_id: string
  kind: string
  connection_id: string
  complete: Generated<boolean>
  after_id: Generated<string>
  version: Generated<number>
  asked_at: Timestamp
  asked_by: string
  done: Generated<Int8>
  total: Int8 | null
  told: Generated<string[]>
  leftovers: Generated<boolean>
  estimated: Generated<boolean>
  work_ms: Generated<Int8>
  run_id: string | null
  paused_at: Timestamp | null
  paused_by: string | null
}

export interface SyncCursorTable {
  tenant_id: string
  connection_id: string
  kind: string
  watermark: string | null
  resume: string | null
  started_at: Timestamp | null
  changed_at: Timestamp
}

export interface SyncLaneTable {
  tenant_id: string
  connection_id: string
  kind: string
  wanted: Generated<Int8>
  served: Generated<Int8>
  fence: Generated<Int8>
  run_id: string | null
  holder: string | null
  beat_at: Timestamp | null
  next_at: Timestamp | null
  every: Interval | null
  windows: Json | null
  not_before: Timestamp | null
  priority: Generated<number>
  failures: Generated<number>
  last_ms: number | null
  good_at: Timestamp | null
}

export interface SyncPreviewTable {
  tenant_id: string
  run_id: string
  id: string
  channel_id: string
  kind: string
  object_id: string
  name: string
  action: string
  code: string | null
  detail: string | null
  changes: Generated<Json>
  hash: string
  made_at: Timestamp
}

export interface SyncRunTable {
  tenant_id: string
  id: string
  connection_id: string | null
  lane: string | null
  fence: Int8 | null
  holder: string | null
  state: string
  asked_by: string
  asked_at: Timestamp
  started_at: Timestamp | null
  ended_at: Timestamp | null
  cancel_asked_at: Timestamp | null
  version: Generated<number>
  figures: Generated<Json>
  progress: Generated<Json>
  notes: Generated<Json>
  error: Json | null
}

export interface SyncRunPartTable {
  tenant_id: string
  parent_id: string
  run_id: string
}

export interface TaskTable {
  tenant_id: string
  id: string
  code: string
  subject: Generated<string>
  order_id: string | null
  channel_id: string | null
  ledger_id: string | null
  data: Generated<Json>
  raised_at: Timestamp
  raised_by: string
  closed_at: Timestamp | null
  closed_by: string | null
  decision: string | null
  note: Generated<string>
}

export interface TaxClassTable {
  tenant_id: string
  id: string
  name: string
  is_default: Generated<boolean>
}

export interface TaxRateTable {
  tenant_id: string
  id: string
  country: string
  tax_class_id: string | null
  rate: string
  valid_from: Generated<string>
  charged: Generated<boolean>
}

export interface TenantTable {
  id: string
  slug: string
  name: string
  created_at: Generated<Timestamp>
}

export interface ThumbnailTable {
  tenant_id: string
  hash: Buffer
  edge: number
  thumbnail_hash: Buffer
}

export interface TicketTable {
  tenant_id: string
  id: string
  connection_id: string
  place: string
  their_id: string
  topic: string
  subject: string
  about_kind: string | null
  about_theirs: string | null
  ledger_id: string | null
  wants_reply: boolean
  changed_at: Timestamp
  closed_at: Timestamp | null
  closed_by: string | null
}

export interface TicketFileTable {
  tenant_id: string
  ticket_id: string
  hash: Buffer
  name: string
  media_type: string
  size: Int8
  posted_at: Timestamp
}

export interface TicketMessageTable {
  tenant_id: string
  ticket_id: string
  id: string
  said_at: Timestamp
  role: string
  name: string | null
  text: string
  content: Buffer
  said_by: string | null
  sent_at: Timestamp | null
  untaken_at: Timestamp | null
}

export interface TimedChangeTable {
  tenant_id: string
  at: Timestamp
  id: string
  kind: string
  channel_id: string | null
  object_id: string | null
}

export interface TotalRuleTable {
  tenant_id: string
  difference_tolerance: Generated<string>
}

export interface UserRoleTable {
  tenant_id: string
  user_id: string
  role_id: string
}

export interface UserSessionTable {
  tenant_id: string
  id: string
  user_id: string
  token_hash: Buffer
  created_at: Generated<Timestamp>
  expires_at: Timestamp
  ended_at: Timestamp | null
}

export interface VariationTable {
  tenant_id: string
  id: string
  item_id: string
  name: string
  sort: Generated<number>
}

export interface VariationTextTable {
  tenant_id: string
  variation_id: string
  language: string
  name: string
}

export interface VariationValueTable {
  tenant_id: string
  id: string
  variation_id: string
  name: string
  sort: Generated<number>
}

export interface VariationValueTextTable {
  tenant_id: string
  value_id: string
  language: string
  name: string
}

export interface WarehouseTable {
  tenant_id: string
  id: string
  code: string
  name: string
  priority: Generated<number>
  lock_shipment: Generated<boolean>
  lock_availability: Generated<boolean>
  active: Generated<boolean>
}

export interface WebCustomerTable {
  tenant_id: string
  id: string
  connection_id: string
  external_id: string
  name: string
  email: string | null
  customer_id: string | null
  open_checks: Generated<string[]>
  record: Json
  version: Generated<number>
  changed_at: Timestamp
  stood: Json | null
}

export interface WebEventTable {
  tenant_id: string
  id: string
  connection_id: string
  kind: string
  order_external_id: string | null
  at: Timestamp
  record: Json
  applied_at: Timestamp | null
  version: Generated<number>
  changed_at: Timestamp
}

export interface WebOrderTable {
  tenant_id: string
  id: string
  connection_id: string
  channel_id: string
  state: Generated<string>
  pending: Generated<boolean>
  external_number: string
  placed_at: Timestamp
  currency: string
  total_gross: string | null
  total_minor: Int8 | null
  lines_gross: string | null
  customer_external_id: string | null
  customer_name: string
  country: string | null
  payment_state: string
  remote_state: string
  fulfilled_by: string | null
  open_checks: Generated<string[]>
  check_data: Json | null
  record: Json
  version: Generated<number>
  changed_at: Timestamp
  assigned_customer_id: string | null
  assigned_by: string | null
  assigned_new: Generated<boolean>
  wants_answer: Generated<boolean>
  answer_until: Timestamp | null
}

export interface WebOrderLineTable {
  tenant_id: string
  web_order_id: string
  line_no: number
  kind: string
  item_id: string | null
  sku: string | null
  name: string
  quantity: string
  unit_net: string | null
  unit_gross: string | null
  tax_rate: string | null
  tax_by: string | null
  external_id: string | null
  detail: Json | null
  staged: Generated<boolean>
}

export interface WebPaymentTable {
  tenant_id: string
  id: string
  connection_id: string
  order_external_id: string
  web_order_id: string | null
  amount: string
  currency: string | null
  method: string
  transaction_id: string | null
  paid_at: Timestamp | null
  record: Json
  version: Generated<number>
  changed_at: Timestamp
}

export interface WebPlaceTable {
  tenant_id: string
  connection_id: string
  place: string
  name: string
  active: Generated<boolean>
  seen_at: Timestamp
  opened_at: Timestamp
  changed_at: Timestamp
  closed_for_good: Generated<boolean>
  closed_at: Timestamp | null
  closed_by: string | null
  closed_side: string | null
  close_reason: string | null
  rests: Generated<boolean>
  untaken_at: Timestamp | null
}

export interface WebTermTable {
  tenant_id: string
  connection_id: string
  list: string
  their_id: string
  name: string
  code: string | null
  is_default: Generated<boolean>
  parent: string | null
  seen_at: Timestamp
  scope: Generated<string>
  attribute: Json | null
  is_closed: Generated<boolean>
  gone_at: Timestamp | null
}

export interface WorkerProcessTable {
  holder: string
  roles: string[]
  version: string
  started_at: Timestamp
  beat_at: Timestamp
  running: Generated<number>
  slots: Generated<number>
  stopped_at: Timestamp | null
}

/** Every table by its name: `Kysely<Tables>`. */
export interface Tables {
  ack_outbox: AckOutboxTable
  adjustment_reason: AdjustmentReasonTable
  adoption: AdoptionTable
  adoption_reading: AdoptionReadingTable
  again_request: AgainRequestTable
  alert_message: AlertMessageTable
  alert_route: AlertRouteTable
  alert_settings: AlertSettingsTable
  allocation: AllocationTable
  api_key: ApiKeyTable
  app_user: AppUserTable
  attribute: AttributeTable
  audit: AuditTable
  blob: BlobTable
  bulk_edit: BulkEditTable
  bulk_edit_value: BulkEditValueTable
  call_bucket: CallBucketTable
  cancellation_reason: CancellationReasonTable
  cancellation_request: CancellationRequestTable
  carrier: CarrierTable
  category: CategoryTable
  category_channel: CategoryChannelTable
  category_channel_text: CategoryChannelTextTable
  category_text: CategoryTextTable
  channel: ChannelTable
  channel_customer_group: ChannelCustomerGroupTable
  channel_event: ChannelEventTable
  channel_map: ChannelMapTable
  channel_notice: ChannelNoticeTable
  channel_object: ChannelObjectTable
  channel_place: ChannelPlaceTable
  channel_price: ChannelPriceTable
  channel_success: ChannelSuccessTable
  characteristic: CharacteristicTable
  characteristic_text: CharacteristicTextTable
  characteristic_value: CharacteristicValueTable
  characteristic_value_text: CharacteristicValueTextTable
  child_value: ChildValueTable
  company: CompanyTable
  company_tax: CompanyTaxTable
  company_vat_id: CompanyVatIdTable
  conflict: ConflictTable
  connection: ConnectionTable
  connection_health: ConnectionHealthTable
  connection_secret: ConnectionSecretTable
  country: CountryTable
  cross_selling_group: CrossSellingGroupTable
  cross_selling_group_text: CrossSellingGroupTextTable
  csv_import: CsvImportTable
  csv_import_row: CsvImportRowTable
  csv_template: CsvTemplateTable
  currency: CurrencyTable
  customer: CustomerTable
  customer_address: CustomerAddressTable
  customer_group: CustomerGroupTable
  customer_history: CustomerHistoryTable
  customer_history_value: CustomerHistoryValueTable
  customer_key: CustomerKeyTable
  customer_match_key: CustomerMatchKeyTable
  customer_merge: CustomerMergeTable
  customer_merge_row: CustomerMergeRowTable
  customer_not_same: CustomerNotSameTable
  customer_note: CustomerNoteTable
  delivery: DeliveryTable
  delivery_line: DeliveryLineTable
  delivery_package: DeliveryPackageTable
  due: DueTable
  gone_image: GoneImageTable
  guard_count: GuardCountTable
  guard_item: GuardItemTable
  guard_stop: GuardStopTable
  idempotency_key: IdempotencyKeyTable
  inbound_page: InboundPageTable
  incident: IncidentTable
  item: ItemTable
  item_attribute: ItemAttributeTable
  item_category: ItemCategoryTable
  item_channel: ItemChannelTable
  item_channel_text: ItemChannelTextTable
  item_characteristic: ItemCharacteristicTable
  item_cross_selling: ItemCrossSellingTable
  item_image: ItemImageTable
  item_image_channel: ItemImageChannelTable
  item_listing: ItemListingTable
  item_listing_value: ItemListingValueTable
  item_price: ItemPriceTable
  item_text: ItemTextTable
  journal: JournalTable
  key_counter: KeyCounterTable
  kit_content: KitContentTable
  kit_part: KitPartTable
  ledger: LedgerTable
  ledger_history: LedgerHistoryTable
  letter: LetterTable
  link: LinkTable
  list_setting: ListSettingTable
  list_view: ListViewTable
  manufacturer: ManufacturerTable
  manufacturer_text: ManufacturerTextTable
  match_rule: MatchRuleTable
  migration: MigrationTable
  number_range: NumberRangeTable
  object_day: ObjectDayTable
  offer_adoption: OfferAdoptionTable
  order_cancellation: OrderCancellationTable
  order_cancellation_line: OrderCancellationLineTable
  order_colour: OrderColourTable
  order_confirmation: OrderConfirmationTable
  order_document: OrderDocumentTable
  order_hold: OrderHoldTable
  order_return: OrderReturnTable
  order_return_line: OrderReturnLineTable
  order_rule: OrderRuleTable
  order_term: OrderTermTable
  parked_line: ParkedLineTable
  payload: PayloadTable
  payment: PaymentTable
  payment_method: PaymentMethodTable
  place_ask: PlaceAskTable
  place_session: PlaceSessionTable
  price_list: PriceListTable
  price_list_channel: PriceListChannelTable
  price_list_group: PriceListGroupTable
  price_list_item: PriceListItemTable
  quotation: QuotationTable
  quotation_line: QuotationLineTable
  recovery_step: RecoveryStepTable
  reported_row: ReportedRowTable
  return_reason: ReturnReasonTable
  role: RoleTable
  sales_order: SalesOrderTable
  sales_order_edit_value: SalesOrderEditValueTable
  sales_order_history: SalesOrderHistoryTable
  sales_order_line: SalesOrderLineTable
  sales_order_part: SalesOrderPartTable
  sealed_credential: SealedCredentialTable
  search_term: SearchTermTable
  setup_code: SetupCodeTable
  shipping_method: ShippingMethodTable
  sign_in_failure: SignInFailureTable
  special_price: SpecialPriceTable
  stock_level: StockLevelTable
  stock_movement: StockMovementTable
  stock_rule: StockRuleTable
  stocktaking: StocktakingTable
  stocktaking_line: StocktakingLineTable
  sweep: SweepTable
  sync_cursor: SyncCursorTable
  sync_lane: SyncLaneTable
  sync_preview: SyncPreviewTable
  sync_run: SyncRunTable
  sync_run_part: SyncRunPartTable
  task: TaskTable
  tax_class: TaxClassTable
  tax_rate: TaxRateTable
  tenant: TenantTable
  thumbnail: ThumbnailTable
  ticket: TicketTable
  ticket_file: TicketFileTable
  ticket_message: TicketMessageTable
  timed_change: TimedChangeTable
  total_rule: TotalRuleTable
  user_role: UserRoleTable
  user_session: UserSessionTable
  variation: VariationTable
  variation_text: VariationTextTable
  variation_value: VariationValueTable
  variation_value_text: VariationValueTextTable
  warehouse: WarehouseTable
  web_customer: WebCustomerTable
  web_event: WebEventTable
  web_order: WebOrderTable
  web_order_line: WebOrderLineTable
  web_payment: WebPaymentTable
  web_place: WebPlaceTable
  web_term: WebTermTable
  worker_process: WorkerProcessTable
}
