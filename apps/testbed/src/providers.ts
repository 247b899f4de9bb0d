/** The SMS providers the testbed stands in for, by the names the rest of Standby uses. */
export const PROVIDERS = ['twilio', 'aws-sns', 'aws-eum'] as const;

export type ProviderName = (typeof PROVIDERS)[number];

/** Those of AWS, whose accounts have a sandbox and a spend limit. */
export type AwsProviderName = Exclude<ProviderName, 'twilio'>;

/** Tells whether a name taken from a path or a query is one of {@link PROVIDERS}. */
export function isProviderName(name: string): name is ProviderName {
  return PROVIDERS.some((provider) => provider === name);
}
