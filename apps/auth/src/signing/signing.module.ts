import { Module } from '@nestjs/common';
import { AccessTokens } from './access-tokens.js';
import { JwksController } from './jwks.controller.js';
import { KeyWatch } from './key-watch.js';
import { SigningKeysModule } from './signing-keys.module.js';

/** Access tokens, and the keys that sign them. */
@Module({
  imports: [SigningKeysModule],
  controllers: [JwksController],
  providers: [AccessTokens, KeyWatch],
  exports: [AccessTokens],
})
export class SigningModule {}
