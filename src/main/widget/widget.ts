import { Customer } from '@serai/sdk'; export { Customer };
