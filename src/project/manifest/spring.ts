import { walkDown, type FolderView } from '../tool.js';
import { entriesOf, membersOf } from './document.js';
import { readProperties } from './properties.js';
import { readYamlDocuments } from './yaml.js';

/** Where the settings of an application may be, relative to its project. */
const RESOURCES = ['src/main/resources', 'src/main/resources/config', 'config', ''];
const FILE = /^(?:application|bootstrap)(?:-[\w-]+)?\.(?:properties|ya?ml)$/;

/** Keys with dots between their parts, and what they are set to. */
export type DottedEntries = readonly (readonly [string, unknown])[];

/** The files of settings of a Spring, Quarkus or Micronaut application, relative to its project; those without a profile before the others. */
export function findSpringFiles(project: FolderView): readonly string[] {
  return RESOURCES.flatMap((resources) => {
    const folder = resources === '' ? project : walkDown(project, resources);
    const found = [...(folder?.names ?? [])].filter((name) => FILE.test(name)).sort((a, b) => a.length - b.length);
    return found.map((name) => (resources === '' ? name : `${resources}/${name}`));
  });
}

/** What such a file says, by the ending of its name. */
export function readSpringFile(name: string, text: string): { readonly entries: DottedEntries; readonly error?: undefined } | { readonly error: string } {
  if (name.endsWith('.properties')) return { entries: [...readProperties(text)] };
  // What Maven fills in, `@project.version@`, is no YAML before it is.
  const { value, error } = readYamlDocuments(text.replace(/(:[ \t]+)(@[\w.-]+@)/g, '$1"$2"'));
  return error === undefined ? { entries: membersOf(value).flatMap((document) => flatten(document)) } : { error };
}

/** `a: {b: 1}` as `a.b`. */
function flatten(value: unknown, prefix = '', depth = 0): (readonly [string, unknown])[] {
  const entries = depth > 20 ? [] : entriesOf(value);
  if (entries.length === 0) return prefix === '' ? [] : [[prefix, value]];
  return entries.flatMap(([key, member]) => flatten(member, prefix === '' ? key : `${prefix}.${key}`, depth + 1));
}
