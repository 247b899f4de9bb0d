import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsString, Matches, MaxLength } from 'class-validator';

/**
 * A field of a body that is text of one shape, which the API's description tells too.
 *
 * @param refusal what the answer says of other text, as `must be a device token`
 */
export function TextLike(pattern: RegExp, refusal: string): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ pattern: pattern.source }),
    Matches(pattern, { message: refusal }),
    IsString({ message: 'must be a string' }),
  );
}

/** A field of a body that is text of at most so many characters, which the API's description tells too. */
export function TextUpTo(maxLength: number): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ maxLength }),
    MaxLength(maxLength, { message: `must be at most ${maxLength} characters` }),
    IsString({ message: 'must be a string' }),
  );
}
