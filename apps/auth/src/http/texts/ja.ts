import type { ProblemCode, ProblemText } from '../problem.js';

/** The problems in Japanese. */
export const JA = {
  'validation-failed': {
    title: 'リクエストに誤りがあります',
    detail: '「errors」に示された項目を直して、もう一度送信してください。',
  },
  'malformed-json': {
    title: '本文が JSON ではありません',
    detail: '正しい JSON オブジェクトを送信してください。',
  },
  'malformed-request': {
    title: 'リクエストを読み取れません',
    detail: 'アドレスとヘッダーを確認して、もう一度送信してください。',
  },
  'access-token-invalid': {
    title: 'サインインしていません',
    detail: 'サインインするか、アクセストークンを更新してから、もう一度お試しください。',
  },
  'refresh-token-invalid': { title: 'セッションは終了しました', detail: 'もう一度サインインしてください。' },
  'destination-blocked': {
    title: 'この番号へのメッセージは停止されています',
    detail: '別の番号を使うか、サポートにお問い合わせください。',
  },
  'human-check-required': {
    title: '人間であることを確認してください',
    detail: '確認を完了してから、もう一度コードを請求してください。',
  },
  'receipt-refused': {
    title: '配信通知は拒否されました',
    detail: 'プロバイダーからのものと確認できません。',
  },
  'not-found': { title: 'ここには何もありません', detail: 'アドレスを確認してください。' },
  'challenge-not-found': {
    title: 'このサインインは見つかりません',
    detail: '新しいコードを取得してください。',
  },
  'session-not-found': {
    title: 'このセッションはありません',
    detail: '終了したか、お使いのアカウントのものではありません。',
  },
  'method-not-allowed': {
    title: 'このメソッドは使えません',
    detail: '「Allow」ヘッダーにあるメソッドを使ってください。',
  },
  'request-timeout': { title: 'リクエストに時間がかかりすぎました', detail: 'もう一度送信してください。' },
  'challenge-expired': { title: 'コードの有効期限が切れました', detail: '新しいコードを取得してください。' },
  'challenge-consumed': {
    title: 'コードは使用済みです',
    detail: 'もう一度サインインするには、新しいコードを取得してください。',
  },
  'challenge-superseded': {
    title: 'より新しいコードを送信しました',
    detail: '最新のメッセージのコードを使ってください。',
  },
  'challenge-exhausted': {
    title: 'コードを間違えた回数が多すぎます',
    detail: '新しいコードを取得してください。',
  },
  'payload-too-large': { title: 'リクエストが大きすぎます', detail: '内容を減らしてください。' },
  'uri-too-long': { title: 'アドレスが長すぎます', detail: '短くしてください。' },
  'unsupported-media-type': {
    title: 'この形式の内容は受け付けていません',
    detail: '「application/json」形式の JSON を送信してください。',
  },
  'phone-number-invalid': {
    title: '電話番号が正しくありません',
    detail: '「+」で始まる国番号付きの番号をすべて入力してください。',
  },
  'phone-number-not-mobile': {
    title: 'この番号ではコードを受信できません',
    detail: '携帯電話の番号を入力してください。',
  },
  'phone-number-not-served': {
    title: 'この種類の番号には対応していません',
    detail: '対応している国の携帯電話番号を入力してください。',
  },
  'recipient-unreachable': {
    title: 'この番号に届きません',
    detail: '番号を確認するか、別の番号を使ってください。',
  },
  'recipient-opted-out': {
    title: 'この番号はメッセージを拒否しています',
    detail: '前回のメッセージに START と返信するか、別の番号を使ってください。',
  },
  'code-incorrect': {
    title: 'コードが正しくありません',
    detail: 'メッセージを確認して、もう一度入力してください。',
  },
  'resend-too-soon': {
    title: '次のメッセージまでお待ちください',
    detail: '待ち時間が過ぎてから、もう一度お試しください。',
  },
  'too-many-wrong-codes': {
    title: 'この番号で間違ったコードが多すぎます',
    detail: 'しばらく待つか、以前この番号でサインインした端末からサインインしてください。',
  },
  'quota-exceeded': {
    title: '試行回数が多すぎます',
    detail: '待ち時間が過ぎてから、もう一度お試しください。',
  },
  'internal-error': {
    title: 'こちら側で問題が発生しました',
    detail: 'しばらくしてから、もう一度お試しください。',
  },
  'sms-unavailable': {
    title: '現在メッセージを送信できません',
    detail: '少し待ってから、もう一度お試しください。',
  },
  unavailable: { title: '現在サービスを利用できません', detail: '少し待ってから、もう一度お試しください。' },
} as const satisfies Record<ProblemCode, ProblemText>;
