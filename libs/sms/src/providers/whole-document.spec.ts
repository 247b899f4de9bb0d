import { expect, it } from 'vitest';
import { isWholeDocument } from './whole-document.js';

it.each([
  '{"sid":"SM1"}',
  ' {"a":[1]}\n',
  '[]',
  '<PublishResponse xmlns="x"><a>1</a></PublishResponse>\n',
  '<?xml version="1.0"?>\n<ErrorResponse><Error/></ErrorResponse>',
])('a document is whole: %s', (body) => {
  expect(isWholeDocument(body)).toBe(true);
});

it.each([
  '',
  '{"sid":"SM1"',
  '{"sid":"SM1"}}',
  // Digits that end may go on.
  '42',
  'null',
  '<PublishResponse><a>1</a>',
  '<PublishResponse><a>1</a></PublishRes',
  '<?xml version="1.0"?>',
  'ok',
])('it is not, or cannot be known to be: %s', (body) => {
  expect(isWholeDocument(body)).toBe(false);
});
