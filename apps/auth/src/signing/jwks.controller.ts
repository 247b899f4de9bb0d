import { Controller, Get, Header } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems } from '../http/api-problems.js';
import { JWKS_MAX_AGE_SECS } from './signing-key.js';
import { SigningKeys } from './signing-keys.js';

/** The keys by which others check access tokens. */
@ApiTags('sessions')
@Controller('.well-known/jwks.json')
export class JwksController {
  constructor(private readonly keys: SigningKeys) {}

  @Get()
  @Header('cache-control', `public, max-age=${JWKS_MAX_AGE_SECS}`)
  @ApiOperation({ summary: 'Public keys that access tokens can be checked with (RFC 7517)' })
  @ApiOkResponse({
    schema: { type: 'object', properties: { keys: { type: 'array', items: { type: 'object' } } } },
  })
  @ApiProblems()
  async publicKeys(): ReturnType<SigningKeys['publicKeys']> {
    return this.keys.publicKeys();
  }
}
