// SPDX-License-Identifier: Apache-2.0
// Refuses colours and font sizes in styles: they stand in theme/tokens.css, and have names elsewhere.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';

const tokens = join('src', 'theme', 'tokens.css');

const names = `aliceblue antiquewhite aqua aquamarine azure beige bisque black blanchedalmond blue blueviolet brown burlywood
cadetblue chartreuse chocolate coral cornflowerblue cornsilk crimson cyan darkblue darkcyan darkgoldenrod darkgray darkgreen
darkgrey darkkhaki darkmagenta darkolivegreen darkorange darkorchid darkred darksalmon darkseagreen darkslateblue
darkslategray darkslategrey darkturquoise darkviolet deeppink deepskyblue dimgray dimgrey dodgerblue firebrick floralwhite
forestgreen fuchsia gainsboro ghostwhite gold goldenrod gray green greenyellow grey honeydew hotpink indianred indigo ivory
khaki lavender lavenderblush lawngreen lemonchiffon lightblue lightcoral lightcyan lightgoldenrodyellow lightgray lightgreen
lightgrey lightpink lightsalmon lightseagreen lightskyblue lightslategray lightslategrey lightsteelblue lightyellow lime
limegreen linen magenta maroon mediumaquamarine mediumblue mediumorchid mediumpurple mediumseagreen mediumslateblue
mediumspringgreen mediumturquoise mediumvioletred midnightblue mintcream mistyrose moccasin navajowhite navy oldlace olive
olivedrab orange orangered orchid palegoldenrod palegreen paleturquoise palevioletred papayawhip peachpuff peru pink plum
powderblue purple rebeccapurple red rosybrown royalblue saddlebrown salmon sandybrown seagreen seashell sienna silver skyblue
slateblue slategray slategrey snow springgreen steelblue tan teal thistle tomato turquoise violet wheat white whitesmoke
yellow yellowgreen`.split(/\s+/);

const notated = /#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})(?![\w-])|(?<![\w-])(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color)\(/i;
const named = new RegExp(`(?<![\\w-])(?:${names.join('|')})(?![\\w-])`, 'i');
/** Of these the words are no colours. */
const nameless = /^(?:animation|content|font-family|grid|transition|will-change|container)/;

const isSize = (property, value) => {
  if (property === 'font') return !/^(?:inherit|initial|unset)$/.test(value);
  return property === 'font-size' && !/^(?:inherit|var\(--[\w-]+\))$/.test(value);
};

const blank = (text) => text.replace(/[^\n]/g, ' ');

/** What is wrong in a style sheet: the lines and the words. */
export function faultsOfSheet(text) {
  const faults = [];
  const plain = text.replace(/\/\*[\s\S]*?\*\//g, blank).replace(/"[^"\n]*"|'[^'\n]*'|url\([^)]*\)/g, blank);
  for (const { 1: name, 2: given, index } of plain.matchAll(/(?<=[{;\s])(-{0,2}[a-z][\w-]*)\s*:\s*([^;{}]*)(?=[;}])/gi)) {
    const property = name.toLowerCase();
    const value = given.replace(/!important/, '').trim();
    const line = plain.slice(0, index).split('\n').length;
    if (notated.test(value) || (!nameless.test(property) && named.test(value))) faults.push({ line, text: `a colour outside of the tokens: ${property}: ${value}` });
    if (isSize(property, value)) faults.push({ line, text: `a font size outside of the tokens: ${property}: ${value}` });
  }
  return faults;
}

/** Of SVG and of `style`; the names of Mantine's own colours are tokens. */
const painted = /^(?:fill|stroke|stopColor|floodColor|lightingColor)$/;
const styled = /^(?:color|background|border|outline|fill|stroke|boxShadow|textShadow|caretColor|accentColor|stopColor|--)/i;
const sizes = new Set(['fontSize', 'fz', 'font-size']);
const ownSize = /^(?:inherit|xs|sm|md|lg|xl|h[1-6]|var\(--[\w-]+\))$/;

function textsOf(node) {
  if (!node) return [];
  if (ts.isStringLiteralLike(node) || ts.isNumericLiteral(node)) return [node.text];
  if (ts.isTemplateExpression(node)) return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)];
  if (ts.isJsxExpression(node) || ts.isParenthesizedExpression(node) || ts.isAsExpression(node)) return textsOf(node.expression);
  if (ts.isConditionalExpression(node)) return [...textsOf(node.whenTrue), ...textsOf(node.whenFalse)];
  if (ts.isBinaryExpression(node)) return [...textsOf(node.left), ...textsOf(node.right)];
  return [];
}

function isInStyle(node) {
  for (let above = node.parent; above; above = above.parent) {
    if (ts.isJsxAttribute(above)) return /^styles?$/.test(above.name.getText());
  }
  return false;
}

/** What is wrong in the styles of a component. */
export function faultsOfComponent(text, path = 'part.tsx') {
  const faults = [];
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const fault = (node, words) => faults.push({ line: source.getLineAndCharacterOfPosition(node.getStart()).line + 1, text: words });
  const visit = (node) => {
    const isAttribute = ts.isJsxAttribute(node);
    if (isAttribute || ts.isPropertyAssignment(node)) {
      const name = node.name.getText().replace(/^['"]|['"]$/g, '');
      const isPaint = isAttribute ? painted.test(name) : styled.test(name) && isInStyle(node);
      for (const value of textsOf(node.initializer)) {
        if (isPaint && named.test(value)) fault(node, `a colour outside of the tokens: ${name}: ${value}`);
        if (sizes.has(name) && !ownSize.test(value)) fault(node, `a font size outside of the tokens: ${name}: ${value}`);
      }
    }
    const literals = ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddle(node) || ts.isTemplateTail(node);
    if (literals && notated.test(node.text)) fault(node, `a colour outside of the tokens: ${node.text}`);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return faults;
}

function* files(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* files(path);
    else yield path;
  }
}

function faultsOf(path) {
  if (path === tokens || path.includes('generated') || /\.test\.tsx?$/.test(path)) return [];
  if (path.endsWith('.css')) return faultsOfSheet(readFileSync(path, 'utf8'));
  return /\.tsx?$/.test(path) ? faultsOfComponent(readFileSync(path, 'utf8'), path) : [];
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const faults = [...files('src')].flatMap((path) => faultsOf(path).map(({ line, text }) => `${path}:${line}: ${text}`));
  if (faults.length > 0) {
    console.error(faults.join('\n'));
    process.exit(1);
  }
}
