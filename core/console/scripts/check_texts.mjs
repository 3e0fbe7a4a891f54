// SPDX-License-Identifier: Apache-2.0
// Refuses words in components: what people read stands in messages/*.json. And what the pages' policy would refuse:
// components of Mantine that write style elements into the page.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const readAttributes = new Set([
  'alt', 'aria-description', 'aria-label', 'aria-placeholder', 'aria-roledescription', 'cancelLabel', 'confirmLabel',
  'description', 'header', 'label', 'placeholder', 'title',
]);
const styleElements = new Set([
  'AppShell', 'ColorSchemeScript', 'Grid', 'RemoveScroll', 'SimpleGrid', 'Typography',
]);
const letter = /\p{L}{2}/u;

function* sources(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* sources(path);
    else if (/\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name)) yield path;
  }
}

/** The words of an attribute or a child, if it holds any as they are. */
function literal(node) {
  if (!node) return undefined;
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isJsxExpression(node)) return literal(node.expression);
  if (ts.isConditionalExpression(node)) return [literal(node.whenTrue), literal(node.whenFalse)].filter(Boolean).join(' ');
  return undefined;
}

const faults = [];

function check(path) {
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const fault = (node, text) => {
    const { line } = source.getLineAndCharacterOfPosition(node.getStart());
    faults.push(`${path}:${line + 1}: ${text}`);
  };
  const visit = (node) => {
    if (ts.isJsxText(node) && letter.test(node.text)) fault(node, `words in a component: ${node.text.trim()}`);
    if (ts.isJsxExpression(node) && !ts.isJsxAttribute(node.parent) && letter.test(literal(node) ?? '')) {
      fault(node, `words in a component: ${literal(node)}`);
    }
    if (ts.isJsxAttribute(node) && readAttributes.has(node.name.getText()) && letter.test(literal(node.initializer) ?? '')) {
      fault(node, `words in ${node.name.getText()}: ${literal(node.initializer)}`);
    }
    if (ts.isJsxAttribute(node) && node.name.getText() === 'dangerouslySetInnerHTML') fault(node, 'markup from text');
    if (ts.isImportDeclaration(node) && node.moduleSpecifier.text === '@mantine/core') {
      for (const each of node.importClause?.namedBindings?.elements ?? []) {
        if (styleElements.has(each.name.text)) fault(each, `${each.name.text} writes style elements into the page`);
      }
    }
    // `p={{ base: 'sm', md: 'lg' }}`: Mantine makes a style element of it.
    if (ts.isPropertyAssignment(node) && node.name.getText() === 'base' && ts.isJsxExpression(node.parent.parent)) {
      fault(node, 'a responsive property writes a style element into the page');
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
}

for (const path of sources('src')) if (!path.includes('generated')) check(path);
if (faults.length > 0) {
  console.error(faults.join('\n'));
  process.exit(1);
}
