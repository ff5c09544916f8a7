/** What PostgreSQL's command tags call the kinds of object that its grammar abbreviates, or files under another kind. */
const WORDS: ReadonlyMap<string, string> = new Map([
  ['OBJECT_DOMCONSTRAINT', 'DOMAIN'],
  ['OBJECT_FDW', 'FOREIGN DATA WRAPPER'],
  ['OBJECT_FOREIGN_SERVER', 'SERVER'],
  ['OBJECT_LARGEOBJECT', 'LARGE OBJECT'],
  ['OBJECT_MATVIEW', 'MATERIALIZED VIEW'],
  ['OBJECT_OPCLASS', 'OPERATOR CLASS'],
  ['OBJECT_OPFAMILY', 'OPERATOR FAMILY'],
  ['OBJECT_STATISTIC_EXT', 'STATISTICS'],
  ['OBJECT_TSCONFIGURATION', 'TEXT SEARCH CONFIGURATION'],
  ['OBJECT_TSDICTIONARY', 'TEXT SEARCH DICTIONARY'],
  ['OBJECT_TSPARSER', 'TEXT SEARCH PARSER'],
  ['OBJECT_TSTEMPLATE', 'TEXT SEARCH TEMPLATE'],
]);

/** A kind of object in the words of command tags: `DROP`, `ALTER` or `CREATE` and these are the tag. */
export function objectWords(type: string | undefined): string {
  return WORDS.get(type ?? '') ?? (type ?? '').replace('OBJECT_', '').replaceAll('_', ' ');
}
