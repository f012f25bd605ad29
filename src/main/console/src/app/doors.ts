import type { User } from '../agent/protocol';

/** What one may open here, by role. */
const DOORS = {
  /** Customers' conversations; the others work with files and systems. */
  desk: ['agent', 'supervisor', 'admin'],
  /** Which systems are told of events, and the description of the API. */
  webhooks: ['integrator', 'admin'],
  /** What could not be handled. */
  letters: ['integrator', 'supervisor', 'admin'],
};

export function may(user: User, door: keyof typeof DOORS): boolean {
  return user.roles.some((role) => DOORS[door].includes(role.toLowerCase()));
}
