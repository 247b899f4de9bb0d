import type { ProblemCode, ProblemText } from '../problem.js';

/** The problems in Chinese. */
export const ZH = {
  'validation-failed': { title: '请求有误', detail: '请更正 “errors” 中列出的字段后重新发送。' },
  'malformed-json': { title: '请求正文不是 JSON', detail: '请发送有效的 JSON 对象。' },
  'malformed-request': { title: '无法读取请求', detail: '请检查地址和请求头后重新发送。' },
  'access-token-invalid': { title: '您尚未登录', detail: '请登录或刷新访问令牌后重试。' },
  'refresh-token-invalid': { title: '会话已结束', detail: '请重新登录。' },
  'destination-blocked': { title: '发往此号码的短信已被拦截', detail: '请使用其他号码，或联系客服。' },
  'receipt-refused': { title: '回执被拒绝', detail: '无法证明其来自服务提供商。' },
  'not-found': { title: '此处没有内容', detail: '请检查地址。' },
  'challenge-not-found': { title: '找不到此次登录', detail: '请获取新的验证码。' },
  'session-not-found': { title: '没有此会话', detail: '它已结束，或不属于您的账户。' },
  'method-not-allowed': { title: '此处不支持该方法', detail: '请使用 “Allow” 响应头中列出的方法。' },
  'request-timeout': { title: '请求耗时过长', detail: '请重新发送。' },
  'challenge-expired': { title: '验证码已过期', detail: '请获取新的验证码。' },
  'challenge-consumed': { title: '验证码已被使用', detail: '如需再次登录，请获取新的验证码。' },
  'challenge-superseded': { title: '已发送更新的验证码', detail: '请使用最新短信中的验证码。' },
  'challenge-exhausted': { title: '验证码错误次数过多', detail: '请获取新的验证码。' },
  'payload-too-large': { title: '请求过大', detail: '请减少发送的内容。' },
  'uri-too-long': { title: '地址过长', detail: '请缩短地址。' },
  'unsupported-media-type': {
    title: '不接受此类内容',
    detail: '请发送 JSON，内容类型为 “application/json”。',
  },
  'phone-number-invalid': { title: '电话号码无效', detail: '请输入以 “+” 开头、包含国家代码的完整号码。' },
  'phone-number-not-mobile': { title: '此号码无法接收验证码', detail: '请输入手机号码。' },
  'phone-number-not-served': { title: '不支持此类号码', detail: '请输入服务范围内国家或地区的手机号码。' },
  'recipient-unreachable': { title: '无法联系此号码', detail: '请检查号码，或使用其他号码。' },
  'recipient-opted-out': {
    title: '此号码已拒收我们的短信',
    detail: '请回复 START 到我们的上一条短信，或使用其他号码。',
  },
  'code-incorrect': { title: '验证码不正确', detail: '请查看短信并重新输入。' },
  'resend-too-soon': { title: '请稍候再获取下一条短信', detail: '请在等待时间结束后重试。' },
  'too-many-wrong-codes': {
    title: '此号码的验证码错误次数过多',
    detail: '请稍候，或在曾用此号码登录过的设备上登录。',
  },
  'internal-error': { title: '我们这边出了问题', detail: '请稍后重试。' },
  'sms-unavailable': { title: '目前无法发送短信', detail: '请稍后重试。' },
  unavailable: { title: '服务暂时不可用', detail: '请稍后重试。' },
} as const satisfies Record<ProblemCode, ProblemText>;
