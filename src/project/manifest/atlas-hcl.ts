const BLOCK = /\bmigration\s*\{([^{}]*)\}/g;
const DIRECTORY = /^[ \t]*dir[ \t]*=[ \t]*"(?:file:\/\/)?([^"?$]*)(?:\?[^"]*)?"/m;

/**
 * The folders that an atlas.hcl names as migration directories, as written (relative to the file, mostly): `dir` of the
 * `migration` blocks in it. What is put together of variables is not among them.
 */
export function readMigrationDirectories(text: string): readonly string[] {
  const code = text.replace(/^[ \t]*(?:#|\/\/).*$/gm, '');
  return [...code.matchAll(BLOCK)].flatMap(([, body = '']) => DIRECTORY.exec(body)?.[1] ?? []);
}
