/** The bare relay speaks the same protocol; it only tells everybody what it hears. */
export { openPages } from "./consensus.mjs";
