import { loadPackage } from './packages.js';

/** An element of an XML text. Places are offsets in the text, in UTF-16 units. */
export interface XmlElement {
  /** Without its prefix. */
  readonly name: string;
  /** By name, without prefix. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** What is written in it and in no child, with CDATA, without comments, references resolved. */
  readonly text: string;
  /** Where its `<` stands. */
  readonly start: number;
  /** From behind the `>` of its first tag to the `<` of its last; equal where it has one tag only. */
  readonly contentStart: number;
  readonly contentEnd: number;
  /** Behind its last `>`. */
  readonly end: number;
}

/** An XML text's outermost element, or why there is none, with the place: `line 3: …`. */
export type XmlDocument = { readonly root: XmlElement; readonly error?: undefined } | { readonly root?: undefined; readonly error: string };

/** An element that may still grow. */
interface OpenElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: XmlElement[];
  text: string;
  readonly start: number;
  readonly contentStart: number;
  contentEnd: number;
  end: number;
}

/** Reads well-formed XML. Nothing outside of the text is asked for, and entities that a DTD defines are an error. */
export function readXml(text: string): XmlDocument {
  const parser = new (loadPackage('saxes').SaxesParser)({ position: true });
  const open: OpenElement[] = [];
  let root: OpenElement | undefined;
  let error: string | undefined;
  let tagStart = 0;
  parser.on('error', (thrown) => {
    error ??= thrown.message.replace(/^(\d+):\d+: /, 'line $1: ').replace(/\.$/, '');
  });
  parser.on('opentagstart', () => {
    // It is told behind the name, at the first character that does not belong to it.
    tagStart = text.lastIndexOf('<', parser.position - 1);
  });
  parser.on('opentag', ({ name, attributes }) => {
    const element: OpenElement = {
      name: withoutPrefix(name),
      attributes: new Map(Object.entries(attributes).map(([key, value]) => [withoutPrefix(key), value])),
      children: [],
      text: '',
      start: tagStart,
      contentStart: parser.position,
      contentEnd: parser.position,
      end: parser.position,
    };
    root ??= element;
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  const addText = (content: string): void => {
    const element = open.at(-1);
    if (element !== undefined) element.text += content;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', ({ isSelfClosing }) => {
    const element = open.pop();
    if (element === undefined || isSelfClosing) return;
    element.end = parser.position;
    element.contentEnd = text.lastIndexOf('</', parser.position - 1);
  });
  parser.write(text).close();
  if (error !== undefined) return { error };
  return root === undefined ? { error: 'there is no element in it' } : { root };
}

function withoutPrefix(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/** The children of an element that have a name. */
export function childrenOf(element: XmlElement, name: string): readonly XmlElement[] {
  return element.children.filter((child) => child.name === name);
}
