import type { Content } from '@serai/sdk';

/** One line of what a message says; kinds other than text in square brackets, to be put into words by the view. */
export function preview(content: Content): string {
  switch (content.type) {
    case 'text':
      return content.text;
    case 'voice':
      return content.transcript ?? '[voice]';
    case 'link':
      return content.title ?? '[link]';
    case 'card':
      return content.title ?? '[card]';
    case 'location':
      return content.label ?? '[location]';
    default:
      return `[${content.type}]`;
  }
}
