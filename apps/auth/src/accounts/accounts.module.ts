import { Module } from '@nestjs/common';
import { SessionsModule } from '../sessions/sessions.module.js';
import { AccountStore } from './account.store.js';
import { AccountsController } from './accounts.controller.js';
import { AccountsService } from './accounts.service.js';
import { NumberRekeying } from './number-rekeying.js';

/** One account a phone number. */
@Module({
  imports: [SessionsModule],
  controllers: [AccountsController],
  providers: [AccountsService, AccountStore, NumberRekeying],
  exports: [AccountsService],
})
export class AccountsModule {}
