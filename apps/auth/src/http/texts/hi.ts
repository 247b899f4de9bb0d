import type { ProblemCode, ProblemText } from '../problem.js';

/** The problems in Hindi. */
export const HI = {
  'validation-failed': { title: 'अनुरोध में गलती है', detail: '“errors” में बताए गए फ़ील्ड ठीक करके फिर से भेजें।' },
  'malformed-json': { title: 'सामग्री JSON नहीं है', detail: 'मान्य JSON ऑब्जेक्ट भेजें।' },
  'malformed-request': { title: 'अनुरोध पढ़ा नहीं जा सका', detail: 'पता और हेडर जाँचकर फिर से भेजें।' },
  'access-token-invalid': {
    title: 'आपने साइन इन नहीं किया है',
    detail: 'साइन इन करें या एक्सेस टोकन नवीनीकृत करके फिर कोशिश करें।',
  },
  'refresh-token-invalid': { title: 'सत्र समाप्त हो गया है', detail: 'फिर से साइन इन करें।' },
  'destination-blocked': {
    title: 'इस नंबर पर संदेश भेजना अवरुद्ध है',
    detail: 'दूसरा नंबर इस्तेमाल करें या सहायता से संपर्क करें।',
  },
  'human-check-required': { title: 'कृपया पुष्टि करें कि आप मनुष्य हैं', detail: 'जाँच पूरी करें और कोड फिर से माँगें।' },
  'receipt-refused': { title: 'रसीद अस्वीकार कर दी गई', detail: 'यह सिद्ध नहीं है कि यह प्रदाता से आई है।' },
  'not-found': { title: 'यहाँ कुछ नहीं है', detail: 'पता जाँचें।' },
  'challenge-not-found': { title: 'यह साइन-इन अज्ञात है', detail: 'नया कोड माँगें।' },
  'session-not-found': { title: 'यह सत्र मौजूद नहीं है', detail: 'यह समाप्त हो चुका है या आपके खाते का नहीं है।' },
  'method-not-allowed': { title: 'यह मेथड यहाँ उपलब्ध नहीं है', detail: '“Allow” हेडर में दिए गए मेथड का उपयोग करें।' },
  'request-timeout': { title: 'अनुरोध में बहुत समय लगा', detail: 'फिर से भेजें।' },
  'challenge-expired': { title: 'कोड की समय-सीमा समाप्त हो गई है', detail: 'नया कोड माँगें।' },
  'challenge-consumed': {
    title: 'कोड पहले ही इस्तेमाल हो चुका है',
    detail: 'फिर से साइन इन करने के लिए नया कोड माँगें।',
  },
  'challenge-superseded': { title: 'एक नया कोड भेजा जा चुका है', detail: 'सबसे नए संदेश का कोड इस्तेमाल करें।' },
  'challenge-exhausted': { title: 'बहुत बार गलत कोड डाला गया', detail: 'नया कोड माँगें।' },
  'payload-too-large': { title: 'अनुरोध बहुत बड़ा है', detail: 'कम सामग्री भेजें।' },
  'uri-too-long': { title: 'पता बहुत लंबा है', detail: 'उसे छोटा करें।' },
  'unsupported-media-type': {
    title: 'इस प्रकार की सामग्री स्वीकार नहीं है',
    detail: '“application/json” प्रकार के साथ JSON भेजें।',
  },
  'phone-number-invalid': {
    title: 'यह फ़ोन नंबर मान्य नहीं है',
    detail: '“+” से शुरू करके देश कोड के साथ पूरा नंबर डालें।',
  },
  'phone-number-not-mobile': { title: 'यह नंबर कोड प्राप्त नहीं कर सकता', detail: 'मोबाइल नंबर डालें।' },
  'phone-number-not-served': {
    title: 'इस प्रकार के नंबर पर सेवा नहीं है',
    detail: 'ऐसे देश का मोबाइल नंबर डालें जहाँ सेवा उपलब्ध है।',
  },
  'recipient-unreachable': { title: 'इस नंबर तक पहुँचा नहीं जा सकता', detail: 'नंबर जाँचें या दूसरा नंबर इस्तेमाल करें।' },
  'recipient-opted-out': {
    title: 'इस नंबर ने हमारे संदेश अस्वीकार किए हैं',
    detail: 'हमारे पिछले संदेश पर START लिखकर जवाब दें या दूसरा नंबर इस्तेमाल करें।',
  },
  'code-incorrect': { title: 'कोड सही नहीं है', detail: 'संदेश देखकर कोड फिर से डालें।' },
  'resend-too-soon': { title: 'अगले संदेश से पहले प्रतीक्षा करें', detail: 'प्रतीक्षा समय पूरा होने पर फिर कोशिश करें।' },
  'too-many-wrong-codes': {
    title: 'इस नंबर के लिए बहुत से गलत कोड',
    detail: 'प्रतीक्षा करें, या उस डिवाइस पर साइन इन करें जिस पर पहले इस नंबर से साइन इन किया गया है।',
  },
  'quota-exceeded': { title: 'बहुत अधिक प्रयास', detail: 'प्रतीक्षा समय समाप्त होने पर फिर से प्रयास करें।' },
  'internal-error': { title: 'हमारी ओर से कुछ गड़बड़ हुई', detail: 'थोड़ी देर बाद फिर कोशिश करें।' },
  'sms-unavailable': { title: 'अभी संदेश नहीं भेजा जा सकता', detail: 'कुछ क्षण बाद फिर कोशिश करें।' },
  unavailable: { title: 'सेवा अभी उपलब्ध नहीं है', detail: 'कुछ क्षण बाद फिर कोशिश करें।' },
} as const satisfies Record<ProblemCode, ProblemText>;
