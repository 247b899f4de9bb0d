import type { ProblemCode, ProblemText } from '../problem.js';

/** The problems in Portuguese. */
export const PT = {
  'validation-failed': {
    title: 'O pedido tem um erro',
    detail: 'Corrija os campos indicados em “errors” e envie-o de novo.',
  },
  'malformed-json': { title: 'O corpo não é JSON', detail: 'Envie um objeto JSON válido.' },
  'malformed-request': {
    title: 'Não é possível ler o pedido',
    detail: 'Verifique o endereço e os cabeçalhos e envie-o de novo.',
  },
  'access-token-invalid': {
    title: 'A sessão não está iniciada',
    detail: 'Inicie sessão ou renove o token de acesso e tente de novo.',
  },
  'refresh-token-invalid': { title: 'A sessão terminou', detail: 'Inicie sessão de novo.' },
  'destination-blocked': {
    title: 'As mensagens para este número estão bloqueadas',
    detail: 'Use outro número ou contacte o suporte.',
  },
  'human-check-required': {
    title: 'Confirme que é uma pessoa',
    detail: 'Passe na verificação e peça o código novamente.',
  },
  'receipt-refused': { title: 'O recibo foi recusado', detail: 'Não está provado que venha do fornecedor.' },
  'not-found': { title: 'Não há nada aqui', detail: 'Verifique o endereço.' },
  'challenge-not-found': { title: 'Este início de sessão é desconhecido', detail: 'Peça um novo código.' },
  'session-not-found': { title: 'Esta sessão não existe', detail: 'Terminou ou não é da sua conta.' },
  'method-not-allowed': {
    title: 'Este método não está disponível aqui',
    detail: 'Use um dos métodos do cabeçalho “Allow”.',
  },
  'request-timeout': { title: 'O pedido demorou demasiado', detail: 'Envie-o de novo.' },
  'challenge-expired': { title: 'O código expirou', detail: 'Peça um novo código.' },
  'challenge-consumed': {
    title: 'O código já foi usado',
    detail: 'Peça um novo código para voltar a iniciar sessão.',
  },
  'challenge-superseded': {
    title: 'Foi enviado um código mais recente',
    detail: 'Use o código da última mensagem.',
  },
  'challenge-exhausted': { title: 'Demasiados códigos errados', detail: 'Peça um novo código.' },
  'payload-too-large': { title: 'O pedido é demasiado grande', detail: 'Envie menos conteúdo.' },
  'uri-too-long': { title: 'O endereço é demasiado longo', detail: 'Encurte-o.' },
  'unsupported-media-type': {
    title: 'Este tipo de conteúdo não é aceite',
    detail: 'Envie JSON com o tipo “application/json”.',
  },
  'phone-number-invalid': {
    title: 'O número de telefone não é válido',
    detail: 'Escreva o número completo com o indicativo do país, começando por “+”.',
  },
  'phone-number-not-mobile': {
    title: 'Este número não pode receber códigos',
    detail: 'Escreva um número de telemóvel.',
  },
  'phone-number-not-served': {
    title: 'Este tipo de número não é servido',
    detail: 'Escreva um número de telemóvel de um país servido.',
  },
  'recipient-unreachable': {
    title: 'Não é possível contactar este número',
    detail: 'Verifique o número ou use outro.',
  },
  'recipient-opted-out': {
    title: 'Este número recusou as nossas mensagens',
    detail: 'Responda START à nossa última mensagem ou use outro número.',
  },
  'code-incorrect': {
    title: 'O código não está certo',
    detail: 'Verifique a mensagem e escreva o código de novo.',
  },
  'resend-too-soon': {
    title: 'Aguarde antes da próxima mensagem',
    detail: 'Tente de novo quando a espera terminar.',
  },
  'too-many-wrong-codes': {
    title: 'Demasiados códigos errados para este número',
    detail: 'Aguarde, ou inicie sessão num dispositivo onde já o tenha feito com ele.',
  },
  'quota-exceeded': { title: 'Demasiadas tentativas', detail: 'Aguarde o tempo indicado e tente novamente.' },
  'internal-error': { title: 'Algo correu mal do nosso lado', detail: 'Tente de novo mais tarde.' },
  'sms-unavailable': {
    title: 'A mensagem não pode ser enviada agora',
    detail: 'Tente de novo dentro de momentos.',
  },
  unavailable: { title: 'O serviço não está disponível agora', detail: 'Tente de novo dentro de momentos.' },
} as const satisfies Record<ProblemCode, ProblemText>;
