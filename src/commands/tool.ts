import { createRequire } from 'node:module';

/** Who we are, as `package.json` says. */
export interface Tool {
  readonly name: string;
  readonly version: string;
  readonly homepage: string;
}

let tool: Tool | undefined;

/** Reads `package.json` when first asked: a run without findings never does. */
export function describeTool(): Tool {
  tool ??= readManifest(createRequire(import.meta.filename)('xclint/package.json'));
  return tool;
}

function readManifest(manifest: unknown): Tool {
  if (typeof manifest !== 'object' || manifest === null) throw new Error('package.json holds no object');
  const text = (key: string): string => {
    const value: unknown = Reflect.get(manifest, key);
    if (typeof value !== 'string') throw new Error(`package.json has no ${key}`);
    return value;
  };
  return { name: text('name'), version: text('version'), homepage: text('homepage') };
}

/** The page of a rule, as it was when this version was released. */
export function docsUrl(ruleId: string): string {
  const { homepage, version } = describeTool();
  return `${homepage}/blob/v${version}/docs/rules/${ruleId}.md`;
}
