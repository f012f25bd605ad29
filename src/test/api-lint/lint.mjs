// Lints an OpenAPI or AsyncAPI document: node lint.mjs <file>. Prints what is wrong, a line each, and ends with 1 if anything is.

import { readFileSync } from 'node:fs';
import { Parser } from '@asyncapi/parser';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { Validator } from '@seriousme/openapi-schema-validator';

const source = readFileSync(process.argv[2], 'utf8');
const wrong = source.trimStart().startsWith('asyncapi') ? await asyncApi() : await openApi();
wrong.forEach((line) => console.log(line));
process.exitCode = wrong.length ? 1 : 0;

/** The specification's own schema first, then the rules of good style, with the ones that are only advice elsewhere. */
async function openApi() {
  const { valid, errors } = await new Validator().validate(source);
  if (!valid) {
    return [`not OpenAPI: ${JSON.stringify(errors)}`];
  }
  const config = await createConfig({ extends: ['recommended-strict'], rules: { 'operation-description': 'off' } });
  const problems = await lintFromString({ source, absoluteRef: '/openapi.yaml', config });
  return problems.map(({ ruleId, message, location }) => `${ruleId}: ${message} ${location[0]?.pointer}`);
}

/** Errors and warnings; not that there is a newer AsyncAPI. */
async function asyncApi() {
  const { diagnostics } = await new Parser().parse(source);
  return diagnostics.filter(({ severity }) => severity < 2).map(({ code, message, path }) => `${code}: ${message} ${path.join('/')}`);
}
