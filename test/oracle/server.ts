import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A PostgreSQL server of the test's own, reached over a socket in a folder that goes with it. */
export interface Server {
  /** Runs one text, as `psql -c` does; gives the first column of every row, or throws PostgreSQL's message. */
  query(sql: string): Promise<readonly string[]>;
  close(): Promise<void>;
}

const USER = 'xclint';

/** Makes a cluster with the programs in `folder` and starts it. PostgreSQL refuses to run as root: `nobody` does then. */
export async function startServer(folder: string): Promise<Server> {
  const home = mkdtempSync(join(tmpdir(), 'xclint-pg-'));
  const isRoot = process.getuid?.() === 0;
  const call = (program: string, ...args: readonly string[]): void => {
    const command = [...(isRoot ? ['runuser', '-u', 'nobody', '--'] : []), join(folder, program), ...args];
    execFileSync(command[0] ?? program, command.slice(1), { cwd: home, stdio: ['ignore', 'ignore', 'inherit'] });
  };
  if (isRoot) execFileSync('chown', ['nobody', home]);
  const data = join(home, 'data');
  call('initdb', '-D', data, '-U', USER, '-A', 'trust', '-E', 'UTF8', '--locale=C');
  call('pg_ctl', '-D', data, '-w', '-l', join(home, 'log'), '-o', `-c listen_addresses= -c fsync=off -c jit=off -k ${home}`, 'start');
  const connection = new Connection(connect(join(home, '.s.PGSQL.5432')));
  await connection.ready();
  return {
    query: (sql) => connection.query(sql),
    close() {
      connection.end();
      call('pg_ctl', '-D', data, '-m', 'immediate', 'stop');
      rmSync(home, { recursive: true, force: true });
      return Promise.resolve();
    },
  };
}

/** What the server has answered since the last `ReadyForQuery`. */
interface Answer {
  readonly rows: string[];
  error: string | null;
}

/** The simple query half of PostgreSQL's protocol, version 3: one query at a time. */
class Connection {
  readonly #socket: Socket;
  #received: Buffer = Buffer.alloc(0);
  #answer: Answer = { rows: [], error: null };
  #waiting: { resolve(answer: Answer): void; reject(error: Error): void } | null = null;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk) => {
      this.#received = Buffer.concat([this.#received, chunk]);
      this.#read();
    });
    socket.on('error', (error) => this.#waiting?.reject(error));
    socket.on('close', () => this.#waiting?.reject(new Error('the server closed the connection')));
  }

  async ready(): Promise<void> {
    const version = Buffer.from([0, 3, 0, 0]);
    await this.#ask(framed('', Buffer.concat([version, Buffer.from(`user\0${USER}\0database\0postgres\0client_encoding\0UTF8\0\0`)])));
  }

  async query(sql: string): Promise<readonly string[]> {
    const { rows, error } = await this.#ask(framed('Q', Buffer.from(`${sql}\0`)));
    if (error !== null) throw new Error(error);
    return rows;
  }

  end(): void {
    this.#socket.removeAllListeners('close');
    this.#socket.end(framed('X', Buffer.alloc(0)));
  }

  #ask(message: Buffer): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#socket.write(message);
    });
  }

  #read(): void {
    let at = 0;
    while (this.#received.length - at >= 5) {
      const end = at + 1 + this.#received.readInt32BE(at + 1);
      if (end > this.#received.length) break;
      this.#take(String.fromCharCode(this.#received.readUInt8(at)), this.#received.subarray(at + 5, end));
      at = end;
    }
    this.#received = this.#received.subarray(at);
  }

  #take(type: string, body: Buffer): void {
    if (type === 'D') this.#answer.rows.push(firstColumn(body));
    else if (type === 'E') this.#answer.error ??= messageOf(body);
    else if (type === 'Z') {
      this.#waiting?.resolve(this.#answer);
      this.#waiting = null;
      this.#answer = { rows: [], error: null };
    }
  }
}

/** A message with its type and length; the first one of a connection has no type. */
function framed(type: string, body: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length + 4);
  return Buffer.concat([Buffer.from(type), length, body]);
}

/** Of a `DataRow`: a count of columns, which may be none, then each with its length, -1 for NULL. */
function firstColumn(body: Buffer): string {
  if (body.readInt16BE(0) === 0) return '';
  const length = body.readInt32BE(2);
  return length < 0 ? '' : body.toString('utf8', 6, 6 + length);
}

/** Of an `ErrorResponse`: fields of a letter and a text; `M` is the message. */
function messageOf(body: Buffer): string {
  const fields = body.toString('utf8').split('\0');
  return fields.find((field) => field.startsWith('M'))?.slice(1) ?? 'an error without a message';
}
