/** The part of the WebAssembly interface that Node and browsers share and xclint uses; the ES libraries of TypeScript leave it out. */
declare namespace WebAssembly {
  type Exports = Record<string, unknown>;
  type Imports = Record<string, Record<string, unknown>>;
  class Module {
    constructor(bytes: ArrayBufferView | ArrayBuffer);
    /** Keeps other objects from passing as modules. */
    private readonly module: true;
  }
  class Instance {
    constructor(module: Module, imports?: Imports);
    readonly exports: Exports;
  }
  class RuntimeError extends Error {}
}
