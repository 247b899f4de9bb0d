/**
 * What came of the code in a message: the person proved it, or it died unproven or had to be sent again in another one.
 * Of all that is known of a message only `verified` is certain: somebody read it.
 */
export type CodeOutcome = 'verified' | 'expired';
