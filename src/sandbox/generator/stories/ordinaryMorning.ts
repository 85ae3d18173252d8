import { clock, findWorkload, type Row, type Story, type Storyteller } from '../storyteller.ts';

const MFA = { code: 0, proof: 'mfa' } as const;

type Line = readonly [time: string, user: number, application: string, ...rows: Row[]];

const AT_THE_DESK: readonly Line[] = [
  ['07:52', 21, 'Windows Sign In', MFA],
  ['07:58', 34, 'One Outlook Web', 50140, 0],
  ['08:03', 47, 'Microsoft Teams', 0],
  ['08:06', 58, 'Windows Sign In', 50055, 0],
  ['08:11', 66, 'Azure Portal', 50074, MFA],
  ['08:14', 71, 'Microsoft Office', 50126, 0],
  ['08:19', 83, 'One Outlook Web', 50072, MFA],
  ['08:22', 92, 'Microsoft Teams', 50097, 0],
  ['08:27', 105, 'Time Sheets', 50201, 0],
  ['08:31', 112, 'Expenses', 70044, 0],
  ['08:37', 127, 'Azure Portal', 53003],
  ['08:41', 133, 'One Outlook Web', 50125, 0],
  ['08:46', 148, 'Microsoft Teams', 53000],
];

const IN_THE_BACKGROUND: readonly Line[] = [
  ['07:53', 21, 'Microsoft Authentication Broker', 0],
  ['07:55', 21, 'Microsoft Office', 0],
  ['08:00', 34, 'Microsoft Teams', 0],
  ['08:04', 47, 'Microsoft Office', 0],
  ['08:09', 59, 'Microsoft Teams', 70043],
  ['08:13', 66, 'Azure Portal', 0],
  ['08:18', 74, 'Microsoft Office', 700082],
  ['08:25', 92, 'Microsoft Teams', 0],
  ['08:29', 106, 'One Outlook Web', 50058],
  ['08:33', 112, 'Microsoft Teams', 0],
  ['08:44', 137, 'Microsoft Azure CLI', 50076],
];

/** All six categories on a Monday morning, with what goes wrong on any Monday morning. */
export const ordinaryMorning: Story = {
  name: '01-ordinary-morning',
  title: 'An ordinary morning',
  tells:
    'People come to work between 07:50 and 08:50: prompts to stay signed in, an expired password, one typing error, ' +
    'an enrolment in MFA, tokens that ran out, a blocked country and a laptop out of compliance; workloads and AD FS go about their business.',
  tell(teller) {
    for (const [time, user, application, ...rows] of AT_THE_DESK) {
      const person = teller.user(user);
      teller.signIn(clock(time), { user: person, application, place: person.office }, ...rows);
    }
    for (const [time, user, application, ...rows] of IN_THE_BACKGROUND) {
      const person = teller.user(user);
      const place = person.office;
      teller.signIn(
        clock(time),
        { user: person, application, place, category: 'NonInteractiveUserSignInLogs' },
        ...rows,
      );
    }
    atTheFederationServer(teller);
    workloads(teller);
  },
};

function atTheFederationServer(teller: Storyteller): void {
  for (const [time, number, code] of [
    ['08:02', 155, 0],
    ['08:16', 161, 50126],
    ['08:17', 161, 0],
  ] as const) {
    const user = teller.user(number);
    teller.signIn(clock(time), { user, place: user.office, category: 'ADFSSignInLogs' }, code);
  }
}

function workloads(teller: Storyteller): void {
  const { servicePrincipals, managedIdentities, microsoftServices } = teller.tenant;
  for (const time of ['07:50', '08:00', '08:10', '08:20', '08:30']) {
    const at = clock(time);
    const build = findWorkload(servicePrincipals, 'build-prod');
    teller.workloadSignIn(at, 'ServicePrincipalSignInLogs', build, 'Windows Azure Service Management API', 0);
    const api = findWorkload(managedIdentities, 'orders-api-prod');
    teller.workloadSignIn(at + 31_000, 'ManagedIdentitySignInLogs', api, 'Azure SQL Database', 0);
  }
  const job = findWorkload(managedIdentities, 'nightly-job-test');
  teller.workloadSignIn(clock('08:05'), 'ManagedIdentitySignInLogs', job, 'Azure Storage', 500011);
  for (const time of ['08:07', '08:39']) {
    const service = findWorkload(microsoftServices, 'Office 365 SharePoint Online');
    teller.workloadSignIn(
      clock(time),
      'MicrosoftServicePrincipalSignInLogs',
      service,
      'Office 365 Exchange Online',
      0,
    );
  }
}
