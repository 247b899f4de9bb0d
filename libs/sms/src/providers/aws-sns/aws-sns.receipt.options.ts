import { ArrayMaxSize, ArrayNotEmpty, IsArray, Matches } from 'class-validator';

/** How calls are known that bring the delivery logs of AWS SNS. */
export class AwsSnsReceiptOptions {
  /** Access keys of the Firehose HTTP endpoint, 16 to 256 letters, digits, `_` and `-`; two while one replaces the other. */
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(2)
  @Matches(/^[\w-]{16,256}$/, {
    each: true,
    message: '$property must hold one or two keys of 16 to 256 letters, digits, _ and -',
  })
  accessKeys: readonly string[];
}
