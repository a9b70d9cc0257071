// The code on a tag or a wall, read as the server reads it: src/domain/tag/code.rs says why. The
// server is the judge; this only says at once what cannot be right.
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 13;

const timesAlpha = (element) => (element & 16 ? (element << 1) ^ 0b101111 : element << 1);

// Gives { kind: 'tag', 'place' or 'bare', code } or { fault } in words.
export function read(text) {
  const address = text.split(/[?#]/)[0].trim().replace(/\/+$/, '');
  const [, room, behind] = address.match(/\/([tp])\/([^/]*)$/i) ?? [];
  if (!room && text.includes('/')) return { fault: 'This is not one of our codes.' };
  const letters = (behind ?? address).toUpperCase().replace(/[-\s]/g, '').replace(/[IL]/g, '1').replaceAll('O', '0');
  const digits = [...letters].map((letter) => LETTERS.indexOf(letter));
  const strange = [...letters].find((letter) => !LETTERS.includes(letter));
  if (strange) return { fault: `No code has the letter ${strange}.` };
  if (digits.length !== LENGTH) return { fault: `A code has ${LENGTH} letters, this has ${digits.length}.` };
  const check = digits.pop();
  if (digits.reduce((sum, digit) => timesAlpha(sum ^ digit), 0) !== check) {
    return { fault: 'The check letter does not fit: a letter is wrong, or two are swapped.' };
  }
  return { kind: { T: 'tag', P: 'place' }[room?.toUpperCase()] ?? 'bare', code: letters };
}

export const inGroups = (code) => code.replace(/^(.{4})(.{4})(.{4})(.)$/, '$1-$2-$3-$4');
