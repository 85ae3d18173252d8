import type { Random } from './random.ts';

/** An application or resource (API) as a tenant knows it. */
export interface Application {
  readonly appId: string;
  readonly displayName: string;
  /** The object id of its service principal in this tenant. */
  readonly servicePrincipalId: string;
  readonly ownerTenantId: string;
}

export interface Applications {
  /** Microsoft's own applications that users sign in with. */
  readonly clients: readonly Application[];
  /** Microsoft's own APIs. */
  readonly resources: readonly Application[];
  /** Registered by the tenant itself; client and resource at once. */
  readonly own: readonly Application[];
}

// The tenant that owns first-party applications, and their names and public ids: Microsoft Learn,
// "Verify first-party Microsoft applications in sign-in reports".
const MICROSOFT_SERVICES_TENANT = 'f8cdef31-a31e-4b4a-93e4-5f571e91255a';

const CLIENTS = [
  ['One Outlook Web', '9199bf20-a13f-4107-85dc-02114787ef48'],
  ['Microsoft Teams', '1fec8e78-bce4-4aaf-ab1b-5451cc387264'],
  ['Microsoft Office', 'd3590ed6-52b3-4102-aeff-aad2292ab01c'],
  ['Windows Sign In', '38aa3b87-a06d-4817-b275-7a316988d93b'],
  ['Microsoft Authentication Broker', '29d9ed98-a469-4536-ade2-f981bc1d605e'],
  ['Azure Portal', 'c44b4083-3bb0-49c1-b47d-974e53cbdf3c'],
  ['Microsoft Azure CLI', '04b07795-8ddb-461a-bbee-02f9e1bf7b46'],
  ['Microsoft Azure PowerShell', '1950a258-227b-4e31-a9cf-717495945fc2'],
] as const;

const RESOURCES = [
  ['Microsoft Graph', '00000003-0000-0000-c000-000000000000'],
  ['Office 365 Exchange Online', '00000002-0000-0ff1-ce00-000000000000'],
  ['Office 365 SharePoint Online', '00000003-0000-0ff1-ce00-000000000000'],
  ['Windows Azure Active Directory', '00000002-0000-0000-c000-000000000000'],
  ['Windows Azure Service Management API', '797f4846-ba00-4fd7-ba43-dac1f8f63013'],
  ['Azure Key Vault', 'cfa8b339-82a2-471a-a3c9-0fc0be7a4093'],
  ['Azure Storage', 'e406a681-f3d4-42a8-90b6-c2b029497af1'],
  ['Azure SQL Database', '022907d3-0f1b-48f7-badc-1ba6abab6d66'],
] as const;

const OWN = ['Expenses', 'Time Sheets', 'Warehouse', 'Travel Requests', 'Service Desk'];

/** The applications that a tenant uses: Microsoft's under their public ids, its own under generated ones. */
export function createApplications(random: Random, tenantId: string): Applications {
  const firstParty = ([displayName, appId]: readonly [string, string]): Application => ({
    appId,
    displayName,
    servicePrincipalId: random.guid(),
    ownerTenantId: MICROSOFT_SERVICES_TENANT,
  });
  return {
    clients: CLIENTS.map(firstParty),
    resources: RESOURCES.map(firstParty),
    own: OWN.map((displayName) => ({
      appId: random.guid(),
      displayName,
      servicePrincipalId: random.guid(),
      ownerTenantId: tenantId,
    })),
  };
}

/** The application with the given display name. Throws a RangeError when the tenant has none of that name. */
export function findApplication(applications: Applications, displayName: string): Application {
  const all = [...applications.clients, ...applications.resources, ...applications.own];
  const found = all.find((application) => application.displayName === displayName);
  if (found === undefined) throw new RangeError(`no application "${displayName}" in the generated tenant`);
  return found;
}
