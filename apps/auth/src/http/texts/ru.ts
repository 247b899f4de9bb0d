import type { ProblemCode, ProblemText } from '../problem.js';

/** The problems in Russian. */
export const RU = {
  'validation-failed': {
    title: 'В запросе ошибка',
    detail: 'Исправьте поля, указанные в «errors», и отправьте его снова.',
  },
  'malformed-json': { title: 'Тело запроса не является JSON', detail: 'Отправьте корректный объект JSON.' },
  'malformed-request': {
    title: 'Запрос не удаётся прочитать',
    detail: 'Проверьте адрес и заголовки и отправьте его снова.',
  },
  'access-token-invalid': {
    title: 'Вы не вошли',
    detail: 'Войдите или обновите токен доступа и повторите попытку.',
  },
  'refresh-token-invalid': { title: 'Сеанс завершён', detail: 'Войдите снова.' },
  'destination-blocked': {
    title: 'Сообщения на этот номер заблокированы',
    detail: 'Укажите другой номер или обратитесь в поддержку.',
  },
  'human-check-required': {
    title: 'Подтвердите, что вы человек',
    detail: 'Пройдите проверку и запросите код ещё раз.',
  },
  'receipt-refused': { title: 'Квитанция отклонена', detail: 'Не доказано, что она пришла от провайдера.' },
  'not-found': { title: 'Здесь ничего нет', detail: 'Проверьте адрес.' },
  'challenge-not-found': { title: 'Этот вход неизвестен', detail: 'Запросите новый код.' },
  'session-not-found': {
    title: 'Такого сеанса нет',
    detail: 'Он завершён или не относится к вашей учётной записи.',
  },
  'method-not-allowed': {
    title: 'Этот метод здесь недоступен',
    detail: 'Используйте один из методов из заголовка «Allow».',
  },
  'request-timeout': { title: 'Запрос занял слишком много времени', detail: 'Отправьте его снова.' },
  'challenge-expired': { title: 'Срок действия кода истёк', detail: 'Запросите новый код.' },
  'challenge-consumed': { title: 'Код уже использован', detail: 'Чтобы войти снова, запросите новый код.' },
  'challenge-superseded': {
    title: 'Отправлен более новый код',
    detail: 'Введите код из последнего сообщения.',
  },
  'challenge-exhausted': { title: 'Слишком много неверных кодов', detail: 'Запросите новый код.' },
  'payload-too-large': { title: 'Запрос слишком большой', detail: 'Отправьте меньше данных.' },
  'uri-too-long': { title: 'Адрес слишком длинный', detail: 'Сократите его.' },
  'unsupported-media-type': {
    title: 'Такой тип данных не принимается',
    detail: 'Отправьте JSON с типом «application/json».',
  },
  'phone-number-invalid': {
    title: 'Номер телефона недействителен',
    detail: 'Введите номер полностью, с кодом страны, начиная с «+».',
  },
  'phone-number-not-mobile': {
    title: 'На этот номер нельзя отправить код',
    detail: 'Введите номер мобильного телефона.',
  },
  'phone-number-not-served': {
    title: 'Такие номера не обслуживаются',
    detail: 'Введите мобильный номер обслуживаемой страны.',
  },
  'recipient-unreachable': { title: 'Этот номер недоступен', detail: 'Проверьте номер или укажите другой.' },
  'recipient-opted-out': {
    title: 'Этот номер отказался от наших сообщений',
    detail: 'Ответьте START на наше последнее сообщение или укажите другой номер.',
  },
  'code-incorrect': { title: 'Код неверный', detail: 'Проверьте сообщение и введите код ещё раз.' },
  'resend-too-soon': {
    title: 'Подождите перед следующим сообщением',
    detail: 'Повторите попытку, когда истечёт время ожидания.',
  },
  'too-many-wrong-codes': {
    title: 'Слишком много неверных кодов для этого номера',
    detail: 'Подождите или войдите на устройстве, где уже входили с этим номером.',
  },
  'quota-exceeded': {
    title: 'Слишком много попыток',
    detail: 'Повторите попытку по истечении времени ожидания.',
  },
  'internal-error': { title: 'У нас что-то пошло не так', detail: 'Повторите попытку позже.' },
  'sms-unavailable': {
    title: 'Сейчас не удаётся отправить сообщение',
    detail: 'Повторите попытку через минуту.',
  },
  unavailable: { title: 'Сейчас сервис недоступен', detail: 'Повторите попытку через минуту.' },
} as const satisfies Record<ProblemCode, ProblemText>;
