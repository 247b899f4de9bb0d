import type { ProblemCode, ProblemText } from '../problem.js';

/** The problems in Spanish. */
export const ES = {
  'validation-failed': {
    title: 'La solicitud tiene un error',
    detail: 'Corrija los campos indicados en «errors» y envíela de nuevo.',
  },
  'malformed-json': { title: 'El cuerpo no es JSON', detail: 'Envíe un objeto JSON válido.' },
  'malformed-request': {
    title: 'No se puede leer la solicitud',
    detail: 'Revise la dirección y las cabeceras y envíela de nuevo.',
  },
  'access-token-invalid': {
    title: 'No ha iniciado sesión',
    detail: 'Inicie sesión o renueve el token de acceso y vuelva a intentarlo.',
  },
  'refresh-token-invalid': { title: 'La sesión ha terminado', detail: 'Inicie sesión de nuevo.' },
  'destination-blocked': {
    title: 'Los mensajes a este número están bloqueados',
    detail: 'Use otro número o contacte con soporte.',
  },
  'human-check-required': {
    title: 'Confirme que es una persona',
    detail: 'Supere la comprobación y pida el código de nuevo.',
  },
  'receipt-refused': {
    title: 'El acuse de recibo fue rechazado',
    detail: 'No está probado que venga del proveedor.',
  },
  'not-found': { title: 'Aquí no hay nada', detail: 'Revise la dirección.' },
  'challenge-not-found': { title: 'Este inicio de sesión es desconocido', detail: 'Pida un código nuevo.' },
  'session-not-found': { title: 'Esta sesión no existe', detail: 'Ha terminado o no es de su cuenta.' },
  'method-not-allowed': {
    title: 'Este método no está disponible aquí',
    detail: 'Use uno de los métodos de la cabecera «Allow».',
  },
  'request-timeout': { title: 'La solicitud tardó demasiado', detail: 'Envíela de nuevo.' },
  'challenge-expired': { title: 'El código ha caducado', detail: 'Pida un código nuevo.' },
  'challenge-consumed': {
    title: 'El código ya se usó',
    detail: 'Pida un código nuevo para volver a iniciar sesión.',
  },
  'challenge-superseded': {
    title: 'Se envió un código más reciente',
    detail: 'Use el código del último mensaje.',
  },
  'challenge-exhausted': { title: 'Demasiados códigos incorrectos', detail: 'Pida un código nuevo.' },
  'payload-too-large': { title: 'La solicitud es demasiado grande', detail: 'Envíe menos contenido.' },
  'uri-too-long': { title: 'La dirección es demasiado larga', detail: 'Acórtela.' },
  'unsupported-media-type': {
    title: 'No se acepta este tipo de contenido',
    detail: 'Envíe JSON con el tipo «application/json».',
  },
  'phone-number-invalid': {
    title: 'El número de teléfono no es válido',
    detail: 'Escriba el número completo con el código de país, empezando por «+».',
  },
  'phone-number-not-mobile': {
    title: 'Este número no puede recibir códigos',
    detail: 'Escriba un número de móvil.',
  },
  'phone-number-not-served': {
    title: 'No se atiende este tipo de número',
    detail: 'Escriba un número de móvil de un país atendido.',
  },
  'recipient-unreachable': {
    title: 'No se puede contactar con este número',
    detail: 'Revise el número o use otro.',
  },
  'recipient-opted-out': {
    title: 'Este número rechazó nuestros mensajes',
    detail: 'Responda START a nuestro último mensaje o use otro número.',
  },
  'code-incorrect': {
    title: 'El código no es correcto',
    detail: 'Revise el mensaje y vuelva a escribir el código.',
  },
  'resend-too-soon': {
    title: 'Espere antes del siguiente mensaje',
    detail: 'Vuelva a intentarlo cuando termine la espera.',
  },
  'too-many-wrong-codes': {
    title: 'Demasiados códigos incorrectos para este número',
    detail: 'Espere, o inicie sesión en un dispositivo en el que ya lo haya hecho con él.',
  },
  'quota-exceeded': {
    title: 'Demasiados intentos',
    detail: 'Espere a que pase el tiempo indicado e inténtelo de nuevo.',
  },
  'internal-error': { title: 'Algo falló por nuestra parte', detail: 'Vuelva a intentarlo más tarde.' },
  'sms-unavailable': {
    title: 'Ahora no se puede enviar el mensaje',
    detail: 'Vuelva a intentarlo en un momento.',
  },
  unavailable: {
    title: 'El servicio no está disponible ahora',
    detail: 'Vuelva a intentarlo en un momento.',
  },
} as const satisfies Record<ProblemCode, ProblemText>;
