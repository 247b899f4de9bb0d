import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { IsOptional } from 'class-validator';

/** A field of a body that need not be there; `null`, by which many clients leave out, is read as absence. */
export function MayBeLeftOut(): PropertyDecorator {
  return applyDecorators(
    IsOptional(),
    Transform(({ value }): unknown => value ?? undefined),
  );
}
