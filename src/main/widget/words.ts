export interface WidgetWords {
  language: string;
  title: string;
  hello: string;
  placeholder: string;
  send: string;
  open: string;
  close: string;
  connecting: string;
  offline: string;
  ended: string;
  again: string;
  you: string;
  queue: (position: number) => string;
  typing: string;
  tooLong: (over: number) => string;
  notSent: string;
  earlier: string;
  bot: string;
  kinds: Record<string, string>;
  newMessages: (count: number) => string;
}

const en: WidgetWords = {
  language: 'en',
  title: 'Customer service',
  hello: 'Hello! How can we help?',
  placeholder: 'Write a message',
  send: 'Send',
  open: 'Open the chat',
  close: 'Close the chat',
  connecting: 'Connecting…',
  offline: 'No connection. What you write is sent once it is back.',
  ended: 'You are no longer signed in.',
  again: 'Connect again',
  you: 'You',
  queue: (position) => `You are number ${position} in the queue. Please wait a moment.`,
  typing: 'Typing…',
  tooLong: (over) => `Too long by ${over}. Shorten it, or send it in parts.`,
  notSent: 'Not sent. Try again',
  earlier: 'Earlier messages',
  bot: 'Bot',
  kinds: {
    image: 'Picture',
    voice: 'Voice message',
    video: 'Video',
    file: 'File',
    location: 'Location',
    link: 'Link',
    card: 'Card',
    unsupported: 'A message that cannot be shown here',
  },
  newMessages: (count) => `${count} new`,
};

const zh: WidgetWords = {
  language: 'zh-CN',
  title: '在线客服',
  hello: '您好！请问有什么可以帮您？',
  placeholder: '输入消息',
  send: '发送',
  open: '打开客服聊天',
  close: '关闭聊天',
  connecting: '正在连接…',
  offline: '网络已断开，恢复后会自动发送您的消息。',
  ended: '登录已失效。',
  again: '重新连接',
  you: '您',
  queue: (position) => `您排在第 ${position} 位，请稍候。`,
  typing: '正在输入…',
  tooLong: (over) => `超出 ${over} 字，请缩短或分次发送。`,
  notSent: '未发送，点按重试',
  earlier: '更早的消息',
  bot: '机器人',
  kinds: {
    image: '图片',
    voice: '语音消息',
    video: '视频',
    file: '文件',
    location: '位置',
    link: '链接',
    card: '卡片',
    unsupported: '暂时无法在此显示的消息',
  },
  newMessages: (count) => `${count} 条新消息`,
};

/** The words for a language tag; English for those there are none for. */
export function wordsFor(language: string): WidgetWords {
  return language.toLowerCase().startsWith('zh') ? zh : en;
}
