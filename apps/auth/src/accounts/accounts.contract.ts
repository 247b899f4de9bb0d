import { ApiProperty } from '@nestjs/swagger';

/** An account, as its owner sees it. */
export class AccountBody {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ description: 'E.164.', example: '+12025550123' })
  phoneNumber: string;

  @ApiProperty({ description: 'When the number was first verified (ISO 8601).', format: 'date-time' })
  createdAt: string;
}
