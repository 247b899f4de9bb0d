import { Controller, Get } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentAccountId, SignedIn } from '@standby/signed-in';
import { ApiProblems } from '../http/api-problems.js';
import { Problem } from '../http/problem.js';
import { AccountBody } from './accounts.contract.js';
import { AccountsService } from './accounts.service.js';

/** The account of whoever is signed in. */
@ApiTags('account')
@Controller('v1/account')
export class AccountsController {
  constructor(private readonly accounts: AccountsService) {}

  @Get()
  @SignedIn()
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Who is signed in' })
  @ApiOkResponse({ type: AccountBody })
  @ApiProblems('access-token-invalid')
  async current(@CurrentAccountId() accountId: string): Promise<AccountBody> {
    const account = await this.accounts.find(accountId);
    if (account === undefined) throw new Problem('access-token-invalid');
    return account;
  }
}
