/** The part of libpg-query's Emscripten module that the parser uses. The package has no types for it. */
declare module 'libpg-query/wasm/libpg-query.js' {
  export interface PgQueryModule {
    /** Replaced whenever the memory grows. */
    HEAPU8: Uint8Array;
    HEAPU32: Uint32Array;
    instantiateWasm(
      imports: WebAssembly.Imports,
      receive: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
    ): WebAssembly.Exports;
    printErr(text: string): void;
    _malloc(size: number): number;
    _free(pointer: number): void;
    _wasm_parse_query_raw(text: number): number;
    _wasm_free_parse_result(result: number): void;
  }
  /** Fills the object that it is given, in place. */
  export default function factory(module: Pick<PgQueryModule, 'instantiateWasm' | 'printErr'>): Promise<PgQueryModule>;
}
