import { stringify } from 'yaml';
import { ALL_COLUMNS, TABLE_NAME } from '../../src/core/row/columns.ts';
import { VERSION } from '../../src/version.ts';
import { list, readContent, readFunctions } from './content.ts';

/** A file of the package, by its path. */
export interface PackageFile {
  readonly path: string;
  readonly text: string;
}

/** Who publishes the solution; these stand in its metadata, and a publisher puts in their own. */
export interface Publisher {
  /** Partner Center id: a letter, then letters and digits. */
  readonly publisherId: string;
  readonly name: string;
  readonly email: string;
  readonly link: string;
  /** yyyy-MM-dd */
  readonly date: string;
}

const NAME = 'EntraSigninRisk';
/** Ids of the functions, which never change. */
const PARSER_IDS: Readonly<Record<string, string>> = {
  EntraResultTypeCatalog: 'd6260416-e574-4827-a480-ee44d1109454',
  EntraRiskExclusions: '871a1981-8174-4916-ae49-c7f5cc87ae15',
  EntraRiskLevelOverrides: 'a07606ff-e3a0-4bd7-926f-17d0bc9bcae6',
  EntraRiskVipUsers: '69c3af75-ada8-4e51-8ec6-d38e3cc2fa32',
  EntraSigninPipeline: '88571569-434a-4e58-aeec-0b0bbc96d5b0',
  EntraSigninRisk: '3b317b5c-b8f3-4423-8b85-3f6230e19f07',
  EntraSigninStory: 'dd6defed-c201-4869-b60e-898c395ecf52',
};

const TITLE = 'Entra sign-in risk';

/**
 * The content in the layout of a solution of github.com/Azure/Azure-Sentinel (`Solutions/<Name>/…`), the input of its
 * packaging tool. ASIM parsers are no part of a solution there.
 */
export function toSolution(publisher: Publisher): PackageFile[] {
  const folder = `Solutions/${NAME}`;
  const rules = copies('rules', '.yaml', `${folder}/Analytic Rules`);
  const hunts = copies('hunting', '.yaml', `${folder}/Hunting Queries`);
  const workbooks = copies('workbook', '.json', `${folder}/Workbooks`);
  const watchlists = copies('watchlists', '.csv', `${folder}/Watchlists`);
  const parsers = readFunctions()
    .filter(({ name }) => name.startsWith('Entra'))
    .map(({ name, content }) => ({
      path: `${folder}/Parsers/${name}.yaml`,
      text: toParser(name, content, publisher.date),
    }));
  const paths = (files: readonly PackageFile[]) => files.map(({ path }) => path);
  const data = {
    Name: NAME,
    Author: `${publisher.name} - ${publisher.email}`,
    Logo: `<img src="${publisher.link}/logo.svg" width="75px" height="75px">`,
    Description: `${TITLE}: analytics rules, hunting queries and a workbook over the result codes of Entra sign-ins, with their meaning and risk.`,
    'Analytic Rules': paths(rules),
    'Hunting Queries': paths(hunts),
    Parsers: paths(parsers),
    Workbooks: paths(workbooks),
    BasePath: 'C:\\GitHub\\Azure-Sentinel',
    Version: VERSION,
    Metadata: 'SolutionMetadata.json',
    TemplateSpec: false,
    Is1PConnector: false,
  };
  const metadata = {
    publisherId: publisher.publisherId,
    offerId: 'azure-sentinel-solution-entrasigninrisk',
    firstPublishDate: publisher.date,
    providers: [publisher.name],
    categories: { domains: ['Identity', 'Security - Threat Protection'] },
    support: { tier: 'Community', name: publisher.name, email: publisher.email, link: publisher.link },
  };
  const [year, month, day] = publisher.date.split('-');
  const notes = `| **Version** | **Date Modified (DD-MM-YYYY)** | **Change History** |
|---|---|---|
| ${VERSION} | ${day}-${month}-${year} | First release |
`;
  return [
    ...rules,
    ...hunts,
    ...parsers,
    ...workbooks,
    ...watchlists,
    { path: `${folder}/Data/Solution_${NAME}.json`, text: toJson(data) },
    { path: `${folder}/SolutionMetadata.json`, text: toJson(metadata) },
    { path: `${folder}/ReleaseNotes.md`, text: notes },
    {
      path: `.script/tests/KqlvalidationsTests/CustomTables/EntraSigninRisk_CL.json`,
      text: toJson(toCustomTable()),
    },
    { path: 'Workbooks/WorkbooksMetadata.entry.json', text: toJson(toWorkbookEntry(publisher)) },
  ];
}

function copies(folder: string, ending: string, target: string): PackageFile[] {
  return list(folder, ending).map((name) => ({
    path: `${target}/${name}${ending}`,
    text: readContent(`${folder}/${name}${ending}`),
  }));
}

function toJson(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** A function in the form of a solution's parsers. Their parameters stand in the query's comment, too. */
function toParser(name: string, query: string, date: string): string {
  return stringify({
    id: PARSER_IDS[name],
    Function: { Title: name, Version: '1.0.0', LastUpdated: date },
    Category: 'Microsoft Sentinel Parser',
    FunctionName: name,
    FunctionAlias: name,
    FunctionParameters: /^\/\/ parameters: \((.*)\)$/m.exec(query)?.[1] ?? '',
    FunctionQuery: query,
  });
}

const KINDS = {
  string: 'String',
  long: 'Long',
  boolean: 'Bool',
  datetime: 'DateTime',
  dynamic: 'Dynamic',
} as const;

/** The table's schema as the collection's query tests want it. */
function toCustomTable(): object {
  return {
    Name: TABLE_NAME,
    Properties: [
      { name: 'TenantId', type: 'String' },
      { name: 'Type', type: 'String' },
      ...ALL_COLUMNS.map(({ name, type }) => ({ name, type: KINDS[type] })),
    ],
  };
}

/** The entry of the workbook for WorkbooksMetadata.json. */
function toWorkbookEntry({ name }: Publisher): object {
  return {
    workbookKey: 'EntraSigninRiskWorkbook',
    logoFileName: 'Azure_Sentinel.svg',
    description:
      'Result codes of Entra sign-ins by risk, user, address, workload and tenant, with their meaning in English and Japanese.',
    dataTypesDependencies: ['SigninLogs'],
    dataConnectorsDependencies: ['AzureActiveDirectory'],
    previewImagesFileNames: [],
    version: '1.0.0',
    title: TITLE,
    templateRelativePath: 'EntraSigninRisk.json',
    subtitle: '',
    provider: name,
  };
}
