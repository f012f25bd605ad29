export * from './json';
export * from './protocol';
export * from './socket';
export * from './timeline';
export * from './keep';
export * from './customer';
export * from './addresses';
export * from './composing';
