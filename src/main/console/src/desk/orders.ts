/** The systems' answers come in their own shapes. */
export type Fields = Record<string, unknown>;

export const fieldsOf = (data: unknown): Fields =>
  typeof data === 'object' && data !== null && !Array.isArray(data) ? (data as Fields) : {};

/** A list that comes bare, under one of these names, or as the single thing itself. */
export function listOf(data: unknown, names: string[], isOne: (fields: Fields) => boolean): Fields[] {
  if (Array.isArray(data)) {
    return data.map(fieldsOf);
  }
  const fields = fieldsOf(data);
  if (isOne(fields)) {
    return [fields];
  }
  for (const name of names) {
    if (fields[name] !== undefined && fields[name] !== null) {
      return listOf(fields[name], names, isOne);
    }
  }
  return [];
}

export function text(value: unknown): string {
  if (value === null || value === undefined) {
    return '';
  }
  if (Array.isArray(value)) {
    return value.map(text).filter(Boolean).join(', ');
  }
  if (typeof value === 'object') {
    const fields = value as Fields;
    return 'amount' in fields ? money(fields) : Object.values(fields).map(text).filter(Boolean).join(' ');
  }
  return String(value);
}

export function money(value: unknown): string {
  const fields = fieldsOf(value);
  const amount = 'amount' in fields ? fields.amount : value;
  const currency = String(fields.currency ?? 'CNY');
  return amount === null || amount === undefined || amount === '' ? '' : `${currency === 'CNY' ? '¥' : `${currency} `}${String(amount)}`;
}

export interface OrderLine {
  number: number;
  name: string;
  quantity: string;
}

export interface Order {
  number: string;
  lines: OrderLine[];
  fields: Fields;
}

/** Orders in whatever shape the order system tells them. A line without a number of its own has its place's. */
export function ordersOf(data: unknown): Order[] {
  return listOf(data, ['orders', 'order', 'items', 'content'], (fields) => 'orderNo' in fields || ('status' in fields && 'id' in fields)).map(
    (fields) => ({
      number: text(fields.orderNo ?? fields.id ?? fields.orderId ?? fields.number),
      lines: listOf(fields.lines ?? fields.items, ['line', 'lines'], (line) => 'sku' in line || 'quantity' in line).map((line, at) => ({
        number: Number(line.lineNo ?? line.line) || at + 1,
        name: text(line.name ?? line.title ?? line.sku),
        quantity: text(line.quantity ?? line.qty) || '1',
      })),
      fields,
    }),
  );
}
