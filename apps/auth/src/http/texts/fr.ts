import type { ProblemCode, ProblemText } from '../problem.js';

/** The problems in French. */
export const FR = {
  'validation-failed': {
    title: 'La requête contient une erreur',
    detail: 'Corrigez les champs indiqués dans « errors » et renvoyez-la.',
  },
  'malformed-json': { title: 'Le corps n’est pas du JSON', detail: 'Envoyez un objet JSON valide.' },
  'malformed-request': {
    title: 'La requête est illisible',
    detail: 'Vérifiez l’adresse et les en-têtes, puis renvoyez-la.',
  },
  'access-token-invalid': {
    title: 'Vous n’êtes pas connecté',
    detail: 'Connectez-vous ou renouvelez le jeton d’accès, puis réessayez.',
  },
  'refresh-token-invalid': { title: 'La session est terminée', detail: 'Connectez-vous de nouveau.' },
  'destination-blocked': {
    title: 'Les messages vers ce numéro sont bloqués',
    detail: 'Utilisez un autre numéro ou contactez l’assistance.',
  },
  'human-check-required': {
    title: 'Confirmez que vous êtes humain',
    detail: 'Passez la vérification, puis redemandez le code.',
  },
  'receipt-refused': {
    title: 'L’accusé de réception a été refusé',
    detail: 'Rien ne prouve qu’il vient du prestataire.',
  },
  'not-found': { title: 'Il n’y a rien ici', detail: 'Vérifiez l’adresse.' },
  'challenge-not-found': { title: 'Cette connexion est inconnue', detail: 'Demandez un nouveau code.' },
  'session-not-found': {
    title: 'Cette session n’existe pas',
    detail: 'Elle est terminée ou n’appartient pas à votre compte.',
  },
  'method-not-allowed': {
    title: 'Cette méthode n’est pas disponible ici',
    detail: 'Utilisez l’une des méthodes de l’en-tête « Allow ».',
  },
  'request-timeout': { title: 'La requête a pris trop de temps', detail: 'Renvoyez-la.' },
  'challenge-expired': { title: 'Le code a expiré', detail: 'Demandez un nouveau code.' },
  'challenge-consumed': {
    title: 'Le code a déjà été utilisé',
    detail: 'Demandez un nouveau code pour vous reconnecter.',
  },
  'challenge-superseded': {
    title: 'Un code plus récent a été envoyé',
    detail: 'Utilisez le code du dernier message.',
  },
  'challenge-exhausted': { title: 'Trop de codes erronés', detail: 'Demandez un nouveau code.' },
  'payload-too-large': { title: 'La requête est trop volumineuse', detail: 'Envoyez moins de données.' },
  'uri-too-long': { title: 'L’adresse est trop longue', detail: 'Raccourcissez-la.' },
  'unsupported-media-type': {
    title: 'Ce type de contenu n’est pas accepté',
    detail: 'Envoyez du JSON, avec le type « application/json ».',
  },
  'phone-number-invalid': {
    title: 'Ce numéro de téléphone n’est pas valide',
    detail: 'Saisissez le numéro complet avec l’indicatif du pays, en commençant par « + ».',
  },
  'phone-number-not-mobile': {
    title: 'Ce numéro ne peut pas recevoir de code',
    detail: 'Saisissez un numéro de mobile.',
  },
  'phone-number-not-served': {
    title: 'Ce type de numéro n’est pas desservi',
    detail: 'Saisissez un numéro de mobile d’un pays desservi.',
  },
  'recipient-unreachable': {
    title: 'Ce numéro est injoignable',
    detail: 'Vérifiez le numéro ou utilisez-en un autre.',
  },
  'recipient-opted-out': {
    title: 'Ce numéro a refusé nos messages',
    detail: 'Répondez START à notre dernier message ou utilisez un autre numéro.',
  },
  'code-incorrect': {
    title: 'Le code est incorrect',
    detail: 'Vérifiez le message et saisissez de nouveau le code.',
  },
  'resend-too-soon': {
    title: 'Patientez avant le prochain message',
    detail: 'Réessayez une fois le délai écoulé.',
  },
  'too-many-wrong-codes': {
    title: 'Trop de codes erronés pour ce numéro',
    detail: 'Patientez, ou connectez-vous depuis un appareil déjà utilisé avec ce numéro.',
  },
  'quota-exceeded': { title: 'Trop de tentatives', detail: 'Patientez le temps indiqué, puis réessayez.' },
  'internal-error': { title: 'Un problème est survenu de notre côté', detail: 'Réessayez plus tard.' },
  'sms-unavailable': {
    title: 'Le message ne peut pas être envoyé pour l’instant',
    detail: 'Réessayez dans un instant.',
  },
  unavailable: { title: 'Le service est indisponible pour l’instant', detail: 'Réessayez dans un instant.' },
} as const satisfies Record<ProblemCode, ProblemText>;
