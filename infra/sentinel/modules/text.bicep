// What the templates do with the text of the queries.

import { entityMapping, tuningValues } from '../types.bicep'

@description('The parameters of a function, from the comment in its file: name:type = default, and so on.')
@export()
func functionParameters(text string) string =>
  contains(text, '// parameters: (') ? parameterLine(split(text, '// parameters: (')[1]) : ''

func parameterLine(rest string) string => insideBrackets(trim(split(rest, '\n')[0]))

func insideBrackets(text string) string => substring(text, 0, max(0, length(text) - 1))

@description('A query with other values in its tuning lines (let name = value;). A name that the query does not have changes nothing.')
@export()
func tuned(query string, values tuningValues) string =>
  join(map(split(query, '\n'), line => tunedLine(line, values)), '\n')

func tunedLine(line string, values tuningValues) string =>
  contains(values, letName(line)) ? 'let ${letName(line)} = ${values[letName(line)]};' : line

func letName(line string) string => startsWith(line, 'let ') ? split(substring(line, 4), ' = ')[0] : ''

@description('A duration of the rule files (5m, 1h, 14d) in ISO 8601.')
@export()
func toDuration(text string) string => endsWith(text, 'd') ? 'P${toUpper(text)}' : 'PT${toUpper(text)}'

@description('A hunting query whose last lines give the mapped columns the names by which the hunting page knows them.')
@export()
func withEntities(query string, mappings entityMapping[]) string =>
  '${query}${join(flatten(map(mappings, (mapping, index) => entityLines(mapping, index))), '')}'

func entityLines(mapping entityMapping, index int) string[] =>
  map(
    mapping.fieldMappings,
    field => '| extend ${mapping.entityType}_${index}_${field.identifier} = ${field.columnName}\n'
  )
