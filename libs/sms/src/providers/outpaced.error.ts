/** Reason of an attempt's signal that was aborted because another provider accepted the message first. */
export class OutpacedError extends Error {
  override readonly name = 'OutpacedError';

  constructor() {
    super('Another provider accepted the message first.');
  }
}
