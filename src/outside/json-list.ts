/** Takes a JSON document in pieces and gives out the rows of one list in it, holding no more than the row at hand. */
import Assembler from 'stream-json/assembler.js';
import { jsonParser, type Token } from 'stream-json/parser.js';

export interface JsonListShape {
  /** The list's key in the outermost object, in lower case; the document may spell it in any. */
  list: string;
  /** Keys beside the list whose plain values are kept, in lower case. */
  beside: readonly string[];
  /** Makes the failure of a document that cannot be read on. */
  failure: (words: string) => Error;
}

/** Characters of one row, or of anything else that has to be held whole. */
const longestRow = 1024 * 1024;

export class JsonList {
  /** The plain values beside the list that have come so far. */
  readonly beside = new Map<string, unknown>();
  /** Whether there was the list. */
  hasList = false;
  readonly #shape: JsonListShape;
  readonly #tokensOf = jsonParser({ streamValues: false });
  readonly #row = new Assembler<unknown>();
  /** How many objects and arrays are open: 1 within the outermost object, 2 within the list. */
  #depth = 0;
  /** The latest key of the outermost object. */
  #key = '';
  #isInList = false;
  #isWhole = false;
  #heldLength = 0;

  constructor(shape: JsonListShape) {
    this.#shape = shape;
  }

  /** The rows that end in this piece, whatever values they are. */
  take(piece: string): unknown[] {
    const rows: unknown[] = [];
    this.#heldLength += piece.length;
    for (const token of this.#tokensIn(piece)) {
      this.#follow(token, rows);
      if (this.#depth <= 2) this.#heldLength = 0;
    }
    if (this.#heldLength > longestRow) throw this.#shape.failure('one value in it is too long');
    return rows;
  }

  /** To be called after the last piece; throws when the document ended in its middle. */
  end(): void {
    if (!this.#isWhole) throw this.#shape.failure('it ends before it is complete');
  }

  #tokensIn(piece: string): Token[] {
    try {
      const tokens = this.#tokensOf(piece);
      return typeof tokens === 'symbol' ? [] : tokens.values;
    } catch {
      throw this.#shape.failure('it is no JSON');
    }
  }

  #follow(token: Token, rows: unknown[]): void {
    switch (token.name) {
      case 'startObject':
      case 'startArray':
        this.#open(token);
        return;
      case 'endObject':
      case 'endArray':
        this.#close(token, rows);
        return;
      case 'keyValue':
        if (this.#depth === 1) this.#key = token.value.toLowerCase();
        break;
      default:
        this.#plainValue('value' in token ? token.value : undefined, rows);
    }
    if (this.#isInRow()) this.#row.consume(token);
  }

  #open(token: Token): void {
    if (this.#depth === 0 && token.name !== 'startObject') throw this.#shape.failure('it is no object');
    if (this.#depth === 1 && token.name === 'startArray' && this.#key === this.#shape.list) {
      this.#isInList = true;
      this.hasList = true;
    }
    this.#depth += 1;
    if (this.#isInRow()) this.#row.consume(token);
  }

  #close(token: Token, rows: unknown[]): void {
    if (this.#isInRow()) this.#row.consume(token);
    this.#depth -= 1;
    if (this.#isInList && this.#depth === 2) rows.push(this.#row.current);
    if (this.#depth === 1) this.#isInList = false;
    this.#isWhole = this.#depth === 0;
  }

  #plainValue(value: unknown, rows: unknown[]): void {
    if (this.#isInList && this.#depth === 2) rows.push(value);
    if (this.#depth === 1 && this.#shape.beside.includes(this.#key)) this.beside.set(this.#key, value);
  }

  #isInRow(): boolean {
    return this.#isInList && this.#depth > 2;
  }
}
