/**
 * An alphanumeric sender as every provider takes it: 3 to 11 of A–Z, a–z and 0–9, at least one a letter.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/channels-sms-senders.html (Twilio also takes spaces and `-+_&`)
 */
export const SENDER_ID_FORM = {
  pattern: /^(?=.*[A-Za-z])[A-Za-z0-9]{3,11}$/,
  described: '3 to 11 letters and digits with at least one letter',
};
