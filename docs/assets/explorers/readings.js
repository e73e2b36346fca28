/* What the sigmoid of z says, in words: z is any number, also one whose exponential a computer cannot hold. */

import { power, small } from "./numbers.js";

/* log σ(z): no exponential of a positive number, so that nothing overflows. */
const log = (z) => Math.min(z, 0) - Math.log1p(Math.exp(-Math.abs(z)));
export const sigmoid = (z) => Math.exp(log(z));

/* Of σ(k(x − x₀)), by x. */
export const slope = (z, k) => small(Math.log(k) + log(z) + log(-z));

/* "7.4 to 1" */
export function odds(z) {
  const many = Math.exp(Math.abs(z));
  const words = many < 100 ? `${+many.toPrecision(2)}` : many < 1e6 ? Math.round(many).toLocaleString("en") : power(Math.abs(z), 2);
  return z < 0 ? `1 to ${words}` : `${words} to 1`;
}

/* "88 %", and nearer to 0 or 1 with the digits that tell it from them. */
export function percent(z) {
  const rest = 100 * sigmoid(-Math.abs(z));
  if (rest < 1e-3) return z < 0 ? "< 0.001 %" : "> 99.999 %";
  const digits = rest < 1 ? 1 - Math.floor(Math.log10(rest.toPrecision(2))) : 0;
  return `${(z < 0 ? rest : 100 - rest).toFixed(digits)} %`;
}

/* Four decimals; nearer to 1, how far it is from 1. */
export function value(z) {
  return z > 0 && log(-z) < Math.log(1e-3) ? `1 − ${power(log(-z))}` : small(log(z));
}
