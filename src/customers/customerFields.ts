import type { Tx } from '../base/database.ts'

/** What people may say of a customer. Texts that nobody said are ''; null: not known. Days are YYYY-MM-DD. */
export interface CustomerFields {
  readonly company: string
  readonly salutation: string
  readonly title: string
  readonly firstName: string
  readonly lastName: string
  readonly email: string
  readonly phone: string
  readonly mobile: string
  readonly fax: string
  readonly website: string
  readonly birthday: string | null
  readonly language: string | null
  readonly business: boolean
  readonly vatId: string | null
  readonly taxNumber: string
  readonly debtorNumber: string | null
  readonly groupId: string | null
  readonly customerSince: string | null
  readonly note: string
  readonly blocked: boolean
  readonly blockReason: string
}
export type CustomerField = keyof CustomerFields

/** All of them with what stands where nothing was said, in the order in which they are shown. */
export const emptyFields: CustomerFields = {
  company: '',
  salutation: '',
  title: '',
  firstName: '',
  lastName: '',
  email: '',
  phone: '',
  mobile: '',
  fax: '',
  website: '',
  birthday: null,
  language: null,
  business: false,
  vatId: null,
  taxNumber: '',
  debtorNumber: null,
  groupId: null,
  customerSince: null,
  note: '',
  blocked: false,
  blockReason: '',
}
export const customerFields = Object.keys(emptyFields) as CustomerField[]

/** A customer as it stands in its row, and what it belongs to. */
export interface CustomerRow extends CustomerFields {
  readonly id: string
  readonly number: string
  readonly name: string
  readonly version: number
  readonly mergedInto: string | null
  readonly anonymised: boolean
}

/** The columns of a `CustomerRow`, of a customer that the statement calls `c`. */
export const rowColumns = `c.id, c.customer_number as number, c.name, c.version, c.merged_into as "mergedInto",
  c.anonymised_at is not null as anonymised, c.company, c.salutation, c.title, c.first_name as "firstName", c.last_name as "lastName",
  c.email, c.phone, c.mobile, c.fax, c.website, c.birthday, c.language, c.business, c.vat_id as "vatId", c.tax_number as "taxNumber",
  c.debtor_number as "debtorNumber", c.group_id as "groupId", c.customer_since as "customerSince", c.note, c.blocked,
  c.block_reason as "blockReason"`

/** Locks customers until the end of the transaction, in the order of their ids, and reads them. Ids of nobody are left out. */
export async function holdCustomers(
  tx: Tx,
  tenant: string,
  ids: readonly string[],
  how: 'change' | 'merge' = 'change',
): Promise<Map<string, CustomerRow>> {
  if (ids.length === 0) return new Map()
  // Merging keeps out also whoever is about to refer to one of them.
  const rows = await tx.query<CustomerRow>(
    `select ${rowColumns} from customer c where c.tenant_id = $1 and c.id = any($2::uuid[]) order by c.id
     for ${how === 'merge' ? 'update' : 'no key update'}`,
    [tenant, ids],
  )
  return new Map(rows.map(row => [row.id, row]))
}

/** Writes all fields of customers that are held, with their names; each gets its next version. */
export async function writeFields(tx: Tx, tenant: string, rows: readonly CustomerRow[]): Promise<void> {
  if (rows.length === 0) return
  await tx.run(
    `update customer c set name = r.name, company = r.company, salutation = r.salutation, title = r.title, first_name = r."firstName",
       last_name = r."lastName", email = r.email, phone = r.phone, mobile = r.mobile, fax = r.fax, website = r.website,
       birthday = r.birthday, language = r.language, business = r.business, vat_id = r."vatId", tax_number = r."taxNumber",
       debtor_number = r."debtorNumber", group_id = r."groupId", customer_since = r."customerSince", note = r.note,
       blocked = r.blocked, block_reason = r."blockReason", version = c.version + 1
     from json_to_recordset($2) as r (id uuid, name text, company text, salutation text, title text, "firstName" text, "lastName" text,
       email text, phone text, mobile text, fax text, website text, birthday date, language text, business boolean, "vatId" text,
       "taxNumber" text, "debtorNumber" text, "groupId" uuid, "customerSince" date, note text, blocked boolean, "blockReason" text)
     where c.tenant_id = $1 and c.id = r.id`,
    [tenant, JSON.stringify(rows)],
  )
}

/** A value as a history shows it; null where nothing stood there. */
export function shownValue(value: string | boolean | null): string | null {
  return value === '' || value === null ? null : String(value)
}
