import { compareNatural } from '../order.js';
import { noDirectives, type MigrationTool } from '../tool.js';

const PARTS: ReadonlySet<string> = new Set(['deploy', 'revert', 'verify']);
/** Beside a plan these hold tests. */
const TESTS: ReadonlySet<string> = new Set(['t', 'test', 'tests']);

export const sqitch: MigrationTool = {
  name: 'sqitch',
  defaultFolders: ['deploy'],
  // Its scripts carry their own BEGIN and COMMIT.
  wrapsTransaction: false,
  readDirective: noDirectives,
  compare: compareNatural,
  detect(folder) {
    const { parent } = folder;
    if (parent === undefined) return undefined;
    const { names } = parent;
    const isPart = PARTS.has(folder.name) && names.has('deploy') && (names.has('revert') || names.has('verify') || names.has('sqitch.plan'));
    const isTest = TESTS.has(folder.name) && names.has('sqitch.plan');
    if (!isPart && !isTest) return this.detect(parent);
    return { root: parent, reason: names.has('sqitch.plan') ? 'sqitch.plan' : 'the folders deploy, revert and verify' };
  },
  examine: (root) =>
    root.names.has('sqitch.plan') ? [{ kind: 'note', path: '', message: 'sqitch.plan is not read: scripts go by their names, so one may be read before another that it rests on.' }] : [],
  enters: (path) => PARTS.has(path.split('/')[0] ?? ''),
  readName(path) {
    const [part, ...rest] = path.split('/');
    if (rest.length === 0 || !/\.sql$/i.test(path)) return undefined;
    if (part === 'deploy') return { version: null, direction: 'up', order: ['0', ...rest] };
    if (part === 'revert') return { version: null, direction: 'down', order: ['1', ...rest] };
    return part === 'verify' || TESTS.has(part ?? '') ? 'skip' : undefined;
  },
};
