import { Module } from '@nestjs/common';
import { BearerCheck } from '@standby/signed-in';
import { DevicesModule } from '../devices/devices.module.js';
import { HttpModule } from '../http/http.module.js';
import { SigningModule } from '../signing/signing.module.js';
import { RefreshTokens } from './refresh-tokens.js';
import { SessionSettings } from './session.js';
import { SessionStore } from './session.store.js';
import { SessionBearerCheck } from './session-bearer-check.js';
import { SessionSweep } from './session-sweep.js';
import { SessionsConfig, sessionRulesOf } from './sessions.config.js';
import { SessionsController } from './sessions.controller.js';
import { SessionsService } from './sessions.service.js';

/** Sessions, and `@SignedIn()` for every module that imports this one. */
@Module({
  imports: [DevicesModule, HttpModule, SigningModule],
  controllers: [SessionsController],
  providers: [
    SessionsService,
    SessionStore,
    SessionSweep,
    RefreshTokens,
    { provide: BearerCheck, useClass: SessionBearerCheck },
    { provide: SessionSettings, inject: [SessionsConfig], useFactory: sessionRulesOf },
  ],
  exports: [SessionsService, BearerCheck],
})
export class SessionsModule {}
