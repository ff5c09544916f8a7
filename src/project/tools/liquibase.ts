import type { Directive, DirectiveReader } from '../../sql/migration.js';
import { folderOf, nameLike } from '../new-migrations.js';
import { compareNatural } from '../order.js';
import { detectMarker, leadingVersion, type FolderView, type MigrationTool } from '../tool.js';
import { isChangelogName } from '../code.js';
import { isForPostgres, readSqlChanges, toDelimiter } from './liquibase-changelog.js';
import { changelogReader } from './liquibase-inline.js';
import { findLiquibaseProject, type LiquibaseProject } from './liquibase-project.js';

const NAME = /\.sql$/i;
const HEADER = /^--\s*liquibase\s*formatted/i;
const CHANGESET = /^--\s*changeset\s+(?:"[^"]+"|[^\s:"][^:]*):\s*(?:"[^"]+"|\S+)(.*)$/i;
const UNREADABLE_CHANGESET = /^--\s*changeset\s/i;
const PROPERTY = /^--\s*property\s+(.*:.*)$/i;
const IGNORE_LINES = /^--\s*ignoreLines\s*:\s*(?:(start)|(\d+))\s*$/i;
const IGNORE_END = /^--\s*ignoreLines\s*:\s*end\s*$/i;

/**
 * `--changeset author:id …` begins what commits together; what stands between the header and the first one never runs.
 * `--rollback …` and the other lines are comments to us as well, so that no rollback is read as SQL.
 */
const readDirective: DirectiveReader = (comment, _lineStart, fileStart) => {
  if (!comment.startsWith('--')) return null;
  if (fileStart && HEADER.test(comment)) return { boundary: true, ignored: true };
  const lines = IGNORE_LINES.exec(comment);
  if (lines !== null) return { boundary: true, skip: lines[1] === undefined ? Number(lines[2]) : IGNORE_END };
  const property = PROPERTY.exec(comment)?.[1];
  if (property !== undefined) return readProperty(property);
  const attributes = CHANGESET.exec(comment)?.[1];
  if (attributes !== undefined) return readChangeset(attributes);
  // Liquibase stops at it: better to judge what follows than to leave it out.
  return UNREADABLE_CHANGESET.test(comment) ? { boundary: true, ignored: false } : null;
};

function readChangeset(attributes: string): Directive {
  return {
    boundary: true,
    transaction: !/\brunInTransaction:\s*false\b/i.test(attributes),
    ignored: !isForPostgres(/\bdbms:\s*("[^"]*"|\S+)/i.exec(attributes)?.[1]) || /\bignore:\s*true\b/i.test(attributes),
    together: /\bsplitStatements:\s*false\b/i.test(attributes),
    delimiter: toDelimiter(/(?<![a-z])endDelimiter:(\S+)/i.exec(attributes)?.[1]),
  };
}

/** `--property name:x value:y`: from there on `${x}` is `y`. */
function readProperty(attributes: string): Directive | null {
  const name = /\bname:\s*(\S+)/i.exec(attributes)?.[1];
  const value = /\bvalue:\s*(\S+)/i.exec(attributes)?.[1];
  if (name === undefined || value === undefined || !isForPostgres(/\bdbms:\s*(\S+)/i.exec(attributes)?.[1])) return null;
  return { placeholder: { name, value } };
}

const projects = new WeakMap<FolderView, LiquibaseProject>();

/** Liquibase as the changelogs of a project have it. */
function setUp({ files, placeholders, remarks }: LiquibaseProject): MigrationTool {
  const folders = new Set([...files.keys()].flatMap((path) => path.split('/').slice(0, -1).map((_, i, all) => all.slice(0, i + 1).join('/'))));
  return {
    ...liquibase,
    placeholders,
    enters: (path) => folders.has(path),
    readName(path) {
      const file = files.get(path);
      if (file === undefined) return undefined;
      const { order, isRollback, transaction, runOrder, delimiter } = file;
      return { version: versionOf(path), direction: isRollback ? 'down' : 'up', order: [runOrder === 'first' ? '0' : runOrder === 'last' ? '2' : '1', String(order)], transaction, delimiter };
    },
    readEmbedded(path) {
      const pieces = files.get(path)?.pieces;
      return pieces !== undefined && isChangelogName(path) ? changelogReader((text) => readSqlChanges(path, text, pieces)) : undefined;
    },
    examine: () => remarks,
  };
}

function versionOf(path: string): string | null {
  return leadingVersion(path.slice(path.lastIndexOf('/') + 1)) ?? null;
}

export const liquibase: MigrationTool = {
  name: 'liquibase',
  defaultFolders: [],
  wrapsTransaction: true,
  transactions: {
    tool: 'Liquibase',
    unit: 'each changeset',
    escape: 'with "runInTransaction:false" in its changeset line',
    directive: { place: 'part', part: /^--\s*changeset\s/i, words: 'runInTransaction:false', conflict: /\brunInTransaction:/i },
  },
  readDirective,
  compare: compareNatural,
  format: {
    files({ last, version, title, up, down, transaction }) {
      const back = down.split('\n').map((line) => (line.startsWith('--') ? line : `--rollback ${line}`));
      const rollback = back.some((line) => line.startsWith('--rollback')) ? back : [...back, '--rollback empty'];
      const changeset = `--changeset xclint:${version}-${title}${transaction ? '' : ' runInTransaction:false'}`;
      return [{ path: `${folderOf(last)}${nameLike(version, title, last)}.sql`, text: `--liquibase formatted sql\n\n${changeset}\n${up}\n${rollback.join('\n')}\n` }];
    },
    leavesTransaction: true,
  },
  detect(folder) {
    const project = findLiquibaseProject(folder);
    if (project === undefined) return detectMarker(folder, NAME, /^\s*--\s*liquibase\s+formatted/i);
    projects.set(project.root, project);
    return { root: project.root, reason: project.reason };
  },
  configure(root) {
    const project = projects.get(root);
    return project === undefined ? liquibase : setUp(project);
  },
  enters: () => true,
  // No changelog says in which order files of formatted SQL run: they go by their paths.
  readName: (path) => (NAME.test(path) ? { version: versionOf(path), direction: 'up', order: path.split('/') } : undefined),
};
