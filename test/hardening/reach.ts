/** How often 100 000 requests by chance have at least to be answered so, or they have lost their way in: a fifth of what is usual. */
const LEAST: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  'POST /v1/challenges': { 202: 200, 'phone-number-invalid': 20, 'validation-failed': 500 },
  'GET /v1/challenges/{id}': { 200: 300, 'challenge-consumed': 30, 'challenge-not-found': 500 },
  'POST /v1/challenges/{id}/resend': {
    202: 20,
    'resend-too-soon': 50,
    'challenge-consumed': 20,
    'challenge-not-found': 300,
  },
  'POST /v1/challenges/{id}/verification': {
    200: 80,
    'code-incorrect': 40,
    'challenge-consumed': 10,
    'challenge-not-found': 50,
    'validation-failed': 500,
  },
  'POST /v1/sessions/refresh': { 200: 20, 'refresh-token-invalid': 50, 'validation-failed': 500 },
  'GET /v1/sessions': { 200: 20, 'access-token-invalid': 500 },
  'DELETE /v1/sessions': { 204: 20, 'access-token-invalid': 500 },
  'DELETE /v1/sessions/current': { 204: 20, 'access-token-invalid': 500 },
  'DELETE /v1/sessions/{id}': { 204: 20, 'access-token-invalid': 500 },
  'GET /v1/account': { 200: 20, 'access-token-invalid': 500 },
  'POST /v1/receipts/twilio': { 204: 100, 'malformed-request': 30, 'receipt-refused': 50 },
  'POST /v1/receipts/aws-sns': { 200: 100, 'malformed-request': 30, 'receipt-refused': 20 },
  'POST /v1/receipts/aws-eum': { 204: 80, 'malformed-request': 30, 'receipt-refused': 50 },
};

/** Counts what each operation was answered: its status where that is good, or else the code of the problem. */
export class Reach {
  readonly #counts = new Map<string, number>();

  note(operation: string, answer: string): void {
    const key = keyOf(operation, answer);
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
  }

  /** What was seen too seldom, in words. */
  get gaps(): readonly string[] {
    return Object.entries(LEAST).flatMap(([operation, answers]) =>
      Object.entries(answers).flatMap(([answer, least]) => {
        const seen = this.#counts.get(keyOf(operation, answer)) ?? 0;
        return seen < least ? [`${keyOf(operation, answer)}: ${seen} of ${least}`] : [];
      }),
    );
  }
}

function keyOf(operation: string, answer: string): string {
  return `${operation} was answered ${answer}`;
}
