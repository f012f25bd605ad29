const WEB_ADDRESS = /https?:\/\/[^\s<>"'，。；：！？、（）【】《》“”‘’]+/g;
/** What ends the sentence, or closes the bracket, that an address stands in. */
const TRAILING = /[.,;:!?)\]}]+$/;

/** Where a text names web addresses. */
export function webAddresses(text: string): { at: number; address: string }[] {
  return [...text.matchAll(WEB_ADDRESS)].map((found) => ({ at: found.index, address: found[0].replace(TRAILING, '') }));
}
