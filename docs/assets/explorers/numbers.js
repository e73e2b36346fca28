/* Numbers in words: a true minus sign, and as many digits as say something. */

export const minus = (number) => `${number}`.replace("-", "−");

/* x as the reader gave it, at least "2.0". */
export const plain = (x) => minus(+x.toFixed(1) === x ? x.toFixed(1) : +x.toPrecision(10));

/* "4.54 × 10⁻⁵", from the logarithm: the number itself may be smaller than any that a computer holds. */
export function power(log, digits = 3) {
  const tens = Math.floor(log / Math.LN10);
  const [mantissa, carry] = (10 ** (log / Math.LN10 - tens)).toExponential(digits - 1).split("e");
  const raised = [...`${tens + +carry}`].map((c) => (c === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[c])).join("");
  return `${mantissa} × 10${raised}`;
}

/* Four decimals, or a power of ten where these would be zeros. */
export const small = (log) => (log < Math.log(1e-3) ? power(log) : Math.exp(log).toFixed(4));
