import { Module } from '@nestjs/common';
import { AccessTokens } from './access-tokens.js';
import { BearerGuard } from './bearer.guard.js';
import { SessionStore } from './session.store.js';
import { SessionSweep } from './session-sweep.js';
import { SessionsController } from './sessions.controller.js';
import { SessionsService } from './sessions.service.js';
import { SigningKeys } from './signing-keys.js';

/** Access and refresh tokens. */
@Module({
  controllers: [SessionsController],
  providers: [SessionsService, SessionStore, SessionSweep, AccessTokens, SigningKeys, BearerGuard],
  exports: [SessionsService, SessionStore, AccessTokens, BearerGuard],
})
export class SessionsModule {}
