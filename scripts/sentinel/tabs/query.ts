/** The rows that every tile starts from; what the reader chooses goes into the view or right behind it. */
export const ROWS = `EntraSigninRisk(source="{Source}", rule=iff("{Exclusions}" == "shown", "", "*"))
| where "*" in ({Category}) or Category in ({Category})`;

/** The texts of the catalog in the reader's language, for a lookup. */
export const MEANINGS = `(EntraResultTypeCatalog()
    | project ResultType, Meaning = iff("{Language}" == "ja", SummaryJa, SummaryEn), LookAt = iff("{Language}" == "ja", ActionJa, ActionEn))`;

export const WHO = `Who = case(isnotempty(UserPrincipalName), UserPrincipalName, isnotempty(ServicePrincipalName), ServicePrincipalName, UserId)`;

/** Times in UTC once more, in the reader's own time. */
export function local(...columns: readonly string[]): string {
  return `| extend ${columns.map((column) => `${column}Local = ${column} + {Offset} * 1h`).join(', ')}`;
}
