import type { ProblemCode, ProblemText } from '../problem.js';

/** The problems in Arabic. */
export const AR = {
  'validation-failed': { title: 'في الطلب خطأ', detail: 'صحّح الحقول المذكورة في "errors" ثم أرسله مجددًا.' },
  'malformed-json': { title: 'المحتوى ليس بصيغة JSON', detail: 'أرسل كائن JSON صالحًا.' },
  'malformed-request': { title: 'تعذّرت قراءة الطلب', detail: 'تحقّق من العنوان والترويسات ثم أرسله مجددًا.' },
  'access-token-invalid': { title: 'لم تسجّل الدخول', detail: 'سجّل الدخول أو جدّد رمز الوصول ثم حاول مجددًا.' },
  'refresh-token-invalid': { title: 'انتهت الجلسة', detail: 'سجّل الدخول مجددًا.' },
  'destination-blocked': {
    title: 'الرسائل إلى هذا الرقم محظورة',
    detail: 'استخدم رقمًا آخر أو تواصل مع الدعم.',
  },
  'human-check-required': { title: 'يُرجى تأكيد أنك إنسان', detail: 'اجتز التحقق ثم اطلب الرمز مرة أخرى.' },
  'receipt-refused': { title: 'رُفض الإيصال', detail: 'لم يثبت أن الطلب صادر عن مزود الخدمة.' },
  'not-found': { title: 'لا يوجد شيء هنا', detail: 'تحقّق من العنوان.' },
  'challenge-not-found': { title: 'عملية الدخول هذه غير معروفة', detail: 'اطلب رمزًا جديدًا.' },
  'session-not-found': { title: 'هذه الجلسة غير موجودة', detail: 'لقد انتهت، أو أنها ليست من جلسات حسابك.' },
  'method-not-allowed': {
    title: 'هذه الطريقة غير متاحة هنا',
    detail: 'استخدم إحدى الطرق في ترويسة "Allow".',
  },
  'request-timeout': { title: 'استغرق الطلب وقتًا طويلًا', detail: 'أرسله مجددًا.' },
  'challenge-expired': { title: 'انتهت صلاحية الرمز', detail: 'اطلب رمزًا جديدًا.' },
  'challenge-consumed': { title: 'سبق استخدام الرمز', detail: 'اطلب رمزًا جديدًا لتسجيل الدخول مجددًا.' },
  'challenge-superseded': { title: 'أُرسل رمز أحدث', detail: 'استخدم الرمز الوارد في آخر رسالة.' },
  'challenge-exhausted': { title: 'محاولات خاطئة كثيرة', detail: 'اطلب رمزًا جديدًا.' },
  'payload-too-large': { title: 'الطلب كبير جدًا', detail: 'أرسل محتوى أقل.' },
  'uri-too-long': { title: 'العنوان طويل جدًا', detail: 'اختصره.' },
  'unsupported-media-type': {
    title: 'هذا النوع من المحتوى غير مقبول',
    detail: 'أرسل JSON بالنوع "application/json".',
  },
  'phone-number-invalid': {
    title: 'رقم الهاتف غير صالح',
    detail: 'أدخل الرقم كاملًا مع رمز الدولة بدءًا بعلامة "+".',
  },
  'phone-number-not-mobile': { title: 'لا يمكن لهذا الرقم استقبال الرموز', detail: 'أدخل رقم هاتف محمول.' },
  'phone-number-not-served': {
    title: 'هذا النوع من الأرقام غير مدعوم',
    detail: 'أدخل رقم هاتف محمول في بلد مدعوم.',
  },
  'recipient-unreachable': {
    title: 'تعذّر الوصول إلى هذا الرقم',
    detail: 'تحقّق من الرقم أو استخدم رقمًا آخر.',
  },
  'recipient-opted-out': {
    title: 'رفض هذا الرقم رسائلنا',
    detail: 'أجب بكلمة START على آخر رسالة منا أو استخدم رقمًا آخر.',
  },
  'code-incorrect': { title: 'الرمز غير صحيح', detail: 'راجع الرسالة وأدخل الرمز مجددًا.' },
  'resend-too-soon': { title: 'انتظر قبل الرسالة التالية', detail: 'حاول مجددًا بعد انتهاء مدة الانتظار.' },
  'too-many-wrong-codes': {
    title: 'رموز خاطئة كثيرة لهذا الرقم',
    detail: 'انتظر، أو سجّل الدخول من جهاز سبق تسجيل الدخول منه بهذا الرقم.',
  },
  'quota-exceeded': { title: 'محاولات كثيرة جدًا', detail: 'أعد المحاولة بعد انتهاء مدة الانتظار.' },
  'internal-error': { title: 'حدث خطأ من جانبنا', detail: 'حاول مجددًا لاحقًا.' },
  'sms-unavailable': { title: 'تعذّر إرسال الرسالة الآن', detail: 'حاول مجددًا بعد قليل.' },
  unavailable: { title: 'الخدمة غير متاحة الآن', detail: 'حاول مجددًا بعد قليل.' },
} as const satisfies Record<ProblemCode, ProblemText>;
