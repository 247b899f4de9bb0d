import type { ProblemCode, ProblemText } from '../problem.js';

/** The problems in German. */
export const DE = {
  'validation-failed': {
    title: 'Die Anfrage enthält einen Fehler',
    detail: 'Korrigieren Sie die unter „errors“ genannten Felder und senden Sie sie erneut.',
  },
  'malformed-json': { title: 'Der Inhalt ist kein JSON', detail: 'Senden Sie ein gültiges JSON-Objekt.' },
  'malformed-request': {
    title: 'Die Anfrage ist nicht lesbar',
    detail: 'Prüfen Sie Adresse und Kopfzeilen und senden Sie sie erneut.',
  },
  'access-token-invalid': {
    title: 'Sie sind nicht angemeldet',
    detail: 'Melden Sie sich an oder erneuern Sie das Zugriffstoken.',
  },
  'refresh-token-invalid': { title: 'Die Sitzung ist beendet', detail: 'Melden Sie sich erneut an.' },
  'destination-blocked': {
    title: 'Nachrichten an diese Nummer sind gesperrt',
    detail: 'Verwenden Sie eine andere Nummer oder wenden Sie sich an den Support.',
  },
  'human-check-required': {
    title: 'Bitte bestätigen Sie, dass Sie ein Mensch sind',
    detail: 'Bestehen Sie die Prüfung und fordern Sie den Code erneut an.',
  },
  'receipt-refused': {
    title: 'Die Zustellmeldung wurde abgelehnt',
    detail: 'Es ist nicht erwiesen, dass sie vom Anbieter stammt.',
  },
  'not-found': { title: 'Hier ist nichts', detail: 'Prüfen Sie die Adresse.' },
  'challenge-not-found': {
    title: 'Diese Anmeldung ist unbekannt',
    detail: 'Fordern Sie einen neuen Code an.',
  },
  'session-not-found': {
    title: 'Diese Sitzung gibt es nicht',
    detail: 'Sie ist beendet oder gehört nicht zu Ihrem Konto.',
  },
  'method-not-allowed': {
    title: 'Diese Methode gibt es hier nicht',
    detail: 'Verwenden Sie eine der Methoden aus der Kopfzeile „Allow“.',
  },
  'request-timeout': { title: 'Die Anfrage hat zu lange gedauert', detail: 'Senden Sie sie erneut.' },
  'challenge-expired': { title: 'Der Code ist abgelaufen', detail: 'Fordern Sie einen neuen Code an.' },
  'challenge-consumed': {
    title: 'Der Code wurde bereits verwendet',
    detail: 'Fordern Sie zum erneuten Anmelden einen neuen Code an.',
  },
  'challenge-superseded': {
    title: 'Es wurde ein neuerer Code gesendet',
    detail: 'Verwenden Sie den Code aus der letzten Nachricht.',
  },
  'challenge-exhausted': { title: 'Zu viele falsche Codes', detail: 'Fordern Sie einen neuen Code an.' },
  'payload-too-large': { title: 'Die Anfrage ist zu groß', detail: 'Senden Sie weniger.' },
  'uri-too-long': { title: 'Die Adresse ist zu lang', detail: 'Kürzen Sie sie.' },
  'unsupported-media-type': {
    title: 'Diese Art von Inhalt wird nicht angenommen',
    detail: 'Senden Sie JSON mit dem Typ „application/json“.',
  },
  'phone-number-invalid': {
    title: 'Das ist keine gültige Telefonnummer',
    detail: 'Geben Sie die ganze Nummer mit Ländervorwahl ein, beginnend mit „+“.',
  },
  'phone-number-not-mobile': {
    title: 'Diese Nummer kann keine Codes empfangen',
    detail: 'Geben Sie eine Mobilnummer ein.',
  },
  'phone-number-not-served': {
    title: 'Diese Art von Nummer wird nicht bedient',
    detail: 'Geben Sie eine Mobilnummer aus einem bedienten Land ein.',
  },
  'recipient-unreachable': {
    title: 'Diese Nummer ist nicht erreichbar',
    detail: 'Prüfen Sie die Nummer oder verwenden Sie eine andere.',
  },
  'recipient-opted-out': {
    title: 'Diese Nummer hat unsere Nachrichten abgelehnt',
    detail: 'Antworten Sie START auf unsere letzte Nachricht oder verwenden Sie eine andere Nummer.',
  },
  'code-incorrect': {
    title: 'Der Code stimmt nicht',
    detail: 'Prüfen Sie die Nachricht und geben Sie den Code erneut ein.',
  },
  'resend-too-soon': {
    title: 'Bitte warten Sie vor der nächsten Nachricht',
    detail: 'Versuchen Sie es nach Ablauf der Wartezeit erneut.',
  },
  'too-many-wrong-codes': {
    title: 'Zu viele falsche Codes für diese Nummer',
    detail: 'Warten Sie, oder melden Sie sich auf einem Gerät an, das schon mit ihr angemeldet war.',
  },
  'quota-exceeded': {
    title: 'Zu viele Versuche',
    detail: 'Versuchen Sie es nach Ablauf der Wartezeit erneut.',
  },
  'internal-error': { title: 'Bei uns ist etwas schiefgegangen', detail: 'Versuchen Sie es später erneut.' },
  'sms-unavailable': {
    title: 'Die Nachricht kann gerade nicht gesendet werden',
    detail: 'Versuchen Sie es gleich noch einmal.',
  },
  unavailable: {
    title: 'Der Dienst ist gerade nicht verfügbar',
    detail: 'Versuchen Sie es gleich noch einmal.',
  },
} as const satisfies Record<ProblemCode, ProblemText>;
