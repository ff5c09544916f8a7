import { describe, expect, test } from 'vitest';
import { asBoolean, asList, asText, at, entriesOf } from '../../src/project/manifest/document.js';
import { readJson } from '../../src/project/manifest/json.js';
import { readProperties } from '../../src/project/manifest/properties.js';
import { readToml } from '../../src/project/manifest/toml.js';
import { childrenOf, readXml, type XmlElement } from '../../src/project/manifest/xml.js';
import { readYaml, readYamlDocuments } from '../../src/project/manifest/yaml.js';

test('reads TOML, and says where it is none', () => {
  const { value } = readToml('[flyway]\nlocations = ["filesystem:sql", "classpath:db"]\nmixed = true\n[flyway.placeholders]\nowner = "app"\n');
  expect(asList(at(value, 'flyway', 'locations'))).toEqual(['filesystem:sql', 'classpath:db']);
  expect(asBoolean(at(value, 'flyway', 'mixed'))).toBe(true);
  expect(entriesOf(at(value, 'flyway', 'placeholders'))).toEqual([['owner', 'app']]);
  expect(at(value, 'flyway', 'toString')).toBeUndefined();
  expect(readToml('a = 1\nb = = 2\n').error).toMatch(/^line 2: \S/);
});

test('reads YAML without dates, all documents or the first, and says where it is none', () => {
  expect(readYaml('version: 2024-01-02\nn: 010\n').value).toEqual({ version: '2024-01-02', n: 10 });
  expect(readYaml('').value).toBeNull();
  expect(readYaml('a: 1\n---\na: 2\n').value).toEqual({ a: 1 });
  expect(readYamlDocuments('a: 1\n---\na: 2\n').value).toEqual([{ a: 1 }, { a: 2 }]);
  expect(readYaml('a: 1\nb: [1, 2\n').error).toMatch(/^line 3: \S/);
  expect(readYaml('a: !!js/function "function () {}"\n').error).toMatch(/^line 1: unknown tag/);
});

test('reads JSON, and says where it is none', () => {
  expect(readJson('{"a": [1]}').value).toEqual({ a: [1] });
  expect(readJson('{\n  "a": 1,\n}').error).toBe('line 3: expected a key in double quotes, not "}"');
});

test('reads properties as Java does', () => {
  const text = '# a\n! b\n\nurl = jdbc:x\nplain\nspaced   value here \nkey\\ two:v\\u00e9\nlong=a,\\\n   b\npath=C:\\\\sql\r\nurl=second\nend=x\\';
  expect([...readProperties(text)]).toEqual([
    ['url', 'second'], ['plain', ''], ['spaced', 'value here '], ['key two', 'vé'], ['long', 'a,b'], ['path', 'C:\\sql'], ['end', 'x'],
  ]);
});

describe('XML', () => {
  const show = (text: string, { name, start, contentStart, contentEnd, end }: XmlElement): readonly string[] => [name, text.slice(start, end), text.slice(contentStart, contentEnd)];

  test('has places that are true in the text', () => {
    const text = '<?xml version="1.0"?>\r\n<!-- <sql>no</sql> -->\r\n<p:log xmlns:p="x" a="1 &lt; 2">\r\n  <sql splitStatements = "false"\n>SELECT \u{1F600} 1 &lt; 2 <!-- c --><![CDATA[<b>]]></sql ><empty b=\'>\'/></p:log>\n';
    const { root } = readXml(text);
    if (root === undefined) throw new Error('not read');
    expect(root.name).toBe('log');
    expect(root.attributes.get('a')).toBe('1 < 2');
    expect(root.children.map((child) => show(text, child))).toEqual([
      ['sql', '<sql splitStatements = "false"\n>SELECT \u{1F600} 1 &lt; 2 <!-- c --><![CDATA[<b>]]></sql >', 'SELECT \u{1F600} 1 &lt; 2 <!-- c --><![CDATA[<b>]]>'],
      ['empty', '<empty b=\'>\'/>', ''],
    ]);
    expect(childrenOf(root, 'sql')[0]?.text).toBe('SELECT \u{1F600} 1 < 2 <b>');
    expect(childrenOf(root, 'sql')[0]?.attributes.get('splitStatements')).toBe('false');
    expect(childrenOf(root, 'empty')[0]?.attributes.get('b')).toBe('>');
  });

  test('says where it is none', () => {
    expect(readXml('<a>\n<b>\n</a>').error).toMatch(/^line 3: \S/);
    expect(readXml('').error).toBeDefined();
    expect(readXml('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>').error).toMatch(/entity/);
  });
});

test('tells scalars from the rest', () => {
  expect([asText(1), asText('1'), asText(true), asText({}), asText(null)]).toEqual(['1', '1', 'true', undefined, undefined]);
  expect([asBoolean('TRUE'), asBoolean(false), asBoolean('yes')]).toEqual([true, false, undefined]);
  expect([asList('a, b,'), asList(['a,b', 1]), asList({})]).toEqual([['a', 'b'], ['a,b', '1'], undefined]);
});
