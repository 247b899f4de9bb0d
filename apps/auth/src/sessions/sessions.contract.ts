import { ApiProperty } from '@nestjs/swagger';
import { IsString, Matches } from 'class-validator';

/** Asks for a new pair of tokens. */
export class RefreshBody {
  @ApiProperty({ description: 'The refresh token of the latest pair.' })
  @IsString({ message: 'must be a string' })
  @Matches(/^[A-Za-z0-9_-]{1,128}$/, { message: 'must be a refresh token' })
  refreshToken: string;
}

/** A pair of tokens. */
export class TokensResponse {
  @ApiProperty({ description: 'Bearer token (JWT) for the `Authorization` header.' })
  accessToken: string;

  @ApiProperty({ description: 'Opaque; works once, at `POST /v1/sessions/refresh`.' })
  refreshToken: string;

  @ApiProperty({ description: 'Seconds the access token lives.', type: 'integer', example: 900 })
  expiresIn: number;
}
