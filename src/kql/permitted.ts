// What the evaluator runs; everything else is refused with what to write instead. The list is what the content of
// infra/sentinel needs: each entry has tests against results of the Kusto documentation.

/** Tabular operators by the class that the language service gives them, each with its name in a query. */
export const OPERATORS = {
  FilterOperator: 'where',
  ExtendOperator: 'extend',
  ProjectOperator: 'project',
  ProjectAwayOperator: 'project-away',
  ProjectKeepOperator: 'project-keep',
  ProjectRenameOperator: 'project-rename',
  ProjectReorderOperator: 'project-reorder',
  SummarizeOperator: 'summarize',
  DistinctOperator: 'distinct',
  JoinOperator: 'join',
  LookupOperator: 'lookup',
  UnionOperator: 'union',
  SortOperator: 'sort',
  TopOperator: 'top',
  TakeOperator: 'take',
  CountOperator: 'count',
  MvExpandOperator: 'mv-expand',
  PrintOperator: 'print',
  RangeOperator: 'range',
  SerializeOperator: 'serialize',
  AsOperator: 'as',
} as const;
export type OperatorKind = keyof typeof OPERATORS;

/** Kinds of `join`; `lookup` takes the two that are marked. */
export const JOIN_KINDS = [
  'inner',
  'innerunique',
  'leftouter',
  'rightouter',
  'leftanti',
  'leftsemi',
] as const;
export type JoinKind = (typeof JOIN_KINDS)[number];
export const LOOKUP_KINDS = ['leftouter', 'inner'] as const;

/** What to write instead of operators that people reach for. */
export const INSTEAD: Readonly<Record<string, string>> = {
  EvaluateOperator: 'plugins are not run; write it with mv-expand, join or bag members',
  MakeSeriesOperator: 'use summarize ... by bin(TimeGenerated, ...), which has no rows for empty bins',
  MvApplyOperator: 'use mv-expand and summarize',
  ParseOperator: 'use extract() or split()',
  ParseWhereOperator: 'use extract() or split()',
  ScanOperator: 'join the rows with themselves on time',
  SampleOperator: 'use top or sort, then take: a sample is another one each time',
  SearchOperator: 'name the tables and columns',
  FindOperator: 'name the tables and columns',
  InvokeOperator: 'call the function with the table as its argument',
  TopNestedOperator: 'use summarize and top',
  FacetOperator: 'use several queries',
  ForkOperator: 'use several queries',
  FunctionCallExpression: 'see src/kql/functions for those that are run',
};

/** Aggregate functions, for `summarize`. */
export const AGGREGATES = [
  'count',
  'countif',
  'dcount',
  'dcountif',
  'sum',
  'sumif',
  'avg',
  'avgif',
  'min',
  'minif',
  'max',
  'maxif',
  'percentile',
  'arg_max',
  'arg_min',
  'make_set',
  'make_set_if',
  'make_list',
  'make_list_if',
  'make_bag',
  'take_any',
] as const;
export type AggregateName = (typeof AGGREGATES)[number];
