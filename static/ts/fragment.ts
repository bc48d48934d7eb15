/**
 * Markup rendered by this service becomes elements here and nowhere else: the page's policy
 * knows one name, `fragment`, for text that may (decisions.md 24), and lets it be taken once.
 */
interface Policy {
  createHTML(text: string): string;
}

interface PolicyFactory {
  createPolicy(name: string, rules: Policy): Policy;
}

const factory = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes;
const policy = factory?.createPolicy("fragment", { createHTML: (text) => text });

/** The document that a fragment of ours makes, apart from the page; no script in it runs. */
export function parseFragment(text: string): Document {
  return new DOMParser().parseFromString(policy?.createHTML(text) ?? text, "text/html");
}
