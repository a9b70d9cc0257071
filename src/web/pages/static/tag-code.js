// Parses the code on a tag or a place sign. The algorithm is the server's: see src/domain/tag/code.rs.
// The server makes the final check; this only reports typing errors at once.
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 13;

const timesAlpha = (element) => (element & 16 ? (element << 1) ^ 0b101111 : element << 1);

// Returns { kind, code } with the kind 'tag', 'place' or 'bare' (no address around it), or { fault } with an error text.
export function parseCode(text) {
  const address = text.split(/[?#]/)[0].trim().replace(/\/+$/, '');
  const [, prefix, suffix] = address.match(/\/([tp])\/([^/]*)$/i) ?? [];
  if (!prefix && text.includes('/')) return { fault: 'This is not a Stuffy code.' };
  const code = (suffix ?? address).toUpperCase().replace(/[-\s]/g, '').replace(/[IL]/g, '1').replaceAll('O', '0');
  const digits = [...code].map((letter) => ALPHABET.indexOf(letter));
  const invalid = [...code].find((letter) => !ALPHABET.includes(letter));
  if (invalid) return { fault: `A code never contains ${invalid}.` };
  if (digits.length !== LENGTH) return { fault: `A code has ${LENGTH} characters; this one has ${digits.length}.` };
  const check = digits.pop();
  if (digits.reduce((sum, digit) => timesAlpha(sum ^ digit), 0) !== check) {
    return { fault: 'The check character does not match: a character is wrong, or two are swapped.' };
  }
  return { kind: { T: 'tag', P: 'place' }[prefix?.toUpperCase()] ?? 'bare', code };
}

export const formatCode = (code) => code.replace(/^(.{4})(.{4})(.{4})(.)$/, '$1-$2-$3-$4');
