import { parseJson } from '@serai/sdk';
import { expect, test } from 'vitest';

test('a whole number too long for JavaScript keeps its digits, and all else is as ever', () => {
  const text =
    '{"trackingNo":20251122000000001,"all":[-20251122000000001,9007199254740991,1795393144936],' +
    '"amount":99.90,"pi":3.14159265358979323846,"text":"a \\"20251122000000001, 20251122000000001\\\\"}';

  expect(parseJson(text)).toEqual({
    trackingNo: '20251122000000001',
    all: ['-20251122000000001', 9007199254740991, 1795393144936],
    amount: 99.9,
    pi: 3.141592653589793,
    text: 'a "20251122000000001, 20251122000000001\\',
  });
  expect(() => parseJson('{2025112200000000')).toThrow(SyntaxError);
});
