/**
 * An alphanumeric sender as every provider takes it: 3 to 11 of A–Z, a–z and 0–9, at least one a letter.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/channels-sms-senders.html (Twilio also takes spaces and `-+_&`)
 */
export const SENDER_ID = /^(?=.*[A-Za-z])[A-Za-z0-9]{3,11}$/;
