import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsString, Matches, MaxLength } from 'class-validator';

// The first rule that fails is the one that is told.

/**
 * A field of a body that is text of one shape, which the API's description tells too.
 *
 * @param refusal what the answer says of other text, as `must be a device token`
 */
export function TextLike(pattern: RegExp, refusal: string): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ pattern: pattern.source }),
    IsString({ message: 'must be a string' }),
    Matches(pattern, { message: refusal }),
  );
}

/** A field of a body that is text of at most so many characters, which the API's description tells too. */
export function TextUpTo(maxLength: number): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ maxLength }),
    IsString({ message: 'must be a string' }),
    MaxLength(maxLength, { message: `must be at most ${maxLength} characters` }),
  );
}
