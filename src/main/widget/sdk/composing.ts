/** `keyCode` of a key that an input method has swallowed; Safari says nothing else of it. */
const BY_INPUT_METHOD = 229;

/** True for a key that picks or gives up an input method's word: Enter and Escape mean nothing else then. */
export function isComposing(event: Pick<KeyboardEvent, 'isComposing' | 'keyCode'>): boolean {
  return event.isComposing || event.keyCode === BY_INPUT_METHOD;
}
